"""What an applicant does: begin, answer, hand in, send, withdraw, and answer what the authority asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from providers.approval.cases.carrying_over import carry_over
from providers.approval.cases.codes import CaseAction, CaseKind, CaseState, ProposalState
from providers.approval.cases.documents import Accepted
from providers.approval.cases.keeping_documents import TooManyDocuments, forget_unused, keep
from providers.approval.cases.models import ApprovalCase, CaseAnswer, CaseDocument, Inquiry
from providers.approval.cases.moves import MoveNotAllowed
from providers.approval.cases.moving import Act, advance, begin, touch
from providers.approval.cases.queries import (
    find_last_sent,
    find_open_application,
    find_open_inquiry,
    find_open_proposal,
)
from providers.approval.cases.rules import LONGEST_TEXT, Gap
from providers.approval.standard_set import StandardSet, track_of
from providers.audit.commands import record
from providers.organisations.models import STATUTORY_KINDS, Organisation, OrganisationKind


class ApplicationNotPossible(Exception):
    """An organisation can't apply like this; `fact` says why as a code."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The application is not possible: {fact}.")
        self.fact = fact


class ApplicationIncomplete(Exception):
    """An application lacks something, so it can't be sent."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        super().__init__(f"The application lacks {len(gaps)} things.")
        self.gaps = gaps


@dataclass(frozen=True, slots=True)
class Scope:
    """What is applied for; None is everything. Public actors state no number of employees."""

    employees: int | None
    municipalities: tuple[str, ...] | None
    target_groups: tuple[str, ...] | None


def start(
    session: Session,
    organisation: Organisation,
    kind: CaseKind,
    standards: StandardSet,
    *,
    scope: Scope,
    act: Act,
) -> ApprovalCase:
    """Begin an application with what the last one said, or give back the one that is open."""
    if kind is CaseKind.REVIEW:
        raise ApplicationNotPossible("a_review_is_no_application")
    found = find_open_application(session, organisation.id)
    if found is not None:
        return found
    case = ApprovalCase(
        organisation_id=organisation.id,
        kind=kind.value,
        state=CaseState.DRAFT.value,
        started_by=act.user_id,
        started_at=act.at,
        version=1,
        **_scope(organisation, scope, standards),
    )
    try:
        begin(session, case, act=act)
    except IntegrityError:
        raise ApplicationNotPossible("somebody_was_first") from None
    _take_over(session, case, act.at)
    return case


def set_scope(
    case: ApprovalCase, organisation: Organisation, standards: StandardSet, scope: Scope, *, at: datetime
) -> None:
    """Say what is applied for."""
    _require_draft(case)
    for column, value in _scope(organisation, scope, standards).items():
        setattr(case, column, value)
    touch(case, at)


def take_standards(
    case: ApprovalCase, organisation: Organisation, standards: StandardSet, *, at: datetime
) -> None:
    """Let a draft follow the version in force, when it was begun under an earlier one."""
    municipalities, target_groups = (
        None if codes is None else tuple(codes) for codes in (case.municipalities, case.target_groups)
    )
    set_scope(case, organisation, standards, Scope(case.employees, municipalities, target_groups), at=at)


def answer(session: Session, case: ApprovalCase, standard_id: str, text: str, act: Act) -> None:
    """Keep what is written about a standard; a re-used answer that is kept counts as written."""
    _require_draft(case)
    if len(text) > LONGEST_TEXT:
        raise ApplicationNotPossible("text_too_long")
    kept = session.get(CaseAnswer, (case.id, standard_id))
    if kept is None:
        kept = CaseAnswer(case_id=case.id, standard_id=standard_id)
        session.add(kept)
    kept.text, kept.reused, kept.changed_by, kept.changed_at = text, False, act.user_id, act.at
    touch(case, act.at)
    session.flush()


def attach(
    session: Session, case: ApprovalCase, standard_id: str, accepted: Accepted, *, act: Act
) -> CaseDocument:
    """Keep a document that has been looked at; the same bytes about the same standard are kept once."""
    _require_open_to_documents(session, case)
    try:
        return keep(session, case, standard_id, accepted, act=act)
    except TooManyDocuments:
        raise ApplicationNotPossible("too_many_documents") from None


def detach(session: Session, case: ApprovalCase, document: CaseDocument, *, at: datetime) -> None:
    """Let go of a document before the application is sent; its bytes go when nothing else uses them."""
    _require_draft(case)
    sha256 = document.sha256
    session.delete(document)
    touch(case, at)
    session.flush()
    forget_unused(session, [sha256])


def send(
    session: Session,
    case: ApprovalCase,
    standards: StandardSet,
    *,
    gaps: Sequence[Gap],
    decide_by: date,
    act: Act,
) -> None:
    """Send an application, or raise ApplicationIncomplete; from then on it keeps its standards."""
    if gaps:
        raise ApplicationIncomplete(gaps)
    if case.state != CaseState.DRAFT:
        raise MoveNotAllowed(CaseState(case.state), CaseAction.SEND)
    if case.standards_version != standards.version:
        raise ApplicationNotPossible("standards_have_changed")
    case.sent_at, case.decide_by = act.at, decide_by
    advance(session, case, CaseAction.SEND, act=act)


def withdraw(session: Session, case: ApprovalCase, *, act: Act) -> None:
    """Withdraw an application that nobody has decided about; an open question and a proposal go with it."""
    open_inquiry = find_open_inquiry(session, case.id)
    if open_inquiry is not None:
        open_inquiry.ended_at = act.at
    proposal = find_open_proposal(session, case.id)
    if proposal is not None:
        proposal.state = ProposalState.SENT_BACK.value
    advance(session, case, CaseAction.WITHDRAW, act=act)


def answer_inquiry(session: Session, case: ApprovalCase, text: str, *, act: Act) -> Inquiry:
    """Answer what the authority asks, or a hearing; the case goes on at once."""
    inquiry = find_open_inquiry(session, case.id)
    if inquiry is None:
        raise MoveNotAllowed(CaseState(case.state), CaseAction.GO_ON)
    if not text.strip():
        raise ApplicationNotPossible("answer_is_empty")
    if len(text) > LONGEST_TEXT:
        raise ApplicationNotPossible("text_too_long")
    inquiry.answer, inquiry.answered_by = text, act.user_id
    inquiry.answered_at = inquiry.ended_at = act.at
    record(session, act.actor, "inquiry.answered", "inquiry", inquiry.id, at=act.at)
    advance(session, case, CaseAction.GO_ON, act=act)
    return inquiry


def _scope(organisation: Organisation, scope: Scope, standards: StandardSet) -> dict[str, object]:
    kind = OrganisationKind(organisation.kind)
    employees = None if kind in STATUTORY_KINDS else scope.employees
    return {
        "employees": employees,
        "track": track_of(kind, employees or 0, standards.limits).value,
        "standards_version": standards.version,
        "municipalities": _codes(scope.municipalities),
        "target_groups": _codes(scope.target_groups),
    }


def _codes(codes: tuple[str, ...] | None) -> list[str] | None:
    return None if codes is None else sorted(codes)


def _take_over(session: Session, case: ApprovalCase, at: datetime) -> None:
    last = find_last_sent(session, case.organisation_id, before=case.id)
    if last is not None:
        carry_over(session, last, case, to_be_looked_at=True, at=at)


def _require_draft(case: ApprovalCase) -> None:
    if case.state != CaseState.DRAFT:
        raise ApplicationNotPossible("not_a_draft")


def _require_open_to_documents(session: Session, case: ApprovalCase) -> None:
    """Documents come with the application, or with the answer to what the authority asks."""
    if case.state != CaseState.DRAFT and find_open_inquiry(session, case.id) is None:
        raise ApplicationNotPossible("not_a_draft")
