"""Move a case: hold it as somebody saw it, change it, and tell the trail, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from providers.approval.cases.codes import ENDED, CaseAction, CaseKind, CaseState
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.moves import move
from providers.approval.cases.queries import CaseNotFound
from providers.approval.cases.rules import state_of_case
from providers.audit.commands import record
from providers.audit.models import SYSTEM, Actor, State, person

OBJECT = "approval_case"
# What the trail calls each move.
EVENTS = {
    CaseAction.SEND: "approval_case.send",
    CaseAction.WITHDRAW: "approval_case.withdraw",
    CaseAction.OPEN: "approval_case.open",
    CaseAction.TAKE: "approval_case.take",
    CaseAction.ASK: "approval_case.ask",
    CaseAction.HEAR: "approval_case.hear",
    CaseAction.GO_ON: "approval_case.go_on",
    CaseAction.PROPOSE: "approval_case.propose",
    CaseAction.SEND_BACK: "approval_case.send_back",
    CaseAction.DECIDE: "approval_case.decide",
    CaseAction.CLOSE: "approval_case.close",
}


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something to a case, and when; the clock has no user."""

    user_id: int | None
    actor: Actor
    at: datetime


def of_person(user_id: int, at: datetime) -> Act:
    """Say that a person acts."""
    return Act(user_id, person(user_id), at)


def of_clock(at: datetime) -> Act:
    """Say that the clock acts."""
    return Act(None, SYSTEM, at)


class CaseHasChanged(Exception):
    """Somebody else has done something with the case since it was seen."""


def hold(session: Session, case_id: int, *, seen: int) -> ApprovalCase:
    """Give a case that nobody else can change meanwhile, or raise CaseHasChanged when somebody has.

    `seen` is the version that whoever acts has looked at.
    """
    case = session.get(ApprovalCase, case_id, with_for_update=True, populate_existing=True)
    if case is None:
        raise CaseNotFound(f"There is no case {case_id}.")
    if case.version != seen:
        raise CaseHasChanged
    return case


def advance(session: Session, case: ApprovalCase, action: CaseAction, *, act: Act) -> None:
    """Move a case by the table of moves, or raise MoveNotAllowed; whatever else changes must be set before.

    `assigned_to` is told by the trail, so set it with `assign` and not beforehand.
    """
    before = state_of_case(case)
    case.state = move(CaseKind(case.kind), CaseState(case.state), action)
    _note(session, case, EVENTS[action], before=before, act=act)


def assign(session: Session, case: ApprovalCase, user_id: int, *, act: Act) -> None:
    """Give a case to a caseworker, who begins or goes on examining it."""
    before = state_of_case(case)
    case.state = move(CaseKind(case.kind), CaseState(case.state), CaseAction.TAKE)
    case.assigned_to = user_id
    _note(session, case, EVENTS[CaseAction.TAKE], before=before, act=act)


def touch(case: ApprovalCase, at: datetime) -> None:
    """Let whoever has seen the case before know that something in it has changed, and the clock when."""
    case.version += 1
    case.touched_at, case.told_at = at, None


def begin(session: Session, case: ApprovalCase, *, act: Act) -> None:
    """Enter a new case and tell the trail."""
    case.touched_at = act.at
    session.add(case)
    session.flush()
    record(session, act.actor, "approval_case.started", OBJECT, case.id, after=state_of_case(case), at=act.at)


def _note(session: Session, case: ApprovalCase, action: str, *, before: dict[str, State], act: Act) -> None:
    if case.state in ENDED:
        case.ended_at = act.at
    touch(case, act.at)
    record(
        session,
        act.actor,
        action,
        OBJECT,
        case.id,
        before=before,
        after=state_of_case(case),
        at=act.at,
    )
