"""S3, S20, S21: nobody crosses over to somebody else's facts, a look is a row, and no log names anybody."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from portal.access import CITIZEN, MUNICIPALITY, SIGNED_IN, access_of
from portal.database import Database
from portal.for_authority import municipality as desk_views
from portal.for_citizens import my as citizen_views
from providers.audit.queries import in_order
from providers.people.looks import record_look
from providers.people.models import Look, LookPurpose, User
from tests.factories.people import AARHUS, AT, make_citizen, make_municipality_user
from tests.support.people import Visitor

COPENHAGEN = "101"
FACTS = "Loggede sidst ind"
ERASE = "/my/data/delete"


@dataclass(frozen=True)
class Town:
    """A municipality with one resident and one caseworker, each with a browser."""

    code: str
    resident: User
    caseworker: User
    at_home: Visitor
    at_desk: Visitor

    @property
    def address(self) -> str:
        return f"/municipality/citizens/{self.resident.id}"


@pytest.fixture
def towns(app: Flask, database: Database) -> list[Town]:
    """Give two municipalities, in each of which the caseworker has looked at the resident."""
    found = []
    for number, code in enumerate((AARHUS, COPENHAGEN), 1):
        with database.transaction() as session:
            caseworker = make_municipality_user(session, code, number)
            resident = make_citizen(session, code)
            record_look(session, caseworker, resident.id, list(LookPurpose)[number], at=AT)
        found.append(
            Town(
                code,
                resident,
                caseworker,
                Visitor(app).sign_in_as(resident),
                Visitor(app).sign_in_as(caseworker),
            )
        )
    return found


def pages_of(app: Flask, town: Town) -> list[str]:
    """Give every address of a citizen's and a municipality's pages, and of the copy, for one resident."""
    given = {"citizen": town.resident.id, "kind": "json"}
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        return [
            adapter.build(rule.endpoint, {name: given[name] for name in rule.arguments})
            for rule in app.url_map.iter_rules()
            if "GET" in (rule.methods or ())
            and rule.arguments <= given.keys()
            and access_of(app.view_functions[rule.endpoint]) in (CITIZEN, MUNICIPALITY, SIGNED_IN)
        ]


def rows(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(Look.id)).all())


def test_one_towns_people_see_nothing_of_the_other(app: Flask, towns: list[Town]) -> None:
    for here, there in (towns, towns[::-1]):
        for path in pages_of(app, there):
            for visitor in (here.at_home, here.at_desk):
                for prefix in ("", "/en"):
                    response = visitor.get(prefix + path)
                    assert response.status_code in (200, 303, 403, 404), path
                    assert f"/{there.resident.id}" not in response.text.replace(path, ""), path
                    assert f'"municipality_code": "{there.code}"' not in response.text
                    assert f'"id": {there.resident.id},' not in response.text
                    assert f'"id": {there.caseworker.id},' not in response.text
        assert here.at_desk.get(there.address).status_code == 404


def test_everything_a_citizen_sends_is_about_themselves(towns: list[Town], database: Database) -> None:
    here, there = towns
    forged = {"user": there.resident.id, "citizen": there.resident.id, "citizen_id": there.resident.id}
    here.at_home.post("/my/home/forget", forged, page="/my")
    here.at_home.post(ERASE, {"understood": "yes", **forged})
    with database.reading() as session:
        assert session.get(User, here.resident.id) is None
        assert session.get(User, there.resident.id) is not None
    assert "Københavns" in there.at_home.get("/my").text or "København" in there.at_home.get("/my").text


def test_no_page_shows_a_citizens_facts_without_a_row(
    app: Flask, towns: list[Town], database: Database
) -> None:
    before = rows(database)
    for town in towns:
        for path in pages_of(app, town):
            assert FACTS not in town.at_desk.get(path).text, path
    assert rows(database) == before
    for town in towns:
        for shown, purpose in enumerate(LookPurpose, 1):
            town.at_desk.post(town.address, {"purpose": purpose.value}, page="/municipality")
            assert FACTS in town.at_desk.get(town.address).text
            with database.reading() as session:
                own = select(Look).where(Look.citizen_id == town.resident.id)
                assert len(session.scalars(own).all()) == 1 + shown
        assert town.at_home.get("/my/looks").text.count("<strong>En sagsbehandler") == 1 + len(LookPurpose)


def test_every_look_is_in_the_trail_as_well(towns: list[Town], database: Database) -> None:
    for town in towns:
        town.at_desk.post(town.address, {"purpose": "guidance"}, page="/municipality")
    with database.reading() as session:
        told = {event.object_id for event in in_order(session) if event.action == "citizen.looked_at"}
        assert told == {str(number) for number in session.scalars(select(Look.id))}


def secrets_of(town: Town) -> list[str]:
    """List what must never stand in a log."""
    visitors = (town.at_home, town.at_desk)
    cookies = [visitor.cookie() for visitor in visitors]
    tokens = [visitor.token("/my" if visitor is town.at_home else "/municipality") for visitor in visitors]
    return [town.caseworker.name or "", town.caseworker.email or "", *cookies, *tokens]


def walk(town: Town) -> None:
    """Go through everything that a citizen and a caseworker can do here."""
    town.at_home.post("/my", {"municipality": town.code})
    town.at_desk.post(town.address, {"purpose": "complaint"}, page="/municipality")
    town.at_desk.get(town.address)
    for path in ("/account/data.json", "/account/data.csv", "/account/data"):
        town.at_home.get(path)
        town.at_desk.get(path)
    town.at_home.post("/my/home/forget", page="/my")
    town.at_home.post(ERASE, {"understood": "yes"})


def test_no_log_line_names_anybody(towns: list[Town], capsys: pytest.CaptureFixture[str]) -> None:
    kept = [secret for town in towns for secret in secrets_of(town)]
    for town in towns:
        walk(town)
    printed = "".join(capsys.readouterr())
    assert "my.erase" in printed
    assert [secret for secret in kept if secret in printed] == []


@pytest.mark.parametrize(
    ("views", "name"),
    [
        (citizen_views, "tell_home"),
        (citizen_views, "forget_home"),
        (citizen_views, "erase_citizen"),
        (desk_views, "record_look"),
        (desk_views, "find_facts"),
    ],
)
def test_no_log_line_names_anybody_when_something_breaks(
    app: Flask,
    towns: list[Town],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    views: object,
    name: str,
) -> None:
    town = towns[0]
    kept = secrets_of(town)
    if name == "find_facts":
        town.at_desk.post(town.address, {"purpose": "guidance"}, page="/municipality")
    monkeypatch.setattr(views, name, failing_with(" ".join(kept)))
    app.testing = False
    walk(town)
    printed = "".join(capsys.readouterr())
    assert '"unexpected_error"' in printed
    assert [secret for secret in kept if secret in printed] == []


def failing_with(words: str) -> Callable[..., None]:
    """Make something that breaks with a person's words in its message."""

    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError(words)

    return fail
