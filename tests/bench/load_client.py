"""Ask a server for pages as fast as it answers, over kept-alive connections, in a process of its own.

Raw sockets and one thread keep the client cheap: what it costs is taken from the server it measures, and
would make every page look nearer to the hello-world than it is.
"""

import json
import selectors
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import cycle

CONNECTIONS = 16
PIECE = 1 << 18
HEAD_END = b"\r\n\r\n"
LONGEST_WAIT = 20.0


@dataclass(frozen=True, slots=True)
class Load:
    """What to ask for (addresses are percent-encoded), and which status each answer must have."""

    port: int
    addresses: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    status: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Answered:
    """How much was answered in how long; `wrong` are answers with another status."""

    answers: int
    seconds: float
    octets: int
    wrong: int

    @property
    def rate(self) -> float:
        """Give the answers in a second."""
        return self.answers / self.seconds


def run(load: Load) -> Answered:
    """Keep every connection busy until the time is up."""
    requests = cycle(_requests(load))
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        for _ in range(CONNECTIONS):
            connection = Connection(load.port)
            stack.callback(connection.socket.close)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask(next(requests))
        return _keep_busy(selector, requests, load)


def _keep_busy(selector: selectors.BaseSelector, requests: Iterator[bytes], load: Load) -> Answered:
    begin = time.perf_counter()
    answers = octets = wrong = 0
    while time.perf_counter() < begin + load.seconds:
        ready = selector.select(LONGEST_WAIT)
        if not ready:
            raise TimeoutError(f"The server on port {load.port} has stopped answering.")
        for key, _ in ready:
            connection: Connection = key.data
            answer = connection.read()
            if answer is None:
                continue
            status, length = answer
            wrong += status != load.status
            answers, octets = answers + 1, octets + length
            connection.ask(next(requests))
    return Answered(answers, time.perf_counter() - begin, octets, wrong)


class Connection:
    """One kept-alive connection with one question under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=LONGEST_WAIT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._begin()

    def _begin(self) -> None:
        self._pieces: list[bytes] = []
        self._missing: int | None = None
        self._status = self._length = 0

    def ask(self, request: bytes) -> None:
        """Send a question."""
        self.socket.sendall(request)

    def read(self) -> tuple[int, int] | None:
        """Read what has come; give status and length once the answer is whole."""
        piece = self.socket.recv(PIECE)
        if not piece:
            raise ConnectionError("The server has closed a connection in the middle of the measurement.")
        if self._missing is None:
            self._read_head(piece)
        else:
            self._missing -= len(piece)
        if self._missing is None or self._missing > 0:
            return None
        answer = self._status, self._length
        self._begin()
        return answer

    def _read_head(self, piece: bytes) -> None:
        self._pieces.append(piece)
        head, separator, body = b"".join(self._pieces).partition(HEAD_END)
        if separator:
            self._status = int(head[9:12])
            self._length = _content_length(head)
            self._missing = self._length - len(body)


def _content_length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def _requests(load: Load) -> Sequence[bytes]:
    return ["".join(_lines(address, load)).encode("ascii") for address in load.addresses]


def _lines(address: str, load: Load) -> Iterator[str]:
    yield f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{load.port}\r\n"
    for name, value in load.headers:
        yield f"{name}: {value}\r\n"
    yield "\r\n"


def main() -> None:
    """Read a load from standard input and write what was answered to standard output."""
    asked = json.load(sys.stdin)
    headers = tuple((name, value) for name, value in asked.pop("headers"))
    answered = run(Load(**{**asked, "addresses": tuple(asked["addresses"]), "headers": headers}))
    json.dump(asdict(answered), sys.stdout)


if __name__ == "__main__":
    main()
