"""A citizen says where they live, changes it and takes it back; the trail tells that, not where."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from providers.audit.models import person
from providers.audit.queries import in_order
from providers.audit.rules import replay
from providers.people.profiles import (
    ProfileNotPossible,
    count_residents,
    facts_of,
    find_resident,
    forget_home,
    get_citizen_to_change,
    residents,
    state_of_profile,
    tell_home,
)
from providers.people.queries import UserNotFound, find_profile
from tests.factories.people import AARHUS, AT, make_citizen, make_municipality_user

COPENHAGEN = "101"


def test_home_is_told_changed_and_taken_back(session: Session) -> None:
    citizen = make_citizen(session)
    by = person(citizen.id)
    tell_home(session, citizen, AARHUS, by=by, at=AT)
    tell_home(session, citizen, COPENHAGEN, by=by, at=AT + timedelta(days=1))
    profile = find_profile(session, citizen.id)
    assert profile is not None
    assert (profile.municipality_code, profile.changed_at) == (COPENHAGEN, AT + timedelta(days=1))
    key = ("profile", str(citizen.id))
    assert replay(in_order(session))[key] == state_of_profile(profile)
    forget_home(session, citizen, by=by, at=AT)
    assert find_profile(session, citizen.id) is None
    assert key not in replay(in_order(session))


def test_saying_or_taking_back_the_same_again_is_no_change(session: Session) -> None:
    citizen = make_citizen(session, AARHUS)
    events = len(list(in_order(session)))
    tell_home(session, citizen, AARHUS, by=person(citizen.id), at=AT + timedelta(days=1))
    assert len(list(in_order(session))) == events
    forget_home(session, citizen, by=person(citizen.id), at=AT)
    forget_home(session, citizen, by=person(citizen.id), at=AT)
    assert len(list(in_order(session))) == events + 1


def test_trail_never_says_where_somebody_lives(session: Session) -> None:
    citizen = make_citizen(session, AARHUS)
    tell_home(session, citizen, COPENHAGEN, by=person(citizen.id), at=AT)
    told = [event for event in in_order(session) if event.object_type == "profile"]
    assert [event.after for event in told] == [{"told": True}, {"told": True}]


def test_only_a_real_municipality_can_be_home_and_only_of_a_citizen(session: Session) -> None:
    with pytest.raises(ProfileNotPossible, match="no_such_municipality"):
        tell_home(session, make_citizen(session), "999", by=person(1), at=AT)
    with pytest.raises(ProfileNotPossible, match="not_a_citizen"):
        tell_home(session, make_municipality_user(session), AARHUS, by=person(1), at=AT)


def test_residents_are_those_who_live_there_now_and_are_not_shut_out(session: Session) -> None:
    here = [make_citizen(session, AARHUS) for _ in range(3)]
    make_citizen(session, COPENHAGEN)
    make_citizen(session)
    make_municipality_user(session)
    here[0].disabled_at = AT
    session.flush()
    assert residents(session, AARHUS, offset=0, limit=10) == [here[2].id, here[1].id]
    assert residents(session, AARHUS, offset=1, limit=10) == [here[1].id]
    assert count_residents(session, AARHUS) == 2
    assert find_resident(session, here[0].id, AARHUS) is None
    assert find_resident(session, here[1].id, COPENHAGEN) is None
    assert find_resident(session, here[1].id, AARHUS) is here[1]


def test_only_a_citizen_is_held_as_one(session: Session) -> None:
    citizen = make_citizen(session)
    assert get_citizen_to_change(session, citizen.id) is citizen
    with pytest.raises(UserNotFound):
        get_citizen_to_change(session, make_municipality_user(session).id)


def test_there_are_no_facts_of_somebody_without_a_home(session: Session) -> None:
    assert facts_of(session, make_citizen(session).id) is None
