"""Put the listings a citizen has found in an order that can be explained, and that favours nobody's name."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.public_listing import CatalogueListing
from providers.alphabet import danish_key
from providers.listings.content import PriceUnit, SupportOffered
from ratings.measured_results.codes import Level
from ratings.measured_results.published import PublishedFigures
from ratings.summary import graded_ratios

Positions = NDArray[np.intp]
Flags = NDArray[np.bool_]
Scores = NDArray[np.float64]
T = TypeVar("T", bound=np.generic)

# After every number that is stated: first what cannot be compared, last what is not stated at all.
NOT_STATED = np.iinfo(np.int64).max
NOT_COMPARABLE = NOT_STATED - 1
# Before every ratio that has been measured.
NOT_ASSESSED = -np.inf


class Sort(StrEnum):
    """Name an order that citizens can ask for; the values are those of the search page."""

    RELEVANCE = "relevance"
    NAME = "name"
    WAITING_TIME = "waiting_time"
    PRICE = "price"
    RESULT = "result"


class Orders:
    """Order listings, which are given as drawn for the day (see `drawn`).

    Relevance, the order that a citizen who asks for none gets, is made of three steps, and the page says so:

    1. The better a listing fits the words, the earlier it comes. Without words all fit equally well.
    2. With a municipality chosen or typed, listings for that municipality come before nationwide ones.
    3. The rest is drawn: each day every listing draws a new place, the same for all citizens that day. So
       neither a name that begins with A nor an early registration gives anybody a better place. No kind of
       actor is put first, since they are all on one scale.

    Waiting time puts the shortest first and those that have not stated one last. Price compares what can be
    compared: the lowest stated price for a whole course, whoever pays it, and only among the kinds of
    support chosen when some are chosen. Prices by month, week, hour or result come after these, since they
    say nothing about the whole, and listings without a price come last. Equals stand by name, then slug.

    Measured results put first who had most in work beside what could be expected, by the ratio that is drawn
    towards the others' where little is known: the listing's, or its organisation's where only that has been
    assessed. Those that nobody can assess yet come last. Equals stand as drawn, since there are many.
    """

    __slots__ = (
        "_by_name",
        "_by_price",
        "_by_result",
        "_by_waiting",
        "_local",
        "_price",
        "_prices",
        "_result",
        "_waiting",
    )

    def __init__(self, listings: Sequence[CatalogueListing], results: PublishedFigures | None = None) -> None:
        self._result = _results(listings, results)
        self._by_result = _fixed(_ascending(-self._result))
        self._local = _fixed(np.array([not listing.nationwide for listing in listings], dtype=np.bool_))
        self._waiting = _column(_waiting_days(listing) for listing in listings)
        self._prices = _prices_by_kind(listings)
        self._price = _column(
            min(map(_comparable, each.content.support), default=NOT_STATED) for each in listings
        )
        self._by_name = _fixed(np.array(_names_in_order(listings), dtype=np.intp))
        self._by_waiting = _fixed(self._by_name[_ascending(self._waiting[self._by_name])])
        self._by_price = _fixed(self._by_name[_ascending(self._price[self._by_name])])

    def by_relevance(self, found: Flags, scores: Scores | None, *, local_first: bool) -> Positions:
        """Order what was found by how well it fits the words, then local before nationwide, then drawn."""
        order = found.nonzero()[0]
        if local_first:
            local = self._local[order]
            order = np.concatenate([order[local], order[~local]])
        if scores is not None:
            order = order[_ascending(-scores[order])]
        return order

    def by_name(self, found: Flags) -> Positions:
        """Order what was found by name."""
        return self._by_name[found[self._by_name]]

    def by_waiting_time(self, found: Flags) -> tuple[Positions, int]:
        """Order what was found by waiting time, and say how many have stated one."""
        return self._by_waiting[found[self._by_waiting]], int((self._waiting[found] < NOT_STATED).sum())

    def by_result(self, found: Flags) -> tuple[Positions, int]:
        """Order what was found by measured result, and say how many have been assessed."""
        return self._by_result[found[self._by_result]], int((self._result[found] > NOT_ASSESSED).sum())

    def by_price(self, found: Flags, support: frozenset[str]) -> tuple[Positions, int]:
        """Order what was found by price for a whole course, and say how many have stated one."""
        if not support:
            order = self._by_price[found[self._by_price]]
            return order, int((self._price[found] < NOT_COMPARABLE).sum())
        positions = self.by_name(found)
        lowest = np.full(len(positions), NOT_STATED)
        for kind in support & self._prices.keys():
            lowest = np.minimum(lowest, self._prices[kind][positions])
        return positions[_ascending(lowest)], int((lowest < NOT_COMPARABLE).sum())


def drawn(listings: Iterable[CatalogueListing], on: date) -> list[CatalogueListing]:
    """Draw the listings' places for a day; nobody can choose a slug that is lucky every day."""
    return sorted(listings, key=lambda listing: hashlib.blake2b(f"{on} {listing.slug}".encode()).digest())


def _names_in_order(listings: Sequence[CatalogueListing]) -> list[int]:
    keys = [(danish_key(each.content.name), each.content.name, each.slug) for each in listings]
    return sorted(range(len(listings)), key=keys.__getitem__)


def _waiting_days(listing: CatalogueListing) -> int:
    stated = listing.availability.waiting_days if listing.availability else None
    return NOT_STATED if stated is None else stated


def _results(listings: Sequence[CatalogueListing], results: PublishedFigures | None) -> Scores:
    """Give each listing its own shrunken ratio, or else its organisation's."""
    if results is None:
        return _fixed(np.full(len(listings), NOT_ASSESSED))
    own, whole = graded_ratios(results, Level.LISTING), graded_ratios(results, Level.ORGANISATION)
    ratios = (own.get(each.listing_id, whole.get(each.organisation.id, NOT_ASSESSED)) for each in listings)
    return _fixed(np.fromiter(ratios, dtype=np.float64, count=len(listings)))


def _comparable(offered: SupportOffered) -> int:
    if offered.price is None:
        return NOT_STATED
    return offered.price.amount_ore if offered.price.unit is PriceUnit.COURSE else NOT_COMPARABLE


def _prices_by_kind(listings: Sequence[CatalogueListing]) -> dict[str, NDArray[np.int64]]:
    """Give each kind of support a column with every listing's price for a course of it, in øre."""
    columns: dict[str, NDArray[np.int64]] = {}
    for position, listing in enumerate(listings):
        for offered in listing.content.support:
            if offered.kind not in columns:
                columns[offered.kind] = np.full(len(listings), NOT_STATED, dtype=np.int64)
            columns[offered.kind][position] = _comparable(offered)
    return {kind: _fixed(column) for kind, column in columns.items()}


def _column(values: Iterable[int]) -> NDArray[np.int64]:
    return _fixed(np.fromiter(values, dtype=np.int64))


def _ascending(values: NDArray[np.int64] | Scores) -> Positions:
    """Give the order of values, in which equal ones stay as they are."""
    return np.argsort(values, kind="stable")


def _fixed(array: NDArray[T]) -> NDArray[T]:
    array.setflags(write=False)
    return array
