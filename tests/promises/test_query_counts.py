"""S28: a public page asks the database once, whether it shows one listing or fifty."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from portal.database import REVISION_STATEMENT
from tests.factories import register
from tests.promises.pages import PAGES


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Collect what is asked of the database."""
    engine = app.extensions["portal"].database.engine
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("count", [2, 50])
def test_a_public_page_costs_one_small_statement(app: Flask, tmp_path: Path, count: int) -> None:
    register.load(app, tmp_path, register.actors(count))
    client = app.test_client()
    client.get("/")
    for path in PAGES:
        with statements(app) as asked:
            assert client.get(path).status_code == 200
        assert asked == [REVISION_STATEMENT], path
