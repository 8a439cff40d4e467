"""People for tests: some of every kind, each number another person."""

import secrets
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from providers.audit.models import OPERATOR, person
from providers.organisations import members
from providers.organisations.models import MemberRole, Organisation
from providers.people import commands, passwords, sessions
from providers.people.models import AuthorityRole, LoginSession, SignInMethod, User, UserKind
from providers.people.profiles import tell_home

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
AARHUS = "751"
PASSWORD = "fire ord efter hinanden"


def make_citizen(session: Session, municipality: str | None = None, *, at: datetime = AT) -> User:
    """Make a citizen, who lives somewhere when the test says so."""
    user = commands.create_citizen(session, language="da", simulated=False, by=OPERATOR, at=at)
    if municipality is not None:
        tell_home(session, user, municipality, by=OPERATOR, at=at)
    return user


def make_provider_user(session: Session, number: int = 1, *, at: datetime = AT) -> User:
    """Make somebody who works for providers and is no member of any yet."""
    return commands.create_staff(
        session,
        UserKind.PROVIDER,
        name=f"Medarbejder {number}",
        email=f"medarbejder{number}@vejen.example",
        language="da",
        by=OPERATOR,
        at=at,
    )


def make_member(
    session: Session,
    organisation: Organisation,
    role: MemberRole = MemberRole.OWNER,
    number: int = 1,
    *,
    at: datetime = AT,
) -> User:
    """Make somebody who acts for an organisation."""
    user = make_provider_user(session, number, at=at)
    members.add(session, organisation, user, role, by=OPERATOR, at=at)
    return user


def make_authority_user(
    session: Session, role: AuthorityRole = AuthorityRole.CASEWORKER, number: int = 1, *, at: datetime = AT
) -> User:
    """Make somebody who works in the approval authority."""
    return commands.create_staff(
        session,
        UserKind.AUTHORITY,
        name=f"Sagsbehandler {number}",
        email=f"{role}{number}@myndighed.example",
        language="da",
        by=OPERATOR,
        at=at,
        authority_role=role,
    )


def make_municipality_user(
    session: Session, code: str = AARHUS, number: int = 1, *, at: datetime = AT
) -> User:
    """Make a caseworker of a municipality."""
    return commands.create_staff(
        session,
        UserKind.MUNICIPALITY,
        name=f"Kommunal {number}",
        email=f"kommunal{number}@{code}.example",
        language="da",
        by=OPERATOR,
        at=at,
        municipality_code=code,
    )


def begin_session(session: Session, user: User, *, at: datetime = AT) -> LoginSession:
    """Sign somebody in somewhere, without a browser."""
    token_hash = secrets.token_hex(32)
    return sessions.begin(
        session, user, token_hash=token_hash, method=SignInMethod.PASSWORD, device="Firefox, Linux", at=at
    )


def give_password(session: Session, user: User, password: str = PASSWORD, *, at: datetime = AT) -> None:
    """Let somebody sign in with a password."""
    passwords.set_password(session, user, passwords.hash_of(password), by=person(user.id), at=at)
