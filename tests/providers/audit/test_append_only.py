"""The database itself refuses to change or remove what stands in the trail, and its tables go down and up."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from migrations.running import downgrade, upgrade
from portal.database import Database
from providers.audit.queries import get_head
from providers.audit.rules import FIELDS, GENESIS
from tests.providers.audit.trails import fault_of, record_some

REFUSED = [
    *(f"UPDATE audit_event SET {field} = {field}" for field in (*FIELDS, "hash")),  # noqa: S608 - our own columns
    "DELETE FROM audit_event WHERE seq = 5",
    "DELETE FROM audit_event",
    "UPDATE audit_head SET hash = ''",
    "UPDATE audit_head SET seq = seq - 1",
    "UPDATE audit_head SET seq = seq + 2",
    "UPDATE audit_head SET id = 2",
    "DELETE FROM audit_head",
]
REFUSED_BY_SQLITE = [
    "INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event WHERE seq = 2",
    "UPDATE OR REPLACE audit_event SET seq = 1 WHERE seq = 2",
    "INSERT OR REPLACE INTO audit_head VALUES (1, 0, '')",
    "INSERT INTO audit_head VALUES (1, 0, '') ON CONFLICT (id) DO UPDATE SET seq = 0",
]
REFUSED_BY_POSTGRESQL = [
    "TRUNCATE audit_event",
    "TRUNCATE audit_head",
    "TRUNCATE audit_event, audit_head CASCADE",
    "INSERT INTO audit_head VALUES (1, 0, '') ON CONFLICT (id) DO UPDATE SET seq = 0",
]


def refused(database: Database, statement: str) -> None:
    head = record_some(database)
    with pytest.raises(IntegrityError, match=r"audit.* cannot be"), database.transaction() as session:
        session.execute(text(statement))
    with database.reading() as session:
        assert get_head(session) == head
        assert fault_of(session) is None


@pytest.mark.parametrize("statement", REFUSED)
def test_what_stands_in_the_trail_stays(database: Database, statement: str) -> None:
    refused(database, statement)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("statement", REFUSED_BY_SQLITE)
def test_sqlite_puts_nothing_in_the_place_of_an_event(database: Database, statement: str) -> None:
    refused(database, statement)


@pytest.mark.parametrize("statement", REFUSED_BY_POSTGRESQL)
def test_postgresql_does_not_empty_the_trail(database: Database, statement: str) -> None:
    if database.engine.dialect.name == "postgresql":
        refused(database, statement)


@pytest.mark.parametrize("table", ["audit_event", "audit_head"])
def test_second_event_with_a_number_and_second_head_are_refused(database: Database, table: str) -> None:
    record_some(database)
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.execute(text(f"INSERT INTO {table} SELECT * FROM {table}"))  # noqa: S608 - the tables stand above


def test_trail_goes_down_with_its_events_and_comes_up_empty(database: Database, database_url: str) -> None:
    for _ in range(2):
        record_some(database)
        database.dispose()
        downgrade(database_url, "0001")
        upgrade(database_url)
        with database.reading() as session:
            assert get_head(session) == GENESIS
