"""Measure pages beside a Flask hello-world, and results and rankings beside other ways (`make bench`)."""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from providers.clock import danish_day
from tests.bench import ranking_loop, ratios, report, taking_in, working_out
from tests.bench.load_client import Load
from tests.bench.ratios import Ratio
from tests.bench.report import Figures, Scenario
from tests.bench.servers import Compared, Server, ask, compare, hello_server, portal_server
from tests.support.portals import environment, run_command
from tests.support.source_tree import ROOT

SIZES = (1_000, 10_000)
ROUNDS = 15
WARM_UP = 4.0
GZIP = ("Accept-Encoding", "gzip")

# The goals P1 and P2 of docs/performance.md.
PLAIN = Scenario("search page, choices, no words", 0.45)
ZIPPED = Scenario("search page, choices, no words, gzip", 0.33)
WORDS = Scenario("search page, a word and choices")
WORDS_ZIPPED = Scenario("search page, a word and choices, gzip")
KEPT = Scenario("search page from the page cache, gzip", 0.80)
UNCHANGED = Scenario("search page unchanged: 304", 0.80)
SCENARIOS = (PLAIN, ZIPPED, WORDS, WORDS_ZIPPED, KEPT, UNCHANGED)

PAGES = "pages"  # P1 to P4, P10, and what P9 says of pages
ALL_RESULTS = "results"  # P5 to P9
RESULTS = ("P5", "P6", "P7", "P8", "P9")

Asked = tuple[Scenario, Server, Load]


@dataclass(frozen=True, slots=True)
class Sample:
    """What one answer was: its mark for later questions, and its size."""

    etag: str
    octets: int


def main(arguments: Sequence[str]) -> None:
    """Measure at each size, print the tables, and keep them when asked to."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    parser.add_argument("--seconds", type=float, default=0.25, help="how long a turn takes")
    parser.add_argument("--listings", type=int, nargs="+", default=SIZES, help="sizes of the catalogue")
    parser.add_argument("--only", choices=(PAGES, ALL_RESULTS, *RESULTS), help="measure nothing but this")
    options = parser.parse_args(arguments)
    sizes = []
    if options.only in (None, PAGES):
        sizes = [_measure(listings, options.seconds) for listings in options.listings]
    compared = [*_growth(sizes), *_results(options.only)]
    pages = [report.table(SCENARIOS, sizes), report.plain_table(sizes)] if sizes else []
    results = [ratios.table(compared)] if compared else []
    _say("\n".join(["", *pages, *results, ""]))
    for missed in (*report.missed(SCENARIOS, sizes), *ratios.missed(compared)):
        _say(f"Goal not reached: {missed}")
    today = danish_day(datetime.now(UTC))
    if options.write and pages:
        report.write(pages, today)
    if options.write and options.only in (None, ALL_RESULTS):
        report.write(results, today, report.RESULTS)


def _results(only: str | None) -> list[Ratio]:
    """Measure what is asked for of all that is not about pages."""
    found = []
    only = None if only == ALL_RESULTS else only
    if only in (None, "P5"):
        _say("Ranking")
        found += ranking_loop.ranking()
    if only in (None, "P6", "P7", "P9"):
        _say("Working results out")
        found += working_out.measure(only)
    if only in (None, "P8"):
        _say("Taking results in")
        found += taking_in.measure()
    return sorted(found, key=lambda ratio: ratio.goal)


def _growth(sizes: Sequence[Figures]) -> list[Ratio]:
    """P9: what a page costs with the most listings, to what it costs with the fewest."""
    if len(sizes) < 2:
        return []
    few, many = sizes[0].compared[PLAIN.name], sizes[-1].compared[PLAIN.name]
    what = f"search page with {sizes[-1].listings:,} listings, to {sizes[0].listings:,}"
    told = f"{few.cpu:.1f} and {many.cpu:.1f} hello-worlds"
    return [Ratio("P9", what, many.cpu / few.cpu, 2, True, told)]


def _measure(listings: int, seconds: float) -> Figures:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        data_dir = Path(folder)
        _say(f"Making a portal with {listings:,} listings")
        plain = _filled(data_dir, listings)
        inside = _in_process(data_dir)
        figures = Figures(listings)
        with _servers(data_dir) as (hello, uncached, cached, started):
            asked = _questions(uncached, cached, inside)
            for scenario, compared in _compared(hello, asked, seconds):
                figures.compared[scenario.name] = compared
            figures.plain = plain | _plain(inside) | started | _pages(uncached, inside) | _memory(uncached)
    return figures


def _filled(data_dir: Path, listings: int) -> dict[str, str]:
    """Make a database and an index with the demonstration, through the commands that an operator uses."""
    env = environment(data_dir, PORTAL_DEMONSTRATION="1")
    run_command("database", "upgrade", env=env)
    loading = _timed("demonstration", "load", "--listings", str(listings), env=env)
    indexing = _timed("index", "rebuild", env=env)
    return {"demonstration loaded": f"{loading:.1f} s", "index built": f"{indexing:.1f} s"}


def _timed(*command: str, env: dict[str, str]) -> float:
    began = time.perf_counter()
    run_command(*command, env=env)
    return time.perf_counter() - began


def _in_process(data_dir: Path) -> dict[str, Any]:
    _say("Loading and finding in one process")
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.in_process", str(data_dir)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"Measuring in one process failed: {done.stderr[-2000:]}")
    inside: dict[str, Any] = json.loads(done.stdout)
    return inside


@contextmanager
def _servers(data_dir: Path) -> Iterator[tuple[Server, Server, Server, dict[str, str]]]:
    """Start the hello-world, a portal without a page cache and one with it."""
    with ExitStack() as stack:
        hello = stack.enter_context(hello_server(data_dir))
        began = time.perf_counter()
        uncached = stack.enter_context(portal_server(data_dir, PORTAL_PAGE_CACHE_MB="0"))
        started = time.perf_counter() - began
        cached = stack.enter_context(portal_server(data_dir))
        yield hello, uncached, cached, {"start to ready": f"{started:.1f} s"}


def _questions(uncached: Server, cached: Server, inside: dict[str, Any]) -> list[Asked]:
    plain, worded = tuple(inside["plain"]), tuple(inside["worded"])
    one = plain[:1]
    etag = _sample(cached, one[0]).etag

    return [
        (PLAIN, uncached, Load(uncached.port, plain)),
        (ZIPPED, uncached, Load(uncached.port, plain, (GZIP,))),
        (WORDS, uncached, Load(uncached.port, worded)),
        (WORDS_ZIPPED, uncached, Load(uncached.port, worded, (GZIP,))),
        (KEPT, cached, Load(cached.port, one, (GZIP,))),
        (UNCHANGED, cached, Load(cached.port, one, (GZIP, ("If-None-Match", etag)), 304)),
    ]


def _compared(hello: Server, asked: Sequence[Asked], seconds: float) -> Iterator[tuple[Scenario, Compared]]:
    """Compare each kind of page with the hello-world."""
    for scenario, server, load in asked:
        _say(f"Asking for: {scenario.name}")
        ask([load], 1, WARM_UP)  # every card is rendered once in each process, and every word is read once
        yield scenario, compare(server, load, hello, rounds=ROUNDS, seconds=seconds)


def _plain(inside: dict[str, Any]) -> dict[str, str]:
    return {
        "public listings": f"{inside['listings']:,}",
        "catalogue loaded": f"{inside['load_seconds']:.2f} s",
        "memory of the catalogue": f"{inside['catalogue_megabytes']:.0f} MB",
        "finding without words, in hello-worlds in one process (P3: <= 1.5)": f"{inside['find_share']:.2f}",
        "finding with a word and two choices (P4: <= 1 ms)": f"{inside['find_words_milliseconds']:.2f} ms",
    }


def _pages(server: Server, inside: dict[str, Any]) -> dict[str, str]:
    address = inside["plain"][0]
    raw, zipped = _sample(server, address), _sample(server, address, dict([GZIP]))
    return {
        "search page": f"{raw.octets / 1000:.1f} kB",
        "search page, gzip": f"{zipped.octets / 1000:.1f} kB",
    }


def _memory(server: Server) -> dict[str, str]:
    return {"memory of a worker (P9: <= 300 MB)": f"{server.megabytes_of_worker():.0f} MB"}


def _sample(server: Server, address: str, headers: dict[str, str] | None = None) -> Sample:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", address, headers=headers or {})
    answer = connection.getresponse()
    octets = len(answer.read())
    connection.close()
    if answer.status != 200:
        raise AssertionError(f"{address} was answered with {answer.status}.")
    return Sample(answer.headers["ETag"] or "", octets)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
