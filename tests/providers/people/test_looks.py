"""Nobody sees a citizen's facts without a look, and a look lets its own viewer see them for a while."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.audit.models import person
from providers.audit.queries import in_order
from providers.audit.rules import replay
from providers.people.looks import (
    SHOWN_FOR,
    Desk,
    count_looks,
    find_facts,
    looks_at,
    record_look,
    state_of_look,
)
from providers.people.models import Look, LookPurpose
from providers.people.profiles import forget_home, tell_home
from providers.people.queries import UserNotFound
from tests.factories.people import AARHUS, AT, make_citizen, make_municipality_user, make_provider_user

COPENHAGEN = "101"


def test_look_is_a_row_and_an_event_in_one(session: Session) -> None:
    viewer, citizen = make_municipality_user(session), make_citizen(session, AARHUS)
    look = record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=AT)
    assert looks_at(session, citizen.id, offset=0, limit=10) == [look]
    assert replay(in_order(session))[("look", str(look.id))] == state_of_look(look)
    assert list(in_order(session))[-1].actor_id == viewer.id


def test_nobody_looks_at_whoever_does_not_live_there(session: Session) -> None:
    viewer, elsewhere = make_municipality_user(session), make_citizen(session, COPENHAGEN)
    for number in (elsewhere.id, make_citizen(session).id, viewer.id, 404):
        with pytest.raises(UserNotFound):
            record_look(session, viewer, number, LookPurpose.GUIDANCE, at=AT)
    with pytest.raises(UserNotFound):
        record_look(session, make_provider_user(session), elsewhere.id, LookPurpose.GUIDANCE, at=AT)
    assert session.scalars(select(Look)).all() == []


def test_double_click_is_one_look_and_another_purpose_is_another(session: Session) -> None:
    viewer, citizen = make_municipality_user(session), make_citizen(session, AARHUS)
    first = record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=AT)
    assert record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=AT) is first
    record_look(session, viewer, citizen.id, LookPurpose.DECISION, at=AT)
    record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=AT + timedelta(minutes=1))
    colleague = make_municipality_user(session, AARHUS, 2)
    record_look(session, colleague, citizen.id, LookPurpose.GUIDANCE, at=AT)
    assert count_looks(session, citizen.id) == 4


def test_look_opens_the_facts_to_its_viewer_for_a_quarter_of_an_hour(session: Session) -> None:
    viewer, citizen = make_municipality_user(session), make_citizen(session, AARHUS)
    desk = Desk(viewer.id, AARHUS)
    look = record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=AT)
    facts = find_facts(session, look.id, desk, citizen.id, at=AT)
    assert facts is not None
    assert (facts.municipality_code, facts.last_signed_in_on) == (AARHUS, None)
    just = AT + SHOWN_FOR - timedelta(seconds=1)
    assert find_facts(session, look.id, desk, citizen.id, at=just) is not None
    assert find_facts(session, look.id, desk, citizen.id, at=AT + SHOWN_FOR) is None


def test_look_opens_nothing_to_others_or_of_others(session: Session) -> None:
    viewer, citizen = make_municipality_user(session), make_citizen(session, AARHUS)
    look = record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=AT)
    colleague = make_municipality_user(session, AARHUS, 2)
    neighbour = make_citizen(session, AARHUS)
    assert find_facts(session, look.id, Desk(colleague.id, AARHUS), citizen.id, at=AT) is None
    assert find_facts(session, look.id, Desk(viewer.id, AARHUS), neighbour.id, at=AT) is None
    assert find_facts(session, 404, Desk(viewer.id, AARHUS), citizen.id, at=AT) is None


@pytest.mark.parametrize("home", [COPENHAGEN, None])
def test_look_opens_nothing_once_the_citizen_has_moved(session: Session, home: str | None) -> None:
    viewer, citizen = make_municipality_user(session), make_citizen(session, AARHUS)
    look = record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=AT)
    if home is None:
        forget_home(session, citizen, by=person(citizen.id), at=AT)
    else:
        tell_home(session, citizen, home, by=person(citizen.id), at=AT)
    assert find_facts(session, look.id, Desk(viewer.id, AARHUS), citizen.id, at=AT) is None
    with pytest.raises(UserNotFound):
        record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=AT)


def test_old_look_stays_shut_when_the_citizen_says_the_same_home_again(session: Session) -> None:
    viewer, citizen = make_municipality_user(session), make_citizen(session, AARHUS)
    desk = Desk(viewer.id, AARHUS)
    old = record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=AT)
    forget_home(session, citizen, by=person(citizen.id), at=AT + timedelta(seconds=1))
    tell_home(session, citizen, AARHUS, by=person(citizen.id), at=AT + timedelta(seconds=2))
    again = AT + timedelta(seconds=3)
    assert find_facts(session, old.id, desk, citizen.id, at=again) is None
    new = record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=again)
    assert new is not old
    assert find_facts(session, new.id, desk, citizen.id, at=again) is not None


def test_looks_are_listed_newest_first_and_in_pages(session: Session) -> None:
    viewer, citizen = make_municipality_user(session), make_citizen(session, AARHUS)
    for minute in range(3):
        moment = AT + timedelta(minutes=minute)
        record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=moment)
    latest = [look.at.minute for look in looks_at(session, citizen.id, offset=0, limit=2)]
    assert latest == [2, 1]
    assert [look.at.minute for look in looks_at(session, citizen.id, offset=2, limit=2)] == [0]
