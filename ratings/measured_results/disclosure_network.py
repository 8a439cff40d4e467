"""What a reader of the numbers shown can narrow the others down to, and which sums let him.

Method: docs/method.md, section 5.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ratings.measured_results.disclosure_bounds import UNBOUNDED, Bools, Ints, Sums, narrow
from ratings.measured_results.disclosure_cells import FEWEST
from ratings.measured_results.disclosure_relations import Numbers, Part

UPPER, LOWER = 1, -1


class Network:
    """All numbers and the sums between them; `rows` hold (number, sign), `rows_of` leads back to them."""

    def __init__(self, numbers: Numbers) -> None:
        self.size = len(numbers.value)
        self.people = numbers.people
        self.value = np.array(numbers.value, dtype=np.int64)
        self.few = np.array(numbers.few, dtype=np.bool_)
        self.part = numbers.part
        self.rows = list(numbers.rows)
        self.rows_of: defaultdict[int, list[int]] = defaultdict(list)
        for place, row in enumerate(self.rows):
            for number, _ in row:
                self.rows_of[number].append(place)
        self._sums = Sums.of(self.rows)
        self._pairs = np.array(list(numbers.pairs), dtype=np.int64).reshape(-1, 2)
        # Where a number cannot go: up beyond those that it is within, or down beyond those within it.
        self.beyond: dict[int, defaultdict[int, list[int]]] = {
            UPPER: defaultdict(list),
            LOWER: defaultdict(list),
        }
        for less, more in numbers.pairs:
            self.beyond[UPPER][less].append(more)
            self.beyond[LOWER][more].append(less)
        # Whoever is a cell of people has somebody in it; nobody may have had the outcome.
        self.least = (np.array(numbers.part, dtype=np.int64) == Part.PEOPLE).astype(np.int64)

    def marked(self, numbers: Ints) -> Bools:
        """Mark some numbers among all."""
        marks = np.zeros(self.size, dtype=np.bool_)
        marks[numbers] = True
        return marks

    def limits(self, numbers: Ints, least: Ints, most: Ints) -> tuple[Ints, Ints]:
        """Give the least and the most that each number can be to whoever was told limits of some."""
        lower, upper = self.least.copy(), np.full(self.size, UNBOUNDED, dtype=np.int64)
        np.maximum.at(lower, numbers, least)
        np.minimum.at(upper, numbers, most)
        return narrow(self._sums, self._pairs, lower, upper)


@dataclass(frozen=True, slots=True)
class Sight:
    """A network as a reader sees it: the limits (numbers,) of each number."""

    network: Network
    lower: Ints
    upper: Ints

    def rows_that_tell(self, number: int) -> list[int]:
        """Give the sums over cells that alone are enough to narrow a number down too far."""
        return [
            row
            for row in self.network.rows_of[number]
            if not self._within_a_cell(row) and self.missing(row, number) > 0
        ]

    def missing(self, row: int, number: int) -> int:
        """Give how much further the upper limit that a sum sets a number must be."""
        needed = FEWEST if self.network.few[number] else int(self.lower[number]) + 1
        return needed - self._implied(row, number, UPPER)

    def gains(self, row: int, number: int) -> dict[int, int]:
        """Give how much further a number could reach in a sum for each other number that were hidden."""
        sides = self._sides(row, number, UPPER)
        return {
            each: UNBOUNDED if side == UPPER else int(self.lower[each] - self.network.least[each])
            for each, side in sides
        }

    def narrowed_by(self, number: int, side: int) -> Iterator[tuple[int, int]]:
        """Give the limits of other numbers that together set one limit of a number."""
        limit = int((self.upper if side == UPPER else self.lower)[number])
        for row in self.network.rows_of[number]:
            if self._implied(row, number, side) == limit:
                yield from self._sides(row, number, side)
        for each in self.network.beyond[side][number]:
            if (self.upper if side == UPPER else self.lower)[each] == limit:
                yield each, side

    def _implied(self, row: int, number: int, side: int) -> int:
        limit = 0
        for each, its_side in self._sides(row, number, side):
            limit += side * (int(self.upper[each]) if its_side == UPPER else -int(self.lower[each]))
        return limit

    def _sides(self, row: int, number: int, side: int) -> list[tuple[int, int]]:
        """Give the limits of the others in a sum that set a limit of one."""
        members = self.network.rows[row]
        own = next(sign for each, sign in members if each == number)
        return [(each, -own * sign * side) for each, sign in members if each != number]

    def _within_a_cell(self, row: int) -> bool:
        return len({self.network.part[each] for each, _ in self.network.rows[row]}) > 1
