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
# With more, chance would decide which of them a connection lands with, and one might stand idle.
WORKERS = 1
TICKS = os.sysconf("SC_CLK_TCK")
# All servers take turns on one core and the client has another, so that all have the same neighbours.
CORES = sorted(os.sched_getaffinity(0))
CORE_OF_CLIENT, CORE_OF_SERVERS = CORES[0], CORES[-1]


@dataclass(frozen=True, slots=True)
class Server:
    """A running server; `pid` is gunicorn's first process, whose children answer."""

    port: int
    pid: int

    def seconds_of_cpu(self) -> float:
        """Add up the time that its processes have computed."""
        return sum(_seconds_of_cpu(pid) for pid in (self.pid, *_children(self.pid)))

    def megabytes_of_worker(self) -> float:
        """Give what its worker holds in memory, also what it shares with the first process."""
        return max(_kilobytes(pid, "Rss") for pid in _children(self.pid)) / 1024


@dataclass(frozen=True, slots=True)
class Compared:
    """A kind of page beside the hello-world.

    `rate` is its share of the hello-world's answers in a second; `cpu` is how many hello-worlds the servers
    could have computed for one page.
    """

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
            env={**env, "PORT": str(port), "WEB_WORKERS": str(WORKERS)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    os.sched_setaffinity(process.pid, {CORE_OF_SERVERS})
    try:
        _wait_until_it_answers(f"http://127.0.0.1:{port}{ready}", process, log)
        yield Server(port, process.pid)
    finally:
        stop(process, seconds=25)


def compare(page: Server, load: Load, hello: Server, *, rounds: int, seconds: float) -> Compared:
    """Ask for pages and for hello-worlds in turn; the median of the rounds counts."""
    before = page.seconds_of_cpu(), hello.seconds_of_cpu()
    pages, hellos = ask([load, Load(hello.port, ("/",))], rounds, seconds)
    after = page.seconds_of_cpu(), hello.seconds_of_cpu()
    page_cpu = (after[0] - before[0]) / sum(turn.answers for turn in pages)
    hello_cpu = (after[1] - before[1]) / sum(turn.answers for turn in hellos)
    shares = [one.rate / other.rate for one, other in zip(pages, hellos, strict=True)]
    return Compared(median(shares), page_cpu / hello_cpu)


def ask(loads: list[Load], rounds: int, seconds: float) -> list[list[Answered]]:
    """Run the load client in a process of its own; an answer that was not asked for is an error."""
    question = {
        "loads": [asdict(load) for load in loads],
        "rounds": rounds,
        "seconds": seconds,
        "core": CORE_OF_CLIENT,
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load_client"],
        cwd=ROOT,
        input=json.dumps(question),
        capture_output=True,
        text=True,
        timeout=60 + 3 * rounds * seconds * len(loads),
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"The load client failed: {done.stderr[-2000:]}")
    answered = [[Answered(**turn) for turn in turns] for turns in json.loads(done.stdout)]
    for load, turns in zip(loads, answered, strict=True):
        wrong = sum(turn.wrong for turn in turns)
        if wrong:
            raise AssertionError(
                f"{wrong} answers to questions like {load.addresses[0]} were not {load.status}."
            )
    return answered


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
