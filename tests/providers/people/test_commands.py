"""Users are made with what their kind needs; changed rights sign out, and the trail tells of them."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from providers.audit.models import OPERATOR, person
from providers.audit.queries import in_order
from providers.audit.rules import replay
from providers.people import commands
from providers.people.commands import ChangeNotAllowed, UserNotPossible
from providers.people.models import AuthorityRole, SessionEnd, User, UserKind
from providers.people.rules import state_of
from tests.factories.people import AT, begin_session, make_authority_user, make_citizen, make_provider_user


def make(
    session: Session,
    kind: UserKind = UserKind.PROVIDER,
    *,
    name: str = "Anna Aktør",
    email: str = "anna@vejen.example",
) -> User:
    return commands.create_staff(session, kind, name=name, email=email, language="da", by=OPERATOR, at=AT)


def test_of_a_citizen_neither_name_nor_address_is_kept(session: Session) -> None:
    user = make_citizen(session)
    assert (user.kind, user.name, user.email) == (UserKind.CITIZEN, None, None)


def test_name_and_address_are_tidied(session: Session) -> None:
    user = make(session, name="  Anna \t Aktør ", email=" Anna@Vejen.Example ")
    assert (user.name, user.email) == ("Anna Aktør", "anna@vejen.example")


@pytest.mark.parametrize(
    ("name", "email", "fact"),
    [
        ("  ", "anna@vejen.example", "name_missing_or_too_long"),
        ("x" * 121, "anna@vejen.example", "name_missing_or_too_long"),
        ("Anna", "anna", "not_an_email"),
    ],
)
def test_user_without_a_usable_name_or_address_is_not_made(
    session: Session, name: str, email: str, fact: str
) -> None:
    with pytest.raises(UserNotPossible) as refused:
        make(session, name=name, email=email)
    assert refused.value.fact == fact


def test_address_belongs_to_one_user_however_it_is_typed(session: Session) -> None:
    make(session)
    with pytest.raises(UserNotPossible) as refused:
        make(session, email="ANNA@vejen.example")
    assert refused.value.fact == "email_taken"


@pytest.mark.parametrize("kind", [UserKind.AUTHORITY, UserKind.MUNICIPALITY])
def test_whoever_decides_needs_a_role_or_a_municipality(session: Session, kind: UserKind) -> None:
    with pytest.raises((IntegrityError, UserNotPossible)):
        make(session, kind)


def test_new_role_signs_out_at_once_and_stands_in_the_trail(session: Session) -> None:
    lead, user = make_authority_user(session, AuthorityRole.LEAD), make_authority_user(session)
    login = begin_session(session, user)
    commands.change_authority_role(session, user, AuthorityRole.AUDITOR, by=person(lead.id), at=AT)
    assert login.ended_because == SessionEnd.RIGHTS_CHANGED
    assert replay(in_order(session))[("user", str(user.id))] == state_of(user)


def test_same_role_again_changes_nothing(session: Session) -> None:
    lead, user = make_authority_user(session, AuthorityRole.LEAD), make_authority_user(session)
    login = begin_session(session, user)
    commands.change_authority_role(session, user, AuthorityRole.CASEWORKER, by=person(lead.id), at=AT)
    assert login.ended_at is None


def test_somebody_outside_the_authority_gets_no_role_there(session: Session) -> None:
    user = make_provider_user(session)
    with pytest.raises(ChangeNotAllowed):
        commands.change_authority_role(session, user, AuthorityRole.LEAD, by=OPERATOR, at=AT)


def test_nobody_changes_their_own_rights(session: Session) -> None:
    lead = make_authority_user(session, AuthorityRole.LEAD)
    make_authority_user(session, AuthorityRole.LEAD, 2)
    with pytest.raises(ChangeNotAllowed, match="oneself"):
        commands.change_authority_role(session, lead, AuthorityRole.AUDITOR, by=person(lead.id), at=AT)
    with pytest.raises(ChangeNotAllowed, match="oneself"):
        commands.disable(session, lead, by=person(lead.id), at=AT)


def test_disabled_user_is_signed_out_and_may_be_let_in_again(session: Session) -> None:
    user = make_provider_user(session)
    login = begin_session(session, user)
    commands.disable(session, user, by=OPERATOR, at=AT)
    commands.disable(session, user, by=OPERATOR, at=AT)
    assert login.ended_because == SessionEnd.DISABLED
    assert replay(in_order(session))[("user", str(user.id))]["disabled"] is True
    commands.enable(session, user, by=OPERATOR, at=AT)
    assert user.disabled_at is None
    assert replay(in_order(session))[("user", str(user.id))] == state_of(user)


def test_who_somebody_is_at_a_broker_belongs_to_one_user(session: Session) -> None:
    user, other = make_provider_user(session), make_provider_user(session, 2)
    identity = commands.connect(session, user, "staff", "a" * 64, by=OPERATOR, at=AT)
    assert replay(in_order(session))[("identity", str(identity.id))] == {"user": user.id, "broker": "staff"}
    with pytest.raises(IntegrityError):
        commands.connect(session, other, "staff", "a" * 64, by=OPERATOR, at=AT)
