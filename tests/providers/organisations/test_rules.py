"""Organisations are identified by numbers that can be checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.organisations.models import OrganisationKind
from providers.organisations.rules import (
    is_cvr,
    is_simulated_cvr,
    is_simulated_municipality_code,
    is_slug,
    problem_with_cvr,
    problem_with_key,
    problem_with_municipality_code,
)
from tests.factories.organisations import simulated_cvr

KNOWN = {"101", "751"}
WEIGHTS = (2, 7, 6, 5, 4, 3, 2, 1)  # of modulus 11, from the description of the CVR number


@pytest.mark.parametrize("number", ["13585628", "25313763", "10103940"])
def test_numbers_with_right_check_digits_are_cvr_numbers(number: str) -> None:
    assert is_cvr(number)


@pytest.mark.parametrize(
    "number",
    ["13585629", "12345678", "00000000", "1358562", "135856280", "1358562a", " 3585628", "", "١٣٥٨٥٦٢٨"],
)
def test_other_numbers_are_not(number: str) -> None:
    assert not is_cvr(number)


@given(st.integers(min_value=1, max_value=99_999_999))
def test_check_digit_follows_the_published_weights(number: int) -> None:
    digits = f"{number:08d}"
    right = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True)) % 11 == 0
    assert is_cvr(digits) is right


def test_one_wrong_digit_is_always_found() -> None:
    right = "13585628"
    for place in range(8):
        for digit in set("0123456789") - {right[place]}:
            assert not is_cvr(right[:place] + digit + right[place + 1 :])


def test_number_that_begins_with_0_is_for_simulated_actors_only() -> None:
    number = simulated_cvr(1)
    assert is_cvr(number)
    assert is_simulated_cvr(number)
    assert problem_with_cvr(number, simulated=True) is None
    assert "must be marked simulated" in str(problem_with_cvr(number, simulated=False))


def test_simulated_actor_cannot_take_a_number_that_is_issued() -> None:
    assert problem_with_cvr("13585628", simulated=False) is None
    assert "begins with 0" in str(problem_with_cvr("13585628", simulated=True))


def test_each_fault_of_a_cvr_number_has_its_own_reason() -> None:
    assert "check digit" in str(problem_with_cvr("13585629", simulated=False))
    assert "eight digits" in str(problem_with_cvr("1358562", simulated=False))
    assert "not all of them 0" in str(problem_with_cvr("00000000", simulated=True))


@pytest.mark.parametrize("code", ["001", "042", "099"])
def test_codes_below_100_are_for_invented_municipal_units(code: str) -> None:
    assert is_simulated_municipality_code(code)
    assert problem_with_municipality_code(code, simulated=True, known=KNOWN) is None
    assert problem_with_municipality_code(code, simulated=False, known=KNOWN) is not None


@pytest.mark.parametrize("code", ["000", "100", "999", "75", "7510", ""])
def test_code_that_is_no_municipality_is_refused(code: str) -> None:
    for simulated in (True, False):
        assert problem_with_municipality_code(code, simulated=simulated, known=KNOWN) is not None


def test_real_municipality_is_never_simulated() -> None:
    assert problem_with_municipality_code("751", simulated=False, known=KNOWN) is None
    assert problem_with_municipality_code("751", simulated=True, known=KNOWN) is not None


@pytest.mark.parametrize(
    ("key", "kind", "fits"),
    [
        ("municipality:751", OrganisationKind.MUNICIPALITY, True),
        ("unemployment_fund:min", OrganisationKind.UNEMPLOYMENT_FUND, True),
        ("unemployment_fund:din", OrganisationKind.UNEMPLOYMENT_FUND, False),
        ("cvr:13585628", OrganisationKind.PRIVATE_ADVISER, True),
        ("cvr:13585628", OrganisationKind.OTHER, True),
        ("cvr:13585628", OrganisationKind.MUNICIPALITY, False),
        ("municipality:751", OrganisationKind.OTHER, False),
        ("13585628", OrganisationKind.OTHER, False),
        ("", OrganisationKind.OTHER, False),
    ],
)
def test_key_must_fit_the_kind(key: str, kind: OrganisationKind, *, fits: bool) -> None:
    reason = problem_with_key(key, kind=kind, slug="min", simulated=False, municipalities=KNOWN)
    assert (reason is None) is fits


@pytest.mark.parametrize("text", ["a", "3f", "la-dlf-a", "a" * 80])
def test_slugs(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize("text", ["", "-a", "a-", "a--b", "Aarhus", "å", "a b", "a/b", "a\n", "a" * 81])
def test_what_cannot_stand_in_an_address_is_no_slug(text: str) -> None:
    assert not is_slug(text)
