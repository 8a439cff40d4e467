"""Needs are read whole or not at all, and equal needs are the same needs."""

from dataclasses import replace
from typing import Any

import pytest

from matching.needs import (
    EMPHASES,
    STANDARD,
    KnownCodes,
    Needs,
    NeedsUnusable,
    document_of,
    needs_from,
)

KNOWN = KnownCodes(
    municipality={"751", "461"},
    target_group={"dagpenge", "sygedagpenge"},
    fund={"ase"},
    support={"mentor", "virksomhedspraktik"},
    fields={"it"},
    accommodations={"interpreter"},
    languages={"da", "ar"},
    formats={"video", "in_person"},
)
LEAST = {"municipality": "751", "target_group": "dagpenge"}


def test_what_is_written_is_read_back_as_the_same_needs() -> None:
    needs = Needs(
        municipality="751",
        target_group="sygedagpenge",
        postcode="8000",
        fund="ase",
        since="2026-09",
        furthest_km=25,
        support=("virksomhedspraktik", "mentor"),
        fields=("it",),
        accommodations=("interpreter",),
        languages=("ar",),
        formats=("video",),
        start_within_days=30,
        weights=EMPHASES["distance"],
    )
    assert needs_from(document_of(needs), KNOWN) == needs


def test_what_is_not_answered_is_not_written() -> None:
    assert set(document_of(needs_from(LEAST, KNOWN))) == {"municipality", "target_group", "weights"}


def test_needs_named_in_another_order_are_the_same_and_draw_the_same() -> None:
    one = needs_from({**LEAST, "support": ["mentor", "virksomhedspraktik"]}, KNOWN)
    other = needs_from({"support": ["virksomhedspraktik", "mentor", "mentor"], **LEAST}, KNOWN)
    assert one == other
    assert one.hash("2027-01-04", 3) == other.hash("2027-01-04", 3)


def test_another_day_or_release_draws_anew() -> None:
    needs = needs_from(LEAST, KNOWN)
    assert len({needs.hash("2027-01-04", 3), needs.hash("2027-01-05", 3), needs.hash("2027-01-04", 4)}) == 3


def test_a_weight_left_out_is_the_published_one() -> None:
    needs = needs_from({**LEAST, "weights": {"result": 80}}, KNOWN)
    assert needs.weights == replace(STANDARD, result=80)
    assert needs.emphasis is None


def test_each_emphasis_is_known_again_by_its_weights() -> None:
    for name, weights in EMPHASES.items():
        assert Needs("751", "dagpenge", weights=weights).emphasis == name


@pytest.mark.parametrize(
    ("answers", "answer", "fact"),
    [
        ({"municipality": "999"}, "municipality", "no_such_code"),
        ({"municipality": None}, "municipality", "missing"),
        ({"target_group": ["dagpenge"]}, "target_group", "no_such_code"),
        ({"postcode": "800"}, "postcode", "not_possible"),
        ({"postcode": 8000}, "postcode", "not_possible"),
        ({"fund": "3f"}, "fund", "no_such_code"),
        ({"since": "2026-13"}, "since", "not_possible"),
        ({"furthest_km": -1}, "furthest_km", "not_possible"),
        ({"furthest_km": "25"}, "furthest_km", "not_possible"),
        ({"furthest_km": True}, "furthest_km", "not_possible"),
        ({"support": "mentor"}, "support", "not_a_list"),
        ({"support": ["massage"]}, "support", "no_such_code"),
        ({"languages": [1]}, "languages", "no_such_code"),
        ({"suport": ["mentor"]}, "suport", "no_such_answer"),
        ({"weights": {"result": 101}}, "weights.result", "not_a_weight"),
        ({"weights": {"result": 0.5}}, "weights.result", "not_a_weight"),
        ({"weights": {"price": 10}}, "weights.price", "no_such_answer"),
        ({"weights": [50]}, "weights", "not_possible"),
        ({"weights": dict.fromkeys(document_of(Needs("1", "x"))["weights"], 0)}, "weights", "nothing_counts"),
    ],
)
def test_an_answer_that_cannot_be_used_is_named_with_the_reason(
    answers: dict[str, Any], answer: str, fact: str
) -> None:
    with pytest.raises(NeedsUnusable) as refused:
        needs_from({**LEAST, **answers}, KNOWN)
    assert (refused.value.answer, refused.value.fact) == (answer, fact)


def test_when_the_benefit_began_draws_no_other_order() -> None:
    told = needs_from({**LEAST, "since": "2027-01"}, KNOWN)
    assert told.hash("2027-01-04") == needs_from(LEAST, KNOWN).hash("2027-01-04")
