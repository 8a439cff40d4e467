"""The account page shows where somebody is signed in, and lets them change how they sign in."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import Database
from providers.audit.queries import in_order
from providers.audit.rules import replay
from providers.outbox.models import OutboxMessage
from providers.people.models import LoginSession, SignInMethod, User
from tests.factories.people import PASSWORD, give_password, make_citizen, make_provider_user
from tests.support.people import FROM_OUR_PAGE
from tests.support.staff import BEGINNING, Clock, Member

NEW = "fem andre ord efter hinanden"


@pytest.fixture
def user(database: Database) -> User:
    with database.transaction() as session:
        user = make_provider_user(session)
        give_password(session, user, at=BEGINNING)
    return user


@pytest.fixture
def here(member: Member, user: User) -> Member:
    member.type_password(user.email or "")
    return member


@pytest.fixture
def there(timed_app: Flask, clock: Clock, user: User) -> Member:
    """Give another browser of the same person."""
    other = Member(timed_app, clock)
    other.type_password(user.email or "")
    return other


def number_of(member: Member) -> int:
    """Give the number of a browser's session."""
    with member.state.database.reading() as reading:
        return reading.scalars(select(LoginSession.id).order_by(LoginSession.id.desc())).first() or 0


def test_both_browsers_are_shown_and_which_one_this_is(here: Member, there: Member) -> None:
    page = here.get("/account", headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}).text
    assert page.count("Sidst brugt") == 2
    assert page.count("den browser, du bruger nu") == 1
    assert "22. november 2026 kl. 11:00" in page
    assert there.is_in()


def test_other_browser_is_signed_out_at_once(here: Member, there: Member) -> None:
    here.post(f"/account/sessions/{number_of(there)}/end", page="/account")
    assert not there.is_in()
    assert "Du er logget ud i den browser." in here.get("/account").text


def test_everywhere_else_is_signed_out_at_once(
    here: Member, there: Member, timed_app: Flask, user: User
) -> None:
    third = Member(timed_app, here.clock)
    third.type_password(user.email or "")
    here.post("/account/sessions/end-others", page="/account")
    assert (here.is_in(), there.is_in(), third.is_in()) == (True, False, False)


def test_this_browser_is_signed_out_like_by_the_button(here: Member) -> None:
    assert here.post(f"/account/sessions/{number_of(here)}/end", page="/account").location == "/signed-out"
    assert not here.is_in()


def test_session_of_somebody_else_is_not_found(here: Member, database: Database, timed_app: Flask) -> None:
    with database.transaction() as session:
        stranger = make_provider_user(session, 2)
    other = Member(timed_app, here.clock)
    other.sign_in_as(stranger)
    assert here.post(f"/account/sessions/{number_of(other)}/end", page="/account").status_code == 404
    assert here.post("/account/sessions/99999/end", page="/account").status_code == 404
    assert other.is_in()


def test_session_that_has_ended_is_not_shown(here: Member, there: Member, clock: Clock) -> None:
    clock.wait(minutes=29)
    assert here.is_in()
    clock.wait(minutes=2)
    page = here.get("/account").text
    assert page.count("Sidst brugt") == 1
    assert not there.is_in()


def test_password_is_changed_by_whoever_knows_the_old_one(
    here: Member, there: Member, user: User, database: Database
) -> None:
    data = {"old": PASSWORD, "password": NEW, "again": NEW}
    assert here.post("/account/password", data).location == "/account"
    assert here.is_in()
    assert not there.is_in()
    there.type_password(user.email or "")
    assert not there.is_in()
    there.type_password(user.email or "", NEW)
    assert there.is_in()
    with database.reading() as reading:
        assert [mail.payload["template"] for mail in reading.scalars(select(OutboxMessage))] == [
            "password_changed"
        ]
        assert replay(in_order(reading))[("password", str(user.id))] == {"set": True}


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"old": "not the old one"}, "Adgangskoden er forkert."),
        ({"old": ""}, "Skriv din adgangskode."),
        ({"password": "kort", "again": "kort"}, "mindst 12 tegn"),
        ({"again": "noget andet end før"}, "ikke ens"),
    ],
)
def test_password_is_not_changed_otherwise(
    here: Member, there: Member, changes: dict[str, str], answer: str
) -> None:
    response = here.post("/account/password", {"old": PASSWORD, "password": NEW, "again": NEW, **changes})
    assert response.status_code == 200
    assert answer in response.text
    assert NEW not in response.text
    assert there.is_in()


def test_old_password_cannot_be_guessed_at_in_a_browser_left_open(here: Member) -> None:
    data = {"old": "a guess", "password": NEW, "again": NEW}
    answers = [here.post("/account/password", data).status_code for _time in range(11)]
    assert answers == [200] * 10 + [429]


def test_new_codes_need_the_password_and_replace_the_old_ones(here: Member) -> None:
    here.set_up("/account/second-factor", old=PASSWORD)
    old = here.codes()
    here.post("/account/recovery-codes", page="/account/recovery-codes")
    assert "10 nødkoder tilbage" in here.get("/account").text
    assert "Adgangskoden er forkert." in here.post("/account/recovery-codes/new", {"old": "wrong"}).text
    assert here.get("/account/recovery-codes").status_code == 303
    here.post("/account/recovery-codes/new", {"old": PASSWORD})
    assert len(here.codes()) == 10
    assert not set(old) & set(here.codes())


def test_codes_without_an_app_are_not_made(here: Member) -> None:
    assert here.post("/account/recovery-codes/new", {"old": PASSWORD}).status_code == 404


def test_another_app_needs_password_and_digits_and_ends_other_sessions(
    here: Member, there: Member, clock: Clock
) -> None:
    here.set_up("/account/second-factor", old=PASSWORD)
    assert there.is_in()
    first = here.secret
    clock.wait(seconds=60)
    assert "Adgangskoden er forkert." in here.set_up("/account/second-factor", old="wrong").text
    assert (
        "Koden passer ikke" in here.post("/account/second-factor", {"code": "000000", "old": PASSWORD}).text
    )
    assert here.set_up("/account/second-factor", old=PASSWORD).status_code == 303
    assert here.secret != first
    assert here.is_in()
    assert not there.is_in()


def test_codes_page_leads_nowhere_else(here: Member) -> None:
    here.set_up("/account/second-factor", old=PASSWORD)
    page = here.get("/account/recovery-codes?next=//evil.example").text
    assert "evil.example" not in page.replace('hreflang="da"', "").split("<main")[1]
    kept = here.post("/account/recovery-codes", {"next": "//evil.example"}, page="/account/recovery-codes")
    assert kept.location == "/account"


@pytest.mark.parametrize(
    "path",
    [
        "/account/password",
        "/account/second-factor",
        "/account/second-factor/instead",
        "/account/recovery-codes/new",
    ],
)
def test_citizens_and_those_of_a_broker_have_sessions_only(
    member: Member, database: Database, path: str
) -> None:
    with database.transaction() as session:
        citizen, colleague = make_citizen(session), make_provider_user(session, 2)
    member.sign_in_as(citizen, SignInMethod.BROKER)
    page = member.get("/account").text
    assert "Her er du logget ind" in page
    assert "Adgangskode" not in page
    assert member.get(path).status_code == 403
    member.sign_in_as(colleague, SignInMethod.BROKER)
    assert "Adgangskode" not in member.get("/account").text
    assert member.get(path).status_code == 404


def test_signing_out_elsewhere_needs_the_token(here: Member, there: Member) -> None:
    assert here.client.post("/account/sessions/end-others", headers=FROM_OUR_PAGE).status_code == 400
    assert there.is_in()
