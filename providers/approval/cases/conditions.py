"""Say of a condition that it is met, as its party does, and judge it, as the authority does.

A decision is never changed: each word is a row of its own beside it. Whoever speaks holds the case of the
decision as they saw it, so that nobody speaks past anybody else.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from providers.approval.cases.carrying_over import OF_A_CONDITION
from providers.approval.cases.codes import ConditionState
from providers.approval.cases.documents import Accepted
from providers.approval.cases.following_up import SAID_FROM, Followed, binding, conditions_of
from providers.approval.cases.keeping_documents import TooManyDocuments, keep
from providers.approval.cases.models import ApprovalCase, CaseDocument, ConditionFollowUp
from providers.approval.cases.moving import Act, touch
from providers.approval.cases.queries import documents_of, find_decision_of
from providers.approval.cases.rules import LONGEST_TEXT
from providers.audit.commands import record
from providers.audit.models import State
from providers.clock import danish_day
from providers.listings.commands import touch_catalogue


class ConditionNotFound(Exception):
    """The case has not ended with a decision that has such a condition."""


class ConditionNotPossible(Exception):
    """Something can't be said of a condition like this; `fact` says why as a code."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"It can't be said of the condition: {fact}.")
        self.fact = fact


def get_condition(session: Session, case_id: int, number: int) -> Followed:
    """Give a condition of the decision that a case ended with."""
    decision = find_decision_of(session, case_id)
    held = conditions_of(session, [decision] if decision else [])
    found = next((each for each in held if each.number == number), None)
    if found is None:
        raise ConditionNotFound(f"Case {case_id} has no condition {number}.")
    return found


def documents_about(session: Session, case_id: int, number: int) -> list[CaseDocument]:
    """List what was handed in about a condition, as it came."""
    about = f"{OF_A_CONDITION}{number}"
    return [each for each in documents_of(session, case_id) if each.standard_id == about]


def may_answer(session: Session, found: Followed, today: date) -> bool:
    """Say whether the party can still say anything of a condition."""
    return found.state in SAID_FROM[ConditionState.ANSWERED] and _binds(session, found, today)


def may_judge(session: Session, found: Followed, today: date) -> bool:
    """Say whether the authority can still judge a condition."""
    return found.state in SAID_FROM[ConditionState.MET] and _binds(session, found, today)


def answer(
    session: Session,
    case: ApprovalCase,
    number: int,
    text: str,
    documents: Sequence[Accepted] = (),
    *,
    act: Act,
) -> ConditionFollowUp:
    """Say for the party how a condition is met, with documents that show it."""
    found = _sayable(session, case, number, ConditionState.ANSWERED, text, act=act)
    if not text.strip():
        raise ConditionNotPossible("without_a_text")
    for each in documents:
        try:
            keep(session, case, f"{OF_A_CONDITION}{number}", each, act=act)
        except TooManyDocuments:
            raise ConditionNotPossible("too_many_documents") from None
    said = _say(session, case, found, ConditionState.ANSWERED, text, act=act)
    record(
        session,
        act.actor,
        "condition.answered",
        "condition_follow_up",
        said.id,
        after=state_of_follow_up(said),
        at=act.at,
    )
    return said


def judge(
    session: Session, case: ApprovalCase, number: int, state: ConditionState, note: str, *, act: Act
) -> ConditionFollowUp:
    """Judge for the authority whether a condition is met; where it is not a note says why."""
    if state not in (ConditionState.MET, ConditionState.NOT_MET):
        raise ConditionNotPossible("not_a_judgement")
    found = _sayable(session, case, number, state, note, act=act)
    if state is ConditionState.NOT_MET and not note.strip():
        raise ConditionNotPossible("without_a_text")
    said = _say(session, case, found, state, note, act=act)
    touch_catalogue(session, act.at)
    record(
        session,
        act.actor,
        "condition.judged",
        "condition_follow_up",
        said.id,
        after=state_of_follow_up(said),
        at=act.at,
    )
    return said


def state_of_follow_up(said: ConditionFollowUp) -> dict[str, State]:
    """Say what was said of which condition, as the trail tells it."""
    return {"decision": said.decision_id, "number": said.number, "state": said.state}


def _sayable(
    session: Session, case: ApprovalCase, number: int, state: ConditionState, text: str, *, act: Act
) -> Followed:
    """Give a condition of which that can be said now, or raise ConditionNotPossible."""
    found = get_condition(session, case.id, number)
    if found.state not in SAID_FROM[state]:
        raise ConditionNotPossible("already_judged")
    if not _binds(session, found, danish_day(act.at)):
        raise ConditionNotPossible("approval_has_ended")
    if len(text) > LONGEST_TEXT:
        raise ConditionNotPossible("text_too_long")
    return found


def _binds(session: Session, found: Followed, today: date) -> bool:
    bound = binding(session, today, [found.decision.organisation_id])
    return any(each.decision.id == found.decision.id for each in bound)


def _say(
    session: Session, case: ApprovalCase, found: Followed, state: ConditionState, text: str, *, act: Act
) -> ConditionFollowUp:
    said = ConditionFollowUp(
        decision_id=found.decision.id,
        number=found.number,
        state=state.value,
        text=text.strip(),
        said_by=act.user_id,
        said_at=act.at,
    )
    session.add(said)
    touch(case, act.at)
    session.flush()
    return said
