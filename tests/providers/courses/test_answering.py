"""An actor says yes, declines on a fixed ground with a reason, or is silent, which is a yes."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from providers.clock import COPENHAGEN
from providers.courses.answering import TooLateToDecline, accept, accept_by_silence, decline
from providers.courses.codes import ChoiceState, DeclineGround
from providers.courses.models import Choice
from providers.courses.moves import MoveNotAllowed
from providers.courses.moving import ChoiceHasChanged, ReasonIsMissing, of_clock, of_person
from providers.courses.queries import free_places
from providers.listings.models import Listing
from tests.factories.choices import ANSWER_BY, CHOSEN_AT, REASON, make_choice, make_offer
from tests.factories.people import make_provider_user

LAST_MINUTE = datetime(ANSWER_BY.year, ANSWER_BY.month, ANSWER_BY.day, 23, 59, tzinfo=COPENHAGEN)
DAY_AFTER = LAST_MINUTE + timedelta(minutes=1)
LIMIT = 10


@pytest.fixture
def listing(session: Session) -> Listing:
    return make_offer(session, places=1)


@pytest.fixture
def choice(session: Session, listing: Listing) -> Choice:
    return make_choice(session, listing)


def refuse(
    session: Session,
    choice: Choice,
    reason: str = REASON,
    at: datetime = LAST_MINUTE,
    seen: int | None = None,
) -> Choice:
    return decline(
        session,
        choice.id,
        seen=seen or choice.version,
        ground=DeclineGround.LEGAL_BAR,
        reason=reason,
        act=of_person(make_provider_user(session, at.minute + 10).id, at),
    )


def test_yes_is_a_yes(session: Session, choice: Choice) -> None:
    act = of_person(make_provider_user(session).id, CHOSEN_AT)
    accept(session, choice.id, seen=choice.version, act=act)
    assert (choice.state, choice.answered_at, choice.closed_at) == (ChoiceState.ACCEPTED, CHOSEN_AT, None)
    with pytest.raises(MoveNotAllowed):
        accept(session, choice.id, seen=choice.version, act=act)


def test_no_has_a_ground_and_a_reason_and_frees_the_place(
    session: Session, listing: Listing, choice: Choice
) -> None:
    assert free_places(session, [listing.id]) == {listing.id: 0}
    refuse(session, choice, f"  {REASON} ")
    assert (choice.state, choice.decline_ground, choice.decline_reason) == (
        ChoiceState.DECLINED,
        DeclineGround.LEGAL_BAR,
        REASON,
    )
    assert choice.closed_at == LAST_MINUTE
    assert free_places(session, [listing.id]) == {listing.id: 1}


@pytest.mark.parametrize("reason", ["", "   ", "Nej tak.", " " * 30, "x" * 19])
def test_no_without_enough_of_a_reason_changes_nothing(session: Session, choice: Choice, reason: str) -> None:
    with pytest.raises(ReasonIsMissing) as refused:
        refuse(session, choice, reason)
    assert refused.value.least == 20
    assert (choice.state, choice.version) == (ChoiceState.WAITING, 1)


def test_no_that_comes_too_late_is_none(session: Session, choice: Choice) -> None:
    with pytest.raises(TooLateToDecline):
        refuse(session, choice, at=DAY_AFTER)
    assert choice.state == ChoiceState.WAITING


def test_second_of_two_answers_is_told_that_somebody_was_first(session: Session, choice: Choice) -> None:
    seen = choice.version
    accept(session, choice.id, seen=seen, act=of_person(make_provider_user(session).id, CHOSEN_AT))
    with pytest.raises(ChoiceHasChanged):
        refuse(session, choice, seen=seen)


def test_silence_accepts_after_the_last_day_and_once(session: Session, choice: Choice) -> None:
    assert accept_by_silence(session, act=of_clock(LAST_MINUTE), limit=LIMIT) == []
    assert accept_by_silence(session, act=of_clock(DAY_AFTER), limit=LIMIT) == [choice]
    assert (choice.state, choice.answered_at) == (ChoiceState.ACCEPTED, DAY_AFTER)
    assert accept_by_silence(session, act=of_clock(DAY_AFTER), limit=LIMIT) == []


def test_silence_accepts_no_more_at_a_time_than_it_is_told(session: Session) -> None:
    listing = make_offer(session, 2)
    for _ in range(3):
        make_choice(session, listing)
    counts = [len(accept_by_silence(session, act=of_clock(DAY_AFTER), limit=2)) for _ in range(3)]
    assert counts == [2, 1, 0]
