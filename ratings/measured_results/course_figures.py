"""Figures about courses themselves: passive and company-based weeks, duration, and cost of lasting work.

They say what actors do, not what comes of it, so nothing is expected of them and they carry no grade.
Method: docs/method.md, section 3.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.case_mix_counts import summed
from ratings.measured_results.codes import Measure, Missing
from ratings.measured_results.duration import kaplan_meier_median
from ratings.measured_results.figure import Figure
from ratings.measured_results.intervals import wilson, z_of
from ratings.measured_results.patterns import LONGEST_COURSE, Ints, Patterns, Sum, courses_of
from ratings.measured_results.tallies import Actor, with_totals

Z = z_of(0.95)
WEEKS_OF_6_MONTHS = 26
WEEKS_OF_12_MONTHS = 52


def course_figures(patterns: Patterns, actors: Sequence[Actor], pairs: Ints) -> Iterator[Figure]:
    """Give the figures of every actor and target group, and of all target groups together."""
    sums = {name: with_totals(patterns.sums[name].astype(np.float64), pairs, len(actors)) for name in Sum}
    for place, actor in enumerate(actors):
        for number, group in enumerate((*patterns.groups, None)):
            cell = {name: int(table[place, number]) for name, table in sums.items()}
            yield from _passive(cell, actor, group)
            yield from _company(cell, actor, group)
            yield from _cost(cell, actor, group)
    yield from _durations(patterns, actors, pairs)


def _passive(cell: dict[Sum, int], actor: Actor, group: str | None) -> Iterator[Figure]:
    for measure, first, weeks in (
        (Measure.PASSIVE_6, Sum.PASSIVE_6_PEOPLE, WEEKS_OF_6_MONTHS),
        (Measure.PASSIVE_12, Sum.PASSIVE_12_PEOPLE, WEEKS_OF_12_MONTHS),
    ):
        people = cell[first]
        if people:
            share = cell[Sum(first + 2)] / (people * weeks)
            yield _week_share(measure, actor, group, people, cell[Sum(first + 1)], share)


def _company(cell: dict[Sum, int], actor: Actor, group: str | None) -> Iterator[Figure]:
    people = cell[Sum.COMPANY_PEOPLE]
    if people:
        share = cell[Sum.COMPANY_WEEKS] / cell[Sum.ACTIVE_WEEKS]
        yield _week_share(Measure.COMPANY_SHARE, actor, group, people, cell[Sum.COMPANY_ANY], share)


def _week_share(
    measure: Measure, actor: Actor, group: str | None, people: int, any_week: int, share: float
) -> Figure:
    """Give a share of weeks; weeks of one person are alike, so its interval counts people, not weeks."""
    limits = wilson(share * people, people, Z)
    return Figure(
        measure=measure,
        actor=actor,
        group=group,
        quarter=None,
        n=people,
        observed=any_week,
        value=share,
        value_lower=float(limits.lower),
        value_upper=float(limits.upper),
    )


def _cost(cell: dict[Sum, int], actor: Actor, group: str | None) -> Iterator[Figure]:
    """Give all that was paid over those who came into lasting work; its interval is that of their share."""
    people, lasting, price = cell[Sum.PRICED_PEOPLE], cell[Sum.PRICED_LASTING], cell[Sum.PRICE]
    if not people:
        return
    if not lasting:
        yield Figure(Measure.COST, actor, group, None, people, lasting, reason=Missing.NO_EVENTS)
        return
    limits = wilson(lasting, people, Z)
    yield Figure(
        measure=Measure.COST,
        actor=actor,
        group=group,
        quarter=None,
        n=people,
        observed=lasting,
        value=price / lasting,
        value_lower=price / people / float(limits.upper),
        value_upper=price / people / float(limits.lower),
    )


def _durations(patterns: Patterns, actors: Sequence[Actor], pairs: Ints) -> Iterator[Figure]:
    """Give the median of the weeks from referral to the end, also when some courses still run."""
    unit, group, weeks, ended, people = courses_of(patterns)
    starts = np.searchsorted(unit, np.arange(len(patterns.units) + 1))
    shape = (2, len(patterns.groups), LONGEST_COURSE + 1)
    cells = np.ravel_multi_index((ended.astype(np.int64), group, weeks), shape)
    for place, actor in enumerate(actors):
        units = pairs[1][pairs[0] == place]
        rows = np.concatenate([np.arange(starts[each], starts[each + 1]) for each in units])
        going, done = summed(cells[rows], people[rows].astype(np.float64), int(np.prod(shape))).reshape(shape)
        for number, name in enumerate((*patterns.groups, None)):
            which = slice(None) if name is None else slice(number, number + 1)
            ends, runs = done[which].sum(axis=0), going[which].sum(axis=0)
            if n := int(ends.sum() + runs.sum()):
                yield _duration(actor, name, n, ends, runs)


def _duration(
    actor: Actor, group: str | None, n: int, done: NDArray[np.float64], going: NDArray[np.float64]
) -> Figure:
    weeks = np.flatnonzero(done + going)
    median = kaplan_meier_median(weeks, done[weeks], going[weeks], Z)
    return Figure(
        measure=Measure.DURATION,
        actor=actor,
        group=group,
        quarter=None,
        n=n,
        value=median.days,
        value_lower=median.lower,
        value_upper=median.upper,
        reason=None if median.days is not None else Missing.TOO_YOUNG,
    )
