"""Count what each caller asks of the API within a minute, for all processes of the portal together."""

from datetime import datetime, timedelta

from sqlalchemy import case, delete, select
from sqlalchemy.orm import Session

from providers.organisations.models import ApiUse
from providers.outbox.commands import INSERT

# The design allows 60 requests a minute.
REQUESTS_A_MINUTE = 60
MINUTE = timedelta(minutes=1)


def asked_so_far(session: Session, caller_hash: str, at: datetime) -> int:
    """Count what a caller has asked within this minute."""
    wanted = select(ApiUse.requests).where(
        ApiUse.caller_hash == caller_hash, ApiUse.minute_at == minute_of(at)
    )
    return session.scalar(wanted) or 0


def count(session: Session, caller_hash: str, at: datetime) -> int:
    """Count one more request of a caller, and give how many there are within this minute."""
    statement = INSERT[session.get_bind().dialect.name](ApiUse).values(
        caller_hash=caller_hash, minute_at=minute_of(at), requests=1
    )
    same_minute = ApiUse.minute_at == statement.excluded.minute_at
    counted = statement.on_conflict_do_update(
        index_elements=[ApiUse.caller_hash],
        set_={
            "requests": case((same_minute, ApiUse.requests + 1), else_=1),
            "minute_at": statement.excluded.minute_at,
        },
    ).returning(ApiUse.requests)
    return session.scalars(counted, execution_options={"populate_existing": True}).one()


def forget_before(session: Session, at: datetime) -> None:
    """Forget callers that have asked nothing since a moment."""
    session.execute(delete(ApiUse).where(ApiUse.minute_at < at))


def minute_of(at: datetime) -> datetime:
    """Give the beginning of the minute that a moment lies in."""
    return at.replace(second=0, microsecond=0)


def seconds_left(at: datetime) -> int:
    """Say in how many seconds the next minute begins, one at the least."""
    return max(1, round((minute_of(at) + MINUTE - at).total_seconds()))
