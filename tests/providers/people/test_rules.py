"""What a user may be called and written to, and when guesses are too many."""

from datetime import datetime, timedelta

import pytest

from providers.people.rules import (
    GUESSES,
    GUESSES_WITHIN,
    counted_from_address,
    is_email,
    tidy_email,
    wait_after,
)
from tests.factories.people import AT


@pytest.mark.parametrize(
    "text", ["navn@vejen.example", "karen.kommune+portal@aarhus.dk", "åse@blåbær.dk", "a@b.c", "o'neill@x.ie"]
)
def test_mail_address_is_one(text: str) -> None:
    assert is_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "navn", "navn@", "@vejen.dk", "navn@vejen", "a@b@c.dk", "to ord@vejen.dk", "navn@vejen..dk",
        "navn@.dk", "navn@vejen.", "navn@vejen.dk\nBcc: alle@vejen.dk", "a\x00b@vejen.dk", "a\x7fb@vejen.dk",
        "<navn@vejen.dk>", "a,b@vejen.dk", "a;b@vejen.dk", "a\u200bb@vejen.dk", "x" * 250 + "@a.dk",
    ],
)  # fmt: skip
def test_what_could_be_more_than_one_address_or_none_is_refused(text: str) -> None:
    assert not is_email(text)


def test_address_is_kept_in_one_way() -> None:
    assert tidy_email("  Karen.KOMMUNE@Aarhus.DK ") == "karen.kommune@aarhus.dk"


def guesses(*accounts: str) -> list[tuple[str, datetime]]:
    """Give guesses at these accounts, one a second, newest first."""
    return [(account, AT - timedelta(seconds=number)) for number, account in enumerate(accounts)]


def test_next_try_waits_until_one_too_many_is_too_old() -> None:
    times = [at for _account, at in guesses(*"a" * GUESSES)]
    assert wait_after(times[1:], AT) == timedelta(0)
    assert wait_after(times, AT) == GUESSES_WITHIN - timedelta(seconds=GUESSES - 1)


def test_few_guesses_of_each_account_count_against_the_address() -> None:
    assert counted_from_address([]) == []
    assert counted_from_address(guesses(*"aaaaaaab")) == [at for _, at in guesses(*"aaaa")] + [
        AT - timedelta(seconds=7)
    ]


@pytest.mark.parametrize(
    ("accounts", "stops"),
    [
        ("a" * 30, False),
        ("a" * 10 + "b", False),
        ("a" * 10 + "b" * 10, False),
        ("a" * 10 + "b" * 10 + "cc", True),
        ("abc" * 3, False),
        ("abcd" * 3, True),
        ("abcdefghij", True),
    ],
)
def test_address_is_stopped_by_guesses_at_three_accounts_or_more(accounts: str, stops: bool) -> None:
    assert (wait_after(counted_from_address(guesses(*accounts)), AT) > timedelta(0)) is stops
