"""Mailed links open a page, work once when the form is sent, and say what to do when they are over."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.links import send_invitation, send_password_reset, token_of
from portal.database import Database
from portal.keys import keys_from
from providers.audit.models import OPERATOR, SYSTEM
from providers.outbox.models import OutboxMessage
from providers.people import links
from providers.people.commands import disable
from providers.people.models import LinkPurpose, LoginSession, OneTimeLink, User
from tests.factories.organisations import make_organisation
from tests.factories.people import (
    PASSWORD,
    begin_session,
    give_password,
    make_authority_user,
    make_member,
    make_municipality_user,
    make_provider_user,
)
from tests.support.people import FROM_OUR_PAGE
from tests.support.staff import BEGINNING, Clock, Member

CHOSEN = {"password": PASSWORD, "again": PASSWORD}
EMAIL = "medarbejder1@vejen.example"
SECRET = "a secret of the tests, long enough to be one"


@pytest.fixture
def invited(database: Database) -> User:
    with database.transaction() as session:
        return make_provider_user(session)


def address_of(link: OneTimeLink) -> str:
    keys = keys_from(SECRET)
    assert keys is not None
    return f"/links/{token_of(link, keys.links)}"


def invite(database: Database, user: User) -> str:
    with database.transaction() as session:
        link = send_invitation(session, user, to_what="Vejen Videre", by=OPERATOR, at=BEGINNING)
    return address_of(link)


def ask_for_reset(database: Database, user: User) -> str:
    with database.transaction() as session:
        link = send_password_reset(session, user, by=SYSTEM, at=BEGINNING)
    return address_of(link)


def test_invitation_lets_somebody_choose_a_password_and_come_in(
    member: Member, database: Database, invited: User
) -> None:
    address = invite(database, invited)
    page = member.get(address)
    assert "Velkommen, Medarbejder 1" in page.text
    assert "Mindst 12 tegn" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers.getlist("Referrer-Policy") == ["strict-origin"]
    assert member.post(address, CHOSEN).location == "/office"
    assert member.is_in()


def test_invitation_says_for_whom_somebody_gets_access(member: Member, database: Database) -> None:
    with database.transaction() as session:
        organisation = make_organisation(session)
        name = organisation.name
        colleague = make_member(session, organisation, number=2)
        caseworker, municipal = make_authority_user(session), make_municipality_user(session)
    for user, place in (
        (colleague, name),
        (caseworker, "Godkendelsesmyndigheden"),
        (municipal, "Aarhus Kommune"),
    ):
        assert f"Du får adgang til: <strong>{place}</strong>" in member.get(invite(database, user)).text


def test_looking_uses_nothing_up(member: Member, database: Database, invited: User) -> None:
    address = invite(database, invited)
    for _time in range(3):
        assert member.get(address).status_code == 200
        assert member.client.head(address).status_code == 200
    assert member.post(address, CHOSEN).status_code == 303


def test_invited_caseworker_sets_an_app_up_first(member: Member, database: Database) -> None:
    with database.transaction() as session:
        user = make_authority_user(session)
    assert member.post(invite(database, user), CHOSEN).location == "/sign-in/set-up"
    assert not member.is_in()
    assert member.set_up().location == "/account/recovery-codes?next=/authority"


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"password": "elleve tegn", "again": "elleve tegn"}, "mindst 12 tegn"),
        ({"password": "x" * 129, "again": "x" * 129}, "højst 128 tegn"),
        ({"password": "adgangskode123", "again": "adgangskode123"}, "let at gætte"),
        (
            {"password": "medarbejder1@vejen.example", "again": "medarbejder1@vejen.example"},
            "din mailadresse",
        ),
        ({"password": "a" * 16, "again": "a" * 16}, "gentager de samme tegn"),
        ({"password": "1234567890123456", "again": "1234567890123456"}, "tegn i rækkefølge"),
        ({"password": "Medarbejder 1 1", "again": "Medarbejder 1 1"}, "dit navn"),
        ({"password": "findhjælptiljob2026", "again": "findhjælptiljob2026"}, "portalens navn"),
        ({"password": "Find help to get into work", "again": "Find help to get into work"}, "portalens navn"),
        ({"password": PASSWORD, "again": PASSWORD + "x"}, "ikke ens"),
        ({"password": "", "again": ""}, "Skriv en ny adgangskode."),
    ],
)
def test_password_that_is_refused_uses_nothing_up(
    member: Member, database: Database, invited: User, typed: dict[str, str], answer: str
) -> None:
    address = invite(database, invited)
    response = member.post(address, typed)
    assert response.status_code == 200
    assert answer in response.text
    assert member.post(address, CHOSEN).status_code == 303


def test_second_click_gets_a_page_that_says_so_and_leads_on(
    member: Member, database: Database, invited: User
) -> None:
    address = invite(database, invited)
    token = member.token(address)
    member.post(address, {**CHOSEN, "csrf_token": token}, page="/sign-in")
    again = member.post(address, CHOSEN, page="/account")
    assert again.status_code == 410
    assert "Linket er allerede brugt" in again.text
    assert "Et link virker kun én gang. Du er logget ind." in again.text
    assert "Gå til Min side" in again.text
    assert "Gå til log ind" not in again.text
    assert member.get(address).status_code == 410


def test_used_link_asks_those_to_sign_in_who_are_not(
    member: Member, database: Database, invited: User
) -> None:
    address = invite(database, invited)
    member.post(address, CHOSEN)
    member.post("/sign-out", page="/account")
    again = member.get(address)
    assert again.status_code == 410
    assert "Har du valgt en adgangskode, så log ind med den." in again.text
    assert "Ellers bed den, der inviterede dig" in again.text
    assert "Gå til log ind" in again.text


@pytest.mark.both_databases
def test_of_two_tabs_at_the_same_moment_one_wins(
    timed_app: Flask, database: Database, invited: User, clock: Clock
) -> None:
    address = invite(database, invited)
    tabs = [Member(timed_app, clock) for _ in range(6)]
    tokens = [tab.token(address) for tab in tabs]

    def send(number: int) -> int:
        own = f"{PASSWORD} {number}"
        data = {"password": own, "again": own, "csrf_token": tokens[number]}
        return tabs[number].client.post(address, data=data, headers=FROM_OUR_PAGE).status_code

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))
    assert sorted(answers) == [303] + [410] * 5
    late = Member(timed_app, clock)
    late.type_password(invited.email or "", f"{PASSWORD} {answers.index(303)}")
    assert late.is_in()


def test_reset_ends_all_sessions_and_tells_by_mail(member: Member, database: Database, invited: User) -> None:
    with database.transaction() as session:
        give_password(session, invited, "the forgotten one", at=BEGINNING)
        begin_session(session, invited, at=BEGINNING)
    address = ask_for_reset(database, invited)
    assert "Vælg en ny adgangskode" in member.get(address).text
    assert member.post(address, CHOSEN).location == "/office"
    assert "Din nye adgangskode er gemt." in member.get("/office").text
    with database.reading() as reading:
        ends = reading.scalars(select(LoginSession.ended_because).order_by(LoginSession.id)).all()
        mails = [message.payload["template"] for message in reading.scalars(select(OutboxMessage))]
    assert ends == ["password_changed", None]
    assert mails == ["password_reset", "password_changed"]


def test_whoever_was_stopped_for_guessing_comes_in_by_a_reset(
    member: Member, database: Database, invited: User
) -> None:
    with database.transaction() as session:
        give_password(session, invited, "the forgotten one", at=BEGINNING)
    for _time in range(11):
        member.type_password(invited.email or "", "wrong password")
    member.post(ask_for_reset(database, invited), CHOSEN)
    assert member.is_in()
    member.post("/sign-out", page="/account")
    assert member.type_password(invited.email or "").status_code == 303


def test_reset_does_not_get_around_the_app(member: Member, database: Database, clock: Clock) -> None:
    with database.transaction() as session:
        user = make_authority_user(session)
        give_password(session, user, at=BEGINNING)
    member.type_password(user.email or "")
    member.set_up()
    member.post("/sign-out", page="/account")
    clock.wait(seconds=60)
    assert member.post(ask_for_reset(database, user), CHOSEN).location == "/sign-in/code"
    assert "Din nye adgangskode er gemt." in member.get("/sign-in/code").text
    assert not member.is_in()


@pytest.mark.parametrize("asked_for", ["invitation", "reset"])
def test_expired_link_says_where_to_get_another(
    member: Member, database: Database, invited: User, clock: Clock, asked_for: str
) -> None:
    address = (invite if asked_for == "invitation" else ask_for_reset)(database, invited)
    clock.wait(days=7) if asked_for == "invitation" else clock.wait(hours=1)
    page = member.get(address)
    assert page.status_code == 410
    assert "Linket er for gammelt" in page.text
    step = "Bed den, der inviterede dig" if asked_for == "invitation" else "/sign-in/forgotten"
    assert step in page.text
    assert member.post(address, CHOSEN, page="/sign-in").status_code == 410


def test_only_the_newest_link_works(member: Member, database: Database, invited: User) -> None:
    first, second = invite(database, invited), invite(database, invited)
    page = member.get(first)
    assert page.status_code == 410
    assert "Linket gælder ikke længere" in page.text
    assert member.get(second).status_code == 200


def test_link_of_a_closed_account_says_so(member: Member, database: Database, invited: User) -> None:
    address = invite(database, invited)
    with database.transaction() as session:
        disable(session, session.get_one(User, invited.id), by=OPERATOR, at=BEGINNING)
    page = member.get(address)
    assert page.status_code == 410
    assert "Din konto er lukket" in page.text


@pytest.mark.parametrize(
    "token", ["nonsense", "1-", f"1-{'0' * 64}", f"999-{'0' * 64}", "9" * 400, "１-abc", "0x1-a", "<script>"]
)
def test_unknown_link_is_not_found(member: Member, database: Database, invited: User, token: str) -> None:
    invite(database, invited)
    page = member.get(f"/links/{token}")
    assert page.status_code == 404
    assert "Linket findes ikke" in page.text
    assert "<script>" not in page.text.replace("<script src", "")


def test_link_for_one_thing_cannot_be_made_into_another(database: Database, invited: User) -> None:
    keys = keys_from(SECRET)
    assert keys is not None
    with database.transaction() as session:
        link = links.issue(session, invited, LinkPurpose.INVITATION, nonce="n", by=OPERATOR, at=BEGINNING)
        other = OneTimeLink(id=link.id, purpose=LinkPurpose.PASSWORD_RESET, nonce="n")
    assert token_of(link, keys.links) != token_of(other, keys.links)


def test_token_never_reaches_the_log(
    member: Member, database: Database, invited: User, capsys: pytest.CaptureFixture[str]
) -> None:
    address = invite(database, invited)
    member.get(address)
    member.post(address, CHOSEN)
    member.get(address)
    written: Any = capsys.readouterr()
    assert '"endpoint": "links.follow"' in written.err
    assert address.removeprefix("/links/") not in written.err + written.out
