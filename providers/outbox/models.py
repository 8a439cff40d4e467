"""A message that waits to be carried out after its transaction, and a job that the clock starts."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from providers.base import Base, UtcTime


class MessageState(StrEnum):
    """Say where a message stands; `uncertain` was handed over, but the answer was never heard."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    HANDING_OVER = "handing_over"
    DONE = "done"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


# In these a worker holds the message, until a moment after which another one may look after it.
HELD = frozenset({MessageState.CLAIMED, MessageState.HANDING_OVER})
# Nothing goes on by itself from here; whoever runs the portal decides.
NEED_A_PERSON = (MessageState.FAILED, MessageState.UNCERTAIN)


class OutboxMessage(Base):
    """Something to do once the transaction that asked for it stands; it holds no password and no link.

    The payload holds codes, ids and what must be said. An error is kept by its kind, since its text can quote
    an address.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        CheckConstraint(
            "(state IN ('claimed', 'handing_over')) = (claimed_until IS NOT NULL)", name="held_until_a_moment"
        ),
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done_has_a_time"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        Index("ix_outbox_message_state_due_at", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int]
    claimed_until: Mapped[datetime | None] = mapped_column(UtcTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
    last_error: Mapped[str | None] = mapped_column(String(60))


class ScheduledJob(Base):
    """When a job of the clock is next due, and how it went the last time."""

    __tablename__ = "scheduled_job"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    next_at: Mapped[datetime] = mapped_column(UtcTime)
    last_started_at: Mapped[datetime | None] = mapped_column(UtcTime)
    last_ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    last_error: Mapped[str | None] = mapped_column(String(60))
