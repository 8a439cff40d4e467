"""Have a document looked at for viruses by the scanner that the installation names, if it names one."""

import socket
import struct

import structlog

from providers.approval.cases.documents import DocumentRefused

log = structlog.get_logger("portal")
SECONDS = 20
BLOCK = 64 * 1024
LARGEST_ANSWER = 4096


class ScannerSilent(Exception):
    """The scanner does not answer, so nobody knows whether a document is safe."""


def scan(address: str, content: bytes) -> None:
    """Ask the scanner about a document, or raise DocumentRefused; without an address nobody is asked."""
    if not address:
        return
    try:
        answer = _ask(address, content)
    except (OSError, ValueError) as error:
        log.warning("scanner", outcome=type(error).__name__)
        raise ScannerSilent from None
    if answer.endswith(b"FOUND"):
        raise DocumentRefused("virus")
    if not answer.endswith(b"OK"):
        log.warning("scanner", outcome="not_understood")
        raise ScannerSilent


def _ask(address: str, content: bytes) -> bytes:
    """Send a document as clamd's INSTREAM wants it: blocks with their length, and one of no length."""
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), BLOCK):
            block = content[start : start + BLOCK]
            line.sendall(struct.pack("!I", len(block)) + block)
        line.sendall(struct.pack("!I", 0))
        answer = b""
        while len(answer) < LARGEST_ANSWER and (part := line.recv(LARGEST_ANSWER)):
            answer += part
    return answer.rstrip(b"\0\n ")


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
