"""People are found by number, by address, and by who they are at a broker."""

import pytest
from sqlalchemy.orm import Session

from providers.audit.models import OPERATOR
from providers.people import queries
from providers.people.commands import connect
from providers.people.queries import UserNotFound
from tests.factories.people import AARHUS, AT, make_citizen, make_provider_user


def test_user_is_found_by_number_or_said_to_be_missing(session: Session) -> None:
    user = make_provider_user(session)
    assert queries.get_user(session, user.id) is user
    assert queries.find_user(session, user.id + 1) is None
    with pytest.raises(UserNotFound):
        queries.get_user(session, user.id + 1)


def test_several_users_are_given_by_their_numbers_and_the_erased_are_left_out(session: Session) -> None:
    citizen, user = make_citizen(session), make_provider_user(session)
    assert queries.users_by_number(session, {citizen.id, user.id, 999}) == {
        citizen.id: citizen,
        user.id: user,
    }


def test_user_is_found_by_address_however_it_is_typed(session: Session) -> None:
    user = make_provider_user(session)
    assert queries.find_user_by_email(session, " Medarbejder1@VEJEN.example") is user
    assert queries.find_user_by_email(session, "medarbejder2@vejen.example") is None


def test_user_is_found_by_who_they_are_at_one_broker(session: Session) -> None:
    user = make_provider_user(session)
    assert not queries.has_identity(session, user.id)
    connect(session, user, "staff", "f" * 64, by=OPERATOR, at=AT)
    assert queries.find_user_by_identity(session, "staff", "f" * 64) is user
    assert queries.find_user_by_identity(session, "citizen", "f" * 64) is None
    assert queries.has_identity(session, user.id)


def test_citizen_has_a_profile_once_they_have_told_something(session: Session) -> None:
    silent, told = make_citizen(session), make_citizen(session, AARHUS)
    assert queries.find_profile(session, silent.id) is None
    profile = queries.find_profile(session, told.id)
    assert profile is not None
    assert profile.municipality_code == AARHUS
