"""The portal itself: in this process for quick tests, and as a real server with demonstration data."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from jinja2 import FileSystemBytecodeCache

from portal import create_app
from portal.config import Settings, settings_from
from tests.support.people import Visitor
from tests.support.processes import free_port, stop, tied_to_us
from tests.support.source_tree import ROOT

SECONDS_TO_LOAD = 180
SECONDS_TO_START = 60


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Give the settings of a portal whose data lies in the test's own folder."""
    return settings_from(
        {
            "PORTAL_DATA_DIR": str(tmp_path),
            "DATABASE_URL": database_url,
            "PORTAL_ADDRESS": "http://localhost",
            "PORTAL_SECRET_KEY": "a secret of the tests, long enough to be one",
        }
    )


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Keep templates compiled from test to test; each is known by its text, so a changed one is not taken."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """Give the portal in this process, with a migrated and empty database."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = compiled_templates
    app.testing = True
    yield app
    app.extensions["portal"].database.dispose()


@pytest.fixture
def mails_go_out(app: Flask) -> None:
    """Give the portal a mail server, as far as its pages know; nothing is sent."""
    state = app.extensions["portal"]
    settings = replace(state.settings, smtp_url="smtp://mail.example")
    app.extensions["portal"] = replace(state, settings=settings)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give someone who asks the portal for pages."""
    return app.test_client()


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Give somebody with a browser, who can sign in and send forms."""
    return Visitor(app)


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    """Give someone who runs the portal's commands."""
    return app.test_cli_runner()


@dataclass(frozen=True)
class LivePortal:
    """A running portal and where its data lies."""

    url: str
    data_dir: Path
    log: Path


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """Give the environment of a portal with its data in one folder; nothing is inherited but the path."""
    return {"PATH": os.environ.get("PATH", ""), "PORTAL_DATA_DIR": str(data_dir), "FLASK_APP": "wsgi", **more}


def run_command(*command: str, env: Mapping[str, str], seconds: float = SECONDS_TO_LOAD) -> str:
    """Run one of the portal's commands as its operator would and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", *command],
        cwd=ROOT,
        env=dict(env),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"flask {' '.join(command)} ended with {done.returncode}: {done.stderr[-4000:]}")
    return done.stdout


@contextmanager
def serving(
    data_dir: Path, *, path_to_wait_for: str = "/readyz", port: int = 0, **more: str
) -> Iterator[LivePortal]:
    """Start the portal under gunicorn on a port of this machine, a free one unless told, and stop it."""
    port = port or free_port()
    log = data_dir / "gunicorn.log"
    command = [sys.executable, "-m", "gunicorn", "-c", "python:portal.gunicorn_settings", "wsgi:app"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            tied_to_us(command),
            cwd=ROOT,
            env=environment(data_dir, PORT=str(port), **more),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    portal = LivePortal(f"http://127.0.0.1:{port}", data_dir, log)
    try:
        _wait_until_ready(portal.url + path_to_wait_for, portal, server)
        yield portal
    finally:
        stop(server, signal.SIGTERM, seconds=25)


@pytest.fixture(scope="session")
def demonstration_data(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Load the demonstration data once for all processes of the tests; treat the folder as read-only."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "demonstration"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "loaded").exists():
            env = environment(folder, PORTAL_DEMONSTRATION="1")
            run_command("database", "upgrade", env=env)
            run_command("demonstration", "load", env=env)
            run_command("index", "update", env=env)
            (folder / "loaded").touch()
    return folder


@pytest.fixture(scope="session")
def live_portal(demonstration_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePortal]:
    """Give a real portal with demonstration data, one for each process of the tests."""
    data_dir = tmp_path_factory.mktemp("live") / "data"
    shutil.copytree(demonstration_data, data_dir)
    with serving(data_dir, PORTAL_DEMONSTRATION="1", WEB_WORKERS="1") as portal:
        yield portal


def _wait_until_ready(address: str, portal: LivePortal, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError) as error:
            if server.poll() is not None or time.monotonic() > deadline:
                tail = portal.log.read_text(errors="replace")[-4000:]
                raise AssertionError(f"The portal did not become ready ({error}): {tail}") from None
            time.sleep(0.1)
