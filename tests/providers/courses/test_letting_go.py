"""What choices keep goes by the clock, on the right day and once; choices fall when their ground is gone."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from providers.audit.queries import in_order
from providers.audit.rules import replay
from providers.base import Base
from providers.courses import cases, letting_go, running
from providers.courses.codes import (
    AbsenceKind,
    ChoiceState,
    ContactPurpose,
    EndGround,
    LapseGround,
    NoneFitsReason,
    Party,
)
from providers.courses.contacts import Viewer, look_at_contact
from providers.courses.falling import (
    lapse_of_unapproved,
    lapse_of_withdrawn,
    organisations_with_open_choices,
)
from providers.courses.models import Absence, Choice, ChoiceCase, ChoiceContact, ContactLook, NoneFits
from providers.courses.moving import of_clock, of_person
from providers.courses.none_fitting import none_fits
from providers.listings.commands import withdraw
from tests.factories.choices import CHOSEN_AT, CHOSEN_ON, GROUP, make_choice, make_offer, started
from tests.factories.people import AARHUS, make_citizen, make_provider_user

MOMENT = timedelta(seconds=1)
LIMIT = 100
NEXT_YEAR = CHOSEN_AT.replace(year=CHOSEN_AT.year + 1)
FIVE_YEARS_ON = CHOSEN_AT.replace(year=CHOSEN_AT.year + 5)


@pytest.fixture
def ended(session: Session) -> Choice:
    """Give a course that has ended, with an absence, and a citizen whom nobody suited at first."""
    citizen = make_citizen(session, AARHUS)
    act = of_person(citizen.id, CHOSEN_AT)
    none_fits(session, citizen.id, [NoneFitsReason.OTHER], target_group=GROUP, text="Nej", act=act)
    case = cases.invite(session, citizen.id, AARHUS, choose_by=CHOSEN_ON + timedelta(days=9), act=act)
    choice = started(session, make_choice(session, make_offer(session), citizen), act)
    viewer = Viewer(make_provider_user(session).id, organisation_id=choice.organisation_id)
    look_at_contact(session, viewer, choice.id, ContactPurpose.MEETING, at=CHOSEN_AT)
    running.report_absence(session, choice.id, on=CHOSEN_ON, kind=AbsenceKind.CANCELLED, act=act)
    running.end(
        session,
        choice.id,
        seen=choice.version,
        on=CHOSEN_ON,
        ground=EndGround.DONE,
        party=Party.PROVIDER,
        act=act,
    )
    cases.close(session, case.id, AARHUS, seen=case.version, act=act)
    return choice


def count(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize(
    ("table", "let_go", "day"),
    [
        (ChoiceContact, letting_go.remove_contacts, NEXT_YEAR),
        (Absence, letting_go.remove_absences, NEXT_YEAR),
        (NoneFits, letting_go.remove_none_fits, NEXT_YEAR),
        (ContactLook, letting_go.remove_contact_looks, FIVE_YEARS_ON),
        (ChoiceCase, letting_go.remove_cases, FIVE_YEARS_ON),
    ],
)
@pytest.mark.usefixtures("ended")
def test_each_goes_when_its_time_is_over_and_not_before(
    session: Session, table: type[Base], let_go: Callable[..., int], day: datetime
) -> None:
    assert let_go(session, at=day - MOMENT, limit=LIMIT) == 0
    assert count(session, table) == 1
    assert let_go(session, at=day, limit=LIMIT) == 1
    assert count(session, table) == 0
    assert let_go(session, at=day, limit=LIMIT) == 0


def test_choice_goes_after_what_refers_to_it_and_the_trail_tells_that(
    session: Session, ended: Choice
) -> None:
    number = ended.id
    for let_go in (letting_go.remove_contacts, letting_go.remove_absences):
        let_go(session, at=NEXT_YEAR, limit=LIMIT)
    assert letting_go.remove_choices(session, at=FIVE_YEARS_ON, limit=LIMIT) == 0
    letting_go.remove_contact_looks(session, at=FIVE_YEARS_ON, limit=LIMIT)
    assert letting_go.remove_choices(session, at=FIVE_YEARS_ON - MOMENT, limit=LIMIT) == 0
    assert letting_go.remove_choices(session, at=FIVE_YEARS_ON, limit=LIMIT) == 1
    assert ("choice", str(number)) not in replay(in_order(session))


def test_nothing_of_a_choice_that_stands_goes(session: Session) -> None:
    choice = make_choice(session, make_offer(session))
    assert letting_go.remove_contacts(session, at=FIVE_YEARS_ON, limit=LIMIT) == 0
    assert letting_go.remove_choices(session, at=FIVE_YEARS_ON, limit=LIMIT) == 0
    assert session.get(ChoiceContact, choice.id) is not None


def test_choices_of_an_actor_that_is_approved_no_more_fall_and_a_course_goes_on(session: Session) -> None:
    listing, other = make_offer(session, 1), make_offer(session, 2)
    waiting, course, elsewhere = (make_choice(session, each) for each in (listing, listing, other))
    started(session, course, of_person(course.citizen_id, CHOSEN_AT))
    numbers = [listing.organisation_id, other.organisation_id]
    assert organisations_with_open_choices(session) == numbers
    act = of_clock(NEXT_YEAR)
    assert lapse_of_unapproved(session, numbers[:1], act=act, limit=LIMIT) == [waiting]
    assert (waiting.state, waiting.lapse_ground) == (ChoiceState.LAPSED, LapseGround.NOT_APPROVED)
    assert (course.state, elsewhere.state) == (ChoiceState.RUNNING, ChoiceState.WAITING)


def test_choices_of_a_listing_that_is_taken_away_fall(session: Session) -> None:
    listing = make_offer(session)
    choice = make_choice(session, listing)
    act = of_clock(NEXT_YEAR)
    assert lapse_of_withdrawn(session, act=act, limit=LIMIT) == []
    withdraw(session, listing, CHOSEN_AT)
    assert lapse_of_withdrawn(session, act=act, limit=LIMIT) == [choice]
    assert choice.lapse_ground == LapseGround.LISTING_WITHDRAWN
