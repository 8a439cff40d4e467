"""An approval: the ground on which citizens may find an organisation's listings, and its scope."""

from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from providers.base import Base


class ApprovalBasis(StrEnum):
    """Say what an approval rests on: the law itself, or a decision of the authority."""

    STATUTORY = "statutory"
    DECIDED = "decided"


class Approval(Base):
    """An organisation's approval: both days belong to it, no end is open, and no scope is everything."""

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_it_begins"),
        CheckConstraint("basis = 'statutory' OR valid_to IS NOT NULL", name="decided_has_an_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    basis: Mapped[str] = mapped_column(String(10))
    ground: Mapped[str] = mapped_column(Text)
    municipalities: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    target_groups: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
