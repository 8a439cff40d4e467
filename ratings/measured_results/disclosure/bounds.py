"""What a reader can work out of numbers that are not shown, from the sums that they are part of.

Every number lies between two limits; each sum narrows the limits of one number by those of the others, until
nothing narrows any more. Method: docs/method.md, section 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

UNBOUNDED = 1 << 40  # more people than there are, and sums of it still fit into 64 bits
MOST_SWEEPS = 400  # limits that creep by one at a time are never those of small numbers


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums that come to 0: entries (K,) with their number, sign (1 or -1) and row, ordered by row."""

    number: Ints
    sign: Ints
    row: Ints
    starts: Ints

    @classmethod
    def of(cls, rows: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]) -> Self:
        """Lay rows end to end, of which the numbers of one side come to as much as those of the other."""
        sides = np.array([len(side) for row in rows for side in row], dtype=np.int64).reshape(-1, 2)
        lengths = sides.sum(axis=1)
        flat = chain.from_iterable(side for row in rows for side in row)
        return cls(
            number=np.fromiter(flat, dtype=np.int64, count=int(lengths.sum())),
            sign=np.repeat(np.tile(np.array([-1, 1]), len(rows)), sides.ravel()),
            row=np.repeat(np.arange(len(rows), dtype=np.int64), lengths),
            starts=np.cumsum(lengths) - lengths,
        )

    def touching(self, numbers: Bools) -> "Sums":
        """Keep the rows that have some of the numbers."""
        chosen = np.zeros(len(self.starts), dtype=np.bool_)
        chosen[self.row[numbers[self.number]]] = True
        entries = np.flatnonzero(chosen[self.row])
        row = (np.cumsum(chosen) - 1)[self.row[entries]]
        lengths = np.bincount(row, minlength=int(chosen.sum()))
        return Sums(self.number[entries], self.sign[entries], row, np.cumsum(lengths) - lengths)

    def implied(self, lower: Ints, upper: Ints) -> tuple[Ints, Ints]:
        """Give for each entry (K,) the limits of its number that follow from the others of its row."""
        positive = self.sign > 0
        least = np.where(positive, lower[self.number], -upper[self.number])
        most = np.where(positive, upper[self.number], -lower[self.number])
        if not len(self.starts):
            return least, most
        others_least = np.add.reduceat(least, self.starts)[self.row] - least
        others_most = np.add.reduceat(most, self.starts)[self.row] - most
        return np.where(positive, -others_most, others_least), np.where(positive, -others_least, others_most)


def narrow(sums: Sums, pairs: Ints, lower: Ints, upper: Ints) -> tuple[Ints, Ints]:
    """Give the limits (numbers,) of every number, using all sums and all pairs (P, 2) of less and more.

    The limits given must hold the true numbers; so do those that come back.
    """
    lower, upper = lower.copy(), upper.copy()
    less, more = pairs[:, 0], pairs[:, 1]
    active = sums
    for _ in range(MOST_SWEEPS):
        lower_before, upper_before = lower.copy(), upper.copy()
        from_below, from_above = active.implied(lower, upper)
        np.maximum.at(lower, active.number, from_below)
        np.minimum.at(upper, active.number, from_above)
        np.maximum.at(lower, more, lower[less])
        np.minimum.at(upper, less, upper[more])
        changed = (lower != lower_before) | (upper != upper_before)
        if not changed.any():
            break
        active = sums.touching(changed)
    return lower, upper
