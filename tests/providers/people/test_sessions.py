"""A session begins with sign-in, is noted while somebody is there, and ends once and for a reason."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from providers.audit.models import person
from providers.audit.queries import in_order
from providers.audit.rules import replay
from providers.people import sessions
from providers.people.models import SessionEnd, SignInMethod
from providers.people.queries import find_live_session, live_sessions
from providers.people.rules import IDLE, LONGEST
from tests.factories.people import AT, begin_session, make_provider_user

MINUTE = timedelta(minutes=1)


def test_session_lasts_twelve_hours_at_most(session: Session) -> None:
    login = begin_session(session, make_provider_user(session))
    assert login.ends_at == AT + LONGEST == AT + timedelta(hours=12)


def test_session_is_found_while_somebody_is_there(session: Session) -> None:
    user = make_provider_user(session)
    login = begin_session(session, user)
    assert find_live_session(session, login.token_hash, AT + IDLE - MINUTE) == (login, user)
    assert find_live_session(session, login.token_hash, AT + IDLE) is None
    sessions.note_seen(session, login.id, AT + IDLE - MINUTE)
    assert find_live_session(session, login.token_hash, AT + IDLE) == (login, user)


def test_presence_does_not_go_back_in_time_and_wakes_nobody(session: Session) -> None:
    user = make_provider_user(session)
    login, ended = begin_session(session, user), begin_session(session, user)
    sessions.note_seen(session, login.id, AT - MINUTE)
    sessions.end(session, ended, SessionEnd.SIGNED_OUT, by=person(user.id), at=AT)
    sessions.note_seen(session, ended.id, AT + MINUTE)
    session.expire_all()
    assert (login.seen_at, ended.seen_at) == (AT, AT)


@pytest.mark.parametrize(("seconds", "worth"), [(0, False), (59, False), (60, True), (3600, True)])
def test_presence_is_noted_once_a_minute(seconds: int, worth: bool) -> None:
    assert sessions.is_worth_noting(AT, AT + timedelta(seconds=seconds)) is worth


def test_session_of_somebody_who_is_disabled_is_not_found(session: Session) -> None:
    user = make_provider_user(session)
    login = begin_session(session, user)
    user.disabled_at = AT
    session.flush()
    assert find_live_session(session, login.token_hash, AT) is None


def test_token_that_was_never_given_is_not_found(session: Session) -> None:
    begin_session(session, make_provider_user(session))
    assert find_live_session(session, "0" * 64, AT) is None


def test_session_ends_once(session: Session) -> None:
    user = make_provider_user(session)
    login = begin_session(session, user)
    sessions.end(session, login, SessionEnd.SIGNED_OUT, by=person(user.id), at=AT)
    sessions.end(session, login, SessionEnd.DISABLED, by=person(user.id), at=AT + MINUTE)
    assert (login.ended_because, login.ended_at) == (SessionEnd.SIGNED_OUT, AT)


def test_all_sessions_but_one_end_and_nobody_elses(session: Session) -> None:
    user, other = make_provider_user(session), make_provider_user(session, 2)
    here, there, elsewhere = (begin_session(session, user) for _ in range(3))
    of_other = begin_session(session, other)
    everywhere = SessionEnd.SIGNED_OUT_EVERYWHERE
    ended = sessions.end_all(session, user.id, everywhere, by=person(user.id), at=AT, but=here.id)
    assert ended == 2
    assert [each.ended_because for each in (here, there, elsewhere, of_other)] == [
        None, everywhere, everywhere, None,
    ]  # fmt: skip
    assert sessions.end_all(session, user.id, everywhere, by=person(user.id), at=AT) == 1


def test_live_sessions_are_listed_the_latest_first(session: Session) -> None:
    user = make_provider_user(session)
    old, idle, new = begin_session(session, user), begin_session(session, user), begin_session(session, user)
    at = AT + IDLE
    sessions.note_seen(session, old.id, at - 2 * MINUTE)
    sessions.note_seen(session, new.id, at - MINUTE)
    session.expire_all()
    found = live_sessions(session, user.id, at)
    assert [login.id for login in found] == [new.id, old.id]
    assert idle not in found


def test_name_of_a_browser_is_cut_to_what_fits(session: Session) -> None:
    user = make_provider_user(session)
    login = sessions.begin(
        session, user, token_hash="a" * 64, method=SignInMethod.PASSWORD, device="x" * 500, at=AT
    )
    assert len(login.device) == sessions.LONGEST_DEVICE


def test_trail_tells_why_a_session_ended(session: Session) -> None:
    user = make_provider_user(session)
    login = begin_session(session, user)
    sessions.end(session, login, SessionEnd.SIGNED_OUT, by=person(user.id), at=AT)
    told = replay(in_order(session))[("login_session", str(login.id))]
    assert told == {"user": user.id, "method": "password", "ended": "signed_out"}
