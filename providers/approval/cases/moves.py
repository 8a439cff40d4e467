"""The one table of what moves a case from where to where; everything else asks it."""

from collections.abc import Mapping

from providers.approval.cases.codes import CaseAction, CaseKind, CaseState

S, A = CaseState, CaseAction
# Where each action leads from the states in which it can be done.
MOVES: Mapping[CaseAction, Mapping[CaseState, CaseState]] = {
    A.SEND: {S.DRAFT: S.RECEIVED},
    A.OPEN: {S.DRAFT: S.EXAMINED},
    A.TAKE: {S.RECEIVED: S.EXAMINED, S.EXAMINED: S.EXAMINED},
    A.ASK: {S.EXAMINED: S.INFORMATION},
    A.HEAR: {S.EXAMINED: S.HEARING},
    A.GO_ON: {S.INFORMATION: S.EXAMINED, S.HEARING: S.EXAMINED},
    A.PROPOSE: {S.EXAMINED: S.PROPOSED},
    A.SEND_BACK: {S.PROPOSED: S.EXAMINED},
    A.DECIDE: {S.PROPOSED: S.DECIDED},
    A.WITHDRAW: dict.fromkeys(
        (S.DRAFT, S.RECEIVED, S.EXAMINED, S.INFORMATION, S.HEARING, S.PROPOSED), S.WITHDRAWN
    ),
    A.CLOSE: {S.EXAMINED: S.CLOSED},
}
# A review is the authority's own: nobody sends it or withdraws it, and only a review is opened and closed.
NOT_OF_REVIEWS = frozenset({A.SEND, A.WITHDRAW})
ONLY_OF_REVIEWS = frozenset({A.OPEN, A.CLOSE})


class MoveNotAllowed(Exception):
    """A case can't be moved like this from where it stands."""

    def __init__(self, state: CaseState, action: CaseAction) -> None:
        super().__init__(f"A case that is {state} cannot {action}.")
        self.state = state
        self.action = action


def move(kind: CaseKind, state: CaseState, action: CaseAction) -> CaseState:
    """Say where an action leads, or raise MoveNotAllowed."""
    barred = NOT_OF_REVIEWS if kind is CaseKind.REVIEW else ONLY_OF_REVIEWS
    if action in barred or state not in MOVES[action]:
        raise MoveNotAllowed(state, action)
    return MOVES[action][state]


def may(kind: CaseKind, state: CaseState, action: CaseAction) -> bool:
    """Say whether an action can be done from a state."""
    barred = NOT_OF_REVIEWS if kind is CaseKind.REVIEW else ONLY_OF_REVIEWS
    return action not in barred and state in MOVES[action]
