"""Read cases and what belongs to them."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from providers.approval.cases.codes import APPLICATIONS, ENDED, CaseKind
from providers.approval.cases.models import (
    Appeal,
    ApprovalCase,
    CaseAnswer,
    CaseCheck,
    CaseDocument,
    CaseNote,
    Decision,
    Inquiry,
    Letter,
    Proposal,
)
from providers.approval.cases.rules import latest


class CaseNotFound(Exception):
    """There is no such case, or it is not the organisation's."""


class DocumentNotFound(Exception):
    """The case has no such document."""


class LetterNotFound(Exception):
    """There is no such letter, or it is not the organisation's."""


def get_case(session: Session, case_id: int, *, organisation_id: int | None = None) -> ApprovalCase:
    """Give a case by its number, of an organisation when one is named."""
    case = session.get(ApprovalCase, case_id)
    if case is None or organisation_id not in (None, case.organisation_id):
        raise CaseNotFound(f"There is no case {case_id}.")
    return case


def find_open_application(session: Session, organisation_id: int) -> ApprovalCase | None:
    """Find the application of an organisation that is being written or decided; there is one at most."""
    wanted = select(ApprovalCase).where(
        ApprovalCase.organisation_id == organisation_id,
        ApprovalCase.kind.in_(APPLICATIONS),
        ApprovalCase.state.not_in(ENDED),
    )
    return session.scalars(wanted).one_or_none()


def find_open_review(session: Session, organisation_id: int) -> ApprovalCase | None:
    """Find the review of an organisation that has not ended; there is one at most."""
    wanted = select(ApprovalCase).where(
        ApprovalCase.organisation_id == organisation_id,
        ApprovalCase.kind == CaseKind.REVIEW,
        ApprovalCase.state.not_in(ENDED),
    )
    return session.scalars(wanted).one_or_none()


def find_last_sent(session: Session, organisation_id: int, *, before: int) -> ApprovalCase | None:
    """Find the latest application that an organisation has sent before a case, to take its answers over."""
    wanted = select(ApprovalCase).where(
        ApprovalCase.organisation_id == organisation_id,
        ApprovalCase.kind.in_(APPLICATIONS),
        ApprovalCase.sent_at.is_not(None),
        ApprovalCase.id < before,
    )
    return session.scalars(wanted.order_by(ApprovalCase.id.desc()).limit(1)).one_or_none()


def cases_of(session: Session, organisation_id: int) -> Sequence[ApprovalCase]:
    """List an organisation's cases, the latest first."""
    wanted = select(ApprovalCase).where(ApprovalCase.organisation_id == organisation_id)
    return session.scalars(wanted.order_by(ApprovalCase.id.desc())).all()


def open_cases_of(
    session: Session, organisation_ids: Collection[int]
) -> Sequence[tuple[ApprovalCase, date | None]]:
    """List what some organisations have open, each with the day by which the party is to answer, if it is."""
    asked = and_(Inquiry.case_id == ApprovalCase.id, Inquiry.ended_at.is_(None))
    wanted = select(ApprovalCase, Inquiry.due_on).outerjoin(Inquiry, asked)
    wanted = wanted.where(
        ApprovalCase.organisation_id.in_(organisation_ids), ApprovalCase.state.not_in(ENDED)
    )
    return [(case, due_on) for case, due_on in session.execute(wanted.order_by(ApprovalCase.id))]


def answers_of(session: Session, case_id: int) -> dict[str, CaseAnswer]:
    """Give a case's answers by the standard they are about."""
    wanted = select(CaseAnswer).where(CaseAnswer.case_id == case_id)
    return {answer.standard_id: answer for answer in session.scalars(wanted)}


def documents_of(session: Session, case_id: int) -> Sequence[CaseDocument]:
    """List a case's documents as they came, without their bytes."""
    wanted = select(CaseDocument).where(CaseDocument.case_id == case_id)
    return session.scalars(wanted.order_by(CaseDocument.id)).all()


def get_document(session: Session, case_id: int, document_id: int) -> CaseDocument:
    """Give a document of a case."""
    document = session.get(CaseDocument, document_id)
    if document is None or document.case_id != case_id:
        raise DocumentNotFound(f"Case {case_id} has no document {document_id}.")
    return document


def checks_of(session: Session, case_id: int) -> Sequence[CaseCheck]:
    """List all checks of a case, the earliest first."""
    wanted = select(CaseCheck).where(CaseCheck.case_id == case_id)
    return session.scalars(wanted.order_by(CaseCheck.id)).all()


def current_checks(session: Session, case_id: int) -> dict[str, CaseCheck]:
    """Give the check that counts for each standard."""
    return latest(checks_of(session, case_id))


def notes_of(session: Session, case_id: int) -> Sequence[CaseNote]:
    """List a case's notes, the latest first."""
    wanted = select(CaseNote).where(CaseNote.case_id == case_id)
    return session.scalars(wanted.order_by(CaseNote.id.desc())).all()


def inquiries_of(session: Session, case_id: int) -> Sequence[Inquiry]:
    """List what the party of a case has been asked, the earliest first."""
    wanted = select(Inquiry).where(Inquiry.case_id == case_id)
    return session.scalars(wanted.order_by(Inquiry.id)).all()


def find_open_inquiry(session: Session, case_id: int) -> Inquiry | None:
    """Find what the party of a case has been asked and has not answered yet; there is one at most."""
    wanted = select(Inquiry).where(Inquiry.case_id == case_id, Inquiry.ended_at.is_(None))
    return session.scalars(wanted).one_or_none()


def proposals_of(session: Session, case_id: int) -> Sequence[Proposal]:
    """List what has been proposed in a case, the latest first."""
    wanted = select(Proposal).where(Proposal.case_id == case_id)
    return session.scalars(wanted.order_by(Proposal.id.desc())).all()


def find_open_proposal(session: Session, case_id: int) -> Proposal | None:
    """Find the proposal of a case that nobody has decided about; there is one at most."""
    wanted = select(Proposal).where(Proposal.case_id == case_id, Proposal.state == "open")
    return session.scalars(wanted).one_or_none()


def find_decision_of(session: Session, case_id: int) -> Decision | None:
    """Find the decision that a case ended with."""
    return session.scalars(select(Decision).where(Decision.case_id == case_id)).one_or_none()


def decisions_of(session: Session, organisation_id: int) -> Sequence[Decision]:
    """List the decisions about an organisation, the latest first."""
    wanted = select(Decision).where(Decision.organisation_id == organisation_id)
    return session.scalars(wanted.order_by(Decision.id.desc())).all()


def appeals_of(session: Session, decision_ids: Collection[int]) -> dict[int, Appeal]:
    """Give the appeals about some decisions by the number of the decision."""
    wanted = select(Appeal).where(Appeal.decision_id.in_(decision_ids))
    return {appeal.decision_id: appeal for appeal in session.scalars(wanted)}


def get_letter(session: Session, letter_id: int, *, organisation_id: int | None = None) -> Letter:
    """Give a letter by its number, to an organisation when one is named."""
    letter = session.get(Letter, letter_id)
    if letter is None or organisation_id not in (None, letter.organisation_id):
        raise LetterNotFound(f"There is no letter {letter_id}.")
    return letter
