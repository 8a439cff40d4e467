"""A kept page is given out as long as what it was made from is the same, and not a moment longer."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from portal.access import public
from tests.factories import register

pytestmark = pytest.mark.sqlite_only

SEARCH = "/search?municipality=751"


@pytest.fixture
def made(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count how often the search page is made."""
    calls: list[str] = []
    view = app.view_functions["search.search"]

    def counting() -> object:
        calls.append("made")
        return view()

    public(counting)
    monkeypatch.setitem(app.view_functions, "search.search", counting)
    return calls


@pytest.fixture
def visitor(app: Flask, tmp_path: Path) -> FlaskClient:
    register.load(app, tmp_path, register.actors(2))
    return app.test_client()


def test_a_page_is_made_once_and_given_out_again(visitor: FlaskClient, made: list[str]) -> None:
    first, second = visitor.get(SEARCH), visitor.get(SEARCH)
    assert len(made) == 1
    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]


def test_a_change_in_the_register_is_seen_at_once(
    app: Flask, visitor: FlaskClient, made: list[str], tmp_path: Path
) -> None:
    before = visitor.get(SEARCH)
    register.load(app, tmp_path, register.actors(3))
    after = visitor.get(SEARCH, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Vejen Videre 3" in after.text
    assert len(made) == 2


def test_a_new_day_in_denmark_makes_the_page_anew(app: Flask, tmp_path: Path, made: list[str]) -> None:
    ends = register.approval(valid_to="2026-11-30")
    register.load(
        app, tmp_path, [register.header(), register.organisation(approvals=[ends]), register.listing()]
    )
    client = app.test_client()
    last_moment = datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC)
    with time_machine.travel(last_moment, tick=False):
        assert "Vejen Videre" in client.get(SEARCH).text
    with time_machine.travel(last_moment + timedelta(seconds=1), tick=False):
        assert "Vejen Videre" not in client.get(SEARCH).text
    assert len(made) == 2


def test_who_unpacks_gzip_gets_it_and_others_do_not(visitor: FlaskClient) -> None:
    plain = visitor.get(SEARCH)
    for accepted in ("gzip", "br, gzip;q=0.8"):
        zipped = visitor.get(SEARCH, headers={"Accept-Encoding": accepted})
        assert zipped.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(zipped.data) == plain.data
    refused = visitor.get(SEARCH, headers={"Accept-Encoding": "gzip;q=0, br"})
    assert "Content-Encoding" not in refused.headers
    assert refused.data == plain.data


def test_the_two_languages_are_two_pages(visitor: FlaskClient) -> None:
    assert 'lang="da"' in visitor.get(SEARCH).text
    assert 'lang="en"' in visitor.get(f"/en{SEARCH}").text
    assert visitor.get(SEARCH).headers["ETag"] != visitor.get(f"/en{SEARCH}").headers["ETag"]


def test_a_kept_page_that_is_unchanged_costs_no_body(visitor: FlaskClient, made: list[str]) -> None:
    etag = visitor.get(SEARCH).headers["ETag"]
    unchanged = visitor.get(SEARCH, headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert unchanged.headers["ETag"] == etag
    assert "Content-Encoding" not in unchanged.headers
    assert len(made) == 1


def test_errors_and_personal_pages_are_not_kept(app: Flask, visitor: FlaskClient) -> None:
    for path in ("/listings/nobody", "/shortlist", "/nowhere"):
        visitor.get(path)
    assert app.extensions["portal"].pages.size == 0
