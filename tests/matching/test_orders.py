"""Orders are what their explanation says: Danish, fair from day to day, honest about what is missing."""

from datetime import timedelta

import numpy as np

from matching.orders import Flags, Orders, Positions, drawn
from matching.public_listing import CatalogueListing
from providers.listings.content import SupportOffered
from ratings.measured_results.codes import Grade, Level
from ratings.measured_results.disclosure.door import PublicFigure, RoundedRatio
from ratings.measured_results.published import ReleaseFacts, from_bytes, to_bytes
from ratings.summary import HEADLINE
from tests.matching.listings import DAY, course, monthly, public_listing

FACTS = ReleaseFacts(1, 8100, 8103, DAY, DAY, simulated=True, adjusted=True)


def everything(listings: list[CatalogueListing]) -> Flags:
    return np.ones(len(listings), dtype=np.bool_)


def slugs(listings: list[CatalogueListing], order: Positions) -> list[str]:
    return [listings[position].slug for position in order]


def test_the_draw_favours_no_name_in_the_long_run() -> None:
    listings = [public_listing(f"{letter}-huset") for letter in "abcdefghij"]
    first = [drawn(listings, DAY + timedelta(days=number))[0].slug for number in range(400)]
    # Each of ten has its turn about 40 times in 400 days; 6 standard deviations of chance are 36.
    assert all(4 <= first.count(listing.slug) <= 76 for listing in listings)


def test_the_draw_is_the_same_all_day_and_another_the_next() -> None:
    listings = [public_listing(f"hus-{number}") for number in range(50)]
    today = drawn(listings, DAY)
    assert drawn(listings[::-1], DAY) == today
    assert drawn(listings, DAY + timedelta(days=1)) != today


def test_without_words_and_municipality_the_draw_decides() -> None:
    listings = [public_listing(f"l{number}", nationwide=number % 2 == 0) for number in range(6)]
    order = Orders(listings).by_relevance(everything(listings), None, local_first=False)
    assert list(order) == [0, 1, 2, 3, 4, 5]


def test_local_listings_come_before_nationwide_ones_once_a_municipality_is_chosen() -> None:
    listings = [public_listing(f"l{number}", nationwide=number % 2 == 0) for number in range(20)]
    order = Orders(listings).by_relevance(everything(listings), None, local_first=True)
    assert list(order) == [*range(1, 20, 2), *range(0, 20, 2)]


def test_what_fits_the_words_better_comes_first_whatever_the_draw_and_the_place() -> None:
    listings = [public_listing(f"l{number}", nationwide=number == 3) for number in range(4)]
    order = Orders(listings).by_relevance(
        everything(listings), np.array([1.0, 2.0, 1.0, 3.0]), local_first=True
    )
    assert list(order) == [3, 1, 0, 2]


def test_the_shortest_wait_comes_first_and_one_not_stated_last() -> None:
    listings = [
        public_listing("d", waiting_days=14),
        public_listing("a"),
        public_listing("c", waiting_days=0),
        public_listing("b", waiting_days=14),
    ]
    order, stated = Orders(listings).by_waiting_time(everything(listings))
    assert (slugs(listings, order), stated) == (["c", "b", "d", "a"], 3)


def test_prices_are_compared_for_whole_courses_only() -> None:
    listings = [
        public_listing("a-not-stated", support=(SupportOffered("mentor", None),)),
        public_listing("b-monthly", support=(monthly("mentor", 1),)),
        public_listing("c-dear", support=(course("mentor", 9000), monthly("praktik", 1))),
        public_listing("d-cheap", support=(course("mentor", 20000), course("praktik", 500))),
        public_listing("e-nothing"),
    ]
    order, stated = Orders(listings).by_price(everything(listings), frozenset())
    assert slugs(listings, order) == ["d-cheap", "c-dear", "b-monthly", "a-not-stated", "e-nothing"]
    assert stated == 2


def test_prices_are_compared_within_the_kinds_of_support_that_are_chosen() -> None:
    listings = [
        public_listing("a", support=(course("mentor", 9000), course("praktik", 1))),
        public_listing("b", support=(course("mentor", 8000),)),
        public_listing("c", support=(course("praktik", 1),)),
    ]
    orders = Orders(listings)
    by_mentor, stated = orders.by_price(everything(listings), frozenset({"mentor"}))
    assert (slugs(listings, by_mentor), stated) == (["b", "a", "c"], 2)
    unknown, none_stated = orders.by_price(everything(listings), frozenset({"unknown"}))
    assert (slugs(listings, unknown), none_stated) == (["a", "b", "c"], 0)


def result_of(listing: CatalogueListing, shrunken: float, *, whole: bool = False) -> PublicFigure:
    return PublicFigure(
        measure=HEADLINE,
        level=Level.ORGANISATION if whole else Level.LISTING,
        organisation_id=listing.organisation.id,
        listing_id=None if whole else listing.listing_id,
        target_group=None,
        quarter=None,
        shrunken=RoundedRatio(shrunken),
        grade=Grade.NOT_ASSESSED if shrunken > 2 else Grade.AS_EXPECTED,
    )


def test_the_best_result_comes_first_and_whoever_has_not_been_assessed_last() -> None:
    listings = [public_listing(slug) for slug in ("none", "weak", "unsure", "even", "strong", "also-even")]
    _none, weak, unsure, even, strong, also_even = listings
    figures = [
        result_of(weak, 0.88),
        result_of(strong, 0.5, whole=True),
        result_of(strong, 1.21),
        result_of(even, 1.02),
        result_of(also_even, 1.02, whole=True),
        result_of(unsure, 2.5),
    ]
    orders = Orders(listings, from_bytes(FACTS, to_bytes(figures)))
    order, assessed = orders.by_result(everything(listings))
    assert slugs(listings, order) == ["strong", "even", "also-even", "weak", "none", "unsure"]
    assert assessed == 4


def test_without_results_the_order_by_result_is_as_drawn() -> None:
    listings = [public_listing(f"l{number}") for number in range(4)]
    order, assessed = Orders(listings).by_result(everything(listings))
    assert (list(order), assessed) == ([0, 1, 2, 3], 0)


def test_orders_hold_only_what_was_found() -> None:
    listings = [public_listing(f"l{9 - number}", waiting_days=number) for number in range(9)]
    found = np.array([number in (2, 5, 7) for number in range(9)])
    orders = Orders(listings)
    assert list(orders.by_name(found)) == [7, 5, 2]
    assert list(orders.by_waiting_time(found)[0]) == [2, 5, 7]
    assert sorted(orders.by_price(found, frozenset())[0]) == [2, 5, 7]
    assert list(orders.by_result(found)[0]) == [2, 5, 7]
    assert sorted(orders.by_relevance(found, None, local_first=True)) == [2, 5, 7]
