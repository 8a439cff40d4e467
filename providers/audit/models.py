"""An event of the trail, who did it, and the head that says where the trail ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from providers.base import Base, UtcTime

# What an event may say of an object: codes, numbers and ids, one or several; never a person's own values.
Scalar = str | int | bool | None
State = Scalar | Sequence[Scalar]

LONGEST_CODE = 80


class ActorKind(StrEnum):
    """Say who acts: somebody signed in, the portal by itself, or somebody at the terminal.

    The portal by itself is the clock, a job, and the sign-in, which nobody is signed in for yet.
    """

    PERSON = "person"
    SYSTEM = "system"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever has done something; a person is named by the id of their portal user and nothing else."""

    kind: ActorKind
    id: int | None = None

    def __post_init__(self) -> None:
        if (self.kind is ActorKind.PERSON) != (self.id is not None):
            raise ValueError("A person acts under their id, and nobody else has one.")


SYSTEM = Actor(ActorKind.SYSTEM)
OPERATOR = Actor(ActorKind.OPERATOR)


def person(user_id: int) -> Actor:
    """Name the person who acts by the id of their portal user."""
    return Actor(ActorKind.PERSON, user_id)


class AuditEvent(Base):
    """Something that was done, never changed and never removed; `seq` counts from 1 without a gap.

    Nothing here refers to a row by foreign key: people are erased, events stay.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        CheckConstraint("seq > 0", name="seq_is_positive"),
        CheckConstraint("actor_kind IN ('person', 'system', 'operator')", name="actor_kind_is_known"),
        CheckConstraint("(actor_kind = 'person') = (actor_id IS NOT NULL)", name="person_has_an_id"),
        Index(None, "object_type", "object_id", "seq"),
        Index(None, "actor_id", "seq"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(LONGEST_CODE))
    object_type: Mapped[str] = mapped_column(String(LONGEST_CODE))
    object_id: Mapped[str] = mapped_column(String(LONGEST_CODE))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The one row that says where the trail ends; whoever adds an event locks it and moves it on."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
