"""Contact details open for the chosen actor and the home municipality, each time with a trace."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.audit.models import AuditEvent, person
from providers.courses import choosing
from providers.courses.codes import ContactPurpose
from providers.courses.contacts import (
    SHOWN_FOR,
    Viewer,
    contact_looks_at,
    count_contact_looks,
    find_contact,
    look_at_contact,
    own_contact,
)
from providers.courses.models import Choice
from providers.courses.moving import ChoiceNotFound, of_person
from providers.people.models import User
from providers.people.profiles import tell_home
from tests.factories.choices import CHOSEN_AT, SEALED, make_choice, make_offer
from tests.factories.organisations import make_organisation
from tests.factories.people import AARHUS, make_municipality_user, make_provider_user

LATER = CHOSEN_AT + timedelta(hours=1)
MOMENT = timedelta(seconds=1)


@pytest.fixture
def choice(session: Session) -> Choice:
    return make_choice(session, make_offer(session))


@pytest.fixture
def actor(session: Session, choice: Choice) -> Viewer:
    return Viewer(make_provider_user(session).id, organisation_id=choice.organisation_id)


@pytest.fixture
def desk(session: Session) -> Viewer:
    return Viewer(make_municipality_user(session).id, municipality_code=AARHUS)


def opened(session: Session, viewer: Viewer, choice: Choice) -> str | None:
    look = look_at_contact(session, viewer, choice.id, ContactPurpose.MEETING, at=LATER)
    contact = find_contact(session, look.id, viewer, choice.id, at=LATER)
    return contact.sealed if contact else None


def test_actor_and_municipality_see_them_and_the_citizen_sees_that(
    session: Session, choice: Choice, actor: Viewer, desk: Viewer
) -> None:
    assert [opened(session, viewer, choice) for viewer in (actor, desk)] == [SEALED, SEALED]
    looks = contact_looks_at(session, choice.citizen_id, offset=0, limit=10)
    assert [(each.organisation_id, each.municipality_code) for each in looks] == [
        (None, AARHUS),
        (choice.organisation_id, None),
    ]
    assert count_contact_looks(session, choice.citizen_id) == 2
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "contact_look.made")).all()
    assert [event.actor_id for event in events] == [actor.user_id, desk.user_id]


def test_others_find_no_such_choice(session: Session, choice: Choice) -> None:
    other = make_organisation(session, 9)
    strangers = (
        Viewer(make_provider_user(session, 9).id, organisation_id=other.id),
        Viewer(make_municipality_user(session, "101").id, municipality_code="101"),
        Viewer(make_provider_user(session, 8).id),
    )
    for stranger in strangers:
        with pytest.raises(ChoiceNotFound):
            opened(session, stranger, choice)
    assert count_contact_looks(session, choice.citizen_id) == 0


def test_choice_that_is_left_is_no_concern_any_more(
    session: Session, choice: Choice, actor: Viewer, desk: Viewer
) -> None:
    looks = [
        (viewer, look_at_contact(session, viewer, choice.id, ContactPurpose.MEETING, at=LATER).id)
        for viewer in (actor, desk)
    ]
    act = of_person(choice.citizen_id, LATER)
    choosing.withdraw(session, choice.citizen_id, choice.id, seen=choice.version, reason=None, act=act)
    for viewer, look in looks:
        assert find_contact(session, look, viewer, choice.id, at=LATER) is None
        with pytest.raises(ChoiceNotFound):
            opened(session, viewer, choice)
    assert own_contact(session, choice.citizen_id, choice.id) is not None


def test_citizen_who_has_moved_is_no_concern_of_the_old_municipality(
    session: Session, choice: Choice, desk: Viewer
) -> None:
    citizen = session.get_one(User, choice.citizen_id)
    tell_home(session, citizen, "101", by=person(citizen.id), at=LATER)
    with pytest.raises(ChoiceNotFound):
        opened(session, desk, choice)


def test_look_is_the_viewers_own_and_wears_out(
    session: Session, choice: Choice, actor: Viewer, desk: Viewer
) -> None:
    look = look_at_contact(session, actor, choice.id, ContactPurpose.MEETING, at=LATER)
    last = LATER + SHOWN_FOR - MOMENT
    assert find_contact(session, look.id, actor, choice.id, at=last) is not None
    assert find_contact(session, look.id, actor, choice.id, at=last + MOMENT) is None
    assert find_contact(session, look.id, actor, choice.id, at=LATER - MOMENT) is None
    assert find_contact(session, look.id, desk, choice.id, at=LATER) is None
    assert find_contact(session, look.id, actor, choice.id + 1, at=LATER) is None
    assert find_contact(session, look.id + 1, actor, choice.id, at=LATER) is None


def test_double_click_is_one_look(session: Session, choice: Choice, actor: Viewer) -> None:
    numbers = [
        look_at_contact(session, actor, choice.id, purpose, at=LATER + seconds * MOMENT).id
        for seconds, purpose in (
            (0, ContactPurpose.MEETING),
            (5, ContactPurpose.MEETING),
            (6, ContactPurpose.ABSENCE),
            (30, ContactPurpose.MEETING),
        )
    ]
    assert len(set(numbers)) == 3
    assert numbers[0] == numbers[1]
