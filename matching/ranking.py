"""Put the actors that a citizen may choose in an order: the same needs on the same day, the same order.

Method: docs/ranking.md.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from matching.columns import Columns, Floats, Positions
from matching.criteria import Criterion, Limit, values_of, within_limits
from matching.needs import Needs, Weights

# In one of so many rankings a place is kept for an actor of whom little is known yet.
ONE_IN = 10
FIRST_PLACES = 3
# What differs by less is a tie: the last digits of a sum say nothing.
DIGITS = 9
# Constants of SplitMix64 (Steele, Lea & Flood, 2014), which spreads neighbouring numbers evenly.
MIX = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB), (31, 1))


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """All actors that are left, the best first; columns (K,) stand in that order.

    `scores` are weighted means of `values`, 0 to 1. `kilometres` is NaN where it is not known. `kept` is the
    place in the order (from 0) that was kept for an actor of whom little is known, or None.
    """

    needs: Needs
    day: date
    release: int | None
    positions: Positions
    scores: Floats
    values: Mapping[Criterion, Floats]
    kilometres: Floats
    kept: int | None
    left_out: Mapping[Limit, int]
    would_fit: Mapping[Limit, int]

    def __len__(self) -> int:
        """Give how many are left."""
        return len(self.positions)


def rank(columns: Columns, needs: Needs, day: date) -> Ranking:
    """Rank all public listings for a citizen's needs on a Danish day."""
    release = columns.outlooks.release.id if columns.outlooks.release else None
    within = within_limits(columns, needs)
    values = values_of(columns, needs, within.positions, within.kilometres)
    scores = score(values, needs.weights)
    drawn = needs.hash(day, release)
    order = np.lexsort((_mixed(columns.draws[within.positions], drawn), -scores))
    new = columns.outlooks.new[within.positions][order]
    kept = _kept_for(new) if int.from_bytes(drawn[:8]) % ONE_IN == 0 else None
    if kept is not None:
        order = _moved(order, kept, FIRST_PLACES - 1)
    return Ranking(
        needs=needs,
        day=day,
        release=release,
        positions=within.positions[order],
        scores=scores[order],
        values={criterion: each[order] for criterion, each in values.items()},
        kilometres=within.kilometres[order],
        kept=None if kept is None else FIRST_PLACES - 1,
        left_out=within.left_out,
        would_fit=within.would_fit,
    )


def score(values: Mapping[Criterion, Floats], weights: Weights) -> Floats:
    """Give the weighted means of criteria (K,), rounded so that equal ones are equal on every machine."""
    counted = asdict(weights)
    total = sum(counted.values())
    weighted = [counted[criterion] / total * each for criterion, each in values.items()]
    scores: Floats = np.round(np.sum(weighted, axis=0), DIGITS)
    return scores


def _mixed(draws: NDArray[np.uint64], drawn: bytes) -> NDArray[np.uint64]:
    """Draw a number for each actor from its own and that of the needs, the day and the release."""
    mixed = draws ^ np.uint64(int.from_bytes(drawn[8:]))
    for shift, factor in MIX:
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed


def _kept_for(new: NDArray[np.bool_]) -> int | None:
    """Say where the first actor of whom little is known stands, unless one is among the first already."""
    if new[:FIRST_PLACES].any() or not new.any():
        return None
    return int(np.argmax(new))


def _moved(order: Positions, source: int, target: int) -> Positions:
    """Move one entry forwards to a place; those between go one place back."""
    moved = np.insert(np.delete(order, source), target, order[source])
    return moved.astype(np.intp)
