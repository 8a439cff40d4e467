"""A lead is always left, whoever tries to change that, and however many do so at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.database import Database
from providers.audit.models import OPERATOR, AuditEvent, person
from providers.people import commands
from providers.people.commands import ChangeNotAllowed, UserNotPossible, create_staff
from providers.people.models import AuthorityRole, User, UserKind
from tests.factories.people import AT, give_password, make_authority_user

SECONDS_TO_END = 30


def make_lead(session: Session, number: int = 1) -> User:
    """Make a lead who has answered the invitation."""
    lead = make_authority_user(session, AuthorityRole.LEAD, number)
    give_password(session, lead)
    return lead


def leads(session: Session) -> int:
    wanted = select(func.count(User.id)).where(
        User.authority_role == AuthorityRole.LEAD, User.disabled_at.is_(None)
    )
    return session.scalar(wanted) or 0


def test_last_lead_is_neither_disabled_nor_demoted(session: Session) -> None:
    last = make_lead(session)
    gone = make_lead(session, 2)
    commands.disable(session, gone, by=OPERATOR, at=AT)
    with pytest.raises(ChangeNotAllowed, match="last_lead"):
        commands.disable(session, last, by=OPERATOR, at=AT)
    with pytest.raises(ChangeNotAllowed, match="last_lead"):
        commands.change_authority_role(session, last, AuthorityRole.AUDITOR, by=OPERATOR, at=AT)
    assert (last.disabled_at, last.authority_role) == (None, AuthorityRole.LEAD)


def test_lead_can_go_when_another_one_is_there(session: Session) -> None:
    first, second = (make_lead(session, number) for number in (1, 2))
    commands.change_authority_role(session, first, AuthorityRole.CASEWORKER, by=person(second.id), at=AT)
    assert leads(session) == 1


def test_lead_who_keeps_the_role_may_be_the_last(session: Session) -> None:
    last = make_authority_user(session, AuthorityRole.LEAD)
    commands.change_authority_role(session, last, AuthorityRole.LEAD, by=OPERATOR, at=AT)
    assert leads(session) == 1


def test_lead_who_has_not_answered_does_not_count_as_one_who_is_left(session: Session) -> None:
    last = make_lead(session)
    invited = make_authority_user(session, AuthorityRole.LEAD, 2)
    with pytest.raises(ChangeNotAllowed, match="last_lead"):
        commands.disable(session, last, by=OPERATOR, at=AT)
    commands.disable(session, invited, by=person(last.id), at=AT)
    assert leads(session) == 1


def test_whoever_is_no_lead_any_more_decides_nothing(session: Session) -> None:
    first, second, third = (make_lead(session, number) for number in (1, 2, 3))
    commands.disable(session, first, by=person(third.id), at=AT)
    commands.change_authority_role(session, second, AuthorityRole.AUDITOR, by=person(third.id), at=AT)
    for former in (first, second):
        with pytest.raises(ChangeNotAllowed, match="not_a_lead"):
            commands.disable(session, third, by=person(former.id), at=AT)
        with pytest.raises(ChangeNotAllowed, match="not_a_lead"):
            commands.change_authority_role(session, third, AuthorityRole.AUDITOR, by=person(former.id), at=AT)
    with pytest.raises(ChangeNotAllowed, match="not_a_lead"):
        commands.enable(session, first, by=person(second.id), at=AT)
    assert leads(session) == 1


@pytest.mark.parametrize("is_third_invited", [False, True])
@pytest.mark.parametrize("change", ["disable", "demote"])
def test_two_leads_who_take_each_other_away_at_once_leave_one(
    database: Database, change: str, is_third_invited: bool
) -> None:
    with database.transaction() as session:
        first, second = (make_lead(session, number).id for number in (1, 2))
        if is_third_invited:
            make_authority_user(session, AuthorityRole.LEAD, 3)
    both_are_there = Barrier(2)

    def take_away(whom: int, by: int) -> bool:
        both_are_there.wait(SECONDS_TO_END)
        try:
            with database.transaction() as session:
                user = session.get_one(User, whom)
                if change == "disable":
                    commands.disable(session, user, by=person(by), at=AT)
                else:
                    role = AuthorityRole.AUDITOR
                    commands.change_authority_role(session, user, role, by=person(by), at=AT)
        except ChangeNotAllowed:
            return False
        return True

    with ThreadPoolExecutor(2) as two:
        done = list(two.map(take_away, (first, second), (second, first), timeout=SECONDS_TO_END))
    assert sorted(done) == [False, True]
    with database.reading() as session:
        assert leads(session) == 1 + is_third_invited
        left = [session.get_one(User, number) for number in (first, second)]
        assert sum(user.authority_role == AuthorityRole.LEAD and not user.disabled_at for user in left) == 1


@pytest.mark.postgresql_only
def test_change_that_somebody_else_made_meanwhile_is_not_made_over_theirs(database: Database) -> None:
    with database.transaction() as session:
        user_id = make_authority_user(session, AuthorityRole.CASEWORKER).id
    with pytest.raises(StaleDataError), database.transaction() as late:  # noqa: PT012 - the end of the block raises too
        user = late.get_one(User, user_id)
        with database.transaction() as early:
            commands.disable(early, early.get_one(User, user_id), by=OPERATOR, at=AT)
        commands.change_authority_role(late, user, AuthorityRole.AUDITOR, by=OPERATOR, at=AT)


def test_two_who_make_the_same_user_at_once_make_one(database: Database) -> None:
    both_are_there = Barrier(2)

    def make(number: int) -> str:
        both_are_there.wait(SECONDS_TO_END)
        try:
            with database.transaction() as session:
                create_staff(
                    session,
                    UserKind.PROVIDER,
                    name=f"Ny {number}",
                    email="ny@vejen.example",
                    language="da",
                    by=OPERATOR,
                    at=AT,
                )
        except UserNotPossible as error:
            return error.fact
        return "made"

    with ThreadPoolExecutor(2) as two:
        assert sorted(two.map(make, (1, 2), timeout=SECONDS_TO_END)) == ["email_taken", "made"]
    with database.reading() as session:
        assert session.scalar(select(func.count(User.id))) == 1
        assert session.scalar(select(func.count(AuditEvent.seq))) == 1


@pytest.mark.parametrize(
    ("name", "email", "fact"),
    [
        ("Ny\x00", "ny@vejen.example", "name_missing_or_too_long"),
        ("Ny", "ny\x00@vejen.example", "not_an_email"),
        ("Ny", "ny@vejen\x1f.example", "not_an_email"),
    ],
)
def test_control_characters_make_no_user(session: Session, name: str, email: str, fact: str) -> None:
    with pytest.raises(UserNotPossible) as refused:
        create_staff(session, UserKind.PROVIDER, name=name, email=email, language="da", by=OPERATOR, at=AT)
    assert refused.value.fact == fact
