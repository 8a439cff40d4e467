"""Whoever was signed out reads why, and comes back to where they were once they are signed in again."""

import pytest
from flask import Flask
from sqlalchemy import delete, select

from portal.accounts.people import ERASED
from portal.database import Database
from providers.audit.models import OPERATOR, person
from providers.people import commands, second_factors, sessions
from providers.people.models import LoginSession, SessionEnd, User
from tests.factories.people import PASSWORD, give_password, make_citizen, make_provider_user
from tests.support.people import FROM_OUR_PAGE, Visitor
from tests.support.staff import BEGINNING, Clock, Member

WHY = "Du er logget ud, fordi"
NOT_SAVED = "Du var logget ud, da du trykkede. Derfor er intet gemt."


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


def reason(member: Visitor, page: str = "/account") -> str:
    """Follow where somebody who was signed out is led, and read why."""
    text = member.get(member.get(page).location).text
    return text.split(WHY)[1].split("</p>")[0].strip() if WHY in text else ""


def test_whoever_was_never_signed_in_reads_no_reason(member: Member) -> None:
    assert reason(member) == ""


def test_half_an_hour_without_a_request_is_said(here: Member, clock: Clock) -> None:
    clock.wait(minutes=30)
    assert reason(here) == "du ikke har brugt portalen i 30 minutter."
    clock.wait(hours=12)
    assert reason(here) == "du ikke har brugt portalen i 30 minutter."


def test_twelve_hours_are_said(here: Member, clock: Clock) -> None:
    for _time in range(36):
        clock.wait(minutes=20)
        here.is_in()
    assert reason(here) == "det er 12 timer siden, du loggede ind."


@pytest.mark.parametrize(
    ("because", "words"),
    [
        (SessionEnd.SIGNED_OUT, "du loggede ud her fra en anden browser."),
        (SessionEnd.SIGNED_OUT_EVERYWHERE, "du selv, i en anden browser, eller en leder har logget dig ud."),
        (SessionEnd.REPLACED, "du har logget ind igen."),
        (SessionEnd.RIGHTS_CHANGED, "din adgang eller din måde at logge ind på er ændret."),
        (SessionEnd.PASSWORD_CHANGED, "din adgangskode er ændret. Brug den nye."),
    ],
)
def test_every_end_of_a_session_is_said(
    here: Member, user: User, database: Database, because: SessionEnd, words: str
) -> None:
    with database.transaction() as session:
        sessions.end_all(session, user.id, because, by=person(user.id), at=BEGINNING)
    assert reason(here).startswith(words)


def test_citizen_who_was_signed_out_everywhere_reads_of_no_lead(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        citizen = make_citizen(session)
    browser = Visitor(app).sign_in_as(citizen)
    with database.transaction() as session:
        everywhere, at = SessionEnd.SIGNED_OUT_EVERYWHERE, browser.state.now()
        sessions.end_all(session, citizen.id, everywhere, by=person(citizen.id), at=at)
    assert reason(browser, "/my") == "du selv har logget dig ud i en anden browser."


def test_closed_account_is_said_to_its_owner(here: Member, user: User, database: Database) -> None:
    with database.transaction() as session:
        commands.disable(session, session.get_one(User, user.id), by=OPERATOR, at=BEGINNING)
    assert reason(here).startswith("din konto er lukket.")


def test_session_whose_row_is_gone_is_unknown(here: Member, database: Database) -> None:
    with database.transaction() as session:
        session.execute(delete(LoginSession))
    assert reason(here).startswith("dit login ikke findes mere.")


def test_other_tab_is_told_that_one_has_signed_out_and_the_menu_is_silent(here: Member) -> None:
    here.post("/sign-out", page="/account")
    assert "trykket på" in reason(here)
    assert reason(here, "/start") == ""


def test_other_tab_is_told_that_everything_was_erased(app: Flask, database: Database) -> None:
    citizen = Visitor(app)
    with database.transaction() as session:
        somebody = make_citizen(session)
    citizen.sign_in_as(somebody)
    with citizen.client.session_transaction() as cookie:
        cookie.clear()
        cookie[ERASED] = True
    assert reason(citizen, "/my/looks") == "dine data er slettet."


def test_reason_is_gone_after_signing_in_again(here: Member, user: User, clock: Clock) -> None:
    clock.wait(minutes=30)
    here.get("/account")
    assert here.type_password(user.email or "", target="/account").location == "/account"
    assert "fordi" not in here.get("/account").text


def test_nothing_is_written_for_the_reason(here: Member, database: Database, clock: Clock) -> None:
    clock.wait(minutes=30)
    with database.reading() as reading:
        before = reading.execute(select(LoginSession.__table__)).all()
    reason(here)
    with database.reading() as reading:
        assert reading.execute(select(LoginSession.__table__)).all() == before


def send(here: Member, path: str, referrer: str | None) -> str:
    """Send a form after having been signed out; give where one is led."""
    token = here.token_of_session()
    here.clock.wait(minutes=30)
    headers = {**FROM_OUR_PAGE, **({"Referer": referrer} if referrer else {})}
    answer = here.client.post(path, data={"csrf_token": token}, headers=headers)
    assert answer.status_code == 303
    return answer.location or ""


@pytest.mark.parametrize("page", ["/account", "/en/account", "/account/password?a=b"])
def test_form_leads_back_to_its_page_and_says_that_nothing_is_saved(here: Member, page: str) -> None:
    location = send(here, "/account/sessions/end-others", f"http://localhost{page}")
    assert location.startswith("/sign-in?next=/")
    assert here.get(location).text.count(NOT_SAVED) == 1
    with here.app.test_request_context(location) as context:
        assert context.request.args["next"] == page


@pytest.mark.parametrize(
    "referrer",
    [
        None,
        "",
        "nonsense",
        "http://localhost",
        "http://localhost//evil.example",
        "http://localhost.evil.example/account",
        "https://evil.example/account",
        "http://localhost/nowhere",
        "http://localhost/sign-out",
    ],
)
def test_form_from_nowhere_leads_to_signing_in_only(here: Member, referrer: str | None) -> None:
    location = send(here, "/account/sessions/end-others", referrer)
    assert location == "/sign-in"
    assert NOT_SAVED in here.get(location).text


@pytest.mark.parametrize(
    "target",
    [
        "/my", "/authority/people", "/office/somebody-elses/team", "/nowhere", "/en/my/looks", "/sign-out",
        "/da/account",
    ],
)  # fmt: skip
def test_nobody_is_led_to_a_page_that_refuses_them(member: Member, user: User, target: str) -> None:
    assert member.type_password(user.email or "", target=target).location == "/office"


@pytest.mark.parametrize("target", ["/account", "/en/account?a=b", "/search?q=job"])
def test_everybody_is_led_to_what_they_may_open(member: Member, user: User, target: str) -> None:
    assert member.type_password(user.email or "", target=target).location == target


def test_lost_app_of_somebody_signed_in_is_said(here: Member, user: User, database: Database) -> None:
    here.set_up("/account/second-factor", old=PASSWORD)
    with database.transaction() as session:
        second_factors.remove(session, session.get_one(User, user.id), by=OPERATOR, at=BEGINNING)
    assert reason(here).startswith("din adgang eller din måde at logge ind på er ændret.")
