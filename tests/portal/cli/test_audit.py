"""`flask audit verify` finds whatever was done to the trail behind its back, and says where."""

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner

from portal.database import Database
from providers.audit.rules import GENESIS
from tests.providers.audit.trails import record_some, rewrite, tamper


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["portal"].database
    return found


def verify(runner: FlaskCliRunner, *arguments: str) -> Result:
    return runner.invoke(args=["audit", "verify", *arguments])


def said(result: Result) -> str:
    """Give the one sentence of a check that found something."""
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line


def test_unbroken_trail_is_counted_and_its_head_told(runner: FlaskCliRunner, database: Database) -> None:
    head = record_some(database)
    result = verify(runner)
    assert (result.exit_code, result.stderr) == (0, "")
    first, advice = result.stdout.splitlines()
    assert first == f"5 events, unbroken. Head: 5:{head.hash}"
    assert "--head" in advice


def test_empty_trail_is_unbroken(runner: FlaskCliRunner) -> None:
    assert verify(runner).stdout.startswith(f"0 events, unbroken. Head: {GENESIS}\n")


def test_single_event_is_counted_in_the_singular(runner: FlaskCliRunner, database: Database) -> None:
    record_some(database, 1)
    assert verify(runner).stdout.startswith("1 event, unbroken.")


def test_head_that_was_written_down_earlier_holds_while_the_trail_grows(
    runner: FlaskCliRunner, database: Database
) -> None:
    head = record_some(database)
    record_some(database)
    result = verify(runner, "--head", str(head))
    assert result.exit_code == 0
    assert result.stdout.startswith("10 events, unbroken.")


@pytest.mark.parametrize(
    "change",
    [
        "at = '2026-11-22 12:32:15.123457+00:00'",
        "actor_kind = 'operator'",
        "action = 'user.role_removed'",
        "object_type = 'listing'",
        "object_id = '9'",
        "before = '{}'",
        """after = '{"roles": ["lead"]}'""",
        "after = NULL",
        "previous_hash = ''",
        "hash = ''",
    ],
)
def test_changed_field_is_found(runner: FlaskCliRunner, database: Database, change: str) -> None:
    record_some(database)
    # SQLite keeps times without their zone.
    change = change.replace("+00:00", "") if database.engine.dialect.name == "sqlite" else change
    tamper(database, f"UPDATE audit_event SET {change} WHERE seq = 3")  # noqa: S608 - the changes stand above
    assert said(verify(runner)) == "Error: Event 3 has been changed."


def test_person_put_in_the_place_of_another_is_found(runner: FlaskCliRunner, database: Database) -> None:
    record_some(database)
    tamper(database, "UPDATE audit_event SET actor_id = 99 WHERE seq = 4")
    assert said(verify(runner)) == "Error: Event 4 has been changed."


def test_event_deleted_in_the_middle_is_found(runner: FlaskCliRunner, database: Database) -> None:
    record_some(database)
    tamper(database, "DELETE FROM audit_event WHERE seq = 3")
    assert said(verify(runner)) == "Error: Event 3 has been removed."


def test_renumbered_events_are_found(runner: FlaskCliRunner, database: Database) -> None:
    record_some(database)
    tamper(
        database,
        "DELETE FROM audit_event WHERE seq = 3",
        "UPDATE audit_event SET seq = 3 WHERE seq = 4",
        "UPDATE audit_event SET seq = 4 WHERE seq = 5",
    )
    assert said(verify(runner)) == "Error: Event 3 has been changed."


@pytest.mark.parametrize(("cut", "first"), [("seq = 5", 5), ("seq > 2", 3), ("seq > 0", 1)])
def test_deleted_end_is_found(runner: FlaskCliRunner, database: Database, cut: str, first: int) -> None:
    record_some(database)
    tamper(database, f"DELETE FROM audit_event WHERE {cut}")  # noqa: S608 - the cuts stand above
    assert said(verify(runner)) == (
        f"Error: The trail has been cut off: event {first} and what came after it have been removed."
    )


def test_trail_rewritten_wholly_is_found_with_the_head_that_was_written_down(
    runner: FlaskCliRunner, database: Database
) -> None:
    head = record_some(database)
    assert rewrite(database) != head
    assert verify(runner).exit_code == 0
    assert said(verify(runner, "--head", str(head))) == (
        "Error: Event 5 is not what was written down, so the trail has been rewritten."
    )


def test_trail_cut_off_with_its_head_is_found_with_the_head_that_was_written_down(
    runner: FlaskCliRunner, database: Database
) -> None:
    earlier = record_some(database, 3)
    head = record_some(database, 2)
    tamper(
        database,
        "DELETE FROM audit_event WHERE seq > 3",
        f"UPDATE audit_head SET seq = 3, hash = '{earlier.hash}'",  # noqa: S608 - our own hash
    )
    assert verify(runner, "--head", str(earlier)).exit_code == 0
    assert "cut off: event 4" in said(verify(runner, "--head", str(head)))


def test_event_put_before_the_first_is_found(runner: FlaskCliRunner, database: Database) -> None:
    record_some(database)
    allow = {
        "sqlite": "PRAGMA ignore_check_constraints = ON",
        "postgresql": "ALTER TABLE audit_event DROP CONSTRAINT ck_audit_event_seq_is_positive",
    }
    tamper(database, allow[database.engine.dialect.name], "UPDATE audit_event SET seq = -1 WHERE seq = 3")
    assert said(verify(runner)) == "Error: Event -1 stands in the wrong place."


def test_trail_without_its_head_is_told(runner: FlaskCliRunner, database: Database) -> None:
    record_some(database)
    tamper(database, "DELETE FROM audit_head")
    assert "has no head" in said(verify(runner))


@pytest.mark.sqlite_only
def test_event_that_cannot_be_read_is_told(runner: FlaskCliRunner, database: Database) -> None:
    record_some(database)
    tamper(database, "UPDATE audit_event SET after = '{' WHERE seq = 2")
    assert said(verify(runner)) == "Error: Event 2 cannot be read any more, so it has been changed."


@pytest.mark.sqlite_only
@pytest.mark.parametrize("head", ["5", f"5:{'x' * 64}", f"{'0' * 64}:5", f"-1:{'0' * 64}", ""])
def test_head_that_is_none_is_refused(runner: FlaskCliRunner, head: str) -> None:
    result = verify(runner, "--head", head)
    assert result.exit_code == 2
    assert "a colon and 64 hexadecimal digits" in " ".join(result.stderr.split())


def test_database_without_the_tables_is_told(runner: FlaskCliRunner, database: Database) -> None:
    tamper(database, "DROP TABLE audit_head")
    assert "flask --app wsgi database upgrade" in said(verify(runner))
