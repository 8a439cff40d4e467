"""The load client counts whole answers, tells wrong ones apart, and does not hang."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.bench.load_client import Load, run

LENGTH = 300_000  # more than one read from a socket gives


class Pages(BaseHTTPRequestHandler):
    """Answer /page with a long page, /unchanged with 304, everything else with 404."""

    protocol_version = "HTTP/1.1"
    asked: list[str]

    def do_GET(self) -> None:
        status = {"/page": 200, "/unchanged": 304}.get(self.path, 404)
        body = b"x" * LENGTH if status == 200 else b""
        self.asked.append(f"{self.path} {self.headers.get('Accept-Encoding', '')}".strip())
        self.send_response(status)
        if status != 304:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Serve in threads, and take it as it comes when the client has had enough."""

    daemon_threads = True
    request_queue_size = 64  # all connections come at once

    def handle_error(self, *_arguments: object) -> None:
        """Say nothing: the client closes its connections in the middle of an answer."""


@pytest.fixture
def port() -> Iterator[int]:
    Pages.asked = []
    server = Server(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_whole_answers_are_counted_with_their_size(port: int) -> None:
    answered = run(Load(port, ("/page",), (("Accept-Encoding", "gzip"),), 200, 0.2))
    assert answered.answers > 0
    assert answered.octets == answered.answers * LENGTH
    assert answered.wrong == 0
    assert set(Pages.asked) == {"/page gzip"}
    assert answered.rate == pytest.approx(answered.answers / answered.seconds)


def test_addresses_are_asked_for_in_turn(port: int) -> None:
    run(Load(port, ("/page", "/nowhere"), (), 200, 0.2))
    assert set(Pages.asked) == {"/page", "/nowhere"}


def test_an_answer_with_another_status_is_wrong(port: int) -> None:
    answered = run(Load(port, ("/nowhere",), (), 200, 0.1))
    assert answered.wrong == answered.answers > 0


def test_an_answer_without_a_body_is_whole(port: int) -> None:
    answered = run(Load(port, ("/unchanged",), (), 304, 0.1))
    assert (answered.wrong, answered.octets) == (0, 0)
    assert answered.answers > 0


def test_a_server_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ConnectionRefusedError):
        run(Load(1, ("/",), (), 200, 0.1))
