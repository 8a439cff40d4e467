"""The one table of what moves a choice from where to where; everything else asks it."""

from collections.abc import Mapping

from providers.courses.codes import ChoiceAction, ChoiceState

S, A = ChoiceState, ChoiceAction
# Where each action leads from the states in which it can be done.
MOVES: Mapping[ChoiceAction, Mapping[ChoiceState, ChoiceState]] = {
    A.TAKE_EFFECT: {S.SUGGESTED: S.WAITING},
    A.ACCEPT: {S.WAITING: S.ACCEPTED},
    A.ACCEPT_BY_SILENCE: {S.WAITING: S.ACCEPTED},
    A.DECLINE: {S.WAITING: S.DECLINED},
    A.CHANGE: dict.fromkeys((S.SUGGESTED, S.WAITING, S.ACCEPTED, S.RUNNING), S.CHANGED),
    A.WITHDRAW: dict.fromkeys((S.SUGGESTED, S.WAITING, S.ACCEPTED, S.RUNNING), S.WITHDRAWN),
    A.LAPSE: dict.fromkeys((S.SUGGESTED, S.WAITING, S.ACCEPTED, S.RUNNING), S.LAPSED),
    A.START: {S.ACCEPTED: S.RUNNING},
    A.END: {S.RUNNING: S.ENDED},
}


class MoveNotAllowed(Exception):
    """A choice can't be moved like this from where it stands."""

    def __init__(self, state: ChoiceState, action: ChoiceAction) -> None:
        super().__init__(f"A choice that is {state} cannot {action}.")
        self.state = state
        self.action = action


def move(state: ChoiceState, action: ChoiceAction) -> ChoiceState:
    """Say where an action leads a choice, or raise MoveNotAllowed."""
    if state not in MOVES[action]:
        raise MoveNotAllowed(state, action)
    return MOVES[action][state]


def may(state: ChoiceState, action: ChoiceAction) -> bool:
    """Say whether an action can be done from a state."""
    return state in MOVES[action]
