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
    """An organisation's approval: both days belong to it, no end is open, and no scope is everything.

    `revoked_on` is the first day on which it holds no more, and it does not hold from `suspended_from` to
    `suspended_to`, both included; its own days stay as they were decided.
    """

    __tablename__ = "approval"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_it_begins"),
        CheckConstraint("basis = 'statutory' OR valid_to IS NOT NULL", name="decided_has_an_end"),
        CheckConstraint(
            "(suspended_from IS NULL) = (suspended_to IS NULL) AND suspended_to >= suspended_from",
            name="suspension_has_both_days",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    basis: Mapped[str] = mapped_column(String(10))
    ground: Mapped[str] = mapped_column(Text)
    municipalities: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    target_groups: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    revoked_on: Mapped[date | None]
    suspended_from: Mapped[date | None]
    suspended_to: Mapped[date | None]
    standards_version: Mapped[str | None] = mapped_column(String(7))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
