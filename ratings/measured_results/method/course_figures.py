"""Figures about courses themselves: passive and company-based weeks, duration, and cost of lasting work.

They say what actors do, not what comes of it, so nothing is expected of them and they carry no grade.
Method: docs/method.md, section 3.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ratings.measured_results.codes import Measure, Missing
from ratings.measured_results.method.case_mix_counts import summed
from ratings.measured_results.method.duration import medians_of_weeks
from ratings.measured_results.method.figure import DIGITS, Figure, rounded
from ratings.measured_results.method.intervals import wilson, z_of
from ratings.measured_results.method.patterns import (
    LONGEST_COURSE,
    Ints,
    Patterns,
    Sum,
    courses_of,
    places_of,
)
from ratings.measured_results.method.tallies import Actor, Array, with_totals
from ratings.measured_results.method.unknown import began, why_unknown

Z = z_of(0.95)
WEEKS_OF_6_MONTHS = 26
WEEKS_OF_12_MONTHS = 52

Numbers = list[list[float]]


def course_figures(
    patterns: Patterns,
    actors: Sequence[Actor],
    pairs: Ints,
    settled: Mapping[Measure, int] | None = None,
) -> Iterator[Figure]:
    """Give the figures of every actor and target group, and of all target groups together.

    Where a measure is told of somebody but of nobody at an actor, its total says why. `settled` gives for a
    measure the last quarter of referral of which everything could be known by now.
    """
    sums = {name: with_totals(patterns.sums[name].astype(np.float64), pairs, len(actors)) for name in Sum}
    tables = (
        _passive(sums, Measure.PASSIVE_6, Sum.PASSIVE_6_PEOPLE, WEEKS_OF_6_MONTHS),
        _passive(sums, Measure.PASSIVE_12, Sum.PASSIVE_12_PEOPLE, WEEKS_OF_12_MONTHS),
        _company(sums),
        _cost(sums),
    )
    first = began(patterns, places_of(patterns), actors, pairs)
    told = [(table, why_unknown(first, (settled or {}).get(table.measure))) for table in tables]
    for place, actor in enumerate(actors):
        for number, group in enumerate((*patterns.groups, None)):
            for table, why in told:
                if table.people[place][number]:
                    yield table.figure(actor, group, place, number)
                elif group is None and table.tells:
                    yield Figure(table.measure, actor, None, None, 0, reason=why[place])
    yield from _durations(patterns, actors, pairs)


@dataclass(frozen=True, slots=True)
class _Figures:
    """A measure of every cell, as lists (A, G + 1); where nobody is, the numbers say nothing."""

    measure: Measure
    people: Numbers
    observed: Numbers
    value: Numbers
    lower: Numbers
    upper: Numbers

    @property
    def tells(self) -> bool:
        """Say whether anything is known of anybody in the country."""
        return any(of_groups[-1] for of_groups in self.people)

    def figure(self, actor: Actor, group: str | None, place: int, number: int) -> Figure:
        """Give one figure; a cost without anybody in lasting work has none but a reason."""
        people, observed = int(self.people[place][number]), int(self.observed[place][number])
        if self.measure is Measure.COST and not observed:
            return Figure(self.measure, actor, group, None, people, observed, reason=Missing.NO_EVENTS)
        value, lower, upper = (
            round(table[place][number], DIGITS) for table in (self.value, self.lower, self.upper)
        )
        return Figure(
            self.measure, actor, group, None, people, observed,
            value=value, value_lower=lower, value_upper=upper,
        )  # fmt: skip


def _passive(sums: dict[Sum, Array], measure: Measure, people: Sum, weeks: int) -> _Figures:
    n = sums[people]
    share = sums[Sum(people + 2)] / (np.maximum(n, 1) * weeks)
    return _week_shares(measure, n, sums[Sum(people + 1)], share)


def _company(sums: dict[Sum, Array]) -> _Figures:
    share = sums[Sum.COMPANY_WEEKS] / np.maximum(sums[Sum.ACTIVE_WEEKS], 1)
    return _week_shares(Measure.COMPANY_SHARE, sums[Sum.COMPANY_PEOPLE], sums[Sum.COMPANY_ANY], share)


def _week_shares(measure: Measure, people: Array, any_week: Array, share: Array) -> _Figures:
    """Give shares of weeks; weeks of one person are alike, so an interval counts people, not weeks."""
    limits = wilson(share * people, np.maximum(people, 1), Z)
    return _listed(measure, people, any_week, share, *limits)


def _cost(sums: dict[Sum, Array]) -> _Figures:
    """Give all that was paid over those who came into lasting work; the interval is that of their share."""
    people, lasting, price = sums[Sum.PRICED_PEOPLE], sums[Sum.PRICED_LASTING], sums[Sum.PRICE]
    some, reached = np.maximum(people, 1), np.maximum(lasting, 1)
    limits = wilson(lasting, some, Z)
    lowest = np.where(lasting > 0, limits.lower, 1.0)
    each = price / some
    return _listed(Measure.COST, people, lasting, price / reached, each / limits.upper, each / lowest)


def _listed(measure: Measure, *tables: Array) -> _Figures:
    return _Figures(measure, *(table.tolist() for table in tables))


def _durations(patterns: Patterns, actors: Sequence[Actor], pairs: Ints) -> Iterator[Figure]:
    """Give the median of the weeks from referral to the end, also when some courses still run."""
    unit, group, weeks, ended, people = courses_of(patterns)
    starts = np.searchsorted(unit, np.arange(len(patterns.units) + 1))
    shape = (2, len(patterns.groups), LONGEST_COURSE + 1)
    cells = np.ravel_multi_index((ended.astype(np.int64), group, weeks), shape)
    why = Missing.TOO_YOUNG if ended.any() else Missing.NOT_TOLD
    for place, actor in enumerate(actors):
        units = pairs[1][pairs[0] == place]
        rows = np.concatenate([np.arange(starts[each], starts[each + 1]) for each in units])
        counted = summed(cells[rows], people[rows].astype(np.float64), int(np.prod(shape))).reshape(shape)
        going, done = np.concatenate([counted, counted.sum(axis=1, keepdims=True)], axis=1)
        yield from _medians(actor, (*patterns.groups, None), done, going, why)


def _medians(
    actor: Actor, groups: Sequence[str | None], done: Array, going: Array, why: Missing
) -> Iterator[Figure]:
    """Give an actor's medians from the counts (G + 1, T) of those whose course ended or was last seen.

    `why` is the reason where there is none: most still take part, or no row in the country tells of an end.
    """
    n = (done + going).sum(axis=1)
    some = np.flatnonzero(n)
    last = int(np.flatnonzero((done + going).any(axis=0)).max(initial=0)) + 1
    medians = medians_of_weeks(done[some, :last], going[some, :last], Z)
    for number, median in zip(some.tolist(), medians, strict=True):
        yield rounded(
            measure=Measure.DURATION,
            actor=actor,
            group=groups[number],
            quarter=None,
            n=int(n[number]),
            value=median.days,
            value_lower=median.lower,
            value_upper=median.upper,
            reason=None if median.days is not None else why,
        )
