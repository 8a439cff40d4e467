"""S28: a public page asks the database once, whether it shows one listing or fifty."""

import sqlite3
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, text

from portal.database import REVISION_STATEMENT
from tests.factories import register
from tests.factories.figures import publish_about
from tests.promises.pages import PAGES, RELEASE_FILES, RELEASE_PAGES, SLUG
from tests.support.people import FROM_OUR_PAGE

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def asked(app: Flask) -> list[str]:
    """Collect what SQLite itself is asked, whichever way and over whichever connection."""
    statements: list[str] = []

    def trace(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_trace_callback(statements.append)

    event.listen(app.extensions["portal"].database.engine, "connect", trace)
    return statements


def test_the_collector_sees_every_statement(app: Flask, asked: list[str]) -> None:
    with app.extensions["portal"].database.reading() as session:
        session.execute(text("SELECT 1"))
        session.execute(text("SELECT 2"))
    assert {"SELECT 1", "SELECT 2"} <= set(asked)


@pytest.mark.parametrize("count", [2, 50])
def test_a_public_page_costs_one_small_statement(
    app: Flask, asked: list[str], tmp_path: Path, count: int
) -> None:
    register.load(app, tmp_path, register.actors(count))
    publish_about(app, SLUG)
    client = app.test_client()
    client.get("/")
    client.post("/needs/where", data={"municipality": "751"}, headers=FROM_OUR_PAGE)
    client.post("/needs/living", data={"living": "sygedagpenge"}, headers=FROM_OUR_PAGE)
    for path in PAGES:
        asked.clear()
        assert client.get(path).status_code == 200
        assert asked == [REVISION_STATEMENT], path


def test_history_of_results_costs_one_statement_and_figures_one_more(
    app: Flask, asked: list[str], tmp_path: Path
) -> None:
    register.load(app, tmp_path, register.actors(2))
    for _release in range(3):
        publish_about(app, SLUG)
    client = app.test_client()
    client.get("/")
    for paths, statements in ((RELEASE_PAGES[:1], 2), (RELEASE_PAGES[1:], 3), (RELEASE_FILES, 5)):
        for path in paths:
            asked.clear()
            assert client.get(path).status_code == 200
            selects = [statement for statement in asked if not statement.startswith(("BEGIN", "ROLLBACK"))]
            assert len(selects) == statements, path
