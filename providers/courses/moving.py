"""Move a choice: hold it as somebody saw it, change it, and tell the trail, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import SYSTEM, Actor, State, person
from providers.courses.codes import OPEN, ChoiceAction, ChoiceState, How
from providers.courses.models import Choice
from providers.courses.moves import move
from providers.people.profiles import get_citizen_to_change

OBJECT = "choice"
# What the trail calls a new choice, each move, and what changes without a move.
MADE: Mapping[How, str] = {How.CHOSEN: "choice.chosen", How.BY_RULE: "choice.by_rule"}
EVENTS: Mapping[ChoiceAction, str] = {
    ChoiceAction.TAKE_EFFECT: "choice.take_effect",
    ChoiceAction.ACCEPT: "choice.accept",
    ChoiceAction.ACCEPT_BY_SILENCE: "choice.accept_by_silence",
    ChoiceAction.DECLINE: "choice.decline",
    ChoiceAction.CHANGE: "choice.change",
    ChoiceAction.WITHDRAW: "choice.withdraw",
    ChoiceAction.LAPSE: "choice.lapse",
    ChoiceAction.START: "choice.start",
    ChoiceAction.END: "choice.end",
}
CONTACT_CHANGED = "choice.contact_changed"
END_PLANNED = "choice.end_planned"
GROUP_CORRECTED = "choice.group_corrected"


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, and when."""

    by: Actor
    at: datetime


def of_person(user_id: int, at: datetime) -> Act:
    """Say that a person acts."""
    return Act(person(user_id), at)


def of_clock(at: datetime) -> Act:
    """Say that the clock acts."""
    return Act(SYSTEM, at)


class ChoiceNotFound(Exception):
    """There is no such choice."""


class ChoiceHasChanged(Exception):
    """Somebody else has done something with the choice since it was seen."""


class ReasonIsMissing(Exception):
    """Something was to be said in words, and too little was; `least` is how many characters it takes."""

    def __init__(self, least: int) -> None:
        super().__init__(f"At least {least} characters of reason are needed.")
        self.least = least


def state_of_choice(choice: Choice) -> dict[str, State]:
    """Describe a choice for the audit trail: numbers and codes, and nothing that the citizen has said."""
    return {
        "citizen": choice.citizen_id,
        "listing": choice.listing_id,
        "listing_version": choice.listing_version_id,
        "organisation": choice.organisation_id,
        "how": choice.how,
        "state": choice.state,
        "ground": choice.decline_ground or choice.lapse_ground or choice.end_ground,
    }


def hold(session: Session, choice_id: int, *, seen: int) -> Choice:
    """Give a choice that nobody else can change meanwhile, or raise ChoiceHasChanged when somebody has.

    `seen` is the version that whoever acts has looked at.
    """
    choice = session.get(Choice, choice_id, with_for_update=True, populate_existing=True)
    if choice is None:
        raise ChoiceNotFound(f"There is no choice {choice_id}.")
    if choice.version != seen:
        raise ChoiceHasChanged
    return choice


def hold_open_choice(session: Session, citizen_id: int) -> Choice | None:
    """Give a citizen's open choice so that nobody else can change it meanwhile."""
    wanted = select(Choice).where(Choice.citizen_id == citizen_id, Choice.state.in_(OPEN))
    return session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).one_or_none()


def hold_with_citizen(session: Session, choice_id: int) -> Choice:
    """Give a choice that nobody else can change meanwhile, and whose citizen nobody erases meanwhile."""
    seen = session.get(Choice, choice_id)
    if seen is None:
        raise ChoiceNotFound(f"There is no choice {choice_id}.")
    get_citizen_to_change(session, seen.citizen_id)
    held = session.get(Choice, choice_id, with_for_update=True, populate_existing=True)
    if held is None:
        raise ChoiceNotFound(f"There is no choice {choice_id}.")
    return held


def begin(session: Session, choice: Choice, *, act: Act) -> None:
    """Enter a new choice and tell the trail."""
    session.add(choice)
    session.flush()
    event = MADE[How(choice.how)]
    record(session, act.by, event, OBJECT, choice.id, after=state_of_choice(choice), at=act.at)


def advance(
    session: Session,
    choice: Choice,
    action: ChoiceAction,
    *,
    act: Act,
    facts: Mapping[str, object] | None = None,
) -> None:
    """Move a choice by the table of moves, or raise MoveNotAllowed; `facts` are columns that change too."""
    before = state_of_choice(choice)
    choice.state = move(ChoiceState(choice.state), action)
    for name, value in (facts or {}).items():
        setattr(choice, name, value)
    if choice.state not in OPEN:
        choice.closed_at = act.at
    touch(choice)
    event, after = EVENTS[action], state_of_choice(choice)
    record(session, act.by, event, OBJECT, choice.id, before=before, after=after, at=act.at)


def note(session: Session, choice: Choice, event: str, *, act: Act) -> None:
    """Tell the trail of a change that moves nothing, and let whoever has seen the choice know."""
    touch(choice)
    record(session, act.by, event, OBJECT, choice.id, at=act.at)


def touch(choice: Choice) -> None:
    """Let whoever has seen the choice before know that something has changed."""
    choice.version += 1


def require_reason(text: str | None, least: int) -> str:
    """Give a reason without blanks around it, or raise ReasonIsMissing when it is too short."""
    reason = (text or "").strip()
    if len(reason) < least:
        raise ReasonIsMissing(least)
    return reason
