"""Which numbers the cells of several releases show, and how exactly.

Method: docs/method.md, section 5.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ratings.measured_results.codes import Measure
from ratings.measured_results.disclosure_bounds import Bools, Ints
from ratings.measured_results.disclosure_cells import CellKey, Counts, Hidden, Table
from ratings.measured_results.disclosure_told import told

# How much of a cell is shown.
WHOLE, PEOPLE_ONLY, NOTHING = 0, 1, 2


def shown_of(why: Hidden | None) -> int:
    """Say how much of a cell is shown that is hidden for a reason, or for none."""
    if why is None:
        return WHOLE
    return PEOPLE_ONLY if why is Hidden.FEW_FOR_A_SHARE else NOTHING


@dataclass(frozen=True, slots=True)
class Evidence:
    """What each cell would tell: entries (K,) of cell, number, the least and the most that it can be.

    An entry is told as long as no more than `needs` is kept back of its cell.
    """

    cell: Ints
    number: Ints
    least: Ints
    most: Ints
    needs: Ints

    def told(self, shown: Ints) -> Bools:
        """Mark the entries that are told when so much is shown of each cell."""
        marked: Bools = shown[self.cell] <= self.needs
        return marked


def evidence_of(tables: Sequence[Table], cells: Sequence[Mapping[CellKey, tuple[int, ...]]]) -> Evidence:
    """Find what all cells of all tables would tell, counted on from table to table."""
    listed = [item for table in tables for item in table.cells.items()]
    least, most = told(listed)
    entries: list[tuple[int, int, int, int, int]] = []
    place = 0
    for table, numbers_of in zip(tables, cells, strict=True):
        for key, own in numbers_of.items():
            entries.append((place, own[0], *_fives(table.cells[key]), PEOPLE_ONLY))
            for part, number in zip(_parts(table.cells[key]), own, strict=True):
                entries.append((place, number, int(least[part, place]), int(most[part, place]), WHOLE))
            if key.measure is Measure.COST:
                # What is paid for one is known, so that the cost tells how many came into lasting work.
                beside = key._replace(measure=Measure.LASTING)
                for number, value in _exact(numbers_of.get(beside), table.cells.get(beside)):
                    entries.append((place, number, value, value, WHOLE))
            place += 1
    return Evidence(*np.array(entries, dtype=np.int64).reshape(-1, 5).T)


def _parts(counts: Counts) -> list[int]:
    return [part for part, value in enumerate(counts) if value is not None]


def _fives(counts: Counts) -> tuple[int, int]:
    """Give what the rounded number of people tells to somebody who knows twice as much."""
    rounded = (counts.n + 2) // 5 * 5
    return counts.n - (counts.n - rounded + 2) // 2, counts.n + (rounded + 2 - counts.n) // 2


def _exact(own: tuple[int, ...] | None, counts: Counts | None) -> list[tuple[int, int]]:
    if own is None or counts is None:
        return []
    values = [value for value in counts if value is not None]
    return list(zip(own, values, strict=True))[1:]
