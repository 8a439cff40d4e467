"""What a card, a comparison and a ranking read of actors' measured results, as frozen values."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.codes import Grade, Level, Measure
from ratings.measured_results.disclosure.door import PublicFigure
from ratings.measured_results.method.shrinkage import FLOOR_TAU2, paule_mandel
from ratings.measured_results.published import NATIONAL, NOTHING, PublishedFigures, ReleaseFacts

Floats = NDArray[np.float64]

HEADLINE = Measure.WORK_6  # what actors are known by: in work six months after referral
Z = 1.96
# With fewer organisations their spread says nothing.
FEWEST_TO_DIFFER = 5


@dataclass(frozen=True, slots=True)
class ListingSummary:
    """The headline figures of a listing and of its organisation, over all target groups.

    `graded` is whose grade is shown: the listing's own, or else its organisation's, which must then be named
    as such; None where neither can be graded. A figure is None where nothing was measured.
    """

    release: ReleaseFacts
    own: PublicFigure | None
    organisation: PublicFigure | None
    national: PublicFigure | None

    @property
    def graded(self) -> PublicFigure | None:
        """Give the figure that carries a grade."""
        return next((figure for figure in (self.own, self.organisation) if has_grade(figure)), None)


def has_grade(figure: PublicFigure | None) -> bool:
    """Say whether a figure has been assessed."""
    return figure is not None and figure.grade not in (None, Grade.NOT_ASSESSED)


def summarise(results: PublishedFigures, listing_id: int, organisation_id: int) -> ListingSummary:
    """Give what is said of a listing in short."""
    return ListingSummary(
        release=results.release,
        own=results.find_total((Level.LISTING, listing_id), HEADLINE),
        organisation=results.find_total((Level.ORGANISATION, organisation_id), HEADLINE),
        national=results.find_total(NATIONAL, HEADLINE),
    )


def find_figure(
    figures: tuple[PublicFigure, ...],
    measure: Measure,
    target_group: str | None = None,
    quarter: int | None = None,
) -> PublicFigure | None:
    """Choose one figure of one actor."""
    wanted = (measure, target_group, quarter)
    return next((each for each in figures if (each.measure, each.target_group, each.quarter) == wanted), None)


def graded_ratios(results: PublishedFigures, level: Level) -> dict[int, float]:
    """Give the shrunken headline ratio of each listing or organisation that has been assessed."""
    ratios = shrunken_ratios(results, level)
    chosen = ratios.assessed
    return dict(zip(ratios.ids[chosen].tolist(), ratios.ratio[chosen].tolist(), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class Ratios:
    """Shrunken headline ratios of listings or organisations by number, all of shape (K,).

    `lower` and `upper` are the middle 95 % of what the ratio may truly be, `people` how many it comes from,
    in fives, and `assessed` says whether they are enough for a grade.
    """

    ids: NDArray[np.int64]
    ratio: Floats
    lower: Floats
    upper: Floats
    people: Floats
    assessed: NDArray[np.bool_]


def shrunken_ratios(results: PublishedFigures, level: Level, target_group: str | None = None) -> Ratios:
    """Give the ratios of the whole period that everybody may see, of one target group or of all together."""
    columns, words = results.columns, results.words
    rows = _headline_rows(results, level, target_group)
    rows = rows[~np.isnan(columns["shrunken"][rows])]
    grades = columns["grade"][rows]
    assessed = grades != NOTHING
    if Grade.NOT_ASSESSED in words["grade"]:
        assessed &= grades != words["grade"].index(Grade.NOT_ASSESSED)
    whose = columns["listing_id" if level is Level.LISTING else "organisation_id"][rows]
    ratio, lower, upper = (
        columns[name][rows].astype(np.float64).round(2)
        for name in ("shrunken", "shrunken_lower", "shrunken_upper")
    )
    people = columns["n"][rows].astype(np.float64)
    return Ratios(whose.astype(np.int64), ratio, lower, upper, people, assessed)


def national_share(results: PublishedFigures, target_group: str | None = None) -> float | None:
    """Give the share (0 to 1) of the whole country's citizens in a target group who came into work."""
    rows = _headline_rows(results, Level.NATIONAL, target_group)
    shares = results.columns["share"][rows]
    return None if not len(shares) or np.isnan(shares[0]) else float(shares[0]) / 100


def spread_between_actors(results: PublishedFigures) -> float:
    """Give how much organisations truly differ: the standard deviation of log ratios, chance taken out.

    Worked out from the published ratios and the widths of their 95 % intervals (docs/method.md, section 4);
    never under the floor that the method has, which also stands where there are hardly any.
    """
    rows = _headline_rows(results, Level.ORGANISATION, None)
    ratio, lower, upper = (
        results.columns[name][rows].astype(np.float64) for name in ("ratio", "ratio_lower", "ratio_upper")
    )
    told = (ratio > 0) & (lower > 0) & (upper > lower)
    if told.sum() < FEWEST_TO_DIFFER:
        return sqrt(FLOOR_TAU2)
    s2 = (np.log(upper[told] / lower[told]) / (2 * Z)) ** 2
    return sqrt(paule_mandel(np.log(ratio[told]), s2, FLOOR_TAU2))


def _headline_rows(results: PublishedFigures, level: Level, target_group: str | None) -> NDArray[np.intp]:
    """Find the rows of the headline measure over the whole period."""
    columns, words = results.columns, results.words
    if HEADLINE not in words["measure"] or level not in words["level"]:
        return np.empty(0, dtype=np.intp)
    group = NOTHING
    if target_group is not None:
        if target_group not in words["target_group"]:
            return np.empty(0, dtype=np.intp)
        group = words["target_group"].index(target_group)
    return np.flatnonzero(
        (columns["measure"] == words["measure"].index(HEADLINE))
        & (columns["level"] == words["level"].index(level))
        & (columns["target_group"] == group)
        & np.isnan(columns["quarter"])
    )
