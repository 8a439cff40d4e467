"""Read what waits in the outbox and what needs a person."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from providers.outbox.models import MessageState, OutboxMessage


class MessageNotFound(Exception):
    """There is no message with that number."""


def is_due(at: datetime) -> ColumnElement[bool]:
    """Describe what a worker may take: what is due, and what another worker has left lying."""
    return or_(
        and_(OutboxMessage.state == MessageState.WAITING, OutboxMessage.due_at <= at),
        and_(OutboxMessage.state == MessageState.CLAIMED, OutboxMessage.claimed_until < at),
    )


def is_forsaken(at: datetime) -> ColumnElement[bool]:
    """Describe what was being handed over by a worker of whom nothing has been heard in time."""
    return and_(OutboxMessage.state == MessageState.HANDING_OVER, OutboxMessage.claimed_until < at)


def has_work(session: Session, kinds: Collection[str], at: datetime) -> bool:
    """Say whether a worker has something to do, without taking any lock."""
    wanted = exists().where(OutboxMessage.kind.in_(kinds), or_(is_due(at), is_forsaken(at)))
    return bool(session.scalar(select(wanted)))


def get_message(session: Session, message_id: int) -> OutboxMessage:
    """Give a message; raise MessageNotFound when there is none with that number."""
    message = session.get(OutboxMessage, message_id)
    if message is None:
        raise MessageNotFound(f"There is no message {message_id}.")
    return message


def count_by_state(session: Session) -> dict[MessageState, int]:
    """Count the messages in each state."""
    counted = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    found = {row[0]: row[1] for row in session.execute(counted)}
    return {state: found.get(state, 0) for state in MessageState}


def list_messages(session: Session, state: MessageState, limit: int) -> list[OutboxMessage]:
    """List the messages in one state, oldest first."""
    wanted = select(OutboxMessage).where(OutboxMessage.state == state).order_by(OutboxMessage.id).limit(limit)
    return list(session.scalars(wanted))
