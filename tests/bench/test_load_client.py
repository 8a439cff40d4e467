"""The load client counts whole answers, tells wrong ones apart, and does not hang."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from tests.bench.load_client import Answered, Load, take_turns

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


def answered(load: Load) -> Answered:
    ((turn,),) = take_turns([load], 1, 0.1)
    return turn


def test_whole_answers_are_counted_with_their_size(port: int) -> None:
    turn = answered(Load(port, ("/page",), (("Accept-Encoding", "gzip"),)))
    assert turn.answers > 0
    assert turn.octets == turn.answers * LENGTH
    assert turn.wrong == 0
    assert set(Pages.asked) == {"/page gzip"}
    assert turn.rate == pytest.approx(turn.answers / turn.seconds)


def test_every_question_is_answered_before_the_turn_ends(port: int) -> None:
    assert answered(Load(port, ("/page",))).answers == len(Pages.asked)


def test_addresses_are_asked_for_in_turn(port: int) -> None:
    answered(Load(port, ("/page", "/nowhere")))
    assert set(Pages.asked) == {"/page", "/nowhere"}


def test_servers_are_asked_in_turn(port: int) -> None:
    pages, nothing = take_turns([Load(port, ("/page",)), Load(port, ("/nowhere",), status=404)], 3, 0.02)
    assert (len(pages), len(nothing)) == (3, 3)
    assert all(turn.answers and not turn.wrong for turn in (*pages, *nothing))
    asked = [address == "/page" for address in Pages.asked]
    assert sum(one != other for one, other in pairwise(asked)) == 5


def test_an_answer_with_another_status_is_wrong(port: int) -> None:
    turn = answered(Load(port, ("/nowhere",)))
    assert turn.wrong == turn.answers > 0


def test_an_answer_without_a_body_is_whole(port: int) -> None:
    turn = answered(Load(port, ("/unchanged",), status=304))
    assert (turn.wrong, turn.octets) == (0, 0)
    assert turn.answers > 0


def test_a_server_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ConnectionRefusedError):
        answered(Load(1, ("/",)))
