"""Who lies outside of a funnel is said in words, by name and by side."""

import pytest
from flask import Flask

from portal.for_authority.funnel_words import MOST_NAMED, outside_sentences

NAMES = {1: "Broen", 2: "Vejen", 3: "Havnen"}


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> object:
    with app.test_request_context("/"):
        yield


def point(organisation: int, value: float, outside_wide: float = 95.0) -> dict[str, float]:
    return {"organisation": organisation, "value": value, "outside_wide": outside_wide}


def test_those_above_and_those_below_are_named_apart() -> None:
    points = [point(2, 0.7), point(1, 0.8, 99.8), point(3, 1.3), point(4, 1.0, 0.0)]
    assert outside_sentences(points, 1.0, NAMES) == (
        "Over den brede tragt ligger: Havnen.",
        "Under den brede tragt ligger: Broen og Vejen.",
    )


def test_nobody_outside_is_said_too() -> None:
    assert outside_sentences([point(1, 1.1, 0.0)], 1.0, NAMES) == (
        "Ingen aktører ligger uden for den brede tragt.",
    )


def test_more_names_than_a_sentence_holds_are_left_to_the_table() -> None:
    (sentence,) = outside_sentences([point(each, 0.5) for each in range(MOST_NAMED + 4)], 1.0, {})
    assert sentence.endswith("og 4 flere i tabellen.")
