"""Ask servers for pages in turn, as fast as they answer, over kept-alive connections, in its own process.

Raw sockets and one thread keep the client cheap: what it costs is taken from the servers it measures, and
would make every page look nearer to the hello-world than it is. The turns are short, so that whatever else
the machine does is shared out evenly.
"""

import json
import os
import selectors
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
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
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 200


@dataclass(frozen=True, slots=True)
class Answered:
    """How much was answered in one turn, in how long; `wrong` are answers with another status."""

    answers: int
    seconds: float
    octets: int
    wrong: int

    @property
    def rate(self) -> float:
        """Give the answers in a second."""
        return self.answers / self.seconds


def take_turns(loads: Sequence[Load], rounds: int, seconds: float) -> list[list[Answered]]:
    """Ask each server for so many seconds, again and again; give the turns of each load."""
    with ExitStack() as stack:
        clients = [stack.enter_context(closing(Client(load))) for load in loads]
        turns = [[client.take_turn(seconds) for client in clients] for _ in range(rounds)]
    return [list(of_one) for of_one in zip(*turns, strict=True)]


class Client:
    """All connections to one server."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._requests = cycle(_requests(load))
        self._selector = selectors.DefaultSelector()
        self._connections = [Connection(load.port) for _ in range(CONNECTIONS)]
        for connection in self._connections:
            self._selector.register(connection.socket, selectors.EVENT_READ, connection)

    def take_turn(self, seconds: float) -> Answered:
        """Keep every connection busy until the time is up, and wait for the answers that are under way."""
        began = time.perf_counter()
        for connection in self._connections:
            connection.ask(next(self._requests))
        busy, answers, octets, wrong = len(self._connections), 0, 0, 0
        while busy:
            for connection in self._ready():
                answer = connection.read()
                if answer is None:
                    continue
                status, length = answer
                wrong += status != self._load.status
                answers, octets = answers + 1, octets + length
                if time.perf_counter() < began + seconds:
                    connection.ask(next(self._requests))
                else:
                    busy -= 1
        return Answered(answers, time.perf_counter() - began, octets, wrong)

    def close(self) -> None:
        """Close all connections."""
        self._selector.close()
        for connection in self._connections:
            connection.socket.close()

    def _ready(self) -> list["Connection"]:
        ready = self._selector.select(LONGEST_WAIT)
        if not ready:
            raise TimeoutError(f"The server on port {self._load.port} has stopped answering.")
        return [key.data for key, _ in ready]


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
    """Read loads from standard input and write the turns of each to standard output."""
    asked = json.load(sys.stdin)
    os.sched_setaffinity(0, {asked["core"]})
    loads = [
        Load(load["port"], tuple(load["addresses"]), tuple(map(tuple, load["headers"])), load["status"])
        for load in asked["loads"]
    ]
    turns = take_turns(loads, asked["rounds"], asked["seconds"])
    json.dump([[asdict(turn) for turn in of_one] for of_one in turns], sys.stdout)


if __name__ == "__main__":
    main()
