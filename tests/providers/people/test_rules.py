"""What a user may be called and written to, and when guesses are too many."""

import pytest

from providers.people.rules import GUESSES, is_email, tidy_email, too_many_guesses


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


@pytest.mark.parametrize(
    ("of_account", "from_address", "stops"),
    [
        (GUESSES - 1, ["a"] * (GUESSES - 1), False),
        (GUESSES, [], True),
        (0, ["a"] * 3 * GUESSES, False),
        (0, ["a"] * (GUESSES - 2) + ["b"], False),
        (0, ["a"] * (GUESSES - 1) + ["b"], True),
    ],
)
def test_guesses_are_too_many_at_one_account_or_from_one_address(
    of_account: int, from_address: list[str], stops: bool
) -> None:
    assert too_many_guesses(of_account, from_address) is stops
