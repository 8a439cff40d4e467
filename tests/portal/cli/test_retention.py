"""The clock's letting go, run by hand and by the worker."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from portal.database import Database
from portal.jobs import JOBS, retention
from providers.people.models import User
from tests.factories.people import AT, make_citizen

LATER = AT.replace(year=AT.year + 2)


@pytest.fixture
def two_years_on(app: Flask, database: Database) -> Flask:
    """Give a portal with three citizens who have not been back for two years."""
    with database.transaction() as session:
        for _ in range(3):
            make_citizen(session)
    app.extensions["portal"] = replace(app.extensions["portal"], now=lambda: LATER)
    return app


def counts(output: str) -> dict[str, int]:
    return {name: int(number) for name, number in (line.split(": ") for line in output.splitlines())}


def test_command_counts_what_has_gone_and_does_nothing_the_second_time(
    two_years_on: Flask, database: Database
) -> None:
    runner = FlaskCliRunner(two_years_on)
    first = counts(runner.invoke(args=["retention", "run"]).output)
    assert first.keys() == retention.STEPS.keys()
    assert first["citizens"] == 3
    assert set(counts(runner.invoke(args=["retention", "run"]).output).values()) == {0}
    with database.reading() as session:
        assert session.query(User).count() == 0


def test_all_of_it_goes_however_little_is_taken_at_a_time(
    two_years_on: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_A_TIME", 2)
    assert retention.let_go(two_years_on.extensions["portal"], LATER)["citizens"] == 3


def test_clock_does_it_every_day(two_years_on: Flask, database: Database) -> None:
    job = next(job for job in JOBS if job.name == "retention.run")
    job.run(two_years_on.extensions["portal"], LATER)
    with database.reading() as session:
        assert session.query(User).count() == 0
    assert (job.when.next_after(LATER) - LATER).days == 0


@pytest.mark.sqlite_only
def test_database_without_tables_is_told_of_in_a_sentence(app: Flask, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE sign_in_failure")
    result = FlaskCliRunner(app).invoke(args=["retention", "run"])
    assert result.exit_code == 1
    assert "run it again" in result.output
