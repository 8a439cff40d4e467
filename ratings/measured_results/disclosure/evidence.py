"""Which numbers the cells of several releases show, and how exactly.

Method: docs/method.md, section 5.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ratings.measured_results.codes import Measure
from ratings.measured_results.disclosure.bounds import Bools, Ints
from ratings.measured_results.disclosure.cells import CellKey, Hidden, Table
from ratings.measured_results.disclosure.told import told, told_by_fives

# How much of a cell is shown.
WHOLE, PEOPLE_ONLY, NOTHING = 0, 1, 2

PARTS = 3  # people, positives and complement
NONE = -1  # instead of a number that is not counted


def shown_of(why: Hidden | None) -> int:
    """Say how much of a cell is shown that is hidden for a reason, or for none."""
    if why is None:
        return WHOLE
    return PEOPLE_ONLY if why is Hidden.FEW_FOR_A_SHARE else NOTHING


class Evidence(NamedTuple):
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
    whole = told(listed)
    people = told_by_fives(np.array([counts.n for _, counts in listed], dtype=np.int64))
    numbers = np.array(
        [own + (NONE,) * (PARTS - len(own)) for each in cells for own in each.values()], dtype=np.int64
    ).reshape(-1, PARTS)
    cell = np.arange(len(listed), dtype=np.int64)
    told_of = [Evidence(cell, numbers[:, 0], *people, np.full(len(listed), PEOPLE_ONLY))]
    for part in range(PARTS):
        there = np.flatnonzero(numbers[:, part] != NONE)
        values = (cell[there], numbers[there, part], whole.least[part, there], whole.most[part, there])
        told_of.append(Evidence(*values, np.full(len(there), WHOLE)))
    told_of.append(_beside(tables, cells))
    return Evidence(*(np.concatenate(column) for column in zip(*told_of, strict=True)))


def _beside(tables: Sequence[Table], cells: Sequence[Mapping[CellKey, tuple[int, ...]]]) -> Evidence:
    """Find what costs tell of lasting work: who came into it, since what is paid for one is known."""
    entries: list[tuple[int, int, int, int, int]] = []
    place = -1
    for table, numbers_of in zip(tables, cells, strict=True):
        for key in numbers_of:
            place += 1
            lasting = key._replace(measure=Measure.LASTING) if key.measure is Measure.COST else None
            if lasting is not None and lasting in numbers_of:
                values = [value for value in table.cells[lasting] if value is not None]
                pairs = list(zip(numbers_of[lasting], values, strict=True))[1:]
                entries += [(place, number, value, value, WHOLE) for number, value in pairs]
    return Evidence(*np.array(entries, dtype=np.int64).reshape(-1, 5).T)
