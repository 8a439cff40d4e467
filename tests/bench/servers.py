"""Servers to measure: the hello-world and the portal, each under the same gunicorn settings."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from tests.bench.load_client import Answered, Load
from tests.support.portals import environment
from tests.support.processes import free_port, stop, tied_to_us
from tests.support.source_tree import ROOT

SECONDS_TO_START = 30.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `pid` is gunicorn's first process, whose children answer."""

    port: int
    pid: int

    def seconds_of_cpu(self) -> float:
        """Add up the time that its processes have computed."""
        return sum(_seconds_of_cpu(pid) for pid in (self.pid, *_children(self.pid)))

    def megabytes_of_workers(self) -> list[float]:
        """Give what each worker holds in memory, also what it shares with the others."""
        return [_kilobytes(pid, "Rss") / 1024 for pid in _children(self.pid)]

    def megabytes_in_all(self) -> float:
        """Give what all processes hold together, with what they share counted once."""
        return sum(_kilobytes(pid, "Pss") for pid in (self.pid, *_children(self.pid))) / 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """Answers in a second, and seconds of the servers' computing for each answer."""

    rate: float
    cpu: float


@contextmanager
def hello_server(folder: Path) -> Iterator[Server]:
    """Serve the hello-world."""
    with _served("tests.bench.hello_settings", "tests.bench.hello:app", "/", environment(folder)) as server:
        yield server


@contextmanager
def portal_server(data_dir: Path, **settings: str) -> Iterator[Server]:
    """Serve the portal with the data of a folder, as an installation would, with its log in a file."""
    env = environment(data_dir, PORTAL_DEMONSTRATION="1", **settings)
    with _served("portal.gunicorn_settings", "wsgi:app", "/readyz", env) as server:
        yield server


@contextmanager
def _served(settings: str, app: str, ready: str, env: dict[str, str]) -> Iterator[Server]:
    port = free_port()
    log = Path(env["PORTAL_DATA_DIR"]) / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            tied_to_us([sys.executable, "-m", "gunicorn", "-c", f"python:{settings}", app]),
            cwd=ROOT,
            env={**env, "PORT": str(port)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        _wait_until_it_answers(f"http://127.0.0.1:{port}{ready}", process, log)
        yield Server(port, process.pid)
    finally:
        stop(process, seconds=25)


def measure(server: Server, load: Load) -> Measured:
    """Load a server and say how it did; an answer that is not what was asked for ends the measurement."""
    before = server.seconds_of_cpu()
    answered = ask(load)
    computed = server.seconds_of_cpu() - before
    if answered.wrong or not answered.answers:
        raise AssertionError(f"{answered.wrong} answers to {load.addresses[0]} were not {load.status}.")
    return Measured(answered.rate, computed / answered.answers)


def ask(load: Load) -> Answered:
    """Run the load client in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load_client"],
        cwd=ROOT,
        input=json.dumps(asdict(load)),
        capture_output=True,
        text=True,
        timeout=load.seconds + 30,
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"The load client failed: {done.stderr[-2000:]}")
    return Answered(**json.loads(done.stdout))


def typical(measured: list[Measured]) -> Measured:
    """Give the median of several measurements."""
    return Measured(median(each.rate for each in measured), median(each.cpu for each in measured))


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError as error:
            if process.poll() is not None or time.monotonic() > deadline:
                tail = log.read_text(errors="replace")[-2000:]
                raise AssertionError(f"{address} does not answer ({error}): {tail}") from None
            time.sleep(0.02)


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def _seconds_of_cpu(pid: int) -> float:
    """Read user and system time, fields 14 and 15 of proc(5); the name in field 2 may hold spaces."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _kilobytes(pid: int, name: str) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return float(line.split()[1])
    raise AssertionError(f"This system does not tell the {name} of a process.")
