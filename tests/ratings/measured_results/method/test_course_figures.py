"""Figures about courses say what actors do: weeks, duration and cost, never a grade."""

from typing import Any

import numpy as np
import pytest

from ratings.measured_results.codes import PROCESS, Level, Measure, Missing
from ratings.measured_results.method.course_figures import Z, course_figures
from ratings.measured_results.method.duration import kaplan_meier_median
from ratings.measured_results.method.figure import Figure
from ratings.measured_results.method.intervals import wilson
from ratings.measured_results.method.patterns import collapse
from ratings.measured_results.method.spell_columns import SpellColumns, Unit
from ratings.measured_results.method.tallies import COUNTRY, Actor, actors_of, membership
from tests.factories.spells import MANY_GROUPS, QUARTER, make_columns, make_many

Key = tuple[Measure, Actor, str | None]


def figures_of(spells: SpellColumns, settled: dict[Measure, int] | None = None) -> dict[Key, Figure]:
    patterns = collapse(spells)
    actors = actors_of(patterns.units)
    pairs = membership(patterns.units, actors)
    figures = list(course_figures(patterns, actors, pairs, settled))
    found = {(each.measure, each.actor, each.group): each for each in figures}
    assert len(found) == len(figures)
    return found


def one(**facts: Any) -> dict[Measure, Figure]:
    """Give the country's figures of a few spells of one actor and group."""
    found = figures_of(make_columns(**facts))
    whole = {measure: found.get((measure, COUNTRY, None)) for measure in Measure}
    return {measure: figure for measure, figure in whole.items() if figure is not None}


def test_passive_weeks_are_a_share_of_all_weeks_and_the_interval_counts_people() -> None:
    figure = one(passive_weeks_6=[0, 13, 26, -1])[Measure.PASSIVE_6]
    assert (figure.n, figure.observed) == (3, 2)
    assert figure.value == 0.5
    limits = wilson(1.5, 3, Z)
    assert (figure.value_lower, figure.value_upper) == pytest.approx((limits.lower, limits.upper))


def test_company_weeks_are_a_share_of_active_weeks() -> None:
    figure = one(company_weeks=[10, 0, 3], active_weeks=[20, 20, 0])[Measure.COMPANY_SHARE]
    assert (figure.n, figure.observed, figure.value) == (2, 1, 0.25)


def test_cost_is_all_that_was_paid_over_lasting_results() -> None:
    figure = one(price=[1_000_00, 2_000_00, 3_000_00], work_6=[1, 0, 1], weeks_in_work=[26, 0, 20])[
        Measure.COST
    ]
    assert (figure.n, figure.observed, figure.value) == (3, 2, 3_000_00)
    assert figure.value_lower is not None
    assert figure.value_upper is not None
    assert figure.value_lower < 3_000_00 < figure.value_upper


def test_without_a_lasting_result_there_is_no_cost_but_a_reason() -> None:
    figure = one(price=[1_000_00], work_6=[0], weeks_in_work=[0])[Measure.COST]
    assert (figure.n, figure.observed, figure.value, figure.reason) == (1, 0, None, Missing.NO_EVENTS)


def test_what_nobody_knows_has_no_figure() -> None:
    assert one(work_6=[1, 0]) == {}


def test_duration_is_the_median_also_while_courses_run() -> None:
    figure = one(followed=[4, 8, 8, 12, 30], ended=[1, 1, 0, 1, 0])[Measure.DURATION]
    median = kaplan_meier_median([4, 8, 12, 30], [1, 1, 1, 0], [0, 1, 0, 1], Z)
    assert (figure.n, figure.value) == (5, median.days)
    assert (figure.value_lower, figure.value_upper) == (median.lower, median.upper)


def test_duration_of_courses_that_all_run_is_not_known_yet() -> None:
    figure = one(followed=[4, 8, 8], ended=[1, 0, 0])[Measure.DURATION]
    assert (figure.n, figure.value, figure.reason) == (3, None, Missing.TOO_YOUNG)


def test_duration_is_not_told_where_no_row_has_an_end() -> None:
    figure = one(followed=[4, 8], ended=0)[Measure.DURATION]
    assert (figure.n, figure.value, figure.reason) == (2, None, Missing.NOT_TOLD)


def test_every_actor_s_and_group_s_duration_is_the_median_of_its_own_courses() -> None:
    spells = make_many(800)
    found = figures_of(spells)
    places = {
        COUNTRY: np.arange(5),
        Actor(Level.ORGANISATION, 2, None): np.array([1, 2]),
        Actor(Level.LISTING, 2, 22): np.array([2]),
    }
    for actor, units in places.items():
        for number, group in enumerate((*MANY_GROUPS, None)):
            own = np.isin(spells.unit, units) & ((spells.group == number) | (group is None))
            ended = spells.ended[own]
            median = kaplan_meier_median(spells.followed[own], ended, 1 - ended, Z)
            figure = found[Measure.DURATION, actor, group]
            assert (figure.value, figure.n) == (median.days, int(own.sum()))
            assert figure.value_lower == pytest.approx(median.lower)
            assert figure.value_upper == pytest.approx(median.upper)


def test_parts_add_up_and_nothing_carries_a_grade() -> None:
    found = figures_of(make_many(2_000))
    for measure in (*PROCESS, Measure.DURATION, Measure.COST):
        organisations = [
            each
            for (of, actor, group), each in found.items()
            if of is measure and actor.level is Level.ORGANISATION and group is None
        ]
        assert sum(each.n for each in organisations) == found[measure, COUNTRY, None].n
        groups = [found[measure, COUNTRY, group].n for group in MANY_GROUPS]
        assert sum(groups) == found[measure, COUNTRY, None].n
    for each in found.values():
        assert (each.grade, each.expected, each.ratio, each.shrunken) == (None, None, None, None)


def test_actor_of_whom_nothing_is_told_yet_has_a_reason_where_others_have_a_figure() -> None:
    units = (Unit(1, 11), Unit(2, 21), Unit(3, 31))
    found = figures_of(
        make_columns(
            units, unit=[0, 1, 2], quarter=[QUARTER, QUARTER, QUARTER + 4], passive_weeks_12=[9, -1, -1]
        ),
        settled={Measure.PASSIVE_12: QUARTER + 1},
    )
    reasons = {
        (measure, actor.organisation): each.reason
        for (measure, actor, group), each in found.items()
        if actor.level is Level.ORGANISATION and group is None
    }
    assert reasons == {
        (Measure.PASSIVE_12, 1): None,
        (Measure.PASSIVE_12, 2): Missing.NOT_TOLD,
        (Measure.PASSIVE_12, 3): Missing.TOO_YOUNG,
    }
    assert all(each.n == 0 and each.value is None for each in found.values() if each.reason)
