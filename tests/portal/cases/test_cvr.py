"""The business register asked over the wire, by a server that answers in its shape."""

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from portal.cases.cvr import PATH, CvrRegister
from providers.approval.cases.checks import CvrAnswer

CVR = "12345674"


def company(status: str, *ends: str | None) -> dict[str, Any]:
    lives = [{"periode": {"gyldigFra": "2001-01-01", "gyldigTil": end}} for end in ends]
    return {
        "_source": {"Vrvirksomhed": {"virksomhedMetadata": {"sammensatStatus": status}, "livsforloeb": lives}}
    }


class Server:
    """A register whose next answer the test chooses, and that keeps what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.body = b"{}"
        self.asked: list[tuple[str, str | None, Any]] = []

    def finds(self, *hits: dict[str, Any]) -> None:
        self.body = json.dumps({"hits": {"total": len(hits), "hits": list(hits)}}).encode()


@pytest.fixture
def server() -> Iterator[tuple[Server, CvrRegister]]:
    held = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            held.asked.append((self.path, self.headers["Authorization"], json.loads(body)))
            self.send_response(held.status)
            self.send_header("Content-Length", str(len(held.body)))
            self.end_headers()
            self.wfile.write(held.body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield held, CvrRegister(f"http://127.0.0.1:{running.server_port}", "os", "hemmeligt")
    running.shutdown()
    running.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("status", "ends", "is_active", "is_solvent"),
    [
        ("NORMAL", (None,), True, True),
        ("NORMAL", ("2010-01-01", None), True, True),
        ("UNDERKONKURS", (None,), True, False),
        ("OPHØRT", ("2020-05-05",), False, False),
        ("NORMAL", ("2020-05-05",), False, False),
    ],
)
def test_status_of_a_company_is_read(
    server: tuple[Server, CvrRegister],
    status: str,
    ends: tuple[str | None, ...],
    is_active: bool,
    is_solvent: bool,
) -> None:
    held, register = server
    held.finds(company(status, *ends))
    facts = register.look_up(CVR)
    assert (facts.answer, facts.status) == (CvrAnswer.FOUND, status)
    assert (facts.is_active, facts.is_solvent) == (is_active, is_solvent)


def test_one_number_is_asked_for_with_the_credentials(server: tuple[Server, CvrRegister]) -> None:
    held, register = server
    held.finds()
    assert register.look_up(CVR).answer is CvrAnswer.UNKNOWN
    ((path, credentials, question),) = held.asked
    assert path == PATH
    assert credentials == "Basic " + base64.b64encode(b"os:hemmeligt").decode()
    assert question["query"] == {"term": {"Vrvirksomhed.cvrNummer": 12345674}}


@pytest.mark.parametrize(
    ("status", "body"),
    [(401, b"{}"), (500, b""), (200, b"<html>"), (200, b"[]"), (200, b'{"hits": {"hits": [{}]}}')],
)
def test_register_that_fails_leaves_the_check_to_a_caseworker(
    server: tuple[Server, CvrRegister], status: int, body: bytes
) -> None:
    held, register = server
    held.status, held.body = status, body
    assert register.look_up(CVR).answer is CvrAnswer.SILENT


def test_register_that_is_not_there_leaves_the_check_to_a_caseworker() -> None:
    assert CvrRegister("http://127.0.0.1:9", "os", "x").look_up(CVR).answer is CvrAnswer.SILENT
