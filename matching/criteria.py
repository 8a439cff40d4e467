"""What limits a citizen's choice, and how much each criterion gives an actor, 0 to 1, on fixed anchors.

The anchors do not depend on who else is in the list, so that nobody changes places because of a third.
Method: docs/ranking.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from matching.columns import Columns, Flags, Floats, Positions
from matching.facets import Bits, Facet
from matching.needs import Needs

# Of what citizens in the target group reach in the whole country.
WORST_RELATIVE, BEST_RELATIVE = 0.7, 1.3
LONGEST_WAIT, WAIT_NOT_STATED = 90, 60  # days
FURTHEST, DISTANCE_NOT_KNOWN = 50, 25  # km
NEUTRAL = 0.5
REMOTE = frozenset({"video", "phone"})


class Limit(StrEnum):
    """Name why an actor is left out; the law's come first, and each actor is counted once, by the first."""

    OTHER_UNIT = "other_unit"  # another municipality's own unit
    OTHER_FUND = "other_fund"  # an a-kasse that the citizen is not a member of
    AREA = "area"
    TARGET_GROUP = "target_group"
    LANGUAGES = "languages"
    DISTANCE = "distance"
    WAITING = "waiting"
    FULL = "full"


# What the citizen has asked for and can let go of, or wait for.
WISHED = (Limit.LANGUAGES, Limit.DISTANCE, Limit.WAITING)


class Criterion(StrEnum):
    """Name what counts, as the weights do."""

    RESULT = "result"
    RATINGS = "ratings"
    WAITING = "waiting"
    DISTANCE = "distance"
    WISHES = "wishes"


# The answers that are wishes, and where a listing says whether it meets them.
WISHES: Mapping[str, Facet] = {
    "support": Facet.SUPPORT,
    "fields": Facet.FIELD,
    "accommodations": Facet.ACCOMMODATION,
    "formats": Facet.FORMAT,
}


@dataclass(frozen=True, slots=True, eq=False)
class Within:
    """Who is left by what limits the choice, and how many each limit leaves out.

    `would_fit` says for each limit beyond the law how many would be left if it alone did not count.
    """

    positions: Positions
    kilometres: Floats
    left_out: Mapping[Limit, int]
    would_fit: Mapping[Limit, int]


def within_limits(columns: Columns, needs: Needs) -> Within:
    """Leave whom the citizen may choose and who keeps within their limits."""
    facets, left_out = columns.facets, dict.fromkeys(Limit, 0)
    left = facets.bits(np.arange(facets.size))
    for limit, bits in _by_law(columns, needs).items():
        kept = left & bits
        left_out[limit] = int((np.bitwise_count(left) - np.bitwise_count(kept)).sum())
        left = kept
    positions = np.flatnonzero(facets.flags(left))
    km = columns.kilometres(needs, positions)
    tests = {limit: test(columns, needs, positions, km) for limit, test in _TESTS.items()}
    fits = np.ones(len(positions), dtype=np.bool_)
    for limit, passing in tests.items():
        left_out[limit] = int((fits & ~passing).sum())
        fits &= passing
    return Within(positions[fits], km[fits], left_out, _would_fit(tests))


def values_of(columns: Columns, needs: Needs, positions: Positions, km: Floats) -> Mapping[Criterion, Floats]:
    """Give what each criterion gives each of these listings, 0 to 1."""
    relative = columns.outlooks.of(needs.target_group).relative[positions]
    wait = np.nan_to_num(columns.waiting[positions], nan=WAIT_NOT_STATED)
    return {
        Criterion.RESULT: np.clip((relative - WORST_RELATIVE) / (BEST_RELATIVE - WORST_RELATIVE), 0, 1),
        # Nobody has rated anybody yet, so ratings move nobody.
        Criterion.RATINGS: np.full(len(positions), NEUTRAL),
        Criterion.WAITING: 1 - np.minimum(wait, LONGEST_WAIT) / LONGEST_WAIT,
        Criterion.DISTANCE: _nearness(columns, needs, positions, km),
        Criterion.WISHES: _wishes_met(columns, needs, positions),
    }


def _by_law(columns: Columns, needs: Needs) -> Mapping[Limit, Bits]:
    """Say who passes each limit that is not the citizen's own."""
    facets = columns.facets
    covers = facets.carrying(Facet.MUNICIPALITY, [needs.municipality])
    own_fund = columns.fund == columns.funds.get(needs.fund or "", len(columns.funds))
    units = facets.bits(np.flatnonzero(columns.units))
    others_funds = facets.bits(np.flatnonzero((columns.fund >= 0) & ~own_fund))
    return {
        Limit.OTHER_UNIT: ~units | (covers & columns.local),
        Limit.OTHER_FUND: ~others_funds,
        Limit.AREA: covers,
        Limit.TARGET_GROUP: facets.carrying(Facet.TARGET_GROUP, [needs.target_group]),
    }


def _speaks(columns: Columns, needs: Needs, positions: Positions, _km: Floats) -> Flags:
    if not needs.languages:
        return np.ones(len(positions), dtype=np.bool_)
    speaking = columns.facets.carrying(Facet.LANGUAGE, needs.languages)
    return columns.facets.flags(speaking)[positions]


def _is_near(columns: Columns, needs: Needs, positions: Positions, km: Floats) -> Flags:
    """Let through who is near, who can be met from afar, and who has not said where they are."""
    if needs.furthest_km is None:
        return np.ones(len(positions), dtype=np.bool_)
    near: Flags = np.isnan(km) | (np.round(km) <= needs.furthest_km) | columns.from_afar[positions]
    return near


def _is_soon(columns: Columns, needs: Needs, positions: Positions, _km: Floats) -> Flags:
    """Let through who can begin in time, and who has not stated a waiting time."""
    if needs.start_within_days is None:
        return np.ones(len(positions), dtype=np.bool_)
    wait = columns.waiting[positions]
    return np.isnan(wait) | (wait <= needs.start_within_days)


def _has_room(columns: Columns, _needs: Needs, positions: Positions, _km: Floats) -> Flags:
    """Let through who has a free place, and who has not stated how many."""
    flags: Flags = columns.places[positions] != 0
    return flags


_TESTS: Mapping[Limit, Callable[[Columns, Needs, Positions, Floats], Flags]] = {
    Limit.LANGUAGES: _speaks,
    Limit.DISTANCE: _is_near,
    Limit.WAITING: _is_soon,
    Limit.FULL: _has_room,
}


def _would_fit(tests: Mapping[Limit, Flags]) -> Mapping[Limit, int]:
    """Count for each limit whom all the others let through."""
    passed = {
        limit: np.logical_and.reduce([tests[other] for other in tests if other != limit]) for limit in tests
    }
    return {limit: int(flags.sum()) for limit, flags in passed.items()}


def _nearness(columns: Columns, needs: Needs, positions: Positions, km: Floats) -> Floats:
    """Count the distance, which is none where both sides can meet by video or phone."""
    counted = np.minimum(np.nan_to_num(km, nan=DISTANCE_NOT_KNOWN), FURTHEST)
    if REMOTE.intersection(needs.formats):
        counted = np.where(columns.from_afar[positions], 0.0, counted)
    nearness: Floats = 1 - counted / FURTHEST
    return nearness


def _wishes_met(columns: Columns, needs: Needs, positions: Positions) -> Floats:
    """Give the share of the wishes that each listing says it meets; without wishes nobody gains by it."""
    wished = [(facet, code) for answer, facet in WISHES.items() for code in getattr(needs, answer)]
    if not wished:
        return np.full(len(positions), NEUTRAL)
    met = np.zeros(len(positions))
    for facet, code in wished:
        met += columns.facets.flags(columns.facets.carrying(facet, [code]))[positions]
    return met / len(wished)
