"""Figures of the outcomes: shares, what could be expected, ratios with intervals, shrunken ratios and grades.

Method: docs/method.md, sections 3 and 4.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.codes import OUTCOMES, Grade, Level, Measure, Missing
from ratings.measured_results.method.expected import Expectation, expect
from ratings.measured_results.method.figure import Figure, rounded
from ratings.measured_results.method.grades import grade, people_missing
from ratings.measured_results.method.intervals import score_ratio, wilson, z_of
from ratings.measured_results.method.layers import Standing, standings
from ratings.measured_results.method.patterns import Ints, Patterns, places_of
from ratings.measured_results.method.tallies import Actor, Array, tally, with_totals

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


def outcome_figures(
    patterns: Patterns, actors: Sequence[Actor], pairs: Ints, measures: Sequence[Measure] = OUTCOMES
) -> tuple[list[Figure], dict[str, Any]]:
    """Give the figures of every actor, and by outcome the model that its expected values come from."""
    figures: list[Figure] = []
    reports: dict[str, Any] = {}
    months = _months(patterns, actors, pairs)
    places = places_of(patterns)
    for measure in measures:
        expectation = expect(patterns, measure, places)
        reports[measure.value] = expectation.report
        cells = _cells(patterns, expectation, actors, pairs)
        figures.extend(_figures(patterns, measure, expectation, actors, cells, months))
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
    first = np.full(len(actors), np.iinfo(np.int64).max, dtype=np.int64)
    np.minimum.at(first, pairs[0], patterns.first_quarters[pairs[1]])
    last = max(patterns.quarters, default=0)
    months: Ints = (last - first + 1) * MONTHS_OF_A_QUARTER
    return months


def _figures(
    patterns: Patterns,
    measure: Measure,
    expectation: Expectation,
    actors: Sequence[Actor],
    cells: Cells,
    months: Ints,
) -> Iterator[Figure]:
    """Give cells with people, and of each actor the total also when nobody can be counted yet."""
    chosen = cells.n > 0
    chosen[:, :-1, :-1] = False  # a target group's quarter would be too small to say anything
    intervals = _intervals(cells, chosen)
    graded = standings(actors, *(part[:, :, -1] for part in _parts(cells)))
    groups, quarters = (*patterns.groups, None), (*patterns.quarters, None)
    places = np.argwhere(chosen | _totals(cells))
    for (place, group, quarter), cell in zip(places.tolist(), _each(cells, intervals, places), strict=True):
        actor, when = actors[place], quarters[quarter]
        about: dict[str, Any] = {
            "measure": measure,
            "actor": actor,
            "group": groups[group],
            "quarter": when,
            "n": int(cell.n),
        }
        if not cell.n:
            yield Figure(**about, reason=Missing.TOO_YOUNG)
            continue
        why = _why_not(expectation, group, cell.expected, cell.variance)
        standing = graded.get((place, group)) if when is None and why is None else None
        told: dict[str, Any] = {"reason": why} if why else cell.ratio_to_expected()
        if standing is not None and actor.level is not Level.NATIONAL:
            told |= _graded(standing, int(cell.n), int(months[place]))
        yield rounded(**about, **cell.share(), **told)


class _Cell(NamedTuple):
    """One cell and its intervals."""

    n: float
    observed: float
    expected: float
    variance: float
    share_lower: float
    share_upper: float
    ratio_lower: float
    ratio_upper: float

    def share(self) -> dict[str, Any]:
        return {
            "observed": int(self.observed),
            "value": self.observed / self.n,
            "value_lower": self.share_lower,
            "value_upper": self.share_upper,
        }

    def ratio_to_expected(self) -> dict[str, Any]:
        return {
            "expected": self.expected,
            "variance": self.variance,
            "ratio": self.observed / self.expected,
            "ratio_lower": self.ratio_lower,
            "ratio_upper": self.ratio_upper,
        }


def _each(cells: Cells, intervals: _Intervals, places: Ints) -> Iterator[_Cell]:
    """Give the cells at some places (C, 3)."""
    at = tuple(places.T)
    tables = (*_parts(cells), *intervals.share, *intervals.ratio)
    return map(_Cell, *(table[at].tolist() for table in tables))


def _graded(standing: Standing, n: int, months: int) -> dict[str, Any]:
    """Give the shrunken ratio with its middle 95 %, and the grade or why there is none."""
    spread = Z * standing.variance**0.5
    found = grade(standing.mean, standing.variance, standing.reliability, months)
    reason = found if isinstance(found, Missing) else None
    return {
        "shrunken": float(np.exp(standing.mean)),
        "shrunken_lower": float(np.exp(standing.mean - spread)),
        "shrunken_upper": float(np.exp(standing.mean + spread)),
        "reliability": standing.reliability,
        "grade": Grade.NOT_ASSESSED if reason else found,
        "reason": reason,
        "people_missing": people_missing(n, standing.reliability) if reason is Missing.TOO_FEW else None,
    }


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
