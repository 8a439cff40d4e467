"""Figures of outcomes add up, compare like with like, and say why when there is nothing to say."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ratings.measured_results.codes import OUTCOMES, Grade, Level, Measure, Missing
from ratings.measured_results.method.figure import Figure
from ratings.measured_results.method.outcome_figures import outcome_figures
from ratings.measured_results.method.patterns import collapse
from ratings.measured_results.method.spell_columns import SpellColumns, Unit
from ratings.measured_results.method.tallies import COUNTRY, Actor, actors_of, membership
from tests.factories.spells import MANY_GROUPS, QUARTER, make_columns, make_many

Key = tuple[Measure, Actor, str | None, int | None]

FIRST = Actor(Level.ORGANISATION, 1, None)
ITS_LISTING = Actor(Level.LISTING, 1, 11)
SECOND = Actor(Level.ORGANISATION, 2, None)


def figures_of(spells: SpellColumns, settled: dict[Measure, int] | None = None) -> dict[Key, Figure]:
    patterns = collapse(spells)
    actors = actors_of(patterns.units)
    pairs = membership(patterns.units, actors)
    figures, _ = outcome_figures(patterns, actors, pairs, settled=settled)
    found = {(each.measure, each.actor, each.group, each.quarter): each for each in figures}
    assert len(found) == len(figures)
    return found


@pytest.fixture(scope="module")
def figures() -> dict[Key, Figure]:
    return figures_of(make_many())


def total(figures: Iterable[Figure]) -> tuple[float, float, float]:
    counted = [(each.n, each.observed or 0, each.expected or 0.0) for each in figures]
    n, observed, expected = np.array(counted).sum(axis=0).tolist()
    return n, observed, expected


def same(figure: Figure) -> object:
    return pytest.approx((figure.n, figure.observed, figure.expected), abs=1e-6)


@pytest.mark.parametrize("measure", OUTCOMES)
def test_actors_groups_and_quarters_add_up_to_their_totals(
    figures: dict[Key, Figure], measure: Measure
) -> None:
    own = [each for each in figures.values() if each.measure is measure]
    country = figures[measure, COUNTRY, None, None]
    whole = [each for each in own if each.group is None and each.quarter is None]
    assert total(each for each in whole if each.actor.level is Level.ORGANISATION) == same(country)
    for actor in (COUNTRY, FIRST, SECOND):
        mine = [each for each in own if each.actor == actor]
        of_all = figures[measure, actor, None, None]
        assert total(each for each in mine if each.group and each.quarter is None) == same(of_all)
        assert total(each for each in mine if each.group is None and each.quarter) == same(of_all)
    listings = [each for each in whole if each.actor.level is Level.LISTING]
    second = figures[measure, SECOND, None, None]
    assert total(each for each in listings if each.actor.organisation == 2) == same(second)


def test_no_target_group_s_quarter_is_told_alone(figures: dict[Key, Figure]) -> None:
    assert not [each for each in figures.values() if each.group and each.quarter]


@pytest.mark.parametrize("measure", OUTCOMES)
def test_what_is_expected_of_a_target_group_is_what_it_reached(
    figures: dict[Key, Figure], measure: Measure
) -> None:
    for group in (*MANY_GROUPS, None):
        country = figures[measure, COUNTRY, group, None]
        assert country.expected == pytest.approx(country.observed, abs=1e-6)
        assert country.ratio == pytest.approx(1)
        assert country.grade is None
        assert country.shrunken is None


def test_a_listing_that_is_all_of_its_organisation_stands_where_that_stands(
    figures: dict[Key, Figure],
) -> None:
    for group in (*MANY_GROUPS, None):
        listing = figures[Measure.WORK_6, ITS_LISTING, group, None]
        whole = figures[Measure.WORK_6, FIRST, group, None]
        for name in ("n", "ratio", "shrunken", "shrunken_lower", "reliability", "grade", "reason"):
            assert getattr(listing, name) == getattr(whole, name)


def test_intervals_hold_their_figures_and_quarters_have_no_grade(figures: dict[Key, Figure]) -> None:
    for each in figures.values():
        assert each.value_lower is not None
        assert each.value is not None
        assert each.value_upper is not None
        assert each.value_lower <= each.value <= each.value_upper
        assert each.ratio_lower is not None
        assert each.ratio is not None
        assert each.ratio_upper is not None
        assert each.ratio_lower <= each.ratio <= each.ratio_upper
        assert each.quarter is None or (each.grade is None and each.shrunken is None)


@pytest.mark.parametrize(("reached", "why"), [(0, Missing.NO_EVENTS), (1, Missing.ONLY_EVENTS)])
def test_a_target_group_in_which_nobody_or_everybody_reaches_it_gets_a_reason_and_no_comparison(
    reached: int, why: Missing
) -> None:
    spells = make_many()
    work_6 = np.where(spells.group == 2, reached, spells.work_6)
    found = figures_of(make_many(work_6=work_6))
    for actor in (COUNTRY, FIRST):
        figure = found[Measure.WORK_6, actor, MANY_GROUPS[2], None]
        assert (figure.reason, figure.value) == (why, reached)
        assert_not_compared(figure)
    other = found[Measure.WORK_6, FIRST, MANY_GROUPS[0], None]
    whole = found[Measure.WORK_6, COUNTRY, None, None]
    assert other.ratio is not None
    assert whole.expected == pytest.approx(whole.observed, abs=1e-6)


def test_an_outcome_that_cannot_be_fitted_is_a_reason_and_never_a_wrong_number() -> None:
    found = figures_of(make_many(600, work_6=0))
    for actor in (COUNTRY, FIRST, ITS_LISTING):
        figure = found[Measure.WORK_6, actor, None, None]
        assert (figure.reason, figure.observed) == (Missing.NOT_CONVERGED, 0)
        assert_not_compared(figure)
    assert found[Measure.WORK_3, FIRST, None, None].ratio is not None


def test_spells_that_are_too_young_give_a_reason_and_not_a_share() -> None:
    found = figures_of(make_many(600, work_12=-1))
    own = [each for each in found.values() if each.measure is Measure.WORK_12]
    assert {(each.n, each.reason, each.value, each.group) for each in own} == {
        (0, Missing.TOO_YOUNG, None, None)
    }
    for each in own:
        assert_not_compared(each)
    assert {each.actor.level for each in own} == set(Level)


def test_actor_whose_people_are_old_enough_is_not_told_of_while_a_newer_one_is_too_young() -> None:
    units = (Unit(1, 11), Unit(2, 21), Unit(4, 41))
    spells = make_columns(
        units, unit=[0, 1, 2], quarter=[QUARTER, QUARTER + 4, QUARTER], work_12=[-1, -1, 1], work_6=[1, 0, 1]
    )
    found = figures_of(spells, {Measure.WORK_12: QUARTER})
    reasons = {actor: each.reason for (measure, actor, *_), each in found.items() if measure == "work_12"}
    assert (reasons[FIRST], reasons[ITS_LISTING]) == (Missing.NOT_TOLD, Missing.NOT_TOLD)
    assert reasons[SECOND] is Missing.TOO_YOUNG


def test_too_few_people_are_not_assessed_and_told_how_many_are_missing() -> None:
    spells = make_many()
    few = np.flatnonzero((spells.unit != 0) | (np.arange(len(spells)) < 60))
    figure = figures_of(make_many(**columns_of(spells, few)))[Measure.WORK_6, FIRST, None, None]
    assert (figure.grade, figure.reason) == (Grade.NOT_ASSESSED, Missing.TOO_FEW)
    assert figure.people_missing
    assert figure.shrunken is not None
    assert figure.ratio is not None


def test_an_actor_with_under_a_year_of_work_is_not_assessed() -> None:
    spells = make_many()
    quarter = np.where(spells.unit == 0, QUARTER + 6 + spells.quarter % 2, spells.quarter)
    found = figures_of(make_many(quarter=quarter))
    new, old = found[Measure.WORK_6, FIRST, None, None], found[Measure.WORK_6, SECOND, None, None]
    assert (new.grade, new.reason) == (Grade.NOT_ASSESSED, Missing.UNDER_A_YEAR)
    assert old.grade is not Grade.NOT_ASSESSED


def columns_of(spells: SpellColumns, rows: NDArray[np.intp]) -> dict[str, Any]:
    columns = ((each.name, getattr(spells, each.name)) for each in fields(spells))
    return {name: column[rows] for name, column in columns if isinstance(column, np.ndarray)}


def assert_not_compared(figure: Figure) -> None:
    for name in ("expected", "variance", "ratio", "ratio_lower", "ratio_upper", "shrunken", "reliability"):
        assert getattr(figure, name) is None
    assert figure.grade is None
