"""Take up the long work that waits in the outbox: a piece at a time, and again when it was cut short."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.jobs import letters, release_orders, result_uploads
from portal.state import Portal
from providers.approval.cases.letters import LETTER
from providers.outbox import commands
from providers.outbox.models import OutboxMessage
from providers.outbox.queries import has_work
from ratings.measured_results.orders import ORDER
from ratings.measured_results.register_files.uploads import UPLOAD

log = structlog.get_logger("portal")
# Whoever still works after that may be joined by another one; then only the first to end has an effect.
HELD_FOR = timedelta(minutes=5)
MOST_TRIES = 3

Done = Callable[[Session], None]


class DiedOfIt(Exception):
    """Three workers have begun the work, and none has come to its end."""


@dataclass(frozen=True, slots=True)
class Work:
    """How one kind is done, and what is noted when it can't be.

    `run` calls `done` in the transaction that brings the work to its end, so that both stand or neither.
    """

    run: Callable[[Portal, int, Done], None]
    fail: Callable[[Session, int, datetime], None]


WORK: Mapping[str, Work] = {
    UPLOAD: Work(result_uploads.run, result_uploads.fail),
    ORDER: Work(release_orders.run, release_orders.fail),
    LETTER: Work(letters.run, letters.fail),
}


class Tasks:
    """The long work of one portal."""

    def __init__(self, state: Portal, work: Mapping[str, Work] = WORK) -> None:
        """Take what working needs."""
        self._state = state
        self._work = work

    def run_next(self) -> bool:
        """Do what has waited longest; say whether there was anything."""
        at, kinds = self._state.now(), tuple(self._work)
        with self._state.database.reading() as session:
            if not has_work(session, kinds, at):
                return False
        with self._state.database.transaction() as session:
            message = commands.claim(session, kinds, at=at, until=at + HELD_FOR)
        if message is not None:
            self._do(message)
        return message is not None

    def _do(self, message: OutboxMessage) -> None:
        work, number = self._work[message.kind], int(message.payload["id"])

        def done(session: Session) -> None:
            commands.finish(session, message, at=self._state.now())

        outcome = "done"
        try:
            if message.attempts > MOST_TRIES:
                raise DiedOfIt
            work.run(self._state, number, done)
        except commands.ClaimLost:
            outcome = "taken_by_another"
        except SQLAlchemyError:
            raise
        except Exception as error:  # noqa: BLE001 - one fault stops neither the other work nor the mails
            outcome = type(error).__name__
            with self._state.database.transaction() as session:
                work.fail(session, number, self._state.now())
                done(session)
        log.info("task", kind=message.kind, number=number, outcome=outcome)
