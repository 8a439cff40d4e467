"""A citizen chooses a listing as it stands, changes their mind, and leaves again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.audit.models import AuditEvent
from providers.courses import choosing
from providers.courses.choosing import (
    AlreadyChosen,
    HomeNotTold,
    ListingCannotBeChosen,
    ListingHasChanged,
    NoPlaceLeft,
    Terms,
    TooManyChanges,
)
from providers.courses.codes import ChoiceState, EndGround, Party
from providers.courses.contacts import own_contact
from providers.courses.decisions import NotChoosable
from providers.courses.models import Choice
from providers.courses.moving import ChoiceHasChanged, ChoiceNotFound, ReasonIsMissing, of_person
from providers.courses.queries import choices_of_citizen, find_open_choice, free_places
from providers.listings.commands import publish, set_availability, withdraw
from providers.listings.models import Listing, ListingVersion
from providers.people.models import User
from tests.factories.choices import (
    ANSWER_BY,
    CHOSEN_AT,
    CHOSEN_ON,
    SEALED,
    TERMS,
    make_choice,
    make_offer,
    started,
    wish_for,
)
from tests.factories.organisations import make_content
from tests.factories.people import AARHUS, make_citizen

LATER = CHOSEN_AT + timedelta(hours=1)


@pytest.fixture
def citizen(session: Session) -> User:
    return make_citizen(session, AARHUS)


def choose(session: Session, citizen: User, listing: Listing, terms: Terms = TERMS) -> Choice:
    act = of_person(citizen.id, LATER)
    return choosing.choose(session, citizen.id, wish_for(session, listing), terms=terms, act=act)


def change(
    session: Session, choice: Choice, listing: Listing, reason: str | None = None, terms: Terms = TERMS
) -> Choice:
    return choosing.change(
        session,
        choice.citizen_id,
        choice.id,
        wish_for(session, listing),
        seen=choice.version,
        reason=reason,
        terms=terms,
        act=of_person(choice.citizen_id, LATER),
    )


def leave(session: Session, choice: Choice, reason: str | None = None) -> None:
    act = of_person(choice.citizen_id, LATER)
    choosing.withdraw(session, choice.citizen_id, choice.id, seen=choice.version, reason=reason, act=act)


def events_of(session: Session, choice: Choice) -> list[str]:
    wanted = select(AuditEvent.action).where(
        AuditEvent.object_type == "choice", AuditEvent.object_id == str(choice.id)
    )
    return list(session.scalars(wanted.order_by(AuditEvent.seq)))


def test_choice_waits_for_an_answer_and_holds_a_place(session: Session, citizen: User) -> None:
    listing = make_offer(session, places=2)
    choice = make_choice(session, listing, citizen)
    assert (choice.state, choice.answer_by, choice.held_at) == (ChoiceState.WAITING, ANSWER_BY, CHOSEN_AT)
    assert (choice.municipality_code, choice.organisation_id) == (AARHUS, listing.organisation_id)
    assert free_places(session, [listing.id]) == {listing.id: 1}
    assert find_open_choice(session, citizen.id) == choice
    assert events_of(session, choice) == ["choice.chosen"]


def test_choice_keeps_the_version_of_the_listing_that_it_was_made_on(session: Session, citizen: User) -> None:
    listing = make_offer(session)
    choice = make_choice(session, listing, citizen)
    publish(session, listing, make_content(name="Noget andet"), LATER)
    kept = session.get_one(ListingVersion, choice.listing_version_id)
    assert kept.content["name"] == make_content().name


def test_trail_tells_neither_home_nor_group_nor_contact(session: Session, citizen: User) -> None:
    choice = make_choice(session, make_offer(session), citizen)
    event = session.scalars(select(AuditEvent).where(AuditEvent.object_type == "choice")).one()
    assert event.after == {
        "citizen": citizen.id,
        "listing": choice.listing_id,
        "listing_version": choice.listing_version_id,
        "organisation": choice.organisation_id,
        "how": "chosen",
        "state": "waiting",
        "ground": None,
    }


def test_whoever_has_not_told_their_home_chooses_nothing(session: Session) -> None:
    with pytest.raises(HomeNotTold):
        choose(session, make_citizen(session), make_offer(session))


def test_citizen_has_one_open_choice(session: Session, citizen: User) -> None:
    make_choice(session, make_offer(session, 1), citizen)
    with pytest.raises(AlreadyChosen):
        choose(session, citizen, make_offer(session, 2))


def test_listing_that_says_something_else_by_now_is_read_again(session: Session, citizen: User) -> None:
    listing = make_offer(session)
    wish = wish_for(session, listing)
    publish(session, listing, make_content(name="Noget andet"), LATER)
    with pytest.raises(ListingHasChanged):
        choosing.choose(session, citizen.id, wish, terms=TERMS, act=of_person(citizen.id, LATER))


def test_listing_that_is_gone_or_not_for_the_citizen_says_why(session: Session, citizen: User) -> None:
    elsewhere = make_offer(session, 1, municipalities=("101",))
    for_others = make_offer(session, 2, target_groups=("sygedagpenge",))
    gone = make_offer(session, 3)
    withdraw(session, gone, LATER)
    facts = []
    for listing in (elsewhere, for_others, gone):
        with pytest.raises(ListingCannotBeChosen) as refused:
            choose(session, citizen, listing)
        facts.append(refused.value.fact)
    assert facts == [NotChoosable.OUTSIDE_AREA, NotChoosable.TARGET_GROUP, NotChoosable.WITHDRAWN]


def test_full_listing_takes_nobody_and_one_that_states_nothing_takes_all(session: Session) -> None:
    full, open_to_all = make_offer(session, 1, places=1), make_offer(session, 2)
    make_choice(session, full)
    with pytest.raises(NoPlaceLeft):
        make_choice(session, full)
    for _ in range(3):
        make_choice(session, open_to_all)
    assert free_places(session, [full.id, open_to_all.id]) == {full.id: 0, open_to_all.id: None}


def test_places_are_counted_from_what_was_stated_last(session: Session) -> None:
    listing = make_offer(session, places=1)
    make_choice(session, listing)
    set_availability(session, listing, places=1, waiting_days=0, at=LATER)
    assert free_places(session, [listing.id]) == {listing.id: 1}
    make_choice(session, listing, at=LATER + timedelta(minutes=1))
    assert free_places(session, [listing.id]) == {listing.id: 0}


def test_change_needs_no_reason_before_the_start_and_frees_the_place(session: Session, citizen: User) -> None:
    first, second = make_offer(session, 1, places=1), make_offer(session, 2, places=1)
    choice = make_choice(session, first, citizen)
    new = change(session, choice, second)
    assert (choice.state, choice.closed_at, new.state) == (ChoiceState.CHANGED, LATER, ChoiceState.WAITING)
    assert free_places(session, [first.id, second.id]) == {first.id: 1, second.id: 0}
    assert events_of(session, choice) == ["choice.chosen", "choice.change"]
    assert events_of(session, new) == ["choice.chosen"]


def test_course_that_runs_is_left_with_a_reason_on_the_citizens_word(session: Session, citizen: User) -> None:
    choice = make_choice(session, make_offer(session, 1), citizen)
    started(session, choice, of_person(citizen.id, CHOSEN_AT))
    for too_short in (None, "  ", "Nej.      "):
        with pytest.raises(ReasonIsMissing):
            change(session, choice, make_offer(session, 2 + len(str(too_short))), too_short)
    new = change(session, choice, make_offer(session, 90), "Vi mødes for sjældent.")
    assert (choice.ended_on, choice.ended_by, choice.end_ground) == (
        CHOSEN_ON,
        Party.CITIZEN,
        EndGround.CHANGED,
    )
    assert choice.leave_reason == "Vi mødes for sjældent."
    assert new.started_on is None


def test_nobody_changes_to_what_they_have(session: Session, citizen: User) -> None:
    listing = make_offer(session)
    choice = make_choice(session, listing, citizen)
    with pytest.raises(AlreadyChosen):
        change(session, choice, listing)


def test_changes_end_where_the_installation_says(session: Session, citizen: User) -> None:
    choice = make_choice(session, make_offer(session, 1), citizen)
    choice = change(session, choice, make_offer(session, 2))
    choice = change(session, choice, make_offer(session, 3))
    with pytest.raises(TooManyChanges):
        change(session, choice, make_offer(session, 4))


def test_leaving_and_choosing_again_is_a_change_too(session: Session, citizen: User) -> None:
    strict = replace(TERMS, changes_allowed=0)
    leave(session, make_choice(session, make_offer(session, 1), citizen))
    with pytest.raises(TooManyChanges):
        choose(session, citizen, make_offer(session, 2), strict)


def test_citizen_who_leaves_has_no_open_choice(session: Session, citizen: User) -> None:
    choice = make_choice(session, make_offer(session), citizen)
    leave(session, choice)
    assert choice.state == ChoiceState.WITHDRAWN
    assert find_open_choice(session, citizen.id) is None
    assert choices_of_citizen(session, citizen.id) == [choice]


def test_somebody_elses_choice_is_not_there(session: Session, citizen: User) -> None:
    choice = make_choice(session, make_offer(session))
    with pytest.raises(ChoiceNotFound):
        choosing.withdraw(
            session,
            citizen.id,
            choice.id,
            seen=choice.version,
            reason=None,
            act=of_person(citizen.id, LATER),
        )


def test_whoever_saw_an_older_choice_is_told(session: Session, citizen: User) -> None:
    choice = make_choice(session, make_offer(session), citizen)
    act = of_person(citizen.id, LATER)
    seen = choice.version
    choosing.change_contact(session, citizen.id, choice.id, "a new seal", seen=seen, act=act)
    with pytest.raises(ChoiceHasChanged):
        choosing.withdraw(session, citizen.id, choice.id, seen=seen, reason=None, act=act)


def test_contact_details_are_kept_as_they_were_sealed_and_can_be_changed(
    session: Session, citizen: User
) -> None:
    choice = make_choice(session, make_offer(session), citizen)
    contact = own_contact(session, citizen.id, choice.id)
    assert contact is not None
    assert (contact.sealed, contact.given_at) == (SEALED, CHOSEN_AT)
    act = of_person(citizen.id, LATER)
    choosing.change_contact(session, citizen.id, choice.id, "a new seal", seen=choice.version, act=act)
    assert (contact.sealed, contact.given_at) == ("a new seal", LATER)
    assert events_of(session, choice)[-1] == "choice.contact_changed"
