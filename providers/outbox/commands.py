"""Put messages into the outbox, and lead each through its states, one worker at a time."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor
from providers.base import Base
from providers.outbox.models import HELD, NEED_A_PERSON, MessageState, OutboxMessage
from providers.outbox.queries import get_message, is_due, is_forsaken
from providers.outbox.rules import MoveNotAllowed, next_try, require_move

Insert = sqlite.Insert | postgresql.Insert
INSERT: dict[str, Callable[[type[Base]], Insert]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class ClaimLost(Exception):
    """Somebody else has taken the message meanwhile, so nothing more may be done with it."""


def put(
    session: Session,
    kind: str,
    payload: Mapping[str, Any],
    *,
    at: datetime,
    due_at: datetime | None = None,
    key: str | None = None,
) -> OutboxMessage | None:
    """Ask for something to be done after this transaction; the same key is put once, and then gives nothing.

    So a double click, a page sent again and a job run twice have one effect.
    """
    session.flush()
    message = insert_once(session, OutboxMessage, "key").values(
        kind=kind,
        payload=dict(payload),
        key=key,
        created_at=at,
        due_at=due_at or at,
        state=MessageState.WAITING,
        attempts=0,
    )
    return session.scalars(message.returning(OutboxMessage)).one_or_none()


def insert_once(session: Session, table: type[Base], column: str) -> Insert:
    """Begin a statement that adds a row, or does nothing when another one has its value in a column."""
    insert = INSERT[session.get_bind().dialect.name]
    return insert(table).on_conflict_do_nothing(index_elements=[column])


def claim(session: Session, kinds: Collection[str], *, at: datetime, until: datetime) -> OutboxMessage | None:
    """Take the message that has been due longest, so that no other worker takes it before a moment."""
    due = (
        select(OutboxMessage)
        .where(OutboxMessage.kind.in_(kinds), is_due(at))
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    message = session.scalar(due)
    if message is None:
        return None
    return _move(
        session, message, MessageState.CLAIMED, claimed_until=until, attempts=OutboxMessage.attempts + 1
    )


def hand_over(session: Session, message: OutboxMessage, *, until: datetime) -> OutboxMessage:
    """Note that from now on the message may have reached the one it is for."""
    return _move(session, message, MessageState.HANDING_OVER, claimed_until=until)


def finish(session: Session, message: OutboxMessage, *, at: datetime) -> OutboxMessage:
    """Note that the message has been carried out, or is no longer wanted."""
    return _move(session, message, MessageState.DONE, done_at=at, last_error=None)


def put_back(session: Session, message: OutboxMessage, *, at: datetime, error: str) -> OutboxMessage:
    """Let the message wait for its next try, or fail when it has been tried for three days."""
    due_at = next_try(message.attempts, at)
    if due_at is None:
        return give_up(session, message, error=error)
    return _move(session, message, MessageState.WAITING, due_at=due_at, last_error=error)


def give_up(session: Session, message: OutboxMessage, *, error: str) -> OutboxMessage:
    """Note that trying again is of no use."""
    return _move(session, message, MessageState.FAILED, last_error=error)


def doubt(session: Session, message: OutboxMessage, *, error: str) -> OutboxMessage:
    """Note that the message was handed over and nobody knows whether it arrived."""
    return _move(session, message, MessageState.UNCERTAIN, last_error=error)


def doubt_forsaken(session: Session, *, at: datetime) -> list[OutboxMessage]:
    """Doubt what a worker was handing over when it died: it may have arrived, so it is not tried again."""
    forsaken = select(OutboxMessage).where(is_forsaken(at)).order_by(OutboxMessage.id)
    found = session.scalars(forsaken.with_for_update(skip_locked=True)).all()
    return [doubt(session, message, error="worker_died") for message in found]


def resend(session: Session, message_id: int, *, by: Actor, at: datetime) -> OutboxMessage:
    """Let a message that failed or is uncertain be tried anew, as if it had just been put."""
    message = get_message(session, message_id)
    before = message.state
    if message.state not in NEED_A_PERSON:
        raise MoveNotAllowed(
            f"Message {message_id} is {before}; only what failed or is uncertain is sent again."
        )
    if not message.payload:
        raise MoveNotAllowed(f"Message {message_id} is so old that what it said has been erased.")
    standing = _move(session, message, MessageState.WAITING, due_at=at, attempts=0)
    # How a message fares is the outbox's own business; the trail tells only that somebody stepped in.
    record(session, by, "mail.resent", "outbox_message", message_id, at=at)
    return standing


def empty_old(session: Session, *, before: datetime) -> int:
    """Empty what came to its end before a moment of what it said, and count how many; that it was stays."""
    ended_at = func.coalesce(OutboxMessage.done_at, OutboxMessage.due_at)
    old = update(OutboxMessage).where(
        OutboxMessage.state.in_((MessageState.DONE, *NEED_A_PERSON)),
        ended_at < before,
        cast(OutboxMessage.payload, String) != "{}",
    )
    return len(session.scalars(old.values(payload={}).returning(OutboxMessage.id)).all())


def _move(session: Session, message: OutboxMessage, after: MessageState, **changes: object) -> OutboxMessage:
    """Move a message in the database if it still stands where we last saw it; raise ClaimLost if not."""
    require_move(MessageState(message.state), after)
    if after not in HELD:
        changes["claimed_until"] = None
    moved = (
        update(OutboxMessage)
        .where(
            OutboxMessage.id == message.id,
            OutboxMessage.state == message.state,
            OutboxMessage.claimed_until.is_not_distinct_from(message.claimed_until),
        )
        .values(state=after, **changes)
        .returning(OutboxMessage)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    standing = session.scalars(moved).one_or_none()
    if standing is None:
        raise ClaimLost(f"Message {message.id} has been taken by somebody else.")
    return standing
