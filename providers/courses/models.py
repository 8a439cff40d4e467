"""The tables of choices and their courses: contact details, absences, and the municipality's cases."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from providers.base import NUMBERS_ARE_GIVEN_ONCE, Base, UtcTime

IS_OPEN = "state IN ('suggested', 'waiting', 'accepted', 'running')"
GOES_ON = "closed_at IS NULL"


class Choice(Base):
    """A citizen's choice of a listing as it was then, and the course that comes of it.

    `version` moves with every change, so that nobody undoes another's. `target_group` is what the citizen
    said, `corrected_group` what the municipality has said since. What the default rule suggests takes effect
    after `notice_until`. `held_at` is when the choice took its place, and `answer_by` the last day on which
    the actor can answer. Who ended the course is told by their part in it.
    """

    __tablename__ = "choice"
    __table_args__ = (
        Index(
            "uq_choice_one_open",
            "citizen_id",
            unique=True,
            sqlite_where=text(IS_OPEN),
            postgresql_where=text(IS_OPEN),
        ),
        Index("ix_choice_listing_id_state", "listing_id", "state"),
        CheckConstraint("how IN ('chosen', 'by_rule')", name="how_is_known"),
        CheckConstraint("(how = 'by_rule') = (notice_until IS NOT NULL)", name="rule_gives_notice"),
        CheckConstraint("(state = 'declined') = (decline_ground IS NOT NULL)", name="declined_on_a_ground"),
        CheckConstraint("(decline_ground IS NULL) = (decline_reason IS NULL)", name="declined_with_a_reason"),
        CheckConstraint("(state = 'lapsed') = (lapse_ground IS NOT NULL)", name="lapsed_on_a_ground"),
        CheckConstraint(f"({IS_OPEN}) = (closed_at IS NULL)", name="open_is_not_closed"),
        CheckConstraint(
            "state NOT IN ('running', 'ended') OR started_on IS NOT NULL", name="runs_from_a_day"
        ),
        CheckConstraint(
            "ended_on IS NULL OR started_on IS NOT NULL AND ended_on >= started_on",
            name="ends_after_it_starts",
        ),
        CheckConstraint(
            "(ended_on IS NULL) = (ended_by IS NULL) AND (ended_on IS NULL) = (end_ground IS NULL)",
            name="end_has_somebody_and_a_ground",
        ),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), index=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    listing_version_id: Mapped[int] = mapped_column(ForeignKey("listing_version.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    municipality_code: Mapped[str] = mapped_column(String(3), index=True)
    target_group: Mapped[str] = mapped_column(String(40))
    corrected_group: Mapped[str | None] = mapped_column(String(40))
    how: Mapped[str] = mapped_column(String(7))
    state: Mapped[str] = mapped_column(String(9))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    notice_until: Mapped[date | None]
    held_at: Mapped[datetime | None] = mapped_column(UtcTime)
    answer_by: Mapped[date | None]
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    decline_ground: Mapped[str | None] = mapped_column(String(12))
    decline_reason: Mapped[str | None] = mapped_column(Text)
    leave_reason: Mapped[str | None] = mapped_column(Text)
    lapse_ground: Mapped[str | None] = mapped_column(String(22))
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    started_on: Mapped[date | None]
    planned_end_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_by: Mapped[str | None] = mapped_column(String(12))
    end_ground: Mapped[str | None] = mapped_column(String(22))
    version: Mapped[int]


class ChoiceContact(Base):
    """How the chosen actor reaches the citizen: name, phone and mail, sealed by whoever knows the keys."""

    __tablename__ = "choice_contact"

    choice_id: Mapped[int] = mapped_column(ForeignKey("choice.id"), primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), index=True)
    sealed: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UtcTime)


class ContactLook(Base):
    """That somebody has opened a citizen's contact details: for which actor or municipality, when and why."""

    __tablename__ = "contact_look"
    __table_args__ = (
        CheckConstraint(
            "(organisation_id IS NULL) <> (municipality_code IS NULL)", name="for_an_actor_or_a_municipality"
        ),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    choice_id: Mapped[int] = mapped_column(ForeignKey("choice.id"), index=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), index=True)
    viewer_id: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    municipality_code: Mapped[str | None] = mapped_column(String(3))
    purpose: Mapped[str] = mapped_column(String(9))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Absence(Base):
    """A day on which a citizen was absent from a course, as the actor reports it; never why."""

    __tablename__ = "absence"
    __table_args__ = (
        UniqueConstraint("choice_id", "absent_on"),
        CheckConstraint("kind IN ('cancelled', 'stayed_away', 'left_early')", name="kind_is_known"),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    choice_id: Mapped[int] = mapped_column(ForeignKey("choice.id"))
    citizen_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), index=True)
    absent_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(11))
    reported_at: Mapped[datetime] = mapped_column(UtcTime)


class NoneFits(Base):
    """That none of the actors fits a citizen, and why: fixed reasons, and a short text if they wish."""

    __tablename__ = "none_fits"
    __table_args__ = (NUMBERS_ARE_GIVEN_ONCE,)

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), index=True)
    municipality_code: Mapped[str] = mapped_column(String(3), index=True)
    target_group: Mapped[str] = mapped_column(String(40))
    reasons: Mapped[list[str]] = mapped_column(JSON)
    text: Mapped[str | None] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(UtcTime)


class ChoiceCase(Base):
    """A municipality's case about a citizen's choice: by when to choose, and which target group counts.

    `target_group` is empty until the municipality has confirmed one. Whether the citizen has chosen is told
    by their choices. `version` moves with every change.
    """

    __tablename__ = "choice_case"
    __table_args__ = (
        Index(
            "uq_choice_case_one_going_on",
            "citizen_id",
            unique=True,
            sqlite_where=text(GOES_ON),
            postgresql_where=text(GOES_ON),
        ),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), index=True)
    municipality_code: Mapped[str] = mapped_column(String(3), index=True)
    choose_by: Mapped[date]
    target_group: Mapped[str | None] = mapped_column(String(40))
    group_reason: Mapped[str | None] = mapped_column(Text)
    group_said_at: Mapped[datetime | None] = mapped_column(UtcTime)
    invited_at: Mapped[datetime] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    version: Mapped[int]
