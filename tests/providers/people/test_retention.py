"""What is old goes by the clock, on the right day and not before, and only once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from providers.audit.models import OPERATOR
from providers.audit.queries import in_order
from providers.audit.rules import replay
from providers.base import Base
from providers.organisations import members, sign_ups
from providers.organisations.models import MemberRole, SignUp
from providers.organisations.sign_ups import Asker, Company
from providers.people import commands, retention, sessions
from providers.people.links import issue
from providers.people.looks import record_look
from providers.people.models import (
    LinkPurpose,
    LoginSession,
    Look,
    LookPurpose,
    OneTimeLink,
    SessionEnd,
    SignInFailure,
    SignInMethod,
    User,
)
from tests.factories.organisations import make_organisation
from tests.factories.people import (
    AARHUS,
    AT,
    make_authority_user,
    make_citizen,
    make_municipality_user,
    make_provider_user,
)

MOMENT = timedelta(seconds=1)
LIMIT = 100


def count(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def sign_in(session: Session, user: User, at: datetime, number: int = 1) -> LoginSession:
    return sessions.begin(
        session, user, token_hash=f"{user.id}-{number}", method=SignInMethod.BROKER, device="", at=at
    )


def goes_on(session: Session, table: type[Base], let_go: Callable[..., int], day: datetime) -> None:
    """Check that what is in a table goes at a moment, once, and not a second earlier."""
    there = count(session, table)
    assert let_go(session, at=day - MOMENT, limit=LIMIT) == 0
    assert count(session, table) == there
    assert let_go(session, at=day, limit=LIMIT) == 1
    assert count(session, table) == there - 1
    assert let_go(session, at=day, limit=LIMIT) == 0


def test_session_goes_thirty_days_after_it_was_ended(session: Session) -> None:
    staff = make_authority_user(session)
    login = sign_in(session, staff, AT)
    ended = AT + timedelta(hours=1)
    sessions.end(session, login, SessionEnd.SIGNED_OUT, by=OPERATOR, at=ended)
    sign_in(session, staff, ended + timedelta(days=29), 2)
    goes_on(session, LoginSession, retention.remove_sessions, ended + timedelta(days=30))
    assert ("login_session", str(login.id)) not in replay(in_order(session))


def test_session_that_nobody_ended_goes_thirty_days_after_it_ran_out(session: Session) -> None:
    staff = make_authority_user(session)
    login = sign_in(session, staff, AT)
    sign_in(session, staff, login.ends_at + timedelta(days=29), 2)
    goes_on(session, LoginSession, retention.remove_sessions, login.ends_at + timedelta(days=30))


@pytest.mark.parametrize("make", [make_citizen, make_authority_user])
def test_everybodys_latest_session_stays_to_tell_the_last_visit(
    session: Session, make: Callable[[Session], User]
) -> None:
    somebody = make(session)
    for number in range(3):
        sign_in(session, somebody, AT + timedelta(days=number), number)
    assert retention.remove_sessions(session, at=AT + timedelta(days=400), limit=LIMIT) == 2
    left = session.scalars(select(LoginSession)).one()
    assert left.begun_at == AT + timedelta(days=2)


def test_link_goes_thirty_days_after_it_ran_out(session: Session) -> None:
    user = make_provider_user(session)
    link = issue(session, user, LinkPurpose.INVITATION, nonce="a", by=OPERATOR, at=AT)
    goes_on(session, OneTimeLink, retention.remove_links, link.expires_at + timedelta(days=30))


def test_sign_up_goes_thirty_days_after_it_ran_out(session: Session) -> None:
    company, asker = Company("12345674", "Vejen", "other"), Asker("Åse", "aase@vejen.example", "da")
    asked = sign_ups.ask(session, company, asker, nonce="n", at=AT)
    assert asked is not None
    goes_on(session, SignUp, retention.remove_sign_ups, asked.expires_at + timedelta(days=30))


def test_wrong_guess_goes_after_a_day(session: Session) -> None:
    session.add(SignInFailure(account_hash="a", address_hash="b", at=AT))
    session.flush()
    goes_on(session, SignInFailure, retention.remove_failures, AT + timedelta(hours=24))


def test_look_goes_after_five_years(session: Session) -> None:
    viewer, citizen = make_municipality_user(session), make_citizen(session, AARHUS)
    look = record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=AT)
    goes_on(session, Look, retention.remove_looks, AT.replace(year=AT.year + 5))
    assert ("look", str(look.id)) not in replay(in_order(session))


def test_citizen_goes_two_years_after_the_last_visit(session: Session) -> None:
    citizen = make_citizen(session, AARHUS)
    last = AT + timedelta(days=100)
    sign_in(session, citizen, last)
    goes_on(session, User, retention.erase_absent_citizens, last.replace(year=last.year + 2))
    assert list(in_order(session))[-1].actor_kind == "system"


def test_citizen_who_never_came_back_goes_two_years_after_the_first_day(session: Session) -> None:
    make_citizen(session)
    goes_on(session, User, retention.erase_absent_citizens, AT.replace(year=AT.year + 2))


def test_staff_who_were_shut_out_go_a_year_later(session: Session) -> None:
    staff = make_authority_user(session)
    shut_out = AT + timedelta(days=3)
    commands.disable(session, staff, by=OPERATOR, at=shut_out)
    goes_on(session, User, retention.erase_former_staff, shut_out.replace(year=shut_out.year + 1))


def test_staff_of_a_provider_go_a_year_after_they_left_their_last_actor(session: Session) -> None:
    organisation = make_organisation(session)
    staying, leaving = make_provider_user(session, 1), make_provider_user(session, 2)
    members.add(session, organisation, staying, MemberRole.OWNER, by=OPERATOR, at=AT)
    membership = members.add(session, organisation, leaving, MemberRole.OWNER, by=OPERATOR, at=AT)
    left = AT + timedelta(days=10)
    members.remove(session, membership, by=OPERATOR, at=left)
    goes_on(session, User, retention.erase_former_staff, left.replace(year=left.year + 1))
    assert session.scalars(select(User.id)).all() == [staying.id]


def test_staff_go_only_once_no_citizen_can_see_their_looks(session: Session) -> None:
    viewer, citizen = make_municipality_user(session), make_citizen(session, AARHUS)
    record_look(session, viewer, citizen.id, LookPurpose.GUIDANCE, at=AT)
    commands.disable(session, viewer, by=OPERATOR, at=AT)
    later = AT.replace(year=AT.year + 5)
    assert retention.erase_former_staff(session, at=later, limit=LIMIT) == 0
    retention.remove_looks(session, at=later, limit=LIMIT)
    assert retention.erase_former_staff(session, at=later, limit=LIMIT) == 1


def test_staff_who_work_stay_however_long(session: Session) -> None:
    make_authority_user(session)
    make_municipality_user(session)
    assert retention.erase_former_staff(session, at=AT.replace(year=AT.year + 30), limit=LIMIT) == 0


def test_no_more_is_taken_at_once_than_asked_for(session: Session) -> None:
    for _ in range(3):
        make_citizen(session)
    later = AT.replace(year=AT.year + 3)
    taken = [retention.erase_absent_citizens(session, at=later, limit=2) for _ in range(3)]
    assert taken == [2, 1, 0]


@pytest.mark.parametrize(("years", "day"), [(1, 28), (4, 29)])
def test_leap_day_has_its_day_in_other_years(years: int, day: int) -> None:
    leap_day = datetime(2028, 2, 29, 12, tzinfo=UTC)
    assert retention.years_before(leap_day, years) == datetime(2028 - years, 2, day, 12, tzinfo=UTC)
