"""Twenty choose the last place at once and one gets it, whatever happens to the places meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier, Event
from time import sleep

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.database import Database
from providers.courses.choosing import AlreadyChosen, NoPlaceLeft, Terms, Wish, choose, take_place
from providers.courses.codes import ChoiceAction, ChoiceState, How
from providers.courses.models import Choice
from providers.courses.moving import advance, begin, hold, of_clock, of_person
from providers.courses.queries import choices_of_citizen, free_places
from providers.listings.commands import set_availability
from providers.listings.models import Listing
from providers.listings.queries import current_versions
from tests.factories.organisations import make_content, make_listing, make_organisation
from tests.factories.people import AARHUS, AT, make_citizen

AT_ONCE = 20
GROUP = "dagpenge"
TERMS = Terms(days_to_answer=5, changes_allowed=3)
MOMENT = timedelta(milliseconds=1)


def make_chosen(session: Session, places: int | None) -> tuple[Listing, Wish]:
    content = make_content(nationwide=True, municipalities=(), target_groups=(GROUP,))
    listing = make_listing(session, make_organisation(session), content=content)
    set_availability(session, listing, places=places, waiting_days=None, at=AT)
    session.flush()
    version = current_versions(session, listing.id).published
    assert version is not None
    return listing, Wish(listing.id, version.id, GROUP, sealed_contact="sealed")


def choose_at(session: Session, wish: Wish, at: datetime) -> Choice:
    citizen = make_citizen(session, AARHUS)
    return choose(session, citizen.id, wish, terms=TERMS, act=of_person(citizen.id, at))


@pytest.mark.parametrize("places", [1, 3])
def test_of_twenty_who_choose_at_once_as_many_as_there_are_places_get_one(
    database: Database, places: int
) -> None:
    with database.transaction() as session:
        listing, wish = make_chosen(session, places)
        listing_id = listing.id
        citizens = [make_citizen(session, AARHUS).id for _ in range(AT_ONCE)]
    ready = Barrier(AT_ONCE)

    def try_to_choose(citizen_id: int) -> str:
        ready.wait(timeout=30)
        try:
            with database.transaction() as session:
                choose(session, citizen_id, wish, terms=TERMS, act=of_person(citizen_id, AT + MOMENT))
        except NoPlaceLeft:
            return "no place"
        return "chosen"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(try_to_choose, citizens))
    assert sorted(outcomes) == ["chosen"] * places + ["no place"] * (AT_ONCE - places)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Choice)) == places
        assert free_places(session, [listing_id]) == {listing_id: 0}


def test_suggestion_that_takes_effect_meanwhile_is_not_chosen_away_unseen(database: Database) -> None:
    with database.transaction() as session:
        listing, wish = make_chosen(session, 2)
        citizen_id = make_citizen(session, AARHUS).id
        suggestion = Choice(
            citizen_id=citizen_id,
            listing_id=listing.id,
            listing_version_id=wish.seen_version,
            organisation_id=listing.organisation_id,
            municipality_code=AARHUS,
            target_group=GROUP,
            how=How.BY_RULE,
            state=ChoiceState.SUGGESTED,
            made_at=AT,
            notice_until=AT.date(),
            version=1,
        )
        begin(session, suggestion, act=of_clock(AT))
        choice_id = suggestion.id
    held = Event()

    def choose_meanwhile() -> str:
        held.wait(timeout=30)
        try:
            with database.transaction() as session:
                choose(session, citizen_id, wish, terms=TERMS, act=of_person(citizen_id, AT + MOMENT))
        except AlreadyChosen:
            return "already chosen"
        return "chosen"

    with ThreadPoolExecutor(1) as pool:
        outcome = pool.submit(choose_meanwhile)
        with database.transaction() as session:
            choice = hold(session, choice_id, seen=1)
            held.set()
            sleep(0.5)  # the other one must have read the suggestion by now, or wait to read it
            held_at = take_place(session, choice.listing_id, AT)
            advance(session, choice, ChoiceAction.TAKE_EFFECT, act=of_clock(AT), facts={"held_at": held_at})
        assert outcome.result(timeout=30) == "already chosen"
    with database.reading() as session:
        assert [(each.id, each.state) for each in choices_of_citizen(session, citizen_id)] == [
            (choice_id, ChoiceState.WAITING)
        ]


@pytest.mark.parametrize("earlier", [timedelta(), MOMENT])
def test_place_is_held_by_whoever_asked_before_it_was_confirmed_and_got_it_after(
    session: Session, earlier: timedelta
) -> None:
    listing, wish = make_chosen(session, 1)
    choice = choose_at(session, wish, AT - earlier)
    assert choice.held_at == AT
    assert free_places(session, [listing.id]) == {listing.id: 0}
    with pytest.raises(NoPlaceLeft):
        choose_at(session, wish, AT + MOMENT)


def test_places_that_are_confirmed_later_leave_out_what_is_held_already(session: Session) -> None:
    listing, wish = make_chosen(session, 1)
    choose_at(session, wish, AT + MOMENT)
    set_availability(session, listing, places=1, waiting_days=None, at=AT + 2 * MOMENT)
    choose_at(session, wish, AT + 3 * MOMENT)
    assert free_places(session, [listing.id]) == {listing.id: 0}


def test_listing_that_states_no_places_has_no_limit(session: Session) -> None:
    listing, wish = make_chosen(session, None)
    for _ in range(3):
        choose_at(session, wish, AT + MOMENT)
    assert free_places(session, [listing.id]) == {listing.id: None}
