"""The commands load the demonstration once, and write it for looking at."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select

from portal import create_app
from portal.config import Settings, settings_from
from portal.database import Database
from portal.demonstration.actors import STANDARD_LISTINGS
from providers.listings.models import Listing
from providers.organisations.models import Organisation, OrganisationKind
from providers.search.index import IndexBusy
from tests.portal.demonstration.made import AT

PUBLIC_LISTINGS = 116


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Give the settings of a portal that may show invented actors."""
    return replace(settings, demonstration=True)


def listings_in(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Listing)) or 0


def test_load_brings_in_real_public_actors_and_invented_others_once_and_their_words_are_found(
    runner: FlaskCliRunner, database: Database
) -> None:
    result = runner.invoke(args=["demonstration", "load"])

    assert result.exit_code == 0, result.output
    assert "116 real municipalities and unemployment funds" in result.output
    assert "200 invented actors came in, with 240 listings" in result.output
    assert "listings written, 0 taken out." in result.output.splitlines()[-1]
    assert listings_in(database) == PUBLIC_LISTINGS + STANDARD_LISTINGS
    found = runner.invoke(args=["search", "a-kasse", "--json"])
    assert json.loads(found.output)["total"] >= 21

    revision = database.catalogue_revision()
    again = runner.invoke(args=["demonstration", "load"])

    assert again.exit_code == 0
    assert again.output.startswith("The demonstration is there already, so the register was left as it is.")
    assert again.output.splitlines()[-1] == "Index: 0 listings written, 0 taken out."
    assert listings_in(database) == PUBLIC_LISTINGS + STANDARD_LISTINGS
    assert database.catalogue_revision() == revision


@pytest.mark.sqlite_only
def test_load_refuses_unless_the_settings_allow_it_and_says_how(
    settings: Settings, database: Database
) -> None:
    app = create_app(replace(settings, demonstration=False))
    result = app.test_cli_runner().invoke(args=["demonstration", "load"])
    app.extensions["portal"].database.engine.dispose()

    assert result.exit_code == 1
    assert "set PORTAL_DEMONSTRATION=1 in the environment" in result.output
    assert listings_in(database) == 0


@pytest.mark.sqlite_only
def test_load_stands_although_its_words_cannot_be_indexed(
    runner: FlaskCliRunner, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise IndexBusy("The index is being written by somebody else.")

    monkeypatch.setattr("providers.search.commands.synchronise", refuse)
    result = runner.invoke(args=["demonstration", "load", "--listings", "20"])

    assert result.exit_code == 1
    assert "The demonstration is loaded, but not its words: The index is being written" in result.output
    assert listings_in(database) == PUBLIC_LISTINGS + 20


@pytest.mark.sqlite_only
def test_load_refuses_a_register_with_real_private_actors(runner: FlaskCliRunner, database: Database) -> None:
    with database.transaction() as session:
        session.add(
            Organisation(
                kind=OrganisationKind.PRIVATE_ADVISER,
                slug="virkelig",
                cvr="10000009",
                name="Virkelig",
                simulated=False,
                created_at=AT,
            )
        )
    result = runner.invoke(args=["demonstration", "load"])

    assert result.exit_code == 1
    assert "a database of its own" in result.output
    assert listings_in(database) == 0


def test_load_without_tables_says_what_to_do(empty_database_url: str, tmp_path: Path) -> None:
    environ = {"PORTAL_DATA_DIR": str(tmp_path), "DATABASE_URL": empty_database_url}
    app = create_app(settings_from({**environ, "PORTAL_DEMONSTRATION": "1"}))
    result = app.test_cli_runner().invoke(args=["demonstration", "load"])
    app.extensions["portal"].database.engine.dispose()

    assert result.exit_code == 1
    assert "database upgrade" in result.output


@pytest.mark.sqlite_only
def test_write_makes_a_file_that_the_import_reads_on_any_portal(settings: Settings, tmp_path: Path) -> None:
    app = create_app(replace(settings, demonstration=False))
    runner = app.test_cli_runner()
    file = tmp_path / "demonstration.jsonl"
    written = runner.invoke(args=["demonstration", "write", str(file), "--listings", "50"])
    read = runner.invoke(args=["register", "import", str(file)])
    app.extensions["portal"].database.engine.dispose()

    assert written.exit_code == 0, written.output
    assert sum(json.loads(line)["record"] == "listing" for line in file.read_text().splitlines()) == 50
    assert read.exit_code == 0, read.output
    assert "Listings: 50 new" in read.output


@pytest.mark.sqlite_only
@pytest.mark.parametrize("listings", ["0", "-1", "many", "1000000"])
def test_impossible_number_of_listings_is_refused(runner: FlaskCliRunner, listings: str) -> None:
    result = runner.invoke(args=["demonstration", "write", "-", "--listings", listings])

    assert result.exit_code == 2
    assert "--listings" in result.output
