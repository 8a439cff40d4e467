"""An organisation's own system reads the organisation with a key, and nobody else's."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal import create_app
from portal.config import Settings
from portal.database import Database
from providers.audit.models import person
from providers.listings.commands import save_draft, set_availability, withdraw
from providers.organisations import api_keys
from providers.organisations.models import ApiKey
from tests.factories.keys import make_key, secret_of
from tests.factories.organisations import make_content, make_listing, make_organisation
from tests.factories.people import make_member
from tests.support.people import Visitor

NOW = datetime(2026, 11, 22, 12, 0, 30, tzinfo=UTC)
ADDRESS = "/api/v1/organisation"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(settings: Settings, clock: Clock) -> Any:
    """Give a program that asks a portal whose clock the test sets."""
    app = create_app(settings, clock)
    yield app.test_client()
    app.extensions["portal"].database.dispose()


@pytest.fixture
def two_organisations(database: Database) -> None:
    """Fill in two organisations, each with a listing and a key."""
    with database.transaction() as session:
        for number in (1, 2):
            organisation = make_organisation(session, number)
            content = make_content(name=f"Tilbud hos {number}")
            make_listing(session, organisation, number, content)
            make_key(session, organisation, make_member(session, organisation, number=number), number)


def ask(client: FlaskClient, key: str | None = None, address: str = ADDRESS, **more: Any) -> TestResponse:
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    return client.get(address, headers=headers, **more)


@pytest.mark.usefixtures("two_organisations")
def test_key_gives_its_own_organisation_and_nothing_of_others(client: FlaskClient) -> None:
    answer = ask(client, secret_of(1))
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["organisation"]["slug"] == "vejen-videre-1"
    assert [listing["slug"] for listing in answer.json["listings"]] == ["vejen-videre-1-tilbud-1"]
    assert answer.json["approvals"][0]["valid_to"] == "2028-12-31"
    assert "vejen-videre-2" not in answer.text
    assert "Tilbud hos 2" not in answer.text


def test_listing_is_given_with_what_citizens_see_and_what_they_do_not(
    client: FlaskClient, database: Database
) -> None:
    with database.transaction() as session:
        organisation = make_organisation(session)
        shown = make_listing(session, organisation, 1)
        set_availability(session, shown, places=3, waiting_days=None, at=NOW)
        save_draft(session, shown, make_content(name="Næste udgave"), NOW)
        withdraw(session, make_listing(session, organisation, 2), NOW)
        make_key(session, organisation, make_member(session, organisation))
    answer = ask(client, secret_of())
    assert answer.json is not None
    first, second = answer.json["listings"]
    assert (first["status"], first["public"]) == ("published", True)
    assert first["page"] == "http://localhost/listings/vejen-videre-1-tilbud-1"
    assert first["published"]["content"]["name"] == "Vejen Videre"
    assert first["draft"]["content"]["name"] == "Næste udgave"
    assert first["availability"]["places"] == 3
    assert first["availability"]["waiting_days"] is None
    assert (second["status"], second["public"], second["page"]) == ("withdrawn", False, None)


@pytest.mark.usefixtures("two_organisations")
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer fhj_wrong"},
        {"Authorization": f"Basic {secret_of(1)}"},
        {"Authorization": secret_of(1)},
        {"Authorization": f"Bearer {secret_of(1)} and more"},
        {"Authorization": "Bearer æøå"},
        {"X-Api-Key": secret_of(1)},
    ],
)
def test_without_a_right_key_nothing_is_told(client: FlaskClient, headers: dict[str, str]) -> None:
    answer = client.get(ADDRESS, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer realm=api"
    assert answer.content_type == "application/problem+json"
    assert json.loads(answer.data)["status"] == 401
    assert "Set-Cookie" not in answer.headers
    assert "vejen" not in answer.text.lower()


@pytest.mark.usefixtures("two_organisations")
def test_key_in_the_address_is_not_taken(client: FlaskClient) -> None:
    assert client.get(f"{ADDRESS}?key={secret_of(1)}&access_token={secret_of(1)}").status_code == 401


@pytest.mark.usefixtures("two_organisations")
def test_revoked_key_is_refused_at_once(client: FlaskClient, database: Database) -> None:
    assert ask(client, secret_of(1)).status_code == 200
    with database.transaction() as session:
        key = session.get_one(ApiKey, 1)
        api_keys.revoke(session, key, by=person(1), at=NOW)
    assert ask(client, secret_of(1)).status_code == 401
    assert ask(client, secret_of(2)).status_code == 200


@pytest.mark.usefixtures("two_organisations")
def test_answer_is_kept_nowhere_and_sets_no_cookie(client: FlaskClient) -> None:
    answer = ask(client, secret_of(1))
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.usefixtures("two_organisations")
def test_day_of_the_latest_use_is_noted_and_no_more(
    client: FlaskClient, database: Database, clock: Clock
) -> None:
    ask(client, secret_of(1))
    clock.now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    ask(client, secret_of(1))
    with database.reading() as session:
        assert session.get_one(ApiKey, 1).used_on == date(2026, 11, 23)
        assert session.get_one(ApiKey, 2).used_on is None


@pytest.mark.usefixtures("two_organisations")
def test_after_sixty_requests_a_key_waits_for_the_next_minute_and_others_go_on(
    client: FlaskClient, clock: Clock
) -> None:
    assert {ask(client, secret_of(1)).status_code for _time in range(60)} == {200}
    refused = ask(client, secret_of(1))
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "30"
    assert refused.content_type == "application/problem+json"
    assert ask(client, secret_of(2)).status_code == 200
    clock.now = datetime(2026, 11, 22, 12, 1, tzinfo=UTC)
    assert ask(client, secret_of(1)).status_code == 200


@pytest.mark.usefixtures("two_organisations")
def test_address_that_guesses_at_keys_has_to_wait_and_whoever_shares_it_has_not(client: FlaskClient) -> None:
    tried = [ask(client, f"fhj_{number}").status_code for number in range(62)]
    assert tried == [401] * 60 + [429] * 2
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert ask(client, "fhj_wrong", environ_base=elsewhere).status_code == 401
    assert ask(client, secret_of(1)).status_code == 200


@pytest.mark.usefixtures("two_organisations")
def test_addresses_of_one_home_count_together(client: FlaskClient) -> None:
    def guess(address: str) -> int:
        return ask(client, "fhj_wrong", environ_base={"REMOTE_ADDR": address}).status_code

    assert {guess(f"2001:db8:1:1::{number:x}") for number in range(60)} == {401}
    assert guess("2001:db8:1:1::ffff") == 429
    assert guess("2001:db8:1:2::1") == 401


@pytest.mark.usefixtures("two_organisations")
def test_all_processes_count_together(client: FlaskClient, settings: Settings, clock: Clock) -> None:
    other = create_app(settings, clock)
    for each in (client, other.test_client()):
        assert {ask(each, secret_of(1)).status_code for _time in range(30)} == {200}
    assert ask(client, secret_of(1)).status_code == 429
    other.extensions["portal"].database.dispose()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api", 404),
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/en/api/v1/nothing", 404),
        ("GET", "/en/api/v1/organisation", 401),
        ("DELETE", ADDRESS, 405),
    ],
)
def test_every_fault_under_the_api_is_told_in_json(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method, headers={"Sec-Fetch-Site": "none"})
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert set(json.loads(answer.data)) == {"status", "title", "detail"}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_key_that_asks_for_a_change_is_told_that_there_is_none(client: FlaskClient, method: str) -> None:
    answer = client.open(ADDRESS, method=method, headers={"Authorization": f"Bearer {secret_of(1)}"})
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_signing_in_opens_no_door_to_the_api(visitor: Visitor, database: Database) -> None:
    with database.transaction() as session:
        organisation = make_organisation(session)
        owner = make_member(session, organisation)
    assert visitor.sign_in_as(owner).get(ADDRESS).status_code == 401


@pytest.mark.sqlite_only
def test_key_opens_no_workspace(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        organisation = make_organisation(session)
        make_key(session, organisation, make_member(session, organisation))
    assert ask(app.test_client(), secret_of(), "/office/vejen-videre-1").status_code == 303


@pytest.mark.sqlite_only
def test_view_for_keys_asks_for_one_wherever_it_stands(app: Flask) -> None:
    view = app.view_functions["api.organisation"]
    app.add_url_rule("/elsewhere", "elsewhere", view)
    assert app.test_client().get("/elsewhere").status_code == 401
