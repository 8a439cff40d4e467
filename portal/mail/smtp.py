"""Hand mails to the installation's mail server, so that each is handed over once."""

import re
import smtplib
import ssl
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from portal.mail.composing import Mail
from portal.mail.delivery import Refused, RefusedForGood, Unheard, Unreachable

SECONDS_TO_ANSWER = 10
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}

# The answers of a mail server (RFC 5321, 4.2.3).
OK = 250
TAKEN = frozenset({250, 251})
GO_ON = 354
GOING_AWAY = 421
FOR_GOOD = 500
ANSWERS = range(200, 600)

LINE_BEGINS_WITH_DOT = re.compile(rb"^\.", re.MULTILINE)
END_OF_CONTENT = b".\r\n"


class SmtpDelivery:
    """The way out through a mail server; one connection serves all mails that follow upon each other."""

    def __init__(self, url: str, own_name: str, seconds: float = SECONDS_TO_ANSWER) -> None:
        """Note where the server is and who we are; nothing is opened before the first mail."""
        parts = urlsplit(url)
        self._scheme = parts.scheme
        self._host = parts.hostname or ""
        self._port = parts.port or PORTS[parts.scheme]
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._own_name = own_name
        self._seconds = seconds
        self._kept: smtplib.SMTP | None = None

    def deliver(self, mail: Mail, before_content: Callable[[], None]) -> None:
        """Hand a mail over: agree about it, note that it is on its way, then send it in one piece."""
        connection = self._agreed(mail)
        try:
            before_content()
        except BaseException:
            self._drop()  # The server throws away a mail whose end it has not seen.
            raise
        try:
            connection.send(LINE_BEGINS_WITH_DOT.sub(b"..", mail.content) + END_OF_CONTENT)
            code = connection.getreply()[0]
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Unheard(type(error).__name__) from None
        if code not in ANSWERS:
            self._drop()
            raise Unheard("no_answer")
        if code != OK:
            self._refuse(code)

    def close(self) -> None:
        """Say goodbye to the server."""
        if self._kept is not None:
            try:
                self._kept.quit()
            except (OSError, smtplib.SMTPException):
                self._drop()
            self._kept = None

    def _agreed(self, mail: Mail) -> smtplib.SMTP:
        """Come so far that the server waits for the content; a kept connection may have died meanwhile."""
        was_kept = self._kept is not None
        try:
            return self._announced(mail)
        except Unreachable:
            if not was_kept:
                raise
            return self._announced(mail)

    def _announced(self, mail: Mail) -> smtplib.SMTP:
        try:
            connection = self._kept = self._kept or self._connected()
            # A sender that is refused is our own fault and may be put right, so nothing fails for good by it.
            self._require(connection.mail(mail.sender)[0], {OK}, for_good=False)
            self._require(connection.rcpt(mail.recipient)[0], TAKEN)
            self._require(connection.docmd("DATA")[0], {GO_ON})
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise Unreachable(type(error).__name__) from None
        return connection

    def _connected(self) -> smtplib.SMTP:
        connection = (
            smtplib.SMTP_SSL(
                self._host,
                self._port,
                self._own_name,
                timeout=self._seconds,
                context=ssl.create_default_context(),
            )
            if self._scheme == "smtps"
            else smtplib.SMTP(self._host, self._port, self._own_name, timeout=self._seconds)
        )
        try:
            if self._scheme == "smtp+starttls":
                connection.starttls(context=ssl.create_default_context())
            if self._user:
                connection.login(self._user, self._password)
            connection.ehlo_or_helo_if_needed()
        except BaseException:
            connection.close()
            raise
        return connection

    def _require(self, code: int, wanted: frozenset[int] | set[int], *, for_good: bool = True) -> None:
        if code not in wanted:
            self._refuse(code, for_good=for_good)

    def _refuse(self, code: int, *, for_good: bool = True) -> None:
        """Say what the server's no means, and have it forget the mail so that the next one can come."""
        if code == GOING_AWAY or code < 0:
            self._drop()
            raise Unreachable(f"smtp_{code}")
        if self._kept is not None:
            try:
                self._kept.rset()
            except (OSError, smtplib.SMTPException):
                self._drop()
        raise (RefusedForGood if for_good and code >= FOR_GOOD else Refused)(f"smtp_{code}")

    def _drop(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None
