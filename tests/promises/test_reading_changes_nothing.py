"""S6: opening a public page changes nothing in the database; test_access_matrix tries the other pages."""

import pytest
from flask import Flask
from sqlalchemy import MetaData, select

from tests.promises.access_views import VIEWS
from tests.promises.pages import (
    ERRORS,
    PAGES,
    REGISTER_PAGES,
    RELEASE_FILES,
    RELEASE_PAGES,
    STANDARD_FILES,
    in_both_languages,
)

EVERY_PAGE = (*PAGES, *REGISTER_PAGES, *RELEASE_PAGES, *RELEASE_FILES, *STANDARD_FILES)
OF_A_DEMONSTRATION = {"mailbox.mailbox", "mailbox.mail"}


def everything(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Read every row of every table."""
    engine = app.extensions["portal"].database.engine
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in tables.sorted_tables
        }


def test_no_page_that_is_only_opened_changes_a_row(filled: Flask) -> None:
    before = everything(filled)
    assert sum(map(len, before.values())) > 10
    client = filled.test_client()
    for path in [*in_both_languages(EVERY_PAGE), *ERRORS, "/healthz", "/readyz"]:
        client.get(path)
    assert everything(filled) == before


@pytest.mark.sqlite_only
def test_every_public_view_that_can_be_opened_is_among_the_pages_tried(filled: Flask) -> None:
    adapter = filled.url_map.bind("localhost")
    tried = {adapter.match(path.partition("?")[0])[0] for path in [*EVERY_PAGE, "/healthz", "/readyz"]}
    readable = {rule.endpoint for rule in filled.url_map.iter_rules() if "GET" in (rule.methods or ())}
    public = {name for name, access in VIEWS.items() if access == "public"} - OF_A_DEMONSTRATION
    assert readable & public == tried
