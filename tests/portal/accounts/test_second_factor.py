"""The second step: digits count once, recovery codes count once, and nobody comes in between the steps."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.accounts.sealing import unseal
from portal.database import Database
from providers.audit.models import OPERATOR
from providers.audit.queries import in_order
from providers.audit.rules import replay
from providers.outbox.models import OutboxMessage
from providers.people import second_factors
from providers.people.commands import disable
from providers.people.models import AuthorityRole, SecondFactor, User
from tests.factories.people import (
    PASSWORD,
    give_password,
    make_authority_user,
    make_municipality_user,
    make_provider_user,
)
from tests.support.staff import BEGINNING, Clock, Member

BEGIN_ANEW = "/sign-in"

REMINDER = "Du har ikke sagt, at du har gemt dine nødkoder."


@pytest.fixture
def caseworker(database: Database) -> User:
    with database.transaction() as session:
        user = make_authority_user(session)
        give_password(session, user, at=BEGINNING)
    return user


@pytest.fixture
def ready(member: Member, caseworker: User, clock: Clock) -> Member:
    """Give a caseworker who has set an app up, written the codes down and signed out."""
    member.type_password(caseworker.email or "")
    member.set_up()
    member.written_down = member.codes()
    member.post("/account/recovery-codes", page="/account/recovery-codes")
    member.post("/sign-out", page="/account")
    clock.wait(seconds=60)
    return member


def type_digits(member: Member, digits: str | None = None) -> str | None:
    response = member.post("/sign-in/code", {"code": digits or member.digits()})
    return response.location


def test_second_factor_is_set_up_before_the_first_session(member: Member, caseworker: User) -> None:
    assert member.type_password(caseworker.email or "", target="/account").location == "/sign-in/set-up"
    assert not member.is_in()
    page = member.get("/sign-in/set-up").text
    assert "<svg" in page
    assert "style=" not in page
    response = member.set_up()
    assert response.location == "/account/recovery-codes?next=/account"
    assert member.is_in()
    assert len(set(member.codes())) == 10


def test_municipal_staff_must_set_one_up_too(member: Member, database: Database) -> None:
    with database.transaction() as session:
        user = make_municipality_user(session)
        give_password(session, user, at=BEGINNING)
    assert member.type_password(user.email or "").location == "/sign-in/set-up"


def test_wrong_digits_keep_the_same_secret(member: Member, caseworker: User) -> None:
    member.type_password(caseworker.email or "")
    member.scan("/sign-in/set-up")
    first = member.secret
    assert "Koden passer ikke" in member.post("/sign-in/set-up", {"code": "000000"}).text
    member.scan("/sign-in/set-up")
    assert member.secret == first
    assert not member.is_in()


def test_secret_is_kept_sealed(ready: Member, database: Database, timed_app: Flask, caseworker: User) -> None:
    with database.reading() as reading:
        kept = reading.get_one(SecondFactor, caseworker.id).sealed_secret
    assert ready.secret not in kept
    with timed_app.app_context():
        assert unseal(kept) == ready.secret


def test_whoever_goes_on_without_keeping_the_codes_is_reminded_on_every_page(
    member: Member, caseworker: User
) -> None:
    member.type_password(caseworker.email or "")
    member.set_up()
    assert REMINDER not in member.get("/account/recovery-codes").text
    for page in ("/authority", "/account"):
        assert REMINDER in member.get(page).text
    member.post("/account/recovery-codes", page="/account/recovery-codes")
    assert REMINDER not in member.get("/authority").text


def test_codes_are_shown_until_they_are_kept_and_never_again(member: Member, caseworker: User) -> None:
    member.type_password(caseworker.email or "")
    member.set_up()
    codes = member.codes()
    assert member.codes() == codes
    plain = member.get("/account/recovery-codes.txt")
    assert plain.mimetype == "text/plain"
    assert all(code in plain.text for code in codes)
    kept = member.post("/account/recovery-codes", {"next": "/account"}, page="/account/recovery-codes")
    assert kept.location == "/account"
    assert member.get("/account/recovery-codes").location == "/account"
    assert member.get("/account/recovery-codes.txt").status_code == 404
    page = member.get("/account").text
    assert not any(code in page for code in codes)


def test_password_and_digits_let_in_and_lead_on(ready: Member, caseworker: User) -> None:
    assert ready.type_password(caseworker.email or "", target="/account").location == "/sign-in/code"
    assert not ready.is_in()
    assert type_digits(ready) == "/account"
    assert ready.is_in()


def test_digits_may_be_typed_with_a_space(ready: Member, caseworker: User) -> None:
    ready.type_password(caseworker.email or "")
    digits = ready.digits()
    assert type_digits(ready, f" {digits[:3]} {digits[3:]}") == "/authority"


def test_digits_that_were_used_are_refused(ready: Member, caseworker: User, timed_app: Flask) -> None:
    ready.type_password(caseworker.email or "")
    seen = ready.digits()
    type_digits(ready, seen)
    thief = Member(timed_app, ready.clock)
    thief.type_password(caseworker.email or "")
    assert "forkert eller brugt" in thief.post("/sign-in/code", {"code": seen}).text
    assert not thief.is_in()


@pytest.mark.parametrize("typed", ["12345", "abcdef", "1234567", "１２３４５６", "<b>"])
def test_what_cannot_be_a_code_is_no_guess(ready: Member, caseworker: User, typed: str) -> None:
    ready.type_password(caseworker.email or "")
    for _time in range(12):
        response = ready.post("/sign-in/code", {"code": typed})
        assert "Koden skal være seks tal" in response.text
    assert type_digits(ready) == "/authority"


def test_guessing_at_digits_is_stopped_also_with_a_new_sign_in(ready: Member, caseworker: User) -> None:
    ready.type_password(caseworker.email or "")
    right = ready.digits()
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    answers = [ready.post("/sign-in/code", {"code": wrong}).status_code for _time in range(11)]
    assert answers == [200] * 10 + [429]
    assert ready.post("/sign-in/code", {"code": right}, page="/sign-in").status_code == 429
    assert ready.type_password(caseworker.email or "").status_code == 429
    assert not ready.is_in()


@pytest.mark.parametrize("page", ["/sign-in/code", "/sign-in/recovery"])
def test_owner_is_mailed_once_a_day_when_codes_are_guessed_until_they_are_stopped(
    ready: Member, caseworker: User, database: Database, clock: Clock, page: str
) -> None:
    def warnings() -> list[int]:
        with database.reading() as reading:
            asked = [message.payload for message in reading.scalars(select(OutboxMessage))]
        return [mail["user_id"] for mail in asked if mail["template"] == "second_factor_guessed"]

    def guess(times: int) -> None:
        wrong = f"{(int(ready.digits()) + 1) % 1_000_000:06d}" if page.endswith("code") else "AAAA-AAAA-AAAA"
        for _time in range(times):
            ready.post(page, {"code": wrong})

    ready.type_password(caseworker.email or "")
    guess(9)
    assert warnings() == []
    guess(3)
    assert warnings() == [caseworker.id]
    clock.wait(minutes=6)
    guess(10)
    assert warnings() == [caseworker.id]


@pytest.mark.parametrize("page", ["/sign-in/code", "/sign-in/recovery", "/sign-in/set-up"])
def test_nobody_reaches_the_second_step_without_the_first(member: Member, page: str) -> None:
    assert member.get(page).location == BEGIN_ANEW
    assert "Log ind forfra" in member.get(BEGIN_ANEW).text


def test_ten_minutes_are_too_long(ready: Member, caseworker: User, clock: Clock) -> None:
    ready.type_password(caseworker.email or "")
    clock.wait(minutes=10)
    assert type_digits(ready) == BEGIN_ANEW
    assert not ready.is_in()


def test_whoever_is_disabled_between_the_steps_stays_out(
    ready: Member, caseworker: User, database: Database
) -> None:
    ready.type_password(caseworker.email or "")
    with database.transaction() as session:
        make_authority_user(session, AuthorityRole.LEAD, 2)
        disable(session, session.get_one(User, caseworker.id), by=OPERATOR, at=BEGINNING)
    assert type_digits(ready) == BEGIN_ANEW


def test_password_that_was_changed_between_the_steps_counts_no_more(
    ready: Member, caseworker: User, database: Database, clock: Clock
) -> None:
    ready.type_password(caseworker.email or "")
    clock.wait(seconds=1)
    with database.transaction() as session:
        give_password(session, session.get_one(User, caseworker.id), "another password", at=clock.at)
    assert type_digits(ready) == BEGIN_ANEW


def test_step_with_a_secret_of_ones_own_is_no_way_around_the_digits(ready: Member, caseworker: User) -> None:
    ready.type_password(caseworker.email or "")
    assert ready.get("/sign-in/set-up").location == BEGIN_ANEW


def test_of_two_tabs_that_set_up_the_second_must_begin_anew(
    member: Member, caseworker: User, timed_app: Flask, clock: Clock
) -> None:
    other = Member(timed_app, clock)
    for tab in (member, other):
        tab.type_password(caseworker.email or "")
        tab.scan("/sign-in/set-up")
    member.set_up()
    token = other.token("/sign-in")
    late = other.post("/sign-in/set-up", {"code": other.digits(), "csrf_token": token}, page="/sign-in")
    assert late.location == BEGIN_ANEW
    assert not other.is_in()


def use_recovery_code(member: Member, code: str) -> str | None:
    return member.post("/sign-in/recovery", {"code": code}).location


def test_recovery_code_lets_in_once_and_leaves_the_app_as_it_is(
    ready: Member, caseworker: User, timed_app: Flask, clock: Clock
) -> None:
    ready.type_password(caseworker.email or "", target="/authority/people")
    code = ready.written_down[0]
    offer = "/account/second-factor/instead?next=/authority/people"
    assert use_recovery_code(ready, f" {code.lower()} ") == offer
    assert ready.is_in()
    page = ready.get(offer).text
    assert "du har 9 nødkoder tilbage" in page
    assert 'href="/authority/people"' in page
    clock.wait(seconds=60)
    again = Member(timed_app, clock)
    again.secret = ready.secret
    again.type_password(caseworker.email or "")
    assert "forkert eller brugt" in again.post("/sign-in/recovery", {"code": code}).text
    assert type_digits(again) == "/authority"


def test_whoever_has_lost_the_phone_may_set_up_another_app_afterwards(
    ready: Member, caseworker: User, timed_app: Flask, clock: Clock
) -> None:
    ready.type_password(caseworker.email or "")
    use_recovery_code(ready, ready.written_down[0])
    old = ready.secret
    assert "virker den app, du bruger nu, ikke mere" in ready.get("/account/second-factor").text
    ready.set_up("/account/second-factor", old=PASSWORD)
    assert ready.secret != old
    assert not set(ready.codes()) & set(ready.written_down)
    clock.wait(seconds=60)
    again = Member(timed_app, clock)
    again.secret = old
    again.type_password(caseworker.email or "")
    assert type_digits(again) is None
    again.secret = ready.secret
    assert type_digits(again) == "/authority"


def test_offer_after_a_recovery_code_leads_to_no_other_site(ready: Member, caseworker: User) -> None:
    ready.type_password(caseworker.email or "")
    use_recovery_code(ready, ready.written_down[0])
    assert (
        "evil.example"
        not in ready.get("/account/second-factor/instead?next=//evil.example").text.split("<main")[1]
    )


def test_owner_is_mailed_about_a_new_app_and_about_a_used_code(
    ready: Member, caseworker: User, database: Database
) -> None:
    ready.type_password(caseworker.email or "")
    use_recovery_code(ready, ready.written_down[0])
    ready.set_up("/account/second-factor", old=PASSWORD)
    with database.reading() as reading:
        asked = [message.payload for message in reading.scalars(select(OutboxMessage))]
    assert [(mail["template"], mail["values"]) for mail in asked] == [
        ("second_factor_set", {}),
        ("recovery_code_used", {"left": 9}),
        ("second_factor_set", {}),
    ]
    assert {mail["user_id"] for mail in asked} == {caseworker.id}


def test_guessing_at_recovery_codes_is_stopped(ready: Member, caseworker: User) -> None:
    ready.type_password(caseworker.email or "")
    answers = [ready.post("/sign-in/recovery", {"code": "AAAA-AAAA-AAAA"}).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


@pytest.mark.parametrize(
    ("role", "advice"),
    [(AuthorityRole.CASEWORKER, "Bed en leder i myndigheden"), (AuthorityRole.LEAD, "Bed en anden leder")],
)
def test_whoever_has_lost_everything_is_told_whom_to_ask(
    member: Member, database: Database, role: AuthorityRole, advice: str
) -> None:
    with database.transaction() as session:
        user = make_authority_user(session, role)
        give_password(session, user, at=BEGINNING)
        second_factors.confirm(session, user, sealed_secret="sealed with a lost key", step=1, at=BEGINNING)
    member.type_password(user.email or "")
    assert advice in member.get("/sign-in/recovery").text
    assert "forkert eller brugt" in member.post("/sign-in/code", {"code": "123456"}).text


def test_removed_second_factor_is_set_up_anew(ready: Member, caseworker: User, database: Database) -> None:
    ready.type_password(caseworker.email or "")
    with database.transaction() as session:
        second_factors.remove(session, session.get_one(User, caseworker.id), by=OPERATOR, at=BEGINNING)
    assert type_digits(ready) == BEGIN_ANEW
    assert ready.type_password(caseworker.email or "").location == "/sign-in/set-up"


def test_provider_staff_may_set_one_up_and_must_use_it_then(
    member: Member, database: Database, clock: Clock
) -> None:
    with database.transaction() as session:
        user = make_provider_user(session)
        give_password(session, user, at=BEGINNING)
    member.type_password(user.email or "")
    assert member.set_up("/account/second-factor", old=PASSWORD).location.startswith("/account/recovery")
    member.post("/sign-out", page="/account")
    clock.wait(seconds=60)
    assert member.type_password(user.email or "").location == "/sign-in/code"
    assert type_digits(member) == "/office"


def test_trail_agrees_with_what_is_kept(ready: Member, caseworker: User, database: Database) -> None:
    ready.type_password(caseworker.email or "")
    ready.post("/sign-in/recovery", {"code": ready.written_down[0]})
    with database.reading() as reading:
        told = replay(in_order(reading))
        assert told[("recovery_codes", str(caseworker.id))] == {"left": 9}
        assert told[("second_factor", str(caseworker.id))] == {"confirmed": True}
        assert reading.scalar(select(SecondFactor.user_id)) == caseworker.id
