"""What citizens of a target group can expect of each listing, from the figures that everybody may see.

The expected share is plogis(logit(share of the group) + the actor's effect), where the effect is what its
shrunken ratio does to the share of those it was measured on, on the logit scale. Method: docs/ranking.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from math import exp, isnan

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.codes import Level
from ratings.measured_results.published import PublishedFigures, ReleaseFacts
from ratings.summary import Ratios, Z, national_share, shrunken_ratios, spread_between_actors

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
# Shares are kept this far from 0 and 1, where the logit ends.
FURTHEST = 0.005
AS_EXPECTED = 1.0


class Whose(IntEnum):
    """Say whose figure stands behind what can be expected, the most telling last."""

    NOBODYS = 0  # not measured: counts as expected
    ORGANISATION = 1
    ORGANISATION_IN_GROUP = 2
    LISTING = 3
    LISTING_IN_GROUP = 4


IN_GROUP = frozenset({Whose.LISTING_IN_GROUP, Whose.ORGANISATION_IN_GROUP})
# From the broadest to the most telling, which stands.
SOURCES = (
    (Whose.ORGANISATION, Level.ORGANISATION, False),
    (Whose.ORGANISATION_IN_GROUP, Level.ORGANISATION, True),
    (Whose.LISTING, Level.LISTING, False),
    (Whose.LISTING_IN_GROUP, Level.LISTING, True),
)


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """What can be expected for one target group, a value for each listing (N,) in order of position.

    `share`, `lower` and `upper` are 0 to 1, and NaN where the group's share in the whole country, `mean`, is
    not known. `relative` is the share over that mean, or the ratio itself. `people` are those measured, in
    fives, NaN where nobody was.
    """

    mean: float | None
    share: Floats
    lower: Floats
    upper: Floats
    relative: Floats
    people: Floats
    whose: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Expected:
    """Of 100 people in the target group about so many come into work, between two limits; whole numbers.

    `people` are those measured, in fives, and None where nobody was: then it is what all reach on average.
    """

    of_hundred: int
    lower: int
    upper: int
    mean: int
    people: int | None
    whose: Whose
    measured_until: date


class Outlooks:
    """The outlooks of every target group, each worked out when it is first asked for.

    `new` (N,) marks listings of which too little is known for a grade, their own or their organisation's.
    """

    __slots__ = ("_kept", "_listings", "_organisations", "_results", "new", "release")

    def __init__(
        self, listing_ids: Sequence[int], organisation_ids: Sequence[int], results: PublishedFigures | None
    ) -> None:
        self._listings = np.array(listing_ids, dtype=np.int64)
        self._organisations = np.array(organisation_ids, dtype=np.int64)
        self._results = results
        self._kept: dict[str, Outlook] = {}
        self.release: ReleaseFacts | None = results.release if results else None
        self.new = self._not_assessed()

    def of(self, target_group: str) -> Outlook:
        """Give a target group's outlook."""
        if target_group not in self._kept:
            self._kept[target_group] = self._worked_out(target_group)
        return self._kept[target_group]

    def expected(self, target_group: str, position: int) -> Expected | None:
        """Give what can be expected of one listing; None while the target group's share is not known."""
        outlook = self.of(target_group)
        if outlook.mean is None or self.release is None:
            return None
        people = float(outlook.people[position])
        shares = (outlook.share, outlook.lower, outlook.upper)
        share, lower, upper = (round(100 * float(each[position])) for each in shares)
        return Expected(
            of_hundred=share,
            lower=lower,
            upper=upper,
            mean=round(100 * outlook.mean),
            people=None if isnan(people) else int(people),
            whose=Whose(int(outlook.whose[position])),
            measured_until=self.release.observed_until,
        )

    def _not_assessed(self) -> Flags:
        assessed = np.zeros(len(self._listings), dtype=np.bool_)
        for level in (Level.ORGANISATION, Level.LISTING):
            ratios = shrunken_ratios(self._results, level) if self._results else None
            if ratios is not None:
                rows, found = self._rows_of(ratios, level)
                assessed[found] |= ratios.assessed[rows[found]]
        return ~assessed

    def _worked_out(self, target_group: str) -> Outlook:
        size, results = len(self._listings), self._results
        spread = exp(Z * spread_between_actors(results)) if results else AS_EXPECTED
        ratios = np.tile([[AS_EXPECTED], [1 / spread], [spread]], size)
        people, whose = np.full(size, np.nan), np.zeros(size, dtype=np.int8)
        for source, level, in_group in SOURCES if results else ():
            told = shrunken_ratios(results, level, target_group if in_group else None) if results else None
            if told is not None:
                rows, found = self._rows_of(told, level)
                ratios[:, found] = np.stack([told.ratio, told.lower, told.upper])[:, rows[found]]
                people[found], whose[found] = told.people[rows[found]], source
        return _outlook(ratios, people, whose, self._means(target_group))

    def _means(self, target_group: str) -> tuple[float | None, float | None]:
        if self._results is None:
            return None, None
        return national_share(self._results, target_group), national_share(self._results)

    def _rows_of(self, ratios: Ratios, level: Level) -> tuple[NDArray[np.intp], Flags]:
        """Say for each listing which row tells of it or its organisation, and whether one does."""
        wanted = self._listings if level is Level.LISTING else self._organisations
        if not len(ratios.ids):
            return np.zeros(len(wanted), dtype=np.intp), np.zeros(len(wanted), dtype=np.bool_)
        order = np.argsort(ratios.ids)
        rows = order[np.minimum(np.searchsorted(ratios.ids, wanted, sorter=order), len(order) - 1)]
        found: Flags = ratios.ids[rows] == wanted
        return rows, found


def _outlook(
    ratios: Floats, people: Floats, whose: NDArray[np.int8], means: tuple[float | None, float | None]
) -> Outlook:
    """Turn ratios (3, N), each with its limits, into shares of the target group."""
    mean, of_all = means
    if mean is None:
        nothing = np.full(len(people), np.nan)
        return Outlook(None, nothing, nothing, nothing, ratios[0], people, whose)
    measured_on = np.full(len(people), mean)
    if of_all is not None:
        measured_on[(whose == Whose.ORGANISATION) | (whose == Whose.LISTING)] = of_all
    effects = logit(ratios * measured_on) - logit(measured_on)
    share, lower, upper = 1 / (1 + np.exp(-(logit(np.array(mean)) + effects)))
    return Outlook(mean, share, lower, upper, share / mean, people, whose)


def logit(share: Floats) -> Floats:
    """Give log odds; shares at 0 and 1 are taken a little inside."""
    within = np.clip(share, FURTHEST, 1 - FURTHEST)
    odds: Floats = np.log(within / (1 - within))
    return odds
