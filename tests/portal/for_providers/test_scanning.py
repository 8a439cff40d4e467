"""A scanner is asked by clamd's INSTREAM, over TCP and over a socket file, and its answer decides."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.for_providers.scanning import BLOCK, ScannerSilent, scan
from providers.approval.cases.documents import DocumentRefused

VIRUS = b"a virus by agreement"


class Clamd(socketserver.BaseRequestHandler):
    """Answer as clamd does: OK, or what was found."""

    def handle(self) -> None:
        """Read blocks until one has no length, and say what they hold."""
        with self.request.makefile("rb") as line:
            assert line.read(10) == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack("!I", line.read(4))[0]:
                assert length <= BLOCK
                content += line.read(length)
        answer = b"stream: Test.Virus FOUND\0" if VIRUS in content else b"stream: OK\0"
        self.request.sendall(b"INSTREAM size limit exceeded. ERROR\0" if content == b"" else answer)


@pytest.fixture(params=["tcp", "unix"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give where a scanner listens."""
    if request.param == "tcp":
        server: socketserver.TCPServer = socketserver.TCPServer(("127.0.0.1", 0), Clamd)
        found = f"127.0.0.1:{server.socket.getsockname()[1]}"
    else:
        found = str(tmp_path / "clamd.sock")
        server = socketserver.UnixStreamServer(found, Clamd)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_clean_document_passes_also_when_it_takes_several_blocks(address: str) -> None:
    scan(address, b"a" * (2 * BLOCK + 7))


def test_a_virus_is_refused(address: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        scan(address, b"a" * BLOCK + VIRUS)
    assert refused.value.fact == "virus"


def test_an_answer_that_says_neither_is_no_answer(address: str) -> None:
    with pytest.raises(ScannerSilent):
        scan(address, b"")


def test_nobody_there_is_no_answer(tmp_path: Path) -> None:
    with pytest.raises(ScannerSilent):
        scan(str(tmp_path / "nobody"), b"a")


def test_without_an_address_nobody_is_asked() -> None:
    scan("", VIRUS)
