"""The questions of a measurement are distinct and fill their pages, so none is cheaper than a real one."""

import pytest

from matching.catalogue import make_catalogue
from matching.finding import PAGE_SIZE
from tests.bench.questions import without_words
from tests.matching.listings import DAY, public_listing


def test_every_question_is_another_and_fills_a_page() -> None:
    listings = [
        public_listing(
            f"l{number}", municipalities=("751", "791"), target_groups=("dagpenge", "sygedagpenge")
        )
        for number in range(PAGE_SIZE)
    ]
    catalogue = make_catalogue(1, DAY, [*listings, public_listing("alone", municipalities=("101",))])
    addresses = without_words(catalogue, None)
    assert sorted(addresses) == [
        f"/search?municipality={municipality}&target_group={group}"
        for municipality in ("751", "791")
        for group in ("dagpenge", "sygedagpenge")
    ]


def test_too_few_listings_are_told() -> None:
    with pytest.raises(AssertionError, match="are there enough listings"):
        without_words(make_catalogue(1, DAY, [public_listing("alone")]), None)
