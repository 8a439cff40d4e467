"""Owners make keys to the API, see each once, and revoke them."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import Database
from providers.organisations.models import ApiKey, MemberRole, Organisation
from tests.factories.keys import hash_of, make_key
from tests.factories.organisations import make_organisation
from tests.factories.people import make_authority_user, make_citizen, make_member
from tests.portal.for_providers.trail import actions
from tests.support.people import Visitor

KEYS = "/office/vejen-videre-1/keys"
SECRET = re.compile(r'<textarea[^>]*id="secret"[^>]*>\s*(fhj_[\w-]+)</textarea>')
NUMBER = re.compile(r'name="number" value="([^"]+)"')


@pytest.fixture
def owner(visitor: Visitor, database: Database) -> Visitor:
    """Give an owner who is signed in; besides theirs there is another organisation."""
    with database.transaction() as session:
        make_organisation(session, 2)
        user = make_member(session, make_organisation(session, 1))
    return visitor.sign_in_as(user)


def make(owner: Visitor, name: str = "Vores system", number: str | None = None) -> str:
    """Make a key on the page and give it."""
    if number is None:
        number = number_on_page(owner)
    answer = owner.post(KEYS, {"name": name, "number": number})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    found = SECRET.search(answer.text)
    assert found is not None
    return found[1]


def number_on_page(owner: Visitor) -> str:
    found = NUMBER.search(owner.get(KEYS).text)
    assert found is not None
    return found[1]


def status_of(app: Flask, secret: str) -> int:
    headers = {"Authorization": f"Bearer {secret}"}
    return app.test_client().get("/api/v1/organisation", headers=headers).status_code


def held(database: Database) -> list[ApiKey]:
    with database.reading() as session:
        return list(session.scalars(select(ApiKey).order_by(ApiKey.id)))


def test_a_number_that_is_not_from_the_page_tells_nothing_apart(owner: Visitor) -> None:
    assert make(owner, number="kort") != make(owner, "Et andet", number="kort")


def test_key_is_shown_once_and_kept_as_a_hash(owner: Visitor, database: Database, app: Flask) -> None:
    secret = make(owner)
    page = owner.get(KEYS).text
    assert secret not in page
    assert "Vores system" in page
    assert "Ikke brugt endnu" in page
    assert [key.key_hash for key in held(database)] == [hash_of(secret)]
    assert status_of(app, secret) == 200
    assert "Ikke brugt endnu" not in owner.get(KEYS).text
    assert actions(database, "api_key") == ["api_key.made"]


def test_no_two_keys_are_alike(owner: Visitor) -> None:
    assert make(owner, "Vores system") != make(owner, "Et andet")


def test_form_sent_twice_makes_one_key_and_shows_it_again(owner: Visitor, database: Database) -> None:
    number = number_on_page(owner)
    assert make(owner, number=number) == make(owner, number=number)
    assert len(held(database)) == 1


def test_form_sent_from_another_session_does_not_show_the_key_again(
    visitor: Visitor, database: Database, app: Flask
) -> None:
    with database.transaction() as session:
        user = make_member(session, make_organisation(session, 1))
    owner, elsewhere = visitor.sign_in_as(user), Visitor(app).sign_in_as(user)
    number = number_on_page(owner)
    secret = make(owner, number=number)
    answer = elsewhere.post(KEYS, {"name": "Vores system", "number": number})
    assert answer.status_code == 400
    assert secret not in answer.text
    assert make(elsewhere, "Et andet", number=number) != secret


@pytest.mark.parametrize("number", ["1" * 32, "a" * 64 + "." + "b" * 64, "æ.ø"])
def test_well_formed_number_that_the_portal_never_gave_makes_a_key_by_chance(
    owner: Visitor, number: str
) -> None:
    assert make(owner, number=number) != make(owner, "Et andet", number=number)


def test_form_sent_again_after_the_key_was_revoked_makes_nothing(owner: Visitor, database: Database) -> None:
    number = number_on_page(owner)
    make(owner, number=number)
    owner.post(f"{KEYS}/1/revoke", page=KEYS)
    answer = owner.post(KEYS, {"name": "Vores system", "number": number})
    assert answer.status_code == 400
    assert "vi kan ikke vise den igen" in answer.text
    assert len(held(database)) == 1


def test_same_form_gives_another_owner_another_key(owner: Visitor, database: Database, app: Flask) -> None:
    with database.transaction() as session:
        organisation = session.scalars(
            select(Organisation).where(Organisation.slug == "vejen-videre-1")
        ).one()
        second = make_member(session, organisation, number=2)
    number = number_on_page(owner)
    assert make(owner, number=number) != make(Visitor(app).sign_in_as(second), "Et andet", number=number)


def test_revoked_key_stops_working_at_once(owner: Visitor, database: Database, app: Flask) -> None:
    secret = make(owner)
    answers = [owner.post(f"{KEYS}/1/revoke", page=KEYS).status_code for _click in range(2)]
    assert answers == [303, 303]
    assert status_of(app, secret) == 401
    assert "spærret" in owner.get(KEYS).text
    assert actions(database, "api_key") == ["api_key.made", "api_key.revoked"]


def test_five_keys_can_live_at_a_time(owner: Visitor, database: Database) -> None:
    number = number_on_page(owner)
    for each in range(5):
        make(owner, f"System {each}")
    answer = owner.post(KEYS, {"name": "En til", "number": number})
    assert answer.status_code == 400
    assert "I har allerede fem nøgler." in answer.text
    owner.post(f"{KEYS}/1/revoke", page=KEYS)
    make(owner, "En til")
    assert len(held(database)) == 6


@pytest.mark.parametrize("name", ["", "  ", "n" * 61])
def test_key_needs_a_name(owner: Visitor, database: Database, name: str) -> None:
    answer = owner.post(KEYS, {"name": name})
    assert answer.status_code == 400
    assert "Skriv et navn" in answer.text
    assert held(database) == []


def test_fields_that_the_form_does_not_have_change_nothing(owner: Visitor, database: Database) -> None:
    owner.post(KEYS, {"name": "X", "organisation_id": "1", "key_hash": "0" * 64, "made_by": "99"})
    (key,) = held(database)
    with database.reading() as session:
        assert session.get_one(Organisation, key.organisation_id).slug == "vejen-videre-1"
    assert key.key_hash != "0" * 64


def test_key_of_another_organisation_cannot_be_revoked(owner: Visitor, database: Database) -> None:
    with database.transaction() as session:
        other = session.scalars(select(Organisation).where(Organisation.slug == "vejen-videre-2")).one()
        key = make_key(session, other, make_member(session, other, number=9))
    assert owner.post(f"{KEYS}/{key.id}/revoke", page=KEYS).status_code == 404
    assert held(database)[0].revoked_at is None
    assert "System 1" not in owner.get(KEYS).text


def test_only_owners_reach_the_keys(owner: Visitor, database: Database, app: Flask) -> None:
    make(owner)
    with database.transaction() as session:
        first, second = session.scalars(select(Organisation).order_by(Organisation.slug)).all()
        others = [
            (make_member(session, first, MemberRole.EDITOR, number=3), 403),
            (make_member(session, second, number=4), 404),
            (make_citizen(session), 403),
            (make_authority_user(session), 403),
        ]
    for user, status in others:
        visitor = Visitor(app).sign_in_as(user)
        assert visitor.get(KEYS).status_code == status
        assert visitor.post(KEYS, {"name": "X"}).status_code == status
        assert visitor.post(f"{KEYS}/1/revoke").status_code == status
    assert [key.revoked_at for key in held(database)] == [None]


def test_two_live_keys_have_different_names(owner: Visitor, database: Database) -> None:
    make(owner, "Vores system")
    answer = owner.post(KEYS, {"name": " VORES  system", "number": number_on_page(owner)})
    assert answer.status_code == 400
    assert "I har allerede en nøgle med det navn. Vælg et andet." in answer.text
    owner.post(f"{KEYS}/1/revoke", page=KEYS)
    make(owner, "Vores system")
    assert len(held(database)) == 2
