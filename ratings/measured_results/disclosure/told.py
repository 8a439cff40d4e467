"""What the figures shown of a cell tell of the counts behind them.

People are shown in fives, the share and its interval in whole per cent; a limit q of the interval leads back
to the share, p = q -+ z sqrt(q (1 - q) / n). Method: docs/method.md, section 5.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.codes import OUTCOMES
from ratings.measured_results.disclosure.bounds import Ints
from ratings.measured_results.disclosure.cells import (
    FEWEST,
    CellKey,
    Counts,
    Published,
    Table,
    hidden_by_itself,
)
from ratings.measured_results.disclosure.rounding import to_fives
from ratings.measured_results.method.intervals import wilson, z_of

Z = z_of(0.95)
HALF = 0.005  # of a whole per cent
SLACK = 1e-9  # so that a limit that is exactly met counts as met


class Spans(NamedTuple):
    """The least and the most that counts can be: arrays (3, cells) of people, positives and complement."""

    least: Ints
    most: Ints


def told(cells: Sequence[tuple[CellKey, Counts]]) -> Spans:
    """Give what is told of cells when all of their figures are shown; what is not counted is -1.

    A reader is taken to know a cost exactly, and of everything else twice as much as it tells, since rounded
    figures can be put together in more ways than are tried here.
    """
    counts = np.array(
        [[-1 if each is None else each for each in own] for _, own in cells], dtype=np.int64
    ).reshape(-1, 3)
    value = counts.T
    least, most = value.copy(), value.copy()
    least[0], most[0] = to_fives(value[0]) - 2, to_fives(value[0]) + 2
    outcome = np.array([key.measure in OUTCOMES for key, _ in cells], dtype=np.bool_)
    shares = outcome & (value[1] >= 0)
    spans = told_by_share(value[0, shares], value[1, shares])
    least[:, shares], most[:, shares] = spans
    weeks = ~outcome & (value[2] < 0)
    least[1, weeks], most[1, weeks] = 0, value[0, weeks]
    return Spans(value - (value - least) // 2, value + (most - value) // 2)


def told_by_fives(n: Ints) -> Spans:
    """Give what numbers of people (cells,) in fives tell to whoever knows twice as much."""
    rounded = to_fives(n)
    return Spans(n - (n - rounded + 2) // 2, n + (rounded + 2 - n) // 2)


def told_by_share(n: Ints, positives: Ints) -> Spans:
    """Give the counts that agree with the number in fives, the share and its interval in whole per cent."""
    people = np.maximum(to_fives(n) + np.arange(-2, 3)[:, None], 1)
    lower, upper = wilson(positives, n, Z) if len(n) else (np.zeros(0), np.zeros(0))
    least, most = _within(np.round(positives / n, 2), 0, people)
    for limit, side in ((lower, 1), (upper, -1)):
        least_too, most_too = _within(np.round(limit, 2), side, people)
        least, most = np.maximum(least, least_too), np.minimum(most, most_too)
    fewest = np.ceil(np.maximum(least, 0) * people - SLACK).astype(np.int64)
    largest = np.floor(np.minimum(most, 1) * people + SLACK).astype(np.int64)
    fits = fewest <= largest

    def over(values: Ints, bound: int) -> Ints:
        chosen = np.where(fits, values, bound)
        found: Ints = chosen.max(axis=0) if bound < 0 else chosen.min(axis=0)
        return found

    far = 1 << 40
    return Spans(
        np.stack([over(people, far), over(fewest, far), over(people - largest, far)]),
        np.stack([over(people, -far), over(largest, -far), over(people - fewest, -far)]),
    )


def _within(
    rounded: NDArray[np.float64], side: int, people: Ints
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the least and the largest share that a rounded share (side 0) or limit of it agrees with."""
    low, high = np.clip(rounded - HALF, 0, 1), np.clip(rounded + HALF, 0, 1)
    ends = [each + side * Z * np.sqrt(each * (1 - each) / people) for each in (low, high)]
    # A limit rises with its share, save at the very ends, where either end may be the outer one.
    return np.minimum(*ends), np.maximum(*ends)


def told_by_revision(table: Table, earlier: Sequence[Published]) -> Iterator[CellKey]:
    """Give the cells whose change since an earlier release of the same quarters tells of a few people."""
    for each in earlier:
        changed = [
            key
            for key, counts in table.cells.items()
            if (key.quarter is not None or table.quarters == each.table.quarters)
            and each.table.cells.get(key, counts) != counts
            and each.hidden.get(key) is None
            and hidden_by_itself(counts) is None
        ]
        before = told([(key, each.table.cells[key]) for key in changed])
        after = told([(key, table.cells[key]) for key in changed])
        came, at_most = after.least - before.most, after.most - before.least
        few = ((came > 0) & (at_most < FEWEST)) | ((at_most < 0) & (came > -FEWEST))
        yield from (changed[place] for place in np.flatnonzero(few.any(axis=0)).tolist())
