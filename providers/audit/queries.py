"""Read the trail: its newest events for a page, and all of it in order for whoever checks it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import Session

from providers.audit.models import AuditEvent, AuditHead
from providers.audit.rules import Head

EVENTS_AT_A_TIME = 1000
BEFORE_ALL = -(2**31)  # somebody may have put an event before the first
# What reading a column can raise when somebody has written into it what the portal never would.
UNREADABLE = (ValueError, TypeError, RecursionError)


class TrailHasNoHead(Exception):
    """The database was not made by the migrations, or somebody has removed the row that ends the trail."""


class EventUnreadable(Exception):
    """An event holds what the portal never writes, so it has been changed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events to show; what is left out does not narrow. `until` itself is not among them."""

    action_prefix: str = ""
    object_type: str | None = None
    object_id: str | None = None
    actor_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = Wanted()


def events(
    session: Session, wanted: Wanted = EVERYTHING, *, before_seq: int | None = None, limit: int
) -> list[AuditEvent]:
    """Give the newest events first; the last one's `seq` as `before_seq` gives the older ones that follow."""
    statement = select(AuditEvent).where(*_conditions(wanted)).order_by(AuditEvent.seq.desc()).limit(limit)
    if before_seq is not None:
        statement = statement.where(AuditEvent.seq < before_seq)
    return list(session.scalars(statement))


def events_about(session: Session, objects: Mapping[str, Collection[int]], *, limit: int) -> list[AuditEvent]:
    """Give the newest events about some objects, whose ids are given by their type."""
    about = [
        (AuditEvent.object_type == kind) & AuditEvent.object_id.in_([str(each) for each in ids])
        for kind, ids in objects.items()
    ]
    wanted = select(AuditEvent).where(or_(false(), *about)).order_by(AuditEvent.seq.desc())
    return list(session.scalars(wanted.limit(limit)))


def hold_still(session: Session) -> None:
    """Let a session that has not begun yet see one moment only, so that head and events belong together.

    SQLite does so by itself; PostgreSQL would look anew at each statement.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def get_head(session: Session) -> Head:
    """Say where the trail ends, or raise TrailHasNoHead."""
    return _head(session, select(AuditHead.seq, AuditHead.hash))


def get_head_to_move(session: Session) -> Head:
    """Say where the trail ends, and let nobody else move that before this transaction has ended."""
    return _head(session, select(AuditHead.seq, AuditHead.hash).with_for_update())


def in_order(session: Session) -> Iterator[AuditEvent]:
    """Give the whole trail from its first event, a little at a time, or raise EventUnreadable on the way."""
    last = BEFORE_ALL
    while True:
        try:
            some = session.scalars(_after(last).limit(EVENTS_AT_A_TIME)).all()
        except UNREADABLE:
            yield from _one_by_one(session, last)
            return
        if not some:
            return
        yield from some
        last = some[-1].seq


def _one_by_one(session: Session, last: int) -> Iterator[AuditEvent]:
    """Give the events after one of them singly, to learn which it is that cannot be read."""
    numbers = select(AuditEvent.seq).where(AuditEvent.seq > last).order_by(AuditEvent.seq)
    for seq in session.scalars(numbers.limit(EVENTS_AT_A_TIME)).all():
        try:
            event = session.scalars(select(AuditEvent).where(AuditEvent.seq == seq)).one()
        except UNREADABLE:
            raise EventUnreadable(f"Event {seq} cannot be read any more, so it has been changed.") from None
        yield event


def _after(seq: int) -> Select[AuditEvent]:
    return select(AuditEvent).where(AuditEvent.seq > seq).order_by(AuditEvent.seq)


def _head(session: Session, statement: Select[int, str]) -> Head:
    row = session.execute(statement).one_or_none()
    if row is None:
        raise TrailHasNoHead("The audit trail has no head: it has been removed, or was never made.")
    return Head(row.seq, row.hash)


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.action_prefix:
        yield AuditEvent.action.startswith(wanted.action_prefix, autoescape=True)
    if wanted.object_type is not None:
        yield AuditEvent.object_type == wanted.object_type
    if wanted.object_id is not None:
        yield AuditEvent.object_id == wanted.object_id
    if wanted.actor_id is not None:
        yield AuditEvent.actor_id == wanted.actor_id
    if wanted.since is not None:
        yield AuditEvent.at >= wanted.since
    if wanted.until is not None:
        yield AuditEvent.at < wanted.until
