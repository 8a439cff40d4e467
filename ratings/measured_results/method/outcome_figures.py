"""Figures of the outcomes: shares, what could be expected, ratios with intervals, shrunken ratios and grades.

Method: docs/method.md, sections 3 and 4.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.codes import OUTCOMES, Grade, Level, Measure, Missing
from ratings.measured_results.method.expected import Expectation, expect, lines_of
from ratings.measured_results.method.figure import DIGITS, Figure, rounded_all
from ratings.measured_results.method.grades import grade, people_missing
from ratings.measured_results.method.intervals import score_ratio, wilson, z_of
from ratings.measured_results.method.layers import Standing, standings
from ratings.measured_results.method.patterns import Ints, Patterns
from ratings.measured_results.method.tallies import Actor, Array, tally, with_totals
from ratings.measured_results.method.unknown import began, earliest, why_unknown

Z = z_of(0.95)
MONTHS_OF_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Cells:
    """People, observed, expected and variance of every cell (A, G + 1, T + 1): the last ones are totals."""

    n: Array
    observed: Array
    expected: Array
    variance: Array


@dataclass(frozen=True, slots=True)
class _Intervals:
    """Lower and upper limits of shares and ratios, (2, A, G + 1, T + 1), NaN where nothing was chosen."""

    share: Array
    ratio: Array


@dataclass(frozen=True, slots=True)
class _Followed:
    """How many months each actor has worked, and why nobody's outcome is known where that is so."""

    months: Ints
    unknown: Sequence[Missing]


def outcome_figures(
    patterns: Patterns,
    actors: Sequence[Actor],
    pairs: Ints,
    measures: Sequence[Measure] = OUTCOMES,
    settled: Mapping[Measure, int] | None = None,
) -> tuple[list[Figure], dict[str, Any]]:
    """Give the figures of every actor, and by outcome the model that its expected values come from.

    `settled` gives for each outcome the last quarter of referral of which everything could be known by now;
    without it whatever is not known counts as too young.
    """
    figures: list[Figure] = []
    reports: dict[str, Any] = {}
    months = _months(patterns, actors, pairs)
    lines = lines_of(patterns)
    first = began(patterns, lines.places, actors, pairs)
    for measure in measures:
        unknown = why_unknown(first, (settled or {}).get(measure))
        expectation = expect(patterns, measure, lines, unknown[0])
        reports[measure.value] = expectation.report
        cells = _cells(patterns, expectation, actors, pairs)
        followed = _Followed(months, unknown)
        figures.extend(_figures(patterns, measure, expectation, actors, cells, followed))
    return figures, reports


def _cells(patterns: Patterns, expectation: Expectation, actors: Sequence[Actor], pairs: Ints) -> Cells:
    counted = tally(patterns, expectation.rows, expectation.chances)
    return Cells(
        *(
            with_totals(values, pairs, len(actors))
            for values in (counted.n, counted.observed, counted.expected, counted.variance)
        )
    )


def _months(patterns: Patterns, actors: Sequence[Actor], pairs: Ints) -> Ints:
    """Give for each actor the months from its first referral ever to the end of the period."""
    first = earliest(patterns.first_quarters, actors, pairs)
    last = max(patterns.quarters, default=0)
    months: Ints = (last - first + 1) * MONTHS_OF_A_QUARTER
    return months


def _figures(
    patterns: Patterns,
    measure: Measure,
    expectation: Expectation,
    actors: Sequence[Actor],
    cells: Cells,
    followed: _Followed,
) -> Iterator[Figure]:
    """Give cells with people, and of each actor the total also when nobody can be counted yet."""
    chosen = cells.n > 0
    chosen[:, :-1, :-1] = False  # a target group's quarter would be too small to say anything
    intervals = _intervals(cells, chosen)
    graded = standings(actors, *(part[:, :, -1] for part in _parts(cells)))
    groups, quarters = (*patterns.groups, None), (*patterns.quarters, None)
    places = np.argwhere(chosen | _totals(cells))
    for (place, group, quarter), cell in zip(places.tolist(), _each(cells, intervals, places), strict=True):
        when, n = quarters[quarter], int(cell.n)
        about = (measure, actors[place], groups[group], when, n)
        if not n:
            yield Figure(*about, reason=followed.unknown[place])
            continue
        why = _why_not(expectation, group, cell.expected, cell.variance)
        if why:
            yield Figure(*about, **cell.alone(), reason=why)
            continue
        standing = graded.get((place, group)) if when is None else None
        told: tuple[Any, ...] = ()
        if standing is not None and actors[place].level is not Level.NATIONAL:
            told = _graded(standing, n, int(followed.months[place]))
        yield Figure(*about, *cell.compared(), *told)


class _Cell(NamedTuple):
    """One cell with its share, ratio and intervals; what stands in a figure is rounded as it is kept."""

    n: float
    observed: float
    expected: float
    variance: float
    kept_expected: float
    kept_variance: float
    share: float
    share_lower: float
    share_upper: float
    ratio: float
    ratio_lower: float
    ratio_upper: float

    def alone(self) -> dict[str, Any]:
        """Give the share with its limits, where nothing is expected."""
        return {
            "observed": int(self.observed),
            "value": self.share,
            "value_lower": self.share_lower,
            "value_upper": self.share_upper,
        }

    def compared(self) -> tuple[Any, ...]:
        """Give a figure's fields from the observed number to the ratio's limits."""
        return (int(self.observed), *self[4:])


def _each(cells: Cells, intervals: _Intervals, places: Ints) -> Iterator[_Cell]:
    """Give the cells at some places (C, 3)."""
    at = tuple(places.T)
    n, observed, expected, variance = (table[at] for table in _parts(cells))
    with np.errstate(divide="ignore", invalid="ignore"):  # of cells with nobody, or nothing expected
        share, ratio = observed / n, observed / expected
    share_limits, ratio_limits = (limits[:, *at] for limits in (intervals.share, intervals.ratio))
    kept = (expected, variance, share, *share_limits, ratio, *ratio_limits)
    exact = (each.tolist() for each in (n, observed, expected, variance))
    return map(_Cell, *exact, *map(rounded_all, kept))


def _graded(standing: Standing, n: int, months: int) -> tuple[Any, ...]:
    """Give a figure's fields from the shrunken ratio with its middle 95 % to what stands in a grade's way."""
    spread = Z * standing.variance**0.5
    found = grade(standing.mean, standing.variance, standing.reliability, months)
    reason = found if isinstance(found, Missing) else None
    shrunken = np.exp((standing.mean, standing.mean - spread, standing.mean + spread))
    return (
        *rounded_all(shrunken),
        round(standing.reliability, DIGITS),
        Grade.NOT_ASSESSED if reason else found,
        reason,
        people_missing(n, standing.reliability) if reason is Missing.TOO_FEW else None,
    )


def _intervals(cells: Cells, chosen: NDArray[np.bool_]) -> _Intervals:
    share = np.full((2, *cells.n.shape), np.nan)
    ratio = share.copy()
    share[:, chosen] = wilson(cells.observed[chosen], cells.n[chosen], Z)
    # Rounding alone can put the variance or the sum of chances past its bound.
    comparable = chosen & (np.nan_to_num(cells.variance) > 0)
    n, expected = cells.n[comparable], np.minimum(cells.expected[comparable], cells.n[comparable])
    variance = np.minimum(cells.variance[comparable], expected)
    ratio[:, comparable] = score_ratio(cells.observed[comparable], expected, variance, n, Z)
    return _Intervals(share, ratio)


def _parts(cells: Cells) -> tuple[Array, Array, Array, Array]:
    return cells.n, cells.observed, cells.expected, cells.variance


def _totals(cells: Cells) -> NDArray[np.bool_]:
    """Choose each actor's total over groups and quarters."""
    totals = np.zeros(cells.n.shape, dtype=np.bool_)
    totals[:, -1, -1] = True
    return totals


def _why_not(expectation: Expectation, group: int, expected: float, variance: float) -> Missing | None:
    """Say why a cell can't be compared: its group's reason or, in a total, that nothing varies in it."""
    if group in expectation.missing:
        return expectation.missing[group]
    if np.isnan(expected):
        return Missing.NOT_CONVERGED
    if variance > 0:
        return None
    return Missing.NO_EVENTS if expected == 0 else Missing.ONLY_EVENTS
