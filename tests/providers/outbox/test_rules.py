"""Messages move by one table, and are tried again for three days."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from providers.outbox.models import MessageState
from providers.outbox.rules import MOVES, MoveNotAllowed, next_try, require_move

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
WAITING, CLAIMED, HANDING_OVER, DONE, UNCERTAIN, FAILED = MessageState


def test_every_state_has_its_moves() -> None:
    assert set(MOVES) == set(MessageState)


@pytest.mark.parametrize("after", MessageState)
def test_what_is_done_stays_done(after: MessageState) -> None:
    with pytest.raises(MoveNotAllowed):
        require_move(DONE, after)


@pytest.mark.parametrize("after", [CLAIMED, HANDING_OVER, DONE])
def test_a_message_that_may_have_arrived_is_never_taken_up_by_itself(after: MessageState) -> None:
    with pytest.raises(MoveNotAllowed):
        require_move(UNCERTAIN, after)


def test_a_message_that_is_being_handed_over_is_never_claimed_anew() -> None:
    with pytest.raises(MoveNotAllowed):
        require_move(HANDING_OVER, CLAIMED)
    require_move(CLAIMED, CLAIMED)


def test_pauses_grow_and_end_after_three_days() -> None:
    moments = [AT]
    while (again := next_try(len(moments), moments[-1])) is not None:
        moments.append(again)
    pauses = [int((b - a).total_seconds() // 60) for a, b in pairwise(moments)]
    assert pauses[:5] == [1, 5, 15, 60, 360]
    assert set(pauses[5:]) == {360}
    assert timedelta(days=3) <= moments[-1] - AT < timedelta(days=3, hours=6)
