"""Let one worker run a job of the clock, and keep when it is due again."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from providers.outbox.commands import insert_once
from providers.outbox.models import ScheduledJob


def enter(session: Session, name: str, *, next_at: datetime) -> None:
    """Note when a new job is first due; one that is known keeps its time."""
    job = insert_once(session, ScheduledJob, "name").values(name=name, next_at=next_at)
    session.execute(job)


def claim(session: Session, name: str, *, at: datetime, until: datetime) -> ScheduledJob | None:
    """Take a due job until a moment, at which it is due again if the worker has died."""
    taken = (
        update(ScheduledJob)
        .where(ScheduledJob.name == name, ScheduledJob.next_at <= at)
        .values(next_at=until, last_started_at=at)
        .returning(ScheduledJob)
    )
    return session.scalars(taken).one_or_none()


def end(session: Session, held: ScheduledJob, *, at: datetime, next_at: datetime, error: str | None) -> None:
    """Note how a job went and when it is due again, unless another worker has taken it meanwhile."""
    session.execute(
        update(ScheduledJob)
        .where(ScheduledJob.name == held.name, ScheduledJob.next_at == held.next_at)
        .values(next_at=next_at, last_ended_at=at, last_error=error)
        .execution_options(synchronize_session=False)
    )


def list_jobs(session: Session) -> list[ScheduledJob]:
    """List the jobs that have been met, by name."""
    return list(session.scalars(select(ScheduledJob).order_by(ScheduledJob.name)))
