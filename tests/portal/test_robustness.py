"""Database and index may fail: pages go on with what they have, say so, and recover by themselves."""

import shutil
import sqlite3
import time
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from portal.access import public
from portal.index_repair import InStep, start_repair
from portal.state import Portal
from providers.listings.commands import publish
from providers.organisations.queries import find_organisation
from tests.factories import register
from tests.factories.organisations import make_content, make_listing
from tests.factories.people import AARHUS, make_citizen
from tests.support.people import Visitor

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def visitor(app: Flask, tmp_path: Path) -> FlaskClient:
    register.load(app, tmp_path, register.actors(2))
    return app.test_client()


@pytest.fixture
def state(app: Flask) -> Portal:
    found: Portal = app.extensions["portal"]
    return found


def fail_to_read() -> int:
    raise OperationalError("SELECT", None, sqlite3.OperationalError("disk I/O error"))


def test_pages_go_on_with_a_notice_while_the_database_is_down_and_recover(
    visitor: FlaskClient, state: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = visitor.get("/search").text
    with monkeypatch.context() as broken:
        broken.setattr(state.holder, "_read_revision", fail_to_read)
        stale = visitor.get("/search")
        assert stale.status_code == 200
        assert "Vi kan ikke hente de nyeste oplysninger" in stale.text
        assert "Vejen Videre 1" in stale.text
        assert "ETag" not in stale.headers
    assert visitor.get("/search").text == fresh


def test_a_portal_without_tables_answers_503_with_advice_in_both_languages(
    app: Flask, state: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state.holder, "_read_revision", fail_to_read)
    client = app.test_client()
    danish, english = client.get("/"), client.get("/en/")
    assert (danish.status_code, english.status_code) == (503, 503)
    assert danish.headers["Retry-After"] == "30"
    assert "Vent et øjeblik" in danish.text
    assert 'lang="en"' in english.text


def test_health_tells_what_works(visitor: FlaskClient, state: Portal) -> None:
    assert visitor.get("/healthz").json == {"status": "ok"}
    ready = visitor.get("/readyz")
    assert (ready.status_code, ready.json) == (
        200,
        {"status": "ready", "database": "ok", "catalogue": "ok", "index": "ok"},
    )
    shutil.rmtree(state.settings.index_dir)
    broken = visitor.get("/readyz")
    assert broken.status_code == 503
    assert broken.json is not None
    assert broken.json["index"] == "unavailable"


def test_a_lost_index_is_told_and_built_again_while_pages_go_on(visitor: FlaskClient, state: Portal) -> None:
    shutil.rmtree(state.settings.index_dir)
    without = visitor.get("/search?q=sygemeldt")
    assert without.status_code == 200
    assert "Vi kan ikke søge på ord lige nu" in without.text
    repair = start_repair(state)
    if repair is not None:
        repair.join(30)
    else:
        _wait_for_the_running_repair(state)
    again = visitor.get("/search?q=sygemeldt")
    assert "Vi kan ikke søge på ord lige nu" not in again.text
    assert "Vejen Videre 1" in again.text


def publish_one_more(state: Portal) -> None:
    with state.database.transaction() as session:
        organisation = find_organisation(session, "opdigtet-1")
        assert organisation is not None
        listing = make_listing(session, organisation, 9)
        publish(session, listing, make_content(name="Fugleskydning"), state.now())


def test_listing_that_comes_in_is_found_by_its_words_after_the_next_page(
    visitor: FlaskClient, state: Portal
) -> None:
    visitor.get("/")
    publish_one_more(state)
    visitor.get("/")
    _wait_for_the_running_repair(state)
    assert "Fugleskydning" in visitor.get("/search?q=fugleskydning").text


def test_worker_brings_the_words_of_a_listing_in_without_anybody_opening_a_page(
    visitor: FlaskClient, state: Portal
) -> None:
    in_step = InStep(state)
    in_step.catch_up()
    before = state.index.generation()
    in_step.catch_up()
    assert state.index.generation() == before
    publish_one_more(state)
    in_step.catch_up()
    assert "Fugleskydning" in visitor.get("/search?q=fugleskydning").text


def test_worker_makes_no_index_where_nobody_has_made_one(state: Portal) -> None:
    InStep(state).catch_up()
    assert not state.index.exists()


def test_an_unexpected_error_is_logged_by_place_and_never_by_words(
    capsys: pytest.CaptureFixture[str], app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash() -> str:
        raise RuntimeError("typed by a person: depression 010190-1234")

    public(crash)
    monkeypatch.setitem(app.view_functions, "search.search", crash)
    app.testing = False
    response = app.test_client().get("/search?q=depression")
    printed = capsys.readouterr()
    assert response.status_code == 500
    assert "RuntimeError" in printed.err
    assert "test_robustness.py" in printed.err
    assert "depression" not in printed.err + printed.out
    assert "typed by a person" not in response.text + printed.err + printed.out


@pytest.mark.parametrize(
    "path", ["/search?q=angst+og+depression", "/listings/depression", "/compare?l=angst"]
)
def test_no_log_line_holds_what_was_asked_for(
    visitor: FlaskClient, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    visitor.get(path)
    visitor.get(path)
    printed = capsys.readouterr()
    assert printed.err.count('"event": "request"') == 2
    assert "depression" not in printed.err + printed.out
    assert "angst" not in printed.err + printed.out


def _wait_for_the_running_repair(state: Portal) -> None:
    for _ in range(300):
        repair = start_repair(state)
        if repair is not None:
            repair.join(30)
            return
        time.sleep(0.1)


def test_form_is_answered_with_advice_while_nothing_can_be_written_and_works_again_after(
    app: Flask, state: Portal
) -> None:
    with state.database.transaction() as session:
        citizen = make_citizen(session)
    visitor = Visitor(app).sign_in_as(citizen)
    only_reading: list[bool] = [True]

    def switch(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute(f"PRAGMA query_only = {'ON' if only_reading else 'OFF'}")

    event.listen(state.database.engine, "checkout", switch)
    assert visitor.get("/my").status_code == 200
    refused = visitor.post("/my", {"municipality": AARHUS})
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "30"
    assert "Det, du sendte, er ikke gemt." in refused.text
    only_reading.clear()
    assert visitor.post("/my", {"municipality": AARHUS}).status_code == 303
    assert "Aarhus Kommune" in visitor.get("/my").text
