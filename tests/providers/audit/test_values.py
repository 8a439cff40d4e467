"""The trail takes states and ids, and refuses what looks like a person's own value without repeating it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.audit.values import NotForTheTrail, require_id, require_name, require_states

PERSONAL = {
    "anna@example.dk": "looks like a mail address",
    "010190-1234": "looks like a CPR number",
    "0101901234": "looks like a CPR number",
    "cpr:010190-1234;": "looks like a CPR number",
    "cpr0101901234": "looks like a CPR number",
    "a" * 81: "is longer than 80 characters",
    "Anna Hansen": "has spaces or letters that a code does not have",
    "Søren": "has spaces or letters that a code does not have",
    "line\nbreak": "has spaces or letters that a code does not have",
}
CODES = [
    "",
    "disabled",
    "cvr:01234567",
    "2026-11-22T12:30:15.123456+00:00",
    "a" * 80,
    "01012026-1234",
    "0f0101901234ab",
    "3f2b1c00-1234-4567-8901-123456789012",
]


@pytest.mark.parametrize("value", PERSONAL)
def test_personal_value_is_refused_with_the_reason_and_not_repeated(value: str) -> None:
    for states in ({"status": value}, {"status": ["active", value]}):
        with pytest.raises(NotForTheTrail) as refused:
            require_states(states)
        assert str(refused.value) == (
            f"The field status {PERSONAL[value]}; the trail holds states and ids, never personal values."
        )


def test_number_with_ten_digits_is_refused_like_its_text() -> None:
    with pytest.raises(NotForTheTrail, match="looks like a CPR number"):
        require_states({"number": 3112991234})


@pytest.mark.parametrize("value", [*CODES, 0, -5, 12_345_678, True, None, [], ["a", 1, None, False]])
def test_code_or_number_is_taken_as_it_is(value: Any) -> None:
    assert require_states({"field": value}) == {"field": value}


@pytest.mark.parametrize("value", [1.5, b"x", {"a": 1}, date(2026, 1, 1), [["a"]], {"a"}])
def test_other_kinds_of_values_are_refused(value: Any) -> None:
    with pytest.raises(NotForTheTrail, match="write it as a code or a number"):
        require_states({"field": value})


def test_nothing_said_stays_nothing() -> None:
    assert require_states(None) is None
    assert require_states({}) == {}


@pytest.mark.parametrize("name", ["", "Anna", "user disabled", "user.", "user.Disabled", "bruger.lukket!"])
def test_names_are_lower_case_english(name: str) -> None:
    with pytest.raises(NotForTheTrail):
        require_name("The action", name)
    with pytest.raises(NotForTheTrail):
        require_states({name: "code"})


def test_id_is_kept_as_text_and_checked_like_a_state() -> None:
    assert (require_id(12), require_id("cvr:01234567")) == ("12", "cvr:01234567")
    with pytest.raises(NotForTheTrail, match="The object's id looks like a mail address"):
        require_id("anna@example.dk")


@given(st.dates(), st.integers(0, 9999), st.sampled_from(["", "-"]), st.sampled_from(["", " ", "x:", "_"]))
def test_no_cpr_number_gets_in(born: date, serial: int, dash: str, around: str) -> None:
    with pytest.raises(NotForTheTrail):
        require_states({"field": f"{around}{born:%d%m%y}{dash}{serial:04d}{around}"})
