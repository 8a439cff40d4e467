"""What can be measured without a server, in a fresh process: loading, finding, memory."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Flask

from matching.catalogue import Catalogue
from matching.facets import Filters
from matching.finding import FindRequest, WordIndex, find
from portal import create_app
from portal.config import settings_from
from portal.state import Portal
from tests.bench.hello import app as hello
from tests.bench.questions import with_words, without_words

ROUNDS = 7
CALLS = 300
MEGABYTE = 1024 * 1024


def measure(data_dir: Path) -> dict[str, Any]:
    """Load the catalogue of a folder and ask it; the addresses go along for the servers to be asked."""
    state = _portal(create_app(settings_from({"PORTAL_DATA_DIR": str(data_dir)})))
    memory, began = _resident(), time.perf_counter()
    catalogue = state.holder.current(state.now())
    seconds = time.perf_counter() - began
    grown = _resident() - memory
    plain, worded = without_words(catalogue, state.index), with_words(catalogue, state.index)
    hello_cpu = _cpu_of_one(_hello_once())
    return {
        "listings": len(catalogue.listings),
        "load_seconds": seconds,
        "catalogue_megabytes": grown,
        "find_share": _cpu_of_one(_find_once(catalogue, state.index, plain)) / hello_cpu,
        "find_words_milliseconds": 1000 * _cpu_of_one(_find_once(catalogue, state.index, worded)),
        "plain": plain,
        "worded": worded,
    }


def _portal(app: Flask) -> Portal:
    state: Portal = app.extensions["portal"]
    return state


def _hello_once() -> Callable[[], object]:
    """Give one request to the hello-world without a server around it."""
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/", "SCRIPT_NAME": "", "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr,
    }  # fmt: skip

    def once() -> object:
        answer = hello.wsgi_app(dict(environ), lambda *_: lambda _: None)
        return b"".join(answer)

    return once


def _find_once(catalogue: Catalogue, index: WordIndex, addresses: Sequence[str]) -> Callable[[], object]:
    requests = cycle([_request(address) for address in addresses])
    return lambda: find(catalogue, index, next(requests))


def _request(address: str) -> FindRequest:
    asked = parse_qs(urlsplit(address).query)
    filters = Filters(frozenset(asked["municipality"]), frozenset(asked["target_group"]))
    return FindRequest(asked.get("q", [""])[0], filters)


def _cpu_of_one(call: Callable[[], object]) -> float:
    """Give the seconds of computing that one call takes: the median of some rounds after a first."""
    rounds = []
    for _ in range(ROUNDS + 1):
        began = time.process_time()
        for _ in range(CALLS):
            call()
        rounds.append((time.process_time() - began) / CALLS)
    return median(rounds[1:])


def _resident() -> float:
    """Give this process's memory in megabytes."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / MEGABYTE


if __name__ == "__main__":
    json.dump(measure(Path(sys.argv[1])), sys.stdout)
