"""Whoever has not chosen in time is placed by the default rule, after notice."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from providers.courses import cases, choosing
from providers.courses.choosing import AlreadyChosen, ListingCannotBeChosen, NoPlaceLeft
from providers.courses.codes import ChoiceState, How, LapseGround, NoneFitsReason
from providers.courses.defaulting import DeadlineNotOver, GroupNotTold, suggest, take_effect
from providers.courses.models import Choice, ChoiceCase
from providers.courses.moving import of_clock, of_person
from providers.courses.none_fitting import ReasonsNotPossible, none_fits
from providers.courses.queries import (
    choices_of_organisations,
    find_choice_of_organisations,
    free_places,
    latest_none_fits,
)
from providers.listings.commands import withdraw
from providers.listings.models import Listing
from providers.people.models import User
from tests.factories.choices import CHOSEN_ON, GROUP, TERMS, make_choice, make_offer, wish_for
from tests.factories.people import AARHUS, AT, make_citizen

CHOOSE_BY = CHOSEN_ON + timedelta(days=3)
# Friday; five working days of notice end on the Friday after.
NIGHT = datetime(2026, 11, 27, 1, tzinfo=UTC)
NOTICE_DAYS = 5
NOTICE_ENDS = datetime(2026, 12, 4, 22, tzinfo=UTC)
AFTER_NOTICE = datetime(2026, 12, 5, 1, tzinfo=UTC)


@pytest.fixture
def citizen(session: Session) -> User:
    return make_citizen(session, AARHUS)


@pytest.fixture
def case(session: Session, citizen: User) -> ChoiceCase:
    act = of_person(citizen.id, AT)
    case = cases.invite(session, citizen.id, AARHUS, choose_by=CHOOSE_BY, act=act)
    cases.say_group(session, case.id, AARHUS, seen=1, target_group=GROUP, reason=None, act=act)
    return case


@pytest.fixture
def listing(session: Session) -> Listing:
    return make_offer(session, places=1)


def suggested(session: Session, case: ChoiceCase, listing: Listing, at: datetime = NIGHT) -> Choice:
    return suggest(session, case.id, listing.id, notice_days=NOTICE_DAYS, act=of_clock(at))


def test_suggestion_gives_notice_and_holds_no_place(
    session: Session, case: ChoiceCase, listing: Listing
) -> None:
    choice = suggested(session, case, listing)
    assert (choice.state, choice.how, choice.held_at) == (ChoiceState.SUGGESTED, How.BY_RULE, None)
    assert choice.notice_until == NOTICE_ENDS.date()
    assert free_places(session, [listing.id]) == {listing.id: 1}
    assert choices_of_organisations(session, [listing.organisation_id], list(ChoiceState)) == []
    assert find_choice_of_organisations(session, choice.id, [listing.organisation_id]) is None


def test_it_takes_effect_when_the_notice_is_over_and_the_actor_then_answers(
    session: Session, case: ChoiceCase, listing: Listing
) -> None:
    choice = suggested(session, case, listing)
    assert take_effect(session, terms=TERMS, act=of_clock(NOTICE_ENDS)) is None
    assert take_effect(session, terms=TERMS, act=of_clock(AFTER_NOTICE)) == choice
    assert (choice.state, choice.held_at) == (ChoiceState.WAITING, AFTER_NOTICE)
    assert choice.answer_by == datetime(2026, 12, 11, tzinfo=UTC).date()
    assert free_places(session, [listing.id]) == {listing.id: 0}
    assert choices_of_organisations(session, [listing.organisation_id]) == [choice]


def test_nobody_is_placed_who_can_still_choose_or_has_chosen(
    session: Session, citizen: User, case: ChoiceCase, listing: Listing
) -> None:
    with pytest.raises(DeadlineNotOver):
        suggested(session, case, listing, NIGHT - timedelta(days=1))
    make_choice(session, make_offer(session, 2), citizen)
    with pytest.raises(AlreadyChosen):
        suggested(session, case, listing)


def test_nobody_is_placed_before_the_municipality_has_told_the_group(
    session: Session, listing: Listing
) -> None:
    citizen = make_citizen(session, AARHUS)
    act = of_person(citizen.id, AT)
    case = cases.invite(session, citizen.id, AARHUS, choose_by=CHOOSE_BY, act=act)
    with pytest.raises(GroupNotTold):
        suggested(session, case, listing)


def test_closed_case_places_nobody(session: Session, case: ChoiceCase, listing: Listing) -> None:
    act = of_person(case.citizen_id, AT)
    cases.close(session, case.id, AARHUS, seen=case.version, act=act)
    with pytest.raises(cases.CaseNotFound):
        suggested(session, case, listing)


def test_full_or_unfit_listing_is_not_suggested(session: Session, case: ChoiceCase, listing: Listing) -> None:
    make_choice(session, listing)
    with pytest.raises(NoPlaceLeft):
        suggested(session, case, listing)
    with pytest.raises(ListingCannotBeChosen):
        suggested(session, case, make_offer(session, 2, municipalities=("101",)))


def test_citizen_chooses_another_one_or_the_same_during_the_notice(
    session: Session, citizen: User, case: ChoiceCase, listing: Listing
) -> None:
    suggestion = suggested(session, case, listing)
    act = of_person(citizen.id, NOTICE_ENDS)
    own = choosing.choose(session, citizen.id, wish_for(session, listing), terms=TERMS, act=act)
    assert (suggestion.state, own.how) == (ChoiceState.CHANGED, How.CHOSEN)
    assert choosing.changes_made(session, citizen.id) == 0
    assert take_effect(session, terms=TERMS, act=of_clock(AFTER_NOTICE)) is None


def test_suggestion_without_a_place_or_a_listing_lapses(session: Session, case: ChoiceCase) -> None:
    full = make_offer(session, 2, places=1)
    choice = suggested(session, case, full)
    make_choice(session, full)
    take_effect(session, terms=TERMS, act=of_clock(AFTER_NOTICE))
    assert (choice.state, choice.lapse_ground) == (ChoiceState.LAPSED, LapseGround.NO_PLACE)
    gone = make_offer(session, 3)
    again = suggested(session, case, gone, AFTER_NOTICE)
    withdraw(session, gone, AFTER_NOTICE)
    take_effect(session, terms=TERMS, act=of_clock(AFTER_NOTICE + timedelta(days=30)))
    assert (again.state, again.lapse_ground) == (ChoiceState.LAPSED, LapseGround.LISTING_WITHDRAWN)


def test_citizen_says_that_none_fits_and_leaves_the_suggestion(
    session: Session, citizen: User, case: ChoiceCase, listing: Listing
) -> None:
    suggestion = suggested(session, case, listing)
    act = of_person(citizen.id, NIGHT)
    reasons = [NoneFitsReason.TOO_FAR, NoneFitsReason.LANGUAGE, NoneFitsReason.TOO_FAR]
    said = none_fits(session, citizen.id, reasons, target_group=GROUP, text=" ", act=act)
    assert (said.reasons, said.text, said.municipality_code) == (["language", "too_far"], None, AARHUS)
    assert suggestion.state == ChoiceState.WITHDRAWN
    assert latest_none_fits(session, citizen.id) == said


def test_none_fits_takes_reasons_and_no_more_than_a_short_text(session: Session, citizen: User) -> None:
    act = of_person(citizen.id, NIGHT)
    for reasons, text in (([], None), ([NoneFitsReason.OTHER], "x" * 301)):
        with pytest.raises(ReasonsNotPossible):
            none_fits(session, citizen.id, reasons, target_group=GROUP, text=text, act=act)
    make_choice(session, make_offer(session), citizen)
    with pytest.raises(AlreadyChosen):
        none_fits(session, citizen.id, [NoneFitsReason.OTHER], target_group=GROUP, text=None, act=act)
    nobody = make_citizen(session)
    with pytest.raises(choosing.HomeNotTold):
        none_fits(session, nobody.id, [NoneFitsReason.OTHER], target_group=GROUP, text=None, act=act)
