"""The tables of a case: what was applied for, answered, handed in, checked, asked, proposed and decided."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from providers.base import NUMBERS_ARE_GIVEN_ONCE, Base, UtcTime

GOING_ON = "state NOT IN ('decided', 'withdrawn', 'closed')"
AN_APPLICATION = f"kind <> 'review' AND {GOING_ON}"
A_REVIEW = f"kind = 'review' AND {GOING_ON}"


class ApprovalCase(Base):
    """An application or a review; `version` moves with every change, so that nobody undoes another's.

    Empty municipalities or target groups are everything. `track` and `standards_version` are settled when it
    is sent, and stay. `told_at` is when its party was told that a draft nobody writes in will be withdrawn.
    """

    __tablename__ = "approval_case"
    __table_args__ = (
        Index(
            "uq_approval_case_one_application",
            "organisation_id",
            unique=True,
            sqlite_where=text(AN_APPLICATION),
            postgresql_where=text(AN_APPLICATION),
        ),
        Index(
            "uq_approval_case_one_review",
            "organisation_id",
            unique=True,
            sqlite_where=text(A_REVIEW),
            postgresql_where=text(A_REVIEW),
        ),
        CheckConstraint("kind <> 'review' OR ground IS NOT NULL", name="review_has_a_ground"),
        CheckConstraint("employees >= 0", name="employees_not_negative"),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12))
    standards_version: Mapped[str] = mapped_column(String(7))
    track: Mapped[str] = mapped_column(String(6))
    employees: Mapped[int | None]
    municipalities: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    target_groups: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    ground: Mapped[str | None] = mapped_column(Text)
    assigned_to: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"), index=True)
    started_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    touched_at: Mapped[datetime | None] = mapped_column(UtcTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    decide_by: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    version: Mapped[int]


class CaseAnswer(Base):
    """What an applicant writes about one standard; `reused` until somebody has looked at it again."""

    __tablename__ = "case_answer"

    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), primary_key=True)
    standard_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    reused: Mapped[bool]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"), index=True)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class DocumentContent(Base):
    """The bytes of a document, kept once however many cases use them."""

    __tablename__ = "document_content"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class CaseDocument(Base):
    """A document that an applicant hands in about one standard; `kind` is what its content says it is."""

    __tablename__ = "case_document"
    __table_args__ = (NUMBERS_ARE_GIVEN_ONCE,)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    standard_id: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(4))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(ForeignKey("document_content.sha256"), index=True)
    reused: Mapped[bool]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"), index=True)
    added_at: Mapped[datetime] = mapped_column(UtcTime)


class CaseCheck(Base):
    """What was found about one standard at one moment; only ever added to, and the latest one counts.

    `evidence` is a code with its values for an automatic check; a judgement has a note.
    """

    __tablename__ = "case_check"
    __table_args__ = (
        CheckConstraint(
            "outcome IN ('met', 'not_met', 'not_applicable', 'to_confirm')", name="outcome_is_known"
        ),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    standard_id: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[str] = mapped_column(String(14))
    evidence: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    note: Mapped[str | None] = mapped_column(Text)
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"), index=True)
    checked_at: Mapped[datetime] = mapped_column(UtcTime)


class CaseNote(Base):
    """What a caseworker notes for colleagues; the party may ask to read it."""

    __tablename__ = "case_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"), index=True)
    written_at: Mapped[datetime] = mapped_column(UtcTime)


class Inquiry(Base):
    """A letter that the party is asked to answer by a day: for information, or as a hearing.

    A hearing says which decision is meant. It has ended when the party has answered, or the day has gone.
    """

    __tablename__ = "inquiry"
    __table_args__ = (
        Index(
            "uq_inquiry_one_open",
            "case_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("(kind = 'hearing') = (about IS NOT NULL)", name="hearing_names_a_decision"),
        CheckConstraint("answered_at IS NULL OR ended_at IS NOT NULL", name="answered_has_ended"),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(11))
    about: Mapped[str | None] = mapped_column(String(24))
    text: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    sent_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"), index=True)
    sent_at: Mapped[datetime] = mapped_column(UtcTime)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"), index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Proposal(Base):
    """What a caseworker proposes to decide; somebody else decides, or sends it back with a note.

    `terms` holds what the decision shall say (see terms.py), and `checks_hash` what the checks said then.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        Index(
            "uq_proposal_one_open",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("approval_case.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    checks_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(9))
    note: Mapped[str | None] = mapped_column(Text)
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"), index=True)
    proposed_at: Mapped[datetime] = mapped_column(UtcTime)


class Decision(Base):
    """A decision, never changed and never removed; an expiry has no case and nobody who decided it."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("(kind = 'expire') = (case_id IS NULL)", name="all_but_expiry_have_a_case"),
        CheckConstraint("(kind = 'expire') = (decided_by IS NULL)", name="all_but_expiry_are_decided"),
        CheckConstraint("proposed_by <> decided_by", name="two_people"),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("approval_case.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(24))
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    standards_version: Mapped[str] = mapped_column(String(7))
    effective_on: Mapped[date]
    proposed_by: Mapped[int | None]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime] = mapped_column(UtcTime)


class Letter(Base):
    """What was written to a party, as it was then; the file made of it is added once."""

    __tablename__ = "letter"
    __table_args__ = (NUMBERS_ARE_GIVEN_ONCE,)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("approval_case.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), unique=True)
    inquiry_id: Mapped[int | None] = mapped_column(ForeignKey("inquiry.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(11))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcTime)


class LetterFile(Base):
    """The PDF of a letter, made once and never changed."""

    __tablename__ = "letter_file"

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcTime)


class Appeal(Base):
    """A complaint about a decision, and what the body that decides about it has answered."""

    __tablename__ = "appeal"
    __table_args__ = (
        CheckConstraint("(state = 'received') = (answered_on IS NULL)", name="answer_has_a_day"),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    state: Mapped[str] = mapped_column(String(9))
    text: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_on: Mapped[date | None]
    noted_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"), index=True)
    noted_at: Mapped[datetime] = mapped_column(UtcTime)


class ConditionFollowUp(Base):
    """What was said of a condition of a decision: its party that it is met, the authority whether it is.

    `number` is its place in the decision's terms, from 1. Only ever added to, and the latest one counts.
    """

    __tablename__ = "condition_follow_up"
    __table_args__ = (
        CheckConstraint("state IN ('answered', 'met', 'not_met')", name="state_is_known"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint("state = 'met' OR text <> ''", name="all_but_met_say_why"),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    said_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"), index=True)
    said_at: Mapped[datetime] = mapped_column(UtcTime)
