"""A real mail server on this machine: it takes mails, refuses them or is slow, as a test wants."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.support.processes import free_port

TAKEN = "250 OK"


@dataclass(frozen=True)
class Received:
    """A mail as it arrived: what the envelope said, and what lay in it."""

    sender: str
    recipient: str
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """Read the content as a mail program does."""
        return message_from_bytes(self.content, EmailMessage, policy=policy.default)

    @property
    def subject(self) -> str:
        """Give the subject as its reader sees it."""
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        """Give the text as its reader sees it."""
        return str(self.message.get_content())


@dataclass
class MailServer:
    """What has arrived, and how the server answers: for MAIL, RCPT and DATA, the next answers one by one.

    A step of DATA comes when the whole mail has arrived.
    """

    port: int
    messages: list[Received] = field(default_factory=list)
    connections: int = 0
    answers: defaultdict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    seconds: dict[str, float] = field(default_factory=dict)
    at_step: dict[str, Callable[[], None]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Give the address, as PORTAL_SMTP_URL takes it."""
        return f"smtp://127.0.0.1:{self.port}"

    async def answer(self, step: str) -> str:
        """Do what the test wants at this step, wait as long as it wants and give the answer that it wants."""
        self.at_step.get(step, lambda: None)()
        await asyncio.sleep(self.seconds.get(step, 0))
        return self.answers[step].popleft() if self.answers[step] else TAKEN


class Handler:
    """What aiosmtpd asks at each step of a mail."""

    def __init__(self, server: MailServer) -> None:
        """Take the server whose answers are given."""
        self._server = server

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, _smtp: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count who comes in."""
        session.host_name = hostname
        self._server.connections += 1
        return responses

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _smtp: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Answer about the sender."""
        answer = await self._server.answer("MAIL")
        if answer == TAKEN:
            envelope.mail_from = address
        return answer

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _smtp: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Answer about the recipient."""
        answer = await self._server.answer("RCPT")
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _smtp: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep the mail unless it is to be refused; it has arrived before the answer goes out."""
        if not self._server.answers["DATA"]:
            self._server.messages.append(
                Received(envelope.mail_from, envelope.rcpt_tos[0], envelope.original_content)
            )
        return await self._server.answer("DATA")


@contextmanager
def serving_mail(**of_controller: Any) -> Iterator[MailServer]:
    """Run a mail server in a thread of its own."""
    server = MailServer(free_port())
    controller = Controller(Handler(server), hostname="127.0.0.1", port=server.port, **of_controller)
    controller.start()
    server.connections = 0
    try:
        yield server
    finally:
        controller.stop()


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """Give a mail server that takes everything."""
    with serving_mail() as server:
        yield server


@pytest.fixture
def start_mail_server() -> Iterator[Callable[..., MailServer]]:
    """Give a way to start mail servers with settings of aiosmtpd's controller."""
    running: list[Any] = []

    def start(**of_controller: Any) -> MailServer:
        context = serving_mail(**of_controller)
        server = context.__enter__()
        running.append(context)
        return server

    yield start
    for context in running:
        context.__exit__(None, None, None)
