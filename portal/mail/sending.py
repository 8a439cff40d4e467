"""Take mails from the outbox one by one and lead each to its end, so that none goes out twice."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from sqlalchemy.exc import SQLAlchemyError

from portal.config import Settings
from portal.database import Database
from portal.mail import MAIL
from portal.mail.composing import AddressUnusable, Mail, Writer
from portal.mail.delivery import Delivery, NotDelivered, RefusedForGood, Unheard, Unreachable
from portal.mail.folder import FolderDelivery, mails_folder
from portal.mail.smtp import SmtpDelivery
from providers.outbox import commands
from providers.outbox.models import MessageState, OutboxMessage
from providers.outbox.queries import has_work

log = structlog.get_logger("portal")
# Longer than a mail server can keep us waiting step by step; what is held longer belongs to a dead worker.
HELD_FOR = timedelta(minutes=2)
REST_AFTER_SILENCE = timedelta(minutes=1)


class Outcome(StrEnum):
    """Say how it went with one mail, for the log."""

    SENT = "sent"
    NOT_WANTED = "not_wanted"
    PUT_BACK = "put_back"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    TAKEN_BY_ANOTHER = "taken_by_another"


def delivery_of(settings: Settings) -> Delivery | None:
    """Choose the way out for mails; without a mail server they wait, except in a demonstration."""
    if settings.smtp_url:
        own_name = settings.mail_from.rpartition("@")[2].strip("> ") or "localhost"
        return SmtpDelivery(settings.smtp_url, own_name)
    return FolderDelivery(mails_folder(settings)) if settings.demonstration else None


class MailSender:
    """What sends the mails of one worker, one after the other."""

    def __init__(
        self, database: Database, writer: Writer, delivery: Delivery, now: Callable[[], datetime]
    ) -> None:
        """Take what sending needs."""
        self._database = database
        self._writer = writer
        self._delivery = delivery
        self._now = now
        self._resting_until: datetime | None = None

    def send_next(self) -> bool:
        """Lead the mail that has been due longest to its end; say whether there was one."""
        at = self._now()
        if self._resting_until is not None and at < self._resting_until:
            return False
        message = self._claimed(at)
        if message is None:
            self._delivery.close()
            return False
        errand = Errand(self._database, message, self._now)
        try:
            outcome = self._run(errand)
        except commands.ClaimLost:
            outcome = Outcome.TAKEN_BY_ANOTHER
        _log(errand.message, outcome)
        return True

    def close(self) -> None:
        """Let go of the way out."""
        self._delivery.close()

    def _claimed(self, at: datetime) -> OutboxMessage | None:
        with self._database.reading() as session:
            if not has_work(session, (MAIL,), at):
                return None
        with self._database.transaction() as session:
            doubted = commands.doubt_forsaken(session, at=at)
            message = commands.claim(session, (MAIL,), at=at, until=at + HELD_FOR)
        for one in doubted:
            _log(one, Outcome.UNCERTAIN)
        return message

    def _run(self, errand: "Errand") -> Outcome:
        """Write a mail and hand it over."""
        try:
            mail = self._written(errand)
            if mail is not None:
                self._delivery.deliver(mail, errand.hand_over)
        except (commands.ClaimLost, SQLAlchemyError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever goes wrong with one mail, the others go on
            return self._end_badly(errand, error)
        errand.finish()
        return Outcome.NOT_WANTED if mail is None else Outcome.SENT

    def _written(self, errand: "Errand") -> Mail | None:
        with self._database.reading() as session:
            return self._writer.write(session, errand.message, self._now())

    def _end_badly(self, errand: "Errand", error: Exception) -> Outcome:
        """Note what went wrong, by its kind; nothing is tried again that may have arrived."""
        kind = error.kind if isinstance(error, NotDelivered) else type(error).__name__
        if isinstance(error, AddressUnusable | RefusedForGood):
            return errand.give_up(kind)
        if isinstance(error, Unheard) or (errand.is_handing_over and not isinstance(error, NotDelivered)):
            return errand.doubt(kind)
        if isinstance(error, Unreachable):
            self._resting_until = self._now() + REST_AFTER_SILENCE
        return errand.put_back(kind)


class Errand:
    """One mail while a worker holds it, each step in a transaction of its own."""

    def __init__(self, database: Database, message: OutboxMessage, now: Callable[[], datetime]) -> None:
        """Take up a mail that has been claimed."""
        self.message = message
        self._database = database
        self._now = now

    @property
    def is_handing_over(self) -> bool:
        """Say whether the mail may have arrived already."""
        return self.message.state == MessageState.HANDING_OVER

    def hand_over(self) -> None:
        """Note that the mail may arrive from now on."""
        with self._database.transaction() as session:
            self.message = commands.hand_over(session, self.message, until=self._now() + HELD_FOR)

    def finish(self) -> None:
        """Note that the mail has been sent, or is not wanted any more."""
        with self._database.transaction() as session:
            self.message = commands.finish(session, self.message, at=self._now())

    def put_back(self, error: str) -> Outcome:
        """Let the mail wait for its next try, if there is one."""
        with self._database.transaction() as session:
            self.message = commands.put_back(session, self.message, at=self._now(), error=error)
        return Outcome.FAILED if self.message.state == MessageState.FAILED else Outcome.PUT_BACK

    def give_up(self, error: str) -> Outcome:
        """Note that the mail can never be sent."""
        with self._database.transaction() as session:
            self.message = commands.give_up(session, self.message, error=error)
        return Outcome.FAILED

    def doubt(self, error: str) -> Outcome:
        """Note that the mail may have arrived and nobody knows."""
        with self._database.transaction() as session:
            self.message = commands.doubt(session, self.message, error=error)
        return Outcome.UNCERTAIN


def _log(message: OutboxMessage, outcome: Outcome) -> None:
    """Write a mail's line: never to whom it goes or what it says."""
    log.info(
        "outbox",
        id=message.id,
        kind=message.kind,
        template=message.payload.get("template"),
        outcome=outcome.value,
        error=message.last_error,
        attempts=message.attempts,
    )
