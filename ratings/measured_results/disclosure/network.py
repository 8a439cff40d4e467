"""What a reader of the numbers shown can narrow the others down to, and which sums let him.

Method: docs/method.md, section 5.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from ratings.measured_results.disclosure.bounds import UNBOUNDED, Bools, Ints, Sums, narrow
from ratings.measured_results.disclosure.cells import FEWEST
from ratings.measured_results.disclosure.relations import Numbers, Part

UPPER, LOWER = 1, -1


class Network:
    """All numbers and the sums between them; `rows` hold (number, sign), `rows_of` leads back to them."""

    def __init__(self, numbers: Numbers) -> None:
        self.size = len(numbers.value)
        self.people = numbers.people
        self.value = np.array(numbers.value, dtype=np.int64)
        self.few = np.array(numbers.few, dtype=np.bool_)
        self.sums = Sums.of(list(numbers.rows))
        self.within_a_cell = self._within_a_cell(np.array(numbers.part, dtype=np.int64))
        self._number: list[int] = self.sums.number.tolist()
        self._sign: list[int] = self.sums.sign.tolist()
        self._row: list[int] = self.sums.row.tolist()
        self._starts = [*self.sums.starts.tolist(), len(self._number)]
        self.by_number = np.argsort(self.sums.number, kind="stable")
        self._entries: list[int] = self.by_number.tolist()
        self._first = np.searchsorted(self.sums.number[self.by_number], np.arange(self.size + 1)).tolist()
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

    def _within_a_cell(self, part: Ints) -> Bools:
        """Mark the entries of those rows that are a cell's own: with and without the outcome, and all."""
        if not len(self.sums.starts):
            return np.zeros(0, dtype=np.bool_)
        parts = part[self.sums.number]
        mixed: Bools = np.maximum.reduceat(parts, self.sums.starts) != np.minimum.reduceat(
            parts, self.sums.starts
        )
        return mixed[self.sums.row]

    def entries_of(self, number: int) -> list[int]:
        """Give the places in sums where a number stands."""
        return self._entries[self._first[number] : self._first[number + 1]]

    def number_at(self, entry: int) -> int:
        """Give the number that stands at a place."""
        return self._number[entry]

    def members(self, entry: int) -> list[int]:
        """Give all numbers of the sum that a place is in."""
        row = self._row[entry]
        return self._number[self._starts[row] : self._starts[row + 1]]

    def others(self, entry: int, side: int) -> list[tuple[int, int]]:
        """Give the limits of the others in a sum that set a limit of the number at a place."""
        row, turned = self._row[entry], -self._sign[entry] * side
        places = range(self._starts[row], self._starts[row + 1])
        return [(self._number[each], turned * self._sign[each]) for each in places if each != entry]

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
        return narrow(self.sums, self._pairs, lower, upper)


class Sight:
    """A network as a reader sees it: the limits (numbers,) of each number."""

    def __init__(self, network: Network, lower: Ints, upper: Ints) -> None:
        self.network = network
        self.needed = np.where(network.few, FEWEST, lower + 1)
        self.limit: dict[int, list[int]] = {LOWER: lower.tolist(), UPPER: upper.tolist()}
        from_below, self.from_above = network.sums.implied(lower, upper)
        self.implied: dict[int, list[int]] = {LOWER: from_below.tolist(), UPPER: self.from_above.tolist()}

    def telling(self, found: Bools) -> list[int]:
        """Give the places in sums over cells that alone are enough to narrow a number found down too far."""
        number = self.network.sums.number
        tells = found[number] & ~self.network.within_a_cell & (self.from_above < self.needed[number])
        entries: list[int] = self.network.by_number[tells[self.network.by_number]].tolist()
        return entries

    def missing(self, entry: int) -> int:
        """Give how much further the upper limit that a sum sets the number at a place must be."""
        return int(self.needed[self.network.number_at(entry)]) - self.implied[UPPER][entry]

    def gains(self, entry: int) -> dict[int, int]:
        """Give how much further the number at a place could reach for each other number that were hidden."""
        return {
            each: UNBOUNDED if side == UPPER else self.limit[LOWER][each] - int(self.network.least[each])
            for each, side in self.network.others(entry, UPPER)
        }

    def narrowed_by(self, number: int, side: int) -> Iterator[tuple[int, int]]:
        """Give the limits of other numbers that together set one limit of a number."""
        limit = self.limit[side][number]
        for entry in self.network.entries_of(number):
            if self.implied[side][entry] == limit:
                yield from self.network.others(entry, side)
        for each in self.network.beyond[side][number]:
            if self.limit[side][each] == limit:
                yield each, side
