"""Six digits work once, recovery codes work once, and a lost second factor can be taken away."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy.orm import Session

from providers.audit.models import OPERATOR
from providers.audit.queries import in_order
from providers.audit.rules import replay
from providers.people import second_factors
from providers.people.models import SessionEnd, User
from tests.factories.people import AT, begin_session, make_authority_user

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = timedelta(seconds=30)
NOW = int(AT.timestamp()) // 30


def digits(steps_later: int = 0) -> str:
    return pyotp.TOTP(SECRET).at(AT + steps_later * STEP)


def confirmed(session: Session) -> User:
    user = make_authority_user(session)
    second_factors.confirm(session, user, sealed_secret="sealed", step=NOW, at=AT)
    second_factors.make_codes(session, user, ["a", "b", "c"], at=AT)
    return user


@pytest.mark.parametrize("drift", [-1, 0, 1])
def test_clock_may_be_one_step_off(drift: int) -> None:
    assert second_factors.matching_step(SECRET, digits(drift), AT, None) == NOW + drift


@pytest.mark.parametrize("drift", [-2, 2])
def test_clock_may_not_be_two_steps_off(drift: int) -> None:
    assert second_factors.matching_step(SECRET, digits(drift), AT, None) is None


@pytest.mark.parametrize("typed", ["", "000000", "12345", "abcdef", "æøåæøå"])
def test_other_digits_fit_no_step(typed: str) -> None:
    assert second_factors.matching_step(SECRET, typed, AT, None) is None


def test_used_step_and_those_before_it_work_no_longer() -> None:
    assert second_factors.matching_step(SECRET, digits(), AT, NOW) is None
    assert second_factors.matching_step(SECRET, digits(-1), AT, NOW) is None
    assert second_factors.matching_step(SECRET, digits(1), AT, NOW) == NOW + 1


def test_first_second_factor_leaves_the_sessions_and_another_one_ends_the_others(session: Session) -> None:
    user = make_authority_user(session)
    here, there = begin_session(session, user), begin_session(session, user)
    second_factors.confirm(session, user, sealed_secret="one", step=NOW, at=AT, but=here.id)
    assert there.ended_because is None
    factor = second_factors.confirm(session, user, sealed_secret="two", step=NOW + 1, at=AT, but=here.id)
    assert (factor.sealed_secret, factor.last_step) == ("two", NOW + 1)
    assert here.ended_because is None
    assert there.ended_because == SessionEnd.RIGHTS_CHANGED


def test_recovery_code_works_once_and_for_its_owner_only(session: Session) -> None:
    user, other = confirmed(session), make_authority_user(session, number=2)
    assert not second_factors.use_code(session, other.id, "a", at=AT)
    assert second_factors.use_code(session, user.id, "a", at=AT)
    assert not second_factors.use_code(session, user.id, "a", at=AT)
    assert second_factors.codes_left(session, user.id) == 2


def test_new_codes_replace_the_earlier_ones(session: Session) -> None:
    user = confirmed(session)
    second_factors.make_codes(session, user, ["d", "e"], at=AT)
    assert not second_factors.use_code(session, user.id, "a", at=AT)
    assert second_factors.use_code(session, user.id, "d", at=AT)


def test_removing_ends_all_sessions_and_takes_the_codes_along(session: Session) -> None:
    user = confirmed(session)
    login = begin_session(session, user)
    assert second_factors.remove(session, user, by=OPERATOR, at=AT)
    assert login.ended_because == SessionEnd.RIGHTS_CHANGED
    assert second_factors.find_second_factor(session, user.id) is None
    assert second_factors.codes_left(session, user.id) == 0
    assert not second_factors.remove(session, user, by=OPERATOR, at=AT)


def test_trail_tells_what_there_is(session: Session) -> None:
    user = confirmed(session)
    key = str(user.id)
    second_factors.use_code(session, user.id, "a", at=AT)
    told = replay(in_order(session))
    assert told[("second_factor", key)] == {"confirmed": True}
    assert told[("recovery_codes", key)] == {"left": 2}
    second_factors.remove(session, user, by=OPERATOR, at=AT)
    told = replay(in_order(session))
    assert ("second_factor", key) not in told
    assert ("recovery_codes", key) not in told
    second_factors.confirm(session, user, sealed_secret="again", step=NOW, at=AT)
    assert replay(in_order(session))[("second_factor", key)] == {"confirmed": True}
