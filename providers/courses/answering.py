"""Answer a choice: the actor says yes or declines on a fixed ground; silence accepts."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.clock import danish_day
from providers.courses.codes import ChoiceAction, ChoiceState, DeclineGround
from providers.courses.decisions import LEAST_DECLINE_REASON, is_overdue
from providers.courses.models import Choice
from providers.courses.moves import move
from providers.courses.moving import Act, advance, hold, require_reason


class TooLateToDecline(Exception):
    """The last day to answer has gone, and silence has accepted."""


def accept(session: Session, choice_id: int, *, seen: int, act: Act) -> Choice:
    """Say yes to a choice, so that the course can start."""
    choice = hold(session, choice_id, seen=seen)
    advance(session, choice, ChoiceAction.ACCEPT, act=act, facts={"answered_at": act.at})
    return choice


def decline(
    session: Session, choice_id: int, *, seen: int, ground: DeclineGround, reason: str, act: Act
) -> Choice:
    """Decline a choice on one of the fixed grounds, in words that the citizen can read; its place is free.

    Raises ReasonIsMissing, TooLateToDecline, MoveNotAllowed or ChoiceHasChanged.
    """
    choice = hold(session, choice_id, seen=seen)
    move(ChoiceState(choice.state), ChoiceAction.DECLINE)
    if choice.answer_by is not None and is_overdue(choice.answer_by, danish_day(act.at)):
        raise TooLateToDecline
    facts = {
        "decline_ground": ground,
        "decline_reason": require_reason(reason, LEAST_DECLINE_REASON),
        "answered_at": act.at,
    }
    advance(session, choice, ChoiceAction.DECLINE, act=act, facts=facts)
    return choice


def accept_by_silence(session: Session, *, act: Act, limit: int) -> Sequence[Choice]:
    """Accept the choices whose actors have not answered in time, and give them."""
    wanted = (
        select(Choice)
        .where(Choice.state == ChoiceState.WAITING, Choice.answer_by < danish_day(act.at))
        .order_by(Choice.id)
        .limit(limit)
        .with_for_update()
    )
    found = session.scalars(wanted.execution_options(populate_existing=True)).all()
    for choice in found:
        advance(session, choice, ChoiceAction.ACCEPT_BY_SILENCE, act=act, facts={"answered_at": act.at})
    return found
