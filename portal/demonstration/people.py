"""The invented people of the demonstration: some of every kind, so that each workspace can be tried."""

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from providers.audit.models import OPERATOR
from providers.organisations import members
from providers.organisations.models import MemberRole, Organisation, OrganisationKind
from providers.people.commands import create_citizen, create_staff
from providers.people.models import AuthorityRole, User, UserKind
from providers.people.profiles import tell_home

LANGUAGE = "da"
AARHUS = "751"
# The address of a person who does not exist: nothing can ever be sent to .example (RFC 2606).
EMAIL = "{}@demonstration.example"


def has_people(session: Session) -> bool:
    """Say whether the invented people are there."""
    return bool(session.scalar(select(exists().where(User.simulated))))


def load_people(session: Session, at: datetime) -> int:
    """Make the invented people; give how many."""
    first = create_citizen(session, language=LANGUAGE, simulated=True, by=OPERATOR, at=at)
    tell_home(session, first, AARHUS, by=OPERATOR, at=at)
    create_citizen(session, language=LANGUAGE, simulated=True, by=OPERATOR, at=at)
    for organisation, role, name in _provider_staff(session):
        user = _staff(session, UserKind.PROVIDER, name, at)
        members.add(session, organisation, user, role, by=OPERATOR, at=at)
    _staff(session, UserKind.AUTHORITY, "Sofie Sagsen", at, authority_role=AuthorityRole.CASEWORKER)
    _staff(session, UserKind.AUTHORITY, "Leif Lederen", at, authority_role=AuthorityRole.LEAD)
    _staff(session, UserKind.AUTHORITY, "Rie Revisor", at, authority_role=AuthorityRole.AUDITOR)
    _staff(session, UserKind.MUNICIPALITY, "Karen Kommune", at, municipality_code=AARHUS)
    return session.scalar(select(func.count()).where(User.simulated)) or 0


def _provider_staff(session: Session) -> list[tuple[Organisation, MemberRole, str]]:
    """Choose two invented private advisers: one with an owner and an editor, one with an owner."""
    wanted = select(Organisation).where(
        Organisation.simulated, Organisation.kind == OrganisationKind.PRIVATE_ADVISER
    )
    found = session.scalars(wanted.order_by(Organisation.slug).limit(2)).all()
    names = [
        (MemberRole.OWNER, "Ejnar Ejer"),
        (MemberRole.EDITOR, "Rosa Redaktør"),
        (MemberRole.OWNER, "Anna Aktør"),
    ]
    return [
        (organisation, role, name)
        for organisation, staff in zip(found, (names[:2], names[2:]), strict=False)
        for role, name in staff
    ]


def _staff(
    session: Session,
    kind: UserKind,
    name: str,
    at: datetime,
    authority_role: AuthorityRole | None = None,
    municipality_code: str | None = None,
) -> User:
    email = EMAIL.format(name.casefold().replace(" ", ".").replace("ø", "oe"))
    return create_staff(
        session,
        kind,
        name=name,
        email=email,
        language=LANGUAGE,
        by=OPERATOR,
        at=at,
        authority_role=authority_role,
        municipality_code=municipality_code,
        simulated=True,
    )
