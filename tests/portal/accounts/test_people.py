"""A session lasts as long as it should, is replaced at each sign-in, and knows the rights of this moment."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal import create_app
from portal.config import Settings, settings_from
from portal.database import Database
from providers.audit.models import OPERATOR
from providers.people import commands
from providers.people.models import AuthorityRole, LoginSession, SignInFailure, User
from tests.factories.people import begin_session, make_authority_user
from tests.support.people import FROM_OUR_PAGE, Visitor
from tests.support.staff import Clock, Member


@pytest.fixture
def lead(database: Database) -> User:
    with database.transaction() as session:
        begin_session(session, make_authority_user(session, AuthorityRole.LEAD, 2))
        return make_authority_user(session, AuthorityRole.LEAD)


def test_half_an_hour_without_a_request_ends_a_session(member: Member, lead: User, clock: Clock) -> None:
    member.sign_in_as(lead)
    for _time in range(3):
        clock.wait(minutes=29, seconds=59)
        assert member.is_in()
    clock.wait(minutes=30)
    assert member.get("/account").location == "/sign-in?next=/account"


def test_twelve_hours_end_a_session_however_busy_it_was(member: Member, lead: User, clock: Clock) -> None:
    member.sign_in_as(lead)
    for _time in range(35):
        clock.wait(minutes=20)
        assert member.is_in()
    clock.wait(minutes=20)
    assert not member.is_in()


def test_cookie_copied_before_signing_out_is_refused_after_it(
    visitor: Visitor, lead: User, database: Database, app: Flask
) -> None:
    visitor.sign_in_as(lead)
    copied = visitor.cookie()
    response = visitor.post("/sign-out", page="/account")
    assert response.status_code == 303
    with database.reading() as reading:
        ended = reading.scalars(
            select(LoginSession.ended_because).where(LoginSession.user_id == lead.id)
        ).all()
    assert ended == ["signed_out"]
    thief = Visitor(app)
    thief.client.set_cookie("session", copied)
    assert thief.get("/account").status_code == 303


def test_rights_are_those_of_this_moment(visitor: Visitor, lead: User, database: Database) -> None:
    visitor.sign_in_as(lead)
    assert visitor.get("/authority/audit").status_code == 200
    with database.transaction() as session:
        session.get_one(User, lead.id).authority_role = AuthorityRole.CASEWORKER
    assert visitor.get("/authority/audit").status_code == 403


def test_whoever_is_disabled_is_refused_at_the_next_request(
    visitor: Visitor, lead: User, database: Database
) -> None:
    visitor.sign_in_as(lead)
    with database.transaction() as session:
        commands.disable(session, session.get_one(User, lead.id), by=OPERATOR, at=lead.created_at)
    assert visitor.get("/account").status_code == 303


def test_forged_cookie_is_nobodys(visitor: Visitor) -> None:
    visitor.client.set_cookie("session", "eyJfdXNlcl9pZCI6IjEifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert visitor.get("/account").status_code == 303


@pytest.mark.parametrize(("proxies", "counted_apart"), [("0", False), ("1", True)])
def test_address_of_a_guesser_is_taken_from_our_own_front_servers_only(
    settings: Settings, database: Database, proxies: str, counted_apart: bool
) -> None:
    environ = {
        "PORTAL_DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "PORTAL_ADDRESS": settings.address,
        "PORTAL_SECRET_KEY": settings.secret_key,
        "PORTAL_PROXIES": proxies,
    }
    app = create_app(settings_from(environ))
    visitor = Visitor(app)
    for address in ("198.51.100.1", "198.51.100.2", "203.0.113.9, 198.51.100.2"):
        data = {"csrf_token": visitor.token("/sign-in"), "email": "a@b.example", "password": "x"}
        headers = {**FROM_OUR_PAGE, "X-Forwarded-For": address}
        assert visitor.client.post("/sign-in/password", data=data, headers=headers).status_code == 200
    with database.reading() as reading:
        addresses = reading.scalars(select(SignInFailure.address_hash)).all()
    app.extensions["portal"].database.dispose()
    assert len(set(addresses)) == (2 if counted_apart else 1)


@pytest.mark.sqlite_only
def test_ipv6_addresses_of_one_network_are_one_guesser(app: Flask, database: Database) -> None:
    visitor = Visitor(app)
    for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"):
        data = {"csrf_token": visitor.token("/sign-in"), "email": "a@b.example", "password": "x"}
        visitor.client.post(
            "/sign-in/password", data=data, headers=FROM_OUR_PAGE, environ_overrides={"REMOTE_ADDR": address}
        )
    with database.reading() as reading:
        addresses = reading.scalars(select(SignInFailure.address_hash)).all()
    assert len(set(addresses)) == 2
