"""Note complaints about decisions, and what the body that decides about them has answered."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from providers.approval.cases.carrying_over import carry_over
from providers.approval.cases.codes import AppealState, CaseAction, CaseKind, CaseState
from providers.approval.cases.models import Appeal, ApprovalCase, Decision
from providers.approval.cases.moving import Act, advance, begin
from providers.approval.cases.queries import get_case
from providers.audit.commands import record
from providers.audit.models import State
from providers.listings.commands import touch_catalogue

ANSWERS = (AppealState.UPHELD, AppealState.CHANGED, AppealState.SENT_BACK)


class AppealNotPossible(Exception):
    """An appeal can't be noted or answered like this; `fact` says why as a code."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The appeal is not possible: {fact}.")
        self.fact = fact


def receive(
    session: Session,
    decision: Decision,
    text: str,
    *,
    received_on: date,
    act: Act,
) -> Appeal:
    """Note that somebody complains about a decision; there is one appeal about each."""
    if decision.case_id is None:
        raise AppealNotPossible("not_a_decision_by_anybody")
    if not text.strip():
        raise AppealNotPossible("without_a_text")
    appeal = Appeal(
        decision_id=decision.id,
        state=AppealState.RECEIVED.value,
        text=text.strip(),
        received_on=received_on,
        noted_by=act.user_id,
        noted_at=act.at,
    )
    session.add(appeal)
    try:
        session.flush()
    except IntegrityError:
        raise AppealNotPossible("already_received") from None
    touch_catalogue(session, act.at)
    record(
        session, act.actor, "appeal.received", "appeal", appeal.id, after=state_of_appeal(appeal), at=act.at
    )
    return appeal


def answer(
    session: Session,
    appeal: Appeal,
    state: AppealState,
    text: str,
    *,
    answered_on: date,
    act: Act,
) -> ApprovalCase | None:
    """Note the answer; where the decision was changed or sent back the case is examined anew, and given."""
    held = session.scalars(
        select(Appeal)
        .where(Appeal.id == appeal.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if held.state != AppealState.RECEIVED:
        raise AppealNotPossible("already_answered")
    if state not in ANSWERS:
        raise AppealNotPossible("not_an_answer")
    if not text.strip():
        raise AppealNotPossible("without_a_text")
    before = state_of_appeal(held)
    held.state, held.answer, held.answered_on = state.value, text.strip(), answered_on
    touch_catalogue(session, act.at)
    record(
        session,
        act.actor,
        "appeal.answered",
        "appeal",
        held.id,
        before=before,
        after=state_of_appeal(held),
        at=act.at,
    )
    if state is AppealState.UPHELD:
        return None
    decision = session.get_one(Decision, held.decision_id)
    return _again(session, get_case(session, decision.case_id or 0), act=act)


def state_of_appeal(appeal: Appeal) -> dict[str, State]:
    """Say where an appeal stands, as the trail tells it."""
    return {"decision": appeal.decision_id, "state": appeal.state}


def _again(session: Session, old: ApprovalCase, *, act: Act) -> ApprovalCase:
    """Begin a case like an old one, under the same standards, with what was answered and handed in."""
    case = ApprovalCase(
        organisation_id=old.organisation_id,
        kind=old.kind,
        state=CaseState.DRAFT.value,
        standards_version=old.standards_version,
        track=old.track,
        employees=old.employees,
        municipalities=old.municipalities,
        target_groups=old.target_groups,
        ground=old.ground,
        started_by=act.user_id,
        started_at=act.at,
        sent_at=act.at,
        decide_by=None,
        version=1,
    )
    try:
        begin(session, case, act=act)
    except IntegrityError:
        raise AppealNotPossible("another_case_is_open") from None
    carry_over(session, old, case, to_be_looked_at=False, at=act.at)
    is_review = old.kind == CaseKind.REVIEW
    advance(session, case, CaseAction.OPEN if is_review else CaseAction.SEND, act=act)
    return case
