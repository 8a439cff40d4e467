"""When the jobs of the clock are due, and that one worker runs each of them once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from portal.state import Portal
from providers.clock import COPENHAGEN, danish_day
from providers.outbox import scheduling
from providers.outbox.models import ScheduledJob

log = structlog.get_logger("portal")
# A job that has not ended by then was cut short or has failed, and is run again.
PATIENCE = timedelta(minutes=30)


class When(Protocol):
    """A rule that says when a job is due."""

    def next_after(self, at: datetime) -> datetime:
        """Give the first moment after a moment at which the job is due."""


@dataclass(frozen=True, slots=True)
class Every:
    """Be due again and again, so long after the last time."""

    pause: timedelta

    def next_after(self, at: datetime) -> datetime:
        """Give the moment after the pause."""
        return at + self.pause


@dataclass(frozen=True, slots=True)
class Daily:
    """Be due once each Danish day, at a time of the clock on the wall.

    A time that the spring night leaves out comes as much later; the autumn night has some twice, and then the
    first one counts.
    """

    at_time: time

    def next_after(self, at: datetime) -> datetime:
        """Give the moment of today, or else of tomorrow."""
        today = danish_day(at)
        days = (today, today + timedelta(days=1))
        moments = (datetime.combine(day, self.at_time, COPENHAGEN).astimezone(at.tzinfo) for day in days)
        return next(moment for moment in moments if moment > at)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do by the clock, under a name that stays the same."""

    name: str
    when: When
    run: Callable[[Portal, datetime], None]


def run_due(state: Portal, jobs: Iterable[Job]) -> int:
    """Run the jobs that are due, each once however often it was missed, and count them."""
    return sum(_run(state, job) for job in jobs)


def _run(state: Portal, job: Job) -> bool:
    at = state.now()
    if not _is_due(state, job, at):
        return False
    with state.database.transaction() as session:
        held = scheduling.claim(session, job.name, at=at, until=at + PATIENCE)
    if held is None:
        return False
    error = _outcome(state, job, at)
    ended_at = state.now()
    next_at = job.when.next_after(ended_at)
    if error is not None:
        next_at = min(next_at, ended_at + PATIENCE)
    with state.database.transaction() as session:
        scheduling.end(session, held, at=ended_at, next_at=next_at, error=error)
    log.info("job", name=job.name, outcome="done" if error is None else "failed", error=error)
    return True


def _is_due(state: Portal, job: Job, at: datetime) -> bool:
    """Look without a lock first; a job that nobody has met yet is entered for its next time."""
    with state.database.reading() as session:
        known = session.get(ScheduledJob, job.name)
    if known is not None:
        return known.next_at <= at
    with state.database.transaction() as session:
        scheduling.enter(session, job.name, next_at=job.when.next_after(at))
    return False


def _outcome(state: Portal, job: Job, at: datetime) -> str | None:
    """Run a job and give the kind of what went wrong, if anything did."""
    try:
        job.run(state, at)
    except SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001 - one job's fault stops neither the others nor the mails
        return type(error).__name__
    return None
