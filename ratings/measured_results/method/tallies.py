"""Counts and expected counts of every cell, and their sums to actors, groups, periods and the country."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.codes import Level
from ratings.measured_results.method.case_mix_counts import summed
from ratings.measured_results.method.patterns import Ints, Patterns, Rows
from ratings.measured_results.method.spell_columns import NO_LISTING, Unit

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tally:
    """People n, observed O, expected E and its variance V of cells, arrays of one shape.

    E and V are NaN where nothing can be expected.
    """

    n: Array
    observed: Array
    expected: Array
    variance: Array

    def at(self, chosen: NDArray[np.bool_]) -> "Tally":
        """Give the cells chosen."""
        return Tally(self.n[chosen], self.observed[chosen], self.expected[chosen], self.variance[chosen])


class Actor(NamedTuple):
    """Whose cells they are: all of the country, an organisation, or one of its listings."""

    level: Level
    organisation: int | None
    listing: int | None


COUNTRY = Actor(Level.NATIONAL, None, None)


def tally(patterns: Patterns, rows: Rows, chances: Array) -> Tally:
    """Add up the lines of an outcome into cells (U, G, T): units, target groups, quarters.

    `chances` (M, G) are what can be expected of a case mix in a target group.
    """
    shape = (len(patterns.units), len(patterns.groups), len(patterns.quarters))
    chance = chances.ravel()[rows.kind]
    expected = rows.n * chance

    def added(values: Array | Ints) -> Array:
        return summed(rows.cell, values, math.prod(shape)).reshape(shape)

    return Tally(added(rows.n), added(rows.observed), added(expected), added(expected * (1 - chance)))


def actors_of(units: Sequence[Unit]) -> list[Actor]:
    """Name the country, each organisation and each listing, in this order and by their numbers."""
    organisations = sorted({unit.organisation for unit in units})
    owners = {unit.listing: unit.organisation for unit in units if unit.listing != NO_LISTING}
    return [
        COUNTRY,
        *(Actor(Level.ORGANISATION, organisation, None) for organisation in organisations),
        *(Actor(Level.LISTING, owners[listing], listing) for listing in sorted(owners)),
    ]


def membership(units: Sequence[Unit], actors: Sequence[Actor]) -> Ints:
    """Give as pairs (2, K) of an actor's and a unit's place whose units count for whom."""
    place_of = {actor: place for place, actor in enumerate(actors)}
    pairs: list[tuple[int, int]] = []
    for number, unit in enumerate(units):
        pairs.append((place_of[COUNTRY], number))
        pairs.append((place_of[Actor(Level.ORGANISATION, unit.organisation, None)], number))
        if unit.listing != NO_LISTING:
            pairs.append((place_of[Actor(Level.LISTING, unit.organisation, unit.listing)], number))
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2).T


def with_totals(values: NDArray[np.float64], pairs: Ints, actors: int) -> Array:
    """Add cells (U, G, ...) up to actors, and append to each later axis its total: (actors, G + 1, ...)."""
    summed = np.zeros((actors, *values.shape[1:]))
    np.add.at(summed, pairs[0], values[pairs[1]])
    for axis in range(1, values.ndim):
        summed = np.concatenate([summed, summed.sum(axis=axis, keepdims=True)], axis=axis)
    return summed
