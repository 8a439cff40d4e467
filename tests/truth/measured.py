"""What the pipeline makes of spells, as arrays by organisation (P) and target group (G)."""

from dataclasses import dataclass

import numpy as np

from ratings.measured_results.codes import Level, Measure
from ratings.measured_results.method.expected import expect
from ratings.measured_results.method.intervals import Interval, score_ratio, z_of
from ratings.measured_results.method.layers import Standing, standings
from ratings.measured_results.method.patterns import Patterns
from ratings.measured_results.method.tallies import Actor, Array, Tally, tally

Z = z_of(0.95)


@dataclass(frozen=True, slots=True)
class Measured:
    """One outcome of every organisation: in its target groups (P, G), in all (P,), and where it stands.

    A standing's place is an organisation and a group; the last group, G, is all of them.
    """

    in_group: Tally
    whole: Tally
    standings: dict[tuple[int, int], Standing]

    def shrunken(self) -> Array:
        """Give the shrunken ratios (P, G + 1), the last one of all groups; NaN where nothing was expected."""
        ratios = np.full((self.in_group.n.shape[0], self.in_group.n.shape[1] + 1), np.nan)
        for place, standing in self.standings.items():
            ratios[place] = np.exp(standing.mean)
        return ratios


def measure(patterns: Patterns, outcome: Measure, organisations: int) -> Measured:
    """Work out one outcome of each organisation the way a release does."""
    expected = expect(patterns, outcome)
    cells = tally(patterns, expected.rows, expected.chances)
    owner = np.array([unit.organisation for unit in patterns.units], dtype=np.int64)

    def of_organisations(values: Array) -> Array:
        total = np.zeros((organisations, values.shape[1]))
        np.add.at(total, owner, values.sum(axis=2))
        return total

    parts = [of_organisations(part) for part in (cells.n, cells.observed, cells.expected, cells.variance)]
    in_group, whole = Tally(*parts), Tally(*(part.sum(axis=1) for part in parts))
    actors = [Actor(Level.ORGANISATION, place, None) for place in range(organisations)]
    every = [np.column_stack([part, part.sum(axis=1)]) for part in parts]
    return Measured(in_group, whole, dict(standings(actors, *every)))


def interval(cells: Tally) -> Interval:
    """Give the 95 % score interval of the ratios of cells that hold people."""
    return score_ratio(cells.observed, cells.expected, cells.variance, cells.n, Z)
