"""What a caseworker does before a decision: take a case, check, judge, note, ask, and hear the party."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from providers.approval.cases.checks import CaseFacts, Finding, find
from providers.approval.cases.codes import (
    ENDED,
    JUDGEMENTS,
    CaseAction,
    CaseKind,
    CaseState,
    DecisionKind,
    InquiryKind,
    Outcome,
)
from providers.approval.cases.models import ApprovalCase, CaseCheck, CaseNote, Inquiry
from providers.approval.cases.moving import Act, advance, begin, of_clock, touch
from providers.approval.cases.queries import current_checks
from providers.approval.cases.rules import LONGEST_TEXT, DecisionNotAllowed, kinds_for
from providers.approval.standard_set import (
    CheckKind,
    Limits,
    Standard,
    StandardSet,
    Track,
    track_of,
)
from providers.audit.commands import record
from providers.clock import danish_day
from providers.organisations.models import Organisation, OrganisationKind

HEARING_DAYS = 14
CAN_CHECK = frozenset({CaseState.RECEIVED, CaseState.EXAMINED, CaseState.INFORMATION, CaseState.HEARING})


class CheckNotPossible(Exception):
    """A check can't be noted like this; `fact` says why as a code."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The check is not possible: {fact}.")
        self.fact = fact


def open_review(
    session: Session,
    organisation: Organisation,
    standards: StandardSet,
    *,
    employees: int | None,
    ground: str,
    act: Act,
) -> ApprovalCase:
    """Open a review of an actor that is approved; whoever opens it examines it."""
    if not ground.strip():
        raise CheckNotPossible("without_a_ground")
    case = ApprovalCase(
        organisation_id=organisation.id,
        kind=CaseKind.REVIEW.value,
        state=CaseState.DRAFT.value,
        standards_version=standards.version,
        track=track_of(OrganisationKind(organisation.kind), employees or 0, standards.limits).value,
        employees=employees,
        ground=ground.strip(),
        started_by=act.user_id,
        started_at=act.at,
        sent_at=act.at,
        version=1,
    )
    try:
        begin(session, case, act=act)
    except IntegrityError:
        raise CheckNotPossible("already_reviewed") from None
    advance(session, case, CaseAction.OPEN, act=act)
    return case


def run_checks(
    session: Session,
    case: ApprovalCase,
    standards: Sequence[Standard],
    facts: CaseFacts,
    limits: Limits,
    *,
    act: Act,
) -> dict[str, Finding]:
    """Carry out the automatic checks and keep what they found, also where nothing has changed.

    What a caseworker has confirmed where the portal could not find out stays, as long as it still can't.
    """
    _require_checkable(case)
    held = current_checks(session, case.id)
    found = {each.id: find(each.check, facts, limits) for each in standards if each.check is not None}
    for standard_id, finding in found.items():
        if finding.outcome is Outcome.TO_CONFIRM and _is_confirmed(held.get(standard_id)):
            continue
        session.add(
            CaseCheck(
                case_id=case.id,
                standard_id=standard_id,
                outcome=finding.outcome.value,
                evidence=finding.evidence,
                checked_by=act.user_id,
                checked_at=act.at,
            )
        )
    touch(case, act.at)
    record(session, act.actor, "approval_case.checked", "approval_case", case.id, at=act.at)
    return found


def judge(
    session: Session,
    case: ApprovalCase,
    standard: Standard,
    outcome: Outcome,
    note: str,
    *,
    act: Act,
) -> CaseCheck:
    """Note what a caseworker finds about a standard, or confirm what the portal could not find out."""
    _require_checkable(case)
    if outcome not in JUDGEMENTS:
        raise CheckNotPossible("not_a_judgement")
    if outcome is not Outcome.MET and not note.strip():
        raise CheckNotPossible("without_a_note")
    if len(note) > LONGEST_TEXT:
        raise CheckNotPossible("text_too_long")
    held = current_checks(session, case.id).get(standard.id)
    if standard.kind is CheckKind.AUTOMATIC and not _may_confirm(held):
        raise CheckNotPossible("found_out_by_the_portal")
    check = CaseCheck(
        case_id=case.id,
        standard_id=standard.id,
        outcome=outcome.value,
        evidence=None,
        note=note.strip() or None,
        checked_by=act.user_id,
        checked_at=act.at,
    )
    session.add(check)
    touch(case, act.at)
    session.flush()
    record(
        session,
        act.actor,
        "check.judged",
        "case_check",
        check.id,
        after={"case": case.id, "standard": standard.id, "outcome": outcome.value},
        at=act.at,
    )
    return check


def note(session: Session, case: ApprovalCase, text: str, *, act: Act) -> CaseNote:
    """Note something for colleagues."""
    if not text.strip():
        raise CheckNotPossible("without_a_note")
    if len(text) > LONGEST_TEXT:
        raise CheckNotPossible("text_too_long")
    written = CaseNote(case_id=case.id, text=text.strip(), written_by=act.user_id, written_at=act.at)
    session.add(written)
    session.flush()
    record(session, act.actor, "approval_case.noted", "approval_case", case.id, at=act.at)
    return written


def ask(
    session: Session,
    case: ApprovalCase,
    text: str,
    *,
    due_on: date,
    act: Act,
) -> Inquiry:
    """Ask the party for information by a day; the case waits for the answer."""
    return _inquire(session, case, InquiryKind.INFORMATION, None, text, due_on, act=act)


def hear(
    session: Session,
    case: ApprovalCase,
    about: DecisionKind,
    text: str,
    *,
    due_on: date,
    act: Act,
) -> Inquiry:
    """Tell the party which decision is meant and why, and hear it before it is proposed.

    It has HEARING_DAYS to answer at least; with fewer DecisionNotAllowed is raised.
    """
    if about not in kinds_for(CaseKind(case.kind), Track(case.track)):
        raise DecisionNotAllowed("not_of_this_case")
    if due_on < danish_day(act.at) + timedelta(days=HEARING_DAYS):
        raise DecisionNotAllowed("heard_too_briefly")
    return _inquire(session, case, InquiryKind.HEARING, about, text, due_on, act=act)


def end_overdue(session: Session, today: date, at: datetime) -> list[ApprovalCase]:
    """Let the cases go on whose party has not answered in time, and give them."""
    overdue = select(Inquiry).where(Inquiry.ended_at.is_(None), Inquiry.due_on < today).order_by(Inquiry.id)
    act, moved = of_clock(at), []
    for inquiry in session.scalars(overdue).all():
        case = session.get(ApprovalCase, inquiry.case_id, with_for_update=True, populate_existing=True)
        if case is None or case.state in ENDED:
            continue
        inquiry.ended_at = at
        record(session, act.actor, "inquiry.ended", "inquiry", inquiry.id, at=at)
        advance(session, case, CaseAction.GO_ON, act=act)
        moved.append(case)
    return moved


def close(session: Session, case: ApprovalCase, ground: str, *, act: Act) -> None:
    """Close a review that leads to nothing, with the reason as a note."""
    note(session, case, ground, act=act)
    advance(session, case, CaseAction.CLOSE, act=act)


def _inquire(
    session: Session,
    case: ApprovalCase,
    kind: InquiryKind,
    about: DecisionKind | None,
    text: str,
    due_on: date,
    *,
    act: Act,
) -> Inquiry:
    if not text.strip():
        raise CheckNotPossible("without_a_text")
    if len(text) > LONGEST_TEXT:
        raise CheckNotPossible("text_too_long")
    action = CaseAction.HEAR if kind is InquiryKind.HEARING else CaseAction.ASK
    inquiry = Inquiry(
        case_id=case.id,
        kind=kind.value,
        about=about.value if about else None,
        text=text.strip(),
        due_on=due_on,
        sent_by=act.user_id,
        sent_at=act.at,
    )
    advance(session, case, action, act=act)
    session.add(inquiry)
    session.flush()
    return inquiry


def _require_checkable(case: ApprovalCase) -> None:
    if case.state not in CAN_CHECK:
        raise CheckNotPossible("not_under_examination")


def _is_confirmed(check: CaseCheck | None) -> bool:
    return check is not None and check.evidence is None


def _may_confirm(check: CaseCheck | None) -> bool:
    return check is None or check.outcome == Outcome.TO_CONFIRM or _is_confirmed(check)
