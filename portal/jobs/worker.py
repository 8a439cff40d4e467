"""The process beside the web server that sends mails, runs the jobs of the clock and does long work."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from portal.jobs.schedule import Job, run_due
from portal.mail.sending import MailSender
from portal.state import Portal

log = structlog.get_logger("portal")
SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_WHEN_DATABASE_IS_AWAY = 5.0
# After so many mails the clock is looked at again.
MAILS_IN_A_ROUND = 20


class LongWork(Protocol):
    """Work that takes longer than a page can wait."""

    def run_next(self) -> bool:
        """Do a piece of it, and say whether there was any."""
        ...


class Worker:
    """Look for work until told to stop; what is in hand is brought to its end first."""

    def __init__(
        self,
        state: Portal,
        jobs: Iterable[Job],
        sender: MailSender | None,
        is_gone: Callable[[], bool] = lambda: False,
        long_work: LongWork | None = None,
        catch_up: Callable[[], None] = lambda: None,
    ) -> None:
        """Take what working needs; `is_gone` says that the one we work for has ended.

        `catch_up` is called in each round, and mostly finds nothing to do.
        """
        self._catch_up = catch_up
        self._long_work = long_work
        self._state = state
        self._jobs = tuple(jobs)
        self._sender = sender
        self._is_gone = is_gone
        self._stop = Event()
        self._database_is_away = False

    def stop(self) -> None:
        """Have the worker end once it has finished what is in hand."""
        self._stop.set()

    def run(self, *, once: bool) -> None:
        """Work until stopped, or with `once` until nothing is due."""
        while not self._stop.is_set() and not self._is_gone():
            found = self._round()
            if once and not found:
                break
            if not found:
                self._stop.wait(
                    SECONDS_WHEN_DATABASE_IS_AWAY if self._database_is_away else SECONDS_BETWEEN_LOOKS
                )
        if self._sender is not None:
            self._sender.close()

    def _round(self) -> bool:
        """Do some of what is due and say whether there was anything; without a database nothing is."""
        try:
            self._catch_up()
            found = run_due(self._state, self._jobs) > 0 or self._send_some() or self._work_long()
        except SQLAlchemyError as error:
            if not self._database_is_away:
                log.error("worker_has_no_database", error=type(error).__name__)
            self._database_is_away = True
            return False
        self._database_is_away = False
        return found

    def _work_long(self) -> bool:
        return self._long_work is not None and self._long_work.run_next()

    def _send_some(self) -> bool:
        if self._sender is None:
            return False
        sent = 0
        while sent < MAILS_IN_A_ROUND and not self._stop.is_set() and self._sender.send_next():
            sent += 1
        return sent > 0


def process_is_gone(pid: int) -> bool:
    """Say whether a process has ended; one that nobody has buried yet has ended too."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:  # not Linux, or it ended this moment
        return False
    return fields.rpartition(")")[2].split()[:1] == ["Z"]
