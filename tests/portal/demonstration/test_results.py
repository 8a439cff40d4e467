"""Invented actors get invented results, through the same doors as real ones, and keep them."""

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from portal.config import Settings
from portal.database import Database
from portal.demonstration.results import periods_until
from providers.organisations.models import Organisation
from ratings.measured_results.models import Release, ReleaseChart, Result, ResultImport, Spell
from ratings.measured_results.release_queries import find_current, public_releases
from ratings.measured_results.rules import name_of_quarter


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Give the settings of a portal that may show invented actors."""
    return replace(settings, demonstration=True)


def counted(database: Database) -> dict[str, int]:
    tables = (ResultImport, Spell, Release, Result, ReleaseChart)
    with database.reading() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in tables
        }


@pytest.mark.sqlite_only
def test_results_are_published_once_and_only_of_invented_actors(
    runner: FlaskCliRunner, database: Database
) -> None:
    loaded = runner.invoke(args=["demonstration", "load", "--listings", "30"])
    assert loaded.exit_code == 0, loaded.output
    assert "simulated courses came in through the import of results" in loaded.output
    assert loaded.output.count("are public, and marked as simulated.") == 2
    first = counted(database)
    assert first["release"] == 2
    assert first["release_chart"]
    with database.reading() as session:
        assert {release.state for release in public_releases(session)} == {"published"}
        assert all(release.simulated for release in public_releases(session))
        owners = select(Spell.organisation_id).distinct()
        of_whom = session.scalars(select(Organisation.simulated).where(Organisation.id.in_(owners))).all()
        assert set(of_whom) == {True}
        current = find_current(session)
    assert current is not None
    assert current.release.simulated
    assert any(figure.grade for figure in current.every())
    again = runner.invoke(args=["demonstration", "load", "--listings", "30"])
    assert again.exit_code == 0
    assert counted(database) == first


def test_periods_follow_each_other_and_leave_out_what_is_too_young() -> None:
    periods = periods_until(date(2026, 11, 25))
    assert [tuple(map(name_of_quarter, period)) for period in periods] == [
        ("2024-Q1", "2024-Q4"),
        ("2025-Q1", "2026-Q2"),
    ]
