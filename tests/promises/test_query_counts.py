"""S28: a public page asks the database once, whether it shows one listing or fifty."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, text

from portal.database import REVISION_STATEMENT
from tests.factories import register
from tests.promises.pages import PAGES

pytestmark = pytest.mark.sqlite_only


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect what SQLite itself is asked, whichever way it was asked."""
    engine = app.extensions["portal"].database.engine
    asked: list[str] = []

    def trace(connection: sqlite3.Connection, *_rest: object) -> None:
        connection.set_trace_callback(asked.append)

    def untrace(connection: sqlite3.Connection, *_rest: object) -> None:
        connection.set_trace_callback(None)

    event.listen(engine, "checkout", trace)
    event.listen(engine, "checkin", untrace)
    yield asked
    event.remove(engine, "checkout", trace)
    event.remove(engine, "checkin", untrace)


def test_the_counter_counts_every_statement(filled: Flask) -> None:
    with statements(filled) as asked, filled.extensions["portal"].database.reading() as session:
        session.execute(text("SELECT 1"))
        session.execute(text("SELECT 2"))
    assert [statement for statement in asked if statement.startswith("SELECT")] == ["SELECT 1", "SELECT 2"]


@pytest.mark.parametrize("count", [2, 50])
def test_a_public_page_costs_one_small_statement(app: Flask, tmp_path: Path, count: int) -> None:
    register.load(app, tmp_path, register.actors(count))
    client = app.test_client()
    client.get("/")
    for path in PAGES:
        with statements(app) as asked:
            assert client.get(path).status_code == 200
        assert asked == [REVISION_STATEMENT], path
