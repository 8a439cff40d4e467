"""A choice moves by one table: what it allows is done, and everything else is refused."""

import pytest

from providers.courses.codes import HOLDING, NOT_STARTED, OPEN, ChoiceAction, ChoiceState
from providers.courses.moves import MOVES, MoveNotAllowed, may, move
from providers.courses.moving import EVENTS

CLOSED = sorted(frozenset(ChoiceState) - OPEN)


@pytest.mark.parametrize("action", ChoiceAction)
def test_every_action_leads_somewhere_and_is_told_by_the_trail(action: ChoiceAction) -> None:
    assert MOVES[action]
    assert EVENTS[action] == f"choice.{action.value}"


@pytest.mark.parametrize("state", CLOSED)
@pytest.mark.parametrize("action", ChoiceAction)
def test_closed_choice_never_moves_again(state: ChoiceState, action: ChoiceAction) -> None:
    assert not may(state, action)
    with pytest.raises(MoveNotAllowed) as refused:
        move(state, action)
    assert (refused.value.state, refused.value.action) == (state, action)


def test_every_state_is_reached_but_those_that_a_choice_begins_in() -> None:
    reached = {after for moves in MOVES.values() for after in moves.values()}
    assert frozenset(ChoiceState) - reached == {ChoiceState.SUGGESTED}


def test_what_has_not_been_accepted_does_not_start() -> None:
    able = {state for state in ChoiceState if may(state, ChoiceAction.START)}
    assert able == {ChoiceState.ACCEPTED}


def test_suggestion_holds_no_place_and_a_running_course_has_started() -> None:
    assert {ChoiceState.SUGGESTED} == OPEN - HOLDING
    assert {ChoiceState.RUNNING} == OPEN - NOT_STARTED
