"""Choose which cells of a release are hidden, so that nobody can work out those that are too few to show.

Method: docs/method.md, section 5.
"""

from collections.abc import Sequence

import numpy as np

from ratings.measured_results.disclosure.bounds import Bools, Ints
from ratings.measured_results.disclosure.cells import (
    FEWEST,
    CellKey,
    Hidden,
    Published,
    Table,
    hidden_by_itself,
)
from ratings.measured_results.disclosure.evidence import NOTHING, WHOLE, evidence_of, shown_of
from ratings.measured_results.disclosure.network import LOWER, UPPER, Network, Sight
from ratings.measured_results.disclosure.relations import relate
from ratings.measured_results.disclosure.told import told_by_revision


def hide(
    table: Table, earlier: Sequence[Published] = (), *, with_cover: bool = True
) -> dict[CellKey, Hidden]:
    """Say which cells of a new release are hidden and why, given all that the public has seen before.

    Without cover only those are hidden that are too few themselves, which does not keep them secret.
    """
    hidden = {key: why for key, counts in table.cells.items() if (why := hidden_by_itself(counts))}
    if with_cover:
        hidden |= dict.fromkeys(told_by_revision(table, earlier), Hidden.DIFFERENCE)
        _Search(table, earlier, hidden).hide_all()
    return hidden


class _Search:
    """The cells hidden so far, and what a reader could work out all the same."""

    def __init__(self, table: Table, earlier: Sequence[Published], hidden: dict[CellKey, Hidden]) -> None:
        tables = [table, *(each.table for each in earlier)]
        relations = relate(tables)
        self.hidden = hidden
        self.keys = list(table.cells)
        self.network = Network(relations.numbers)
        self.evidence = evidence_of(tables, relations.cells)
        reasons = [hidden.get(key) for key in self.keys]
        reasons += [each.hidden.get(key) for each in earlier for key in each.table.cells]
        self.shown = np.array([shown_of(why) for why in reasons], dtype=np.int64)
        before = self.evidence.told(self.shown) & (self.evidence.cell >= len(self.keys))
        lower, upper = self._limits(before)
        # What earlier releases have shown, or let everybody add up, cannot be hidden any more.
        self.seen_before = self.network.marked(self.evidence.number[before]) | (lower == upper)
        new = np.flatnonzero(self.evidence.cell < len(self.keys))
        self.by_number = new[np.argsort(self.evidence.number[new], kind="stable")]
        self.sorted_numbers = self.evidence.number[self.by_number]
        self.numbers_of = list(relations.cells[0].values())
        self.given_up = np.zeros(self.network.size, dtype=np.bool_)
        self.chosen: set[int] = set()

    def hide_all(self) -> None:
        """Hide cells until nothing can be worked out that must not be, or nothing is left to hide."""
        # Another cell may tell the same number: of the same people, or of what was paid for them.
        told = self.evidence.told(self.shown)
        same = self.network.marked(self.evidence.number[told & (self.evidence.needs == WHOLE)])
        for number in np.flatnonzero(same & self.network.few & ~self.seen_before).tolist():
            self._hide(number, Hidden.FEW)
        while self._hide_more():
            pass

    def _hide_more(self) -> bool:
        """Hide cells for everything that can be worked out now; say whether there was any."""
        told = self.evidence.told(self.shown)
        self.told = self.network.marked(self.evidence.number[told])
        lower, upper = self._limits(told)
        found = self._worked_out(lower, upper) & ~self.given_up
        sight = Sight(self.network, lower, upper)
        self.chosen = set()
        for entry in sight.telling(found):
            self._cover(sight, entry)
        if not self.chosen:
            # No sum alone tells these: other sums have narrowed the numbers beside them.
            for number in np.flatnonzero(found).tolist():
                self.given_up[number] = not self._cover_further_off(sight, number)
        return bool(found.any())

    def _limits(self, told: Bools) -> tuple[Ints, Ints]:
        evidence = self.evidence
        return self.network.limits(evidence.number[told], evidence.least[told], evidence.most[told])

    def _worked_out(self, lower: Ints, upper: Ints) -> Bools:
        """Mark what is not shown and yet known to be under five, or known exactly although it is hidden."""
        kept = self.evidence.number[self.shown[self.evidence.cell] != WHOLE]
        secret = ~self.told & (self.network.few | ~self.seen_before)
        found: Bools = secret & (
            (self.network.few & (upper < FEWEST)) | (self.network.marked(kept) & (lower == upper))
        )
        return found

    def _cover(self, sight: Sight, entry: int) -> None:
        """Hide the smallest cell in a sum that tells a number, unless one of it was hidden just now."""
        members = self.network.members(entry)
        if self.chosen.isdisjoint(members):
            best = self._smallest(sight.gains(entry), sight.missing(entry))
            if best is not None:
                self._hide(best, Hidden.DIFFERENCE if self.seen_before[members].any() else Hidden.COVER)

    def _cover_further_off(self, sight: Sight, number: int) -> bool:
        """Hide the smallest cell among those that narrow the numbers that narrow a number, and so on.

        Says whether there was one.
        """
        near = {(number, UPPER)} if self.network.few[number] else {(number, UPPER), (number, LOWER)}
        seen = set(near)
        while near:
            near = {each for one in near for each in sight.narrowed_by(*one)} - seen
            seen |= near
            members = {each for each, _ in near}
            if self.chosen.isdisjoint(members):
                best = self._smallest(dict.fromkeys(sorted(members), 1), 1)
                if best is None:
                    continue
                self._hide(best, Hidden.COVER)
            return True
        return False

    def _smallest(self, gains: dict[int, int], missing: int) -> int | None:
        """Choose the number of the fewest people that can be hidden and is enough, or else the largest."""
        can = [each for each in gains if self.told[each] and not self.seen_before[each]]
        enough = [each for each in can if gains[each] >= missing]
        if enough:
            return min(enough, key=lambda each: (self.network.people[each], each))
        return max(can, key=lambda each: (gains[each], -each), default=None)

    def _hide(self, number: int, why: Hidden) -> None:
        self.chosen.add(number)
        first, last = np.searchsorted(self.sorted_numbers, [number, number + 1])
        for cell in self.evidence.cell[self.by_number[first:last]].tolist():
            if self.shown[cell] != NOTHING:
                self.shown[cell] = NOTHING
                self.hidden[self.keys[cell]] = why
                self.chosen.update(self.numbers_of[cell])
