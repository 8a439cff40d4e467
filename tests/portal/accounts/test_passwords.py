"""Signing in with a password: the right one lets in, all else is answered alike, guessing is stopped."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.database import Database
from providers.audit.models import OPERATOR
from providers.outbox.models import OutboxMessage
from providers.people import passwords
from providers.people.commands import connect, disable
from providers.people.models import LoginSession, Password, SignInFailure, User
from tests.factories.people import (
    PASSWORD,
    give_password,
    make_authority_user,
    make_municipality_user,
    make_provider_user,
)
from tests.support.people import FROM_OUR_PAGE, TOKEN, Visitor
from tests.support.staff import BEGINNING, Clock, Member

WRONG = "Mailadressen eller adgangskoden er forkert."
STOPPED = "Der er prøvet for mange gange"


@pytest.fixture
def provider_user(database: Database) -> User:
    with database.transaction() as session:
        user = make_provider_user(session)
        give_password(session, user, at=BEGINNING)
    return user


def email_of(user: User) -> str:
    assert user.email is not None
    return user.email


@pytest.mark.usefixtures("provider_user")
def test_right_password_lets_in_and_leads_on(member: Member) -> None:
    response = member.type_password("Medarbejder1@Vejen.example ", target="/account")
    assert (response.status_code, response.location) == (303, "/account")
    assert member.is_in()


def test_without_a_wish_it_leads_to_the_workspace(member: Member, provider_user: User) -> None:
    assert member.type_password(email_of(provider_user)).location == "/office"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb"])
def test_nobody_is_led_to_another_site(member: Member, provider_user: User, target: str) -> None:
    assert member.type_password(email_of(provider_user), target=target).location == "/office"


def test_reload_of_the_answer_leads_back_to_the_form_with_the_wish(member: Member) -> None:
    assert member.get("/en/sign-in/password?next=/account").location == "/en/sign-in?next=/account"


@pytest.fixture
def unknown_ways(database: Database, provider_user: User) -> dict[str, tuple[str, str]]:
    """Give each way in which signing in can fail: an address and a password."""
    with database.transaction() as session:
        closed = make_provider_user(session, 2)
        give_password(session, closed)
        disable(session, closed, by=OPERATOR, at=BEGINNING)
        without = make_provider_user(session, 3)
    return {
        "wrong": (email_of(provider_user), "something else altogether"),
        "unknown": ("nobody@vejen.example", PASSWORD),
        "disabled": (email_of(closed), PASSWORD),
        "without": (email_of(without), PASSWORD),
        "no_address": ("nobody at all", PASSWORD),
    }


def test_every_failure_is_answered_alike_after_one_hash(
    member: Member, unknown_ways: dict[str, tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    real = PasswordHasher.verify

    def verify(hasher: PasswordHasher, hashed: str, password: str) -> bool:
        checked.append(hashed)
        return real(hasher, hashed, password)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    answers = set()
    for number, (email, password) in enumerate(unknown_ways.values(), start=1):
        response = member.type_password(email, password)
        assert len(checked) == number
        assert WRONG in response.text
        assert f'value="{email}"' in response.text
        assert password not in response.text
        answers.add((response.status_code, TOKEN.sub("", response.text).replace(email, "")))
    assert len(answers) == 1
    assert not member.is_in()


def test_empty_fields_are_asked_for_and_not_counted(member: Member, database: Database) -> None:
    response = member.type_password("", "")
    assert "Skriv din mailadresse." in response.text
    assert "Skriv din adgangskode." in response.text
    with database.reading() as reading:
        assert reading.scalar(select(func.count()).select_from(SignInFailure)) == 0


def test_what_is_typed_comes_back_as_text_only(member: Member) -> None:
    response = member.type_password(
        '"><script>alert(1)</script>@a.dk', "x", target='/"><script>alert(1)</script>'
    )
    assert "<script>alert" not in response.text


def test_form_needs_the_token(member: Member, provider_user: User) -> None:
    data = {"email": email_of(provider_user), "password": PASSWORD}
    assert member.client.post("/sign-in/password", data=data, headers=FROM_OUR_PAGE).status_code == 400
    assert not member.is_in()


def test_token_is_another_one_after_each_sign_in_and_what_was_planted_is_worth_nothing(
    timed_app: Flask, member: Member, provider_user: User, clock: Clock
) -> None:
    member.get("/sign-in")
    planted = member.cookie()
    member.type_password(email_of(provider_user))
    first = member.cookie()
    for cookie, is_in in ((planted, False), (first, True)):
        thief = Member(timed_app, clock)
        thief.client.set_cookie("session", cookie)
        assert thief.is_in() is is_in
    member.post(
        "/sign-in/password", {"email": email_of(provider_user), "password": PASSWORD}, page="/account"
    )
    assert member.cookie() != first
    thief = Member(timed_app, clock)
    thief.client.set_cookie("session", first)
    assert not thief.is_in()


def test_password_of_an_older_make_is_hashed_anew(
    member: Member, provider_user: User, database: Database
) -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    with database.transaction() as session:
        session.get_one(Password, provider_user.id).hash = cheap
    member.type_password(email_of(provider_user))
    assert member.is_in()
    with database.reading() as reading:
        assert not passwords.is_outdated(reading.get_one(Password, provider_user.id))


@pytest.mark.parametrize("known", [True, False])
def test_twenty_guesses_are_stopped_and_another_account_is_not_harmed(
    member: Member,
    provider_user: User,
    database: Database,
    known: bool,
    clock: Clock,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with database.transaction() as session:
        other = make_provider_user(session, 2)
        give_password(session, other)
    email = email_of(provider_user) if known else "nobody@vejen.example"
    answers = [member.type_password(email, f"guess number {number}") for number in range(20)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 10
    assert STOPPED in answers[-1].text
    assert "Vent 5 minutter" in answers[-1].text
    assert "10 gange til samme konto" in answers[-1].text
    assert "/sign-in/forgotten" in answers[-1].text
    assert answers[-1].headers["Retry-After"] == "300"
    stopped = [line for line in capsys.readouterr().err.splitlines() if "guessing_stopped" in line]
    assert len(stopped) == 10
    assert email not in "".join(stopped)
    assert member.type_password(email, PASSWORD).status_code == 429
    member.type_password(email_of(other))
    assert member.is_in()
    clock.wait(minutes=5)
    again = Member(member.app, clock)
    again.type_password(email, PASSWORD)
    assert again.is_in() is known


def test_whoever_shares_an_address_comes_in_after_guesses_at_one_account(
    member: Member, provider_user: User
) -> None:
    for number in range(11):
        member.type_password("nobody@vejen.example", f"guess number {number}")
    assert WRONG in member.type_password(email_of(provider_user), "a slip of the fingers").text
    assert member.type_password(email_of(provider_user)).status_code == 303


def test_address_that_guesses_at_many_accounts_is_told_the_truth(member: Member, provider_user: User) -> None:
    for number in range(10):
        member.type_password(f"nobody{number}@vejen.example", "a guess")
    response = member.type_password(email_of(provider_user))
    assert response.status_code == 429
    assert "Nogen har skrevet forkert til flere konti" in response.text
    assert "10 gange til samme konto" not in response.text
    assert "/sign-in/forgotten" not in response.text


@pytest.mark.both_databases
def test_twenty_guesses_at_the_same_moment_are_stopped_too(
    timed_app: Flask, provider_user: User, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PasswordHasher, "verify", lambda *_: False)
    email = email_of(provider_user)
    guessers = [Member(timed_app, clock) for _ in range(20)]
    tokens = [guesser.token("/sign-in") for guesser in guessers]

    def guess(number: int) -> int:
        data = {"csrf_token": tokens[number], "email": email, "password": "a guess"}
        client = guessers[number].client
        return client.post("/sign-in/password", data=data, headers=FROM_OUR_PAGE).status_code

    # Each thread keeps a connection; a worker of gunicorn has four threads, and the pool fifteen connections.
    with ThreadPoolExecutor(7) as pool:
        answers = list(pool.map(guess, range(20)))
    assert sorted(answers) == [200] * 10 + [429] * 10


def test_guesses_are_kept_as_keyed_hashes_only(
    member: Member, provider_user: User, database: Database
) -> None:
    member.type_password(email_of(provider_user), "wrong password")
    with database.reading() as reading:
        row = reading.execute(text("SELECT account_hash, address_hash FROM sign_in_failure")).one()
    assert all(len(each) == 64 for each in row)


def forgotten(member: Member, email: str) -> str:
    response = member.post("/sign-in/forgotten", {"email": email})
    assert response.status_code == 303
    return member.get(response.location).text


def mails(database: Database) -> list[str]:
    with database.reading() as reading:
        return [message.payload["template"] for message in reading.scalars(select(OutboxMessage))]


def test_forgotten_password_is_answered_alike_and_mailed_to_those_who_have_one(
    member: Member, unknown_ways: dict[str, tuple[str, str]], database: Database, provider_user: User
) -> None:
    answers = {forgotten(member, unknown_ways[way][0]) for way in ("unknown", "disabled")}
    assert mails(database) == []
    answers.add(forgotten(member, email_of(provider_user)))
    assert mails(database) == ["password_reset"]
    assert len(answers) == 1


def test_whoever_comes_through_a_broker_gets_no_link(
    member: Member, provider_user: User, database: Database
) -> None:
    with database.transaction() as session:
        connect(session, session.get_one(User, provider_user.id), "staff", "hash", by=OPERATOR, at=BEGINNING)
    forgotten(member, email_of(provider_user))
    assert mails(database) == []


def test_nobody_gets_more_than_three_links_an_hour(
    member: Member, provider_user: User, database: Database, clock: Clock
) -> None:
    for _time in range(5):
        forgotten(member, email_of(provider_user))
    assert len(mails(database)) == 3
    clock.wait(hours=1, seconds=1)
    forgotten(member, email_of(provider_user))
    assert len(mails(database)) == 4


def test_asking_for_links_is_stopped_and_stops_no_sign_in(member: Member, provider_user: User) -> None:
    for _time in range(10):
        forgotten(member, email_of(provider_user))
    response = member.post("/sign-in/forgotten", {"email": email_of(provider_user)})
    assert response.status_code == 429
    assert "Vælg en ny adgangskode" not in response.text
    member.type_password(email_of(provider_user))
    assert member.is_in()


def test_stopped_account_can_still_ask_for_a_link(
    member: Member, provider_user: User, database: Database
) -> None:
    for _time in range(11):
        member.type_password(email_of(provider_user), "wrong password")
    forgotten(member, email_of(provider_user))
    assert mails(database) == ["password_reset"]


@pytest.mark.parametrize("address", ["/sign-in/forgotten", "/sign-in/forgotten/sent"])
def test_nobody_is_promised_a_link_where_no_mail_goes_out(app: Flask, address: str) -> None:
    page = Visitor(app).get(address)
    assert page.status_code == 200
    assert "Portalen kan ikke sende mails her" in page.text
    assert "Spørg i stedet dem, der driver portalen." in page.text
    assert 'name="email"' not in page.text


def test_no_link_is_made_where_no_mail_goes_out(app: Flask, provider_user: User, database: Database) -> None:
    visitor = Visitor(app)
    answer = visitor.post("/sign-in/forgotten", {"email": email_of(provider_user)}, page="/sign-in")
    assert "Portalen kan ikke sende mails her" in answer.text
    assert mails(database) == []


def test_empty_address_is_asked_for(member: Member) -> None:
    assert "Skriv din mailadresse." in member.post("/sign-in/forgotten", {"email": " "}).text


@pytest.mark.parametrize("typed", ["nonsense", "anna@firma", "anna @firma.dk"])
def test_what_is_no_address_is_said_beside_the_field_and_stays(member: Member, typed: str) -> None:
    page = member.post("/sign-in/forgotten", {"email": typed}).text
    assert "Skriv en hel mailadresse, for eksempel anna@firma.dk." in page
    assert f'value="{typed}"' in page


@pytest.mark.parametrize("make", [make_authority_user, make_municipality_user])
def test_authority_and_municipalities_are_not_in_with_the_password_alone(
    member: Member, database: Database, make: Callable[[Session], User]
) -> None:
    with database.transaction() as session:
        user = make(session)
        give_password(session, user)
    assert member.type_password(email_of(user)).location == "/sign-in/set-up"
    assert not member.is_in()
    with database.reading() as reading:
        assert reading.scalar(select(func.count()).select_from(LoginSession)) == 0
