"""Why nobody's figure of a measure is known: too early to know it, or no row of any file tells it.

Method: docs/method.md, section 1.
"""

from collections.abc import Sequence

import numpy as np

from ratings.measured_results.codes import Missing
from ratings.measured_results.method.patterns import Ints, Patterns, Places
from ratings.measured_results.method.tallies import Actor

FAR_OFF = np.iinfo(np.int64).max  # a quarter that never comes


def began(patterns: Patterns, places: Places, actors: Sequence[Actor], pairs: Ints) -> Ints:
    """Give for each actor the first quarter of the period in which anybody was referred to it."""
    first = np.full(len(patterns.units), FAR_OFF, dtype=np.int64)
    np.minimum.at(first, places.unit, np.array(patterns.quarters, dtype=np.int64)[places.quarter])
    return earliest(first, actors, pairs)


def earliest(quarters: Ints, actors: Sequence[Actor], pairs: Ints) -> Ints:
    """Give for each actor the earliest of its units' quarters (U,)."""
    first = np.full(len(actors), FAR_OFF, dtype=np.int64)
    np.minimum.at(first, pairs[0], quarters[pairs[1]])
    return first


def why_unknown(began: Ints, settled: int | None) -> list[Missing]:
    """Say of each actor why nobody's figure is known, where that is so; began (A,) is its first quarter.

    `settled` is the last quarter of referral of which everything could be known by now.
    """
    late = np.zeros(len(began), dtype=np.bool_) if settled is None else began <= settled
    return [Missing.NOT_TOLD if told else Missing.TOO_YOUNG for told in late.tolist()]
