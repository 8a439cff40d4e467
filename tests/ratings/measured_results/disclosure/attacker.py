"""A reader who knows how figures are made, keeps all that was ever shown, and works out what is hidden.

He sees public figures alone. Each tells limits of people and of those with the outcome; every total is the
sum of its parts, in every release and between releases, and all limits are narrowed to the last.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ratings.measured_results.codes import Level, Measure
from ratings.measured_results.disclosure.door import CellKey, PublicFigure
from ratings.measured_results.method.intervals import wilson, z_of

FAR = 10**9
SWEEPS = 500
PEOPLE, POSITIVES, COMPLEMENT = range(3)
Z = z_of(0.95)


class Shown(NamedTuple):
    """A release as the public sees it; `people_per` is what numbers of people are rounded to."""

    quarters: frozenset[int]
    figures: Mapping[CellKey, PublicFigure]
    people_per: int = 5


@dataclass
class Attacker:
    """What he makes of the releases shown; `limits` of a cell's numbers are the least and the most."""

    releases: Sequence[Shown]
    ids: dict[tuple[object, ...], int] = field(default_factory=dict)
    rows: list[list[tuple[int, int]]] = field(default_factory=list)
    within: list[tuple[int, int]] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    most: list[int] = field(default_factory=list)
    shown: set[int] = field(default_factory=set)

    def work_out(self) -> None:
        """Use everything there is."""
        for shown in self.releases:
            for key in shown.figures:
                self._look_at(shown, key)
            self._add_sums(shown)
        for one in self.releases:
            for other in self.releases:
                if one.quarters > other.quarters:
                    self._compare(one, other)
        self._narrow()

    def limits(self, shown: Shown, key: CellKey, part: int) -> tuple[int, int]:
        number = self._number(shown, key, part)
        return self.least[number], self.most[number]

    def was_shown(self, shown: Shown, key: CellKey, part: int) -> bool:
        """Say whether a number stands in a figure shown, such as the same people in another measure."""
        return self._number(shown, key, part) in self.shown

    def _number(self, shown: Shown, key: CellKey, part: int) -> int:
        quarters = shown.quarters if key.quarter is None else frozenset((key.quarter,))
        # The people are the same ones whatever is measured; quarters are the same in every release.
        place = (part, *key[1:5], quarters) + (() if part == PEOPLE else (key.measure,))
        return self._numbered(place, 1 if part == PEOPLE else 0)

    def _numbered(self, place: tuple[object, ...], least: int) -> int:
        number = self.ids.setdefault(place, len(self.ids))
        if number == len(self.least):
            self.least.append(least)
            self.most.append(FAR)
        return number

    def _look_at(self, shown: Shown, key: CellKey) -> None:
        numbers = [self._number(shown, key, part) for part in range(3)]
        self.rows.append([(numbers[0], -1), (numbers[1], 1), (numbers[2], 1)])
        figure = shown.figures[key]
        if key.measure is Measure.LASTING:
            more = key._replace(measure=Measure.WORK_6)
            if more in shown.figures:
                self.within.append((numbers[1], self._number(shown, more, POSITIVES)))
        if figure.n is not None:
            self.shown.update(numbers if figure.share is not None else numbers[:1])
            told = limits_told(
                figure.n, figure.share, figure.share_lower, figure.share_upper, shown.people_per
            )
            for number, (least, most) in zip(numbers, told, strict=True):
                self.least[number] = max(self.least[number], least)
                self.most[number] = min(self.most[number], most)

    def _add_sums(self, shown: Shown) -> None:
        parts: defaultdict[tuple[str, CellKey], list[CellKey]] = defaultdict(list)
        for key in shown.figures:
            if key.level is Level.ORGANISATION:
                parts["all", key._replace(level=Level.NATIONAL, organisation_id=None)].append(key)
            if key.level is Level.LISTING:
                parts["some", key._replace(level=Level.ORGANISATION, listing_id=None)].append(key)
            if key.target_group is not None:
                parts["group", key._replace(target_group=None)].append(key)
            if key.quarter is not None:
                parts["quarter", key._replace(quarter=None)].append(key)
        for (way, total), keys in parts.items():
            for part in range(3):
                row = [(self._number(shown, total, part), -1)]
                row += [(self._number(shown, key, part), 1) for key in keys]
                if way == "some":  # nobody says how many courses name no listing
                    row.append((self._numbered((*row[0], part, "rest"), 0), 1))
                self.rows.append(row)

    def _compare(self, wide: Shown, narrow: Shown) -> None:
        """Take one period from another: what is left are the quarters that only one has."""
        more = wide.quarters - narrow.quarters
        for key in narrow.figures:
            if key.quarter is not None or key not in wide.figures:
                continue
            between = [key._replace(quarter=quarter) for quarter in more]
            for part in range(3):
                row = [(self._number(wide, key, part), -1), (self._number(narrow, key, part), 1)]
                row += [(self._number(wide, each, part), 1) for each in between if each in wide.figures]
                self.rows.append(row)

    def _narrow(self) -> None:
        if not self.rows:
            return
        number = np.array([each for row in self.rows for each, _ in row])
        sign = np.array([each for row in self.rows for _, each in row])
        lengths = np.array([len(row) for row in self.rows])
        starts, row_of = np.cumsum(lengths) - lengths, np.repeat(np.arange(len(lengths)), lengths)
        within = np.array(self.within, dtype=int).reshape(-1, 2)
        least, most = np.array(self.least), np.array(self.most)
        for _ in range(SWEEPS):
            before = least.copy(), most.copy()
            low = np.where(sign > 0, least[number], -most[number])
            high = np.where(sign > 0, most[number], -least[number])
            rest_low = np.add.reduceat(low, starts)[row_of] - low
            rest_high = np.add.reduceat(high, starts)[row_of] - high
            np.maximum.at(least, number, np.where(sign > 0, -rest_high, rest_low))
            np.minimum.at(most, number, np.where(sign > 0, -rest_low, rest_high))
            np.minimum.at(most, within[:, 0], most[within[:, 1]])
            np.maximum.at(least, within[:, 1], least[within[:, 0]])
            if (least == before[0]).all() and (most == before[1]).all():
                break
        self.least, self.most = least.tolist(), most.tolist()


@lru_cache(maxsize=100_000)
def limits_told(
    rounded: int, share: int | None, lower: int | None, upper: int | None, people_per: int
) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    """Try every count that could stand behind a figure."""
    half = people_per // 2
    fitting: list[tuple[int, int, int]] = []
    for n in range(max(rounded - half, 1), rounded + half + 1):
        observed = np.arange(n + 1)
        if share is not None:
            limits = wilson(observed, n, Z)
            fits = np.round(100 * observed / n) == share
            if lower is not None and upper is not None:
                fits &= (np.abs(100 * limits.lower - lower) < 0.5 + 1e-9) & (
                    np.abs(100 * limits.upper - upper) < 0.5 + 1e-9
                )
            observed = observed[fits]
        if len(observed):
            fitting.append((n, int(observed[0]), int(observed[-1])))
    return (
        (fitting[0][0], fitting[-1][0]),
        (min(least for _, least, _ in fitting), max(most for _, _, most in fitting)),
        (min(n - most for n, _, most in fitting), max(n - least for n, least, _ in fitting)),
    )
