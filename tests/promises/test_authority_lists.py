"""S28: the authority's lists ask the database as often for fifty rows as for one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.database import Database
from portal.state import utc_now
from providers.audit.commands import record
from providers.audit.models import person
from providers.people.models import AuthorityRole
from tests.factories.cases import CONDITION, CaseMaker
from tests.factories.organisations import make_organisation
from tests.factories.people import make_authority_user, make_member
from tests.support.people import Visitor

MOST = 25


def fill_people(session: Session, number: int) -> None:
    make_member(session, make_organisation(session, number), number=number, at=utc_now())


def fill_trail(session: Session, number: int) -> None:
    somebody = make_authority_user(session, number=number + 100, at=utc_now())
    record(session, person(somebody.id), "mail.resent", "outbox_message", number, at=utc_now())


def fill_organisations(session: Session, number: int) -> None:
    make_organisation(session, number)


def fill_conditions(session: Session, number: int) -> None:
    CaseMaker(session, number + 10).approved_with(CONDITION)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Collect what the database is asked."""
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(database.engine, "before_cursor_execute", note)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("path", "fill"),
    [
        ("/authority/people?kind=provider", fill_people),
        ("/authority/audit?group=mail", fill_trail),
        ("/authority/people/invite/owner", fill_organisations),
        ("/authority", fill_people),
        ("/authority", fill_conditions),
        ("/authority/conditions?show=all", fill_conditions),
    ],
)
def test_list_costs_the_same_for_one_row_and_for_fifty(
    app: Flask, path: str, fill: Callable[[Session, int], None]
) -> None:
    database: Database = app.extensions["portal"].database
    with database.transaction() as session:
        lead = make_authority_user(session, AuthorityRole.LEAD, at=utc_now())
        fill(session, 1)
    browser = Visitor(app).sign_in_as(lead)
    costs = []
    for last in (1, 50):
        with database.transaction() as session:
            for number in range(2, last + 1):
                fill(session, number)
        browser.get(path)  # takes in the catalogue, which filling has moved on
        with counted(database) as asked:
            assert browser.get(path).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1] <= MOST, costs
