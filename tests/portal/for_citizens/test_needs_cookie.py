"""Answers that can't be used any more are left out, one by one."""

from typing import Any

import pytest

from matching.needs import KnownCodes
from portal.for_citizens.needs_cookie import usable

KNOWN = KnownCodes(
    municipality={"751"},
    target_group={"dagpenge"},
    fund={"min"},
    support={"mentor"},
    fields=(),
    accommodations=(),
    languages={"ar"},
    formats={"video"},
)
GOOD = {"municipality": "751", "target_group": "dagpenge", "support": ["mentor"]}


def test_answers_of_today_are_all_kept() -> None:
    assert usable(GOOD, KNOWN) == GOOD
    assert usable({}, KNOWN) == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("municipality", "999"),
        ("target_group", None),
        ("fund", "closed"),
        ("support", ["ended"]),
        ("languages", "ar"),
        ("postcode", "80000"),
        ("furthest_km", "10"),
        ("start_within_days", -1),
        ("weights", {"result": 0, "ratings": 0, "waiting": 0, "distance": 0, "wishes": 0}),
        ("weights", {"price": 10}),
        ("weights", "all"),
        ("name", "Ida"),
    ],
)
def test_one_that_cannot_be_used_is_left_out_and_the_others_stay(name: str, value: Any) -> None:
    expected = {answer: told for answer, told in GOOD.items() if answer != name}
    assert usable({**GOOD, name: value}, KNOWN) == expected
