"""Somebody who signs in reaches their own workspace, and nobody's after signing out."""

from flask import Flask

from portal.database import Database
from providers.people.models import User
from tests.factories.people import make_authority_user, make_citizen
from tests.support.people import FROM_OUR_PAGE, Visitor


def citizen(database: Database) -> User:
    with database.transaction() as session:
        return make_citizen(session)


def test_whoever_is_not_signed_in_is_led_to_sign_in_and_back(visitor: Visitor) -> None:
    response = visitor.get("/my/looks")
    assert response.status_code == 303
    assert response.location == "/sign-in?next=/my/looks"


def test_the_door_leads_to_the_workspace_of_ones_own_kind(visitor: Visitor, database: Database) -> None:
    with database.transaction() as session:
        somebody = make_authority_user(session)
    visitor.sign_in_as(somebody)
    assert visitor.get("/start").location == "/authority"
    assert visitor.get("/authority").status_code == 200
    assert visitor.get("/my").status_code == 403


def test_cookie_copied_before_signing_out_is_refused_after_it(
    visitor: Visitor, database: Database, app: Flask
) -> None:
    visitor.sign_in_as(citizen(database))
    copied = visitor.cookie()
    assert visitor.post("/sign-out", page="/my").location == "/signed-out"
    thief = app.test_client()
    thief.set_cookie("session", copied)
    assert thief.get("/my").status_code == 303


def test_form_without_the_sessions_token_changes_nothing(visitor: Visitor, database: Database) -> None:
    visitor.sign_in_as(citizen(database))
    assert visitor.client.post("/sign-out", headers=FROM_OUR_PAGE).status_code == 400
    assert visitor.get("/my").status_code == 200
