"""The authority's people at their desks: a lead, a caseworker and an auditor, each with a browser."""

from dataclasses import dataclass

import pytest
from flask import Flask

from portal.database import Database
from portal.state import utc_now
from providers.organisations.models import Organisation
from providers.people.models import AuthorityRole, User
from tests.factories.organisations import make_organisation
from tests.factories.people import make_authority_user, make_citizen, make_member, make_municipality_user
from tests.support.people import Visitor


@dataclass(frozen=True)
class Desk:
    """Somebody of the authority and their browser."""

    user: User
    browser: Visitor


def desk(app: Flask, database: Database, role: AuthorityRole, number: int = 1) -> Desk:
    """Seat somebody in a role."""
    with database.transaction() as session:
        user = make_authority_user(session, role, number, at=utc_now())
        user.name = f"{role.value.title()} {number}"
    return Desk(user, Visitor(app).sign_in_as(user))


def email_of(user: User) -> str:
    """Give the address of somebody who works."""
    assert user.email is not None
    return user.email


def name_of(user: User) -> str:
    """Give the name of somebody who works."""
    assert user.name is not None
    return user.name


@pytest.fixture
def lead(app: Flask, database: Database) -> Desk:
    """Give a lead."""
    return desk(app, database, AuthorityRole.LEAD)


@pytest.fixture
def caseworker(app: Flask, database: Database) -> Desk:
    """Give a caseworker."""
    return desk(app, database, AuthorityRole.CASEWORKER)


@pytest.fixture
def auditor(app: Flask, database: Database) -> Desk:
    """Give an auditor."""
    return desk(app, database, AuthorityRole.AUDITOR)


@pytest.fixture
def organisation(database: Database) -> Organisation:
    """Give an organisation for which nobody acts."""
    with database.transaction() as session:
        return make_organisation(session)


@pytest.fixture
def owner(database: Database, organisation: Organisation) -> User:
    """Give an owner of the organisation."""
    with database.transaction() as session:
        return make_member(session, organisation, at=utc_now())


@pytest.fixture
def municipal(database: Database) -> User:
    """Give a caseworker of a municipality."""
    with database.transaction() as session:
        return make_municipality_user(session, at=utc_now())


@pytest.fixture
def citizen(database: Database) -> User:
    """Give a citizen."""
    with database.transaction() as session:
        return make_citizen(session, at=utc_now())
