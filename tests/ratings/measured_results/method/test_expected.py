"""What can be expected of people depends on them alone, and whatever fails is a reason."""

import numpy as np
import pytest

from ratings.measured_results.codes import Measure, Missing
from ratings.measured_results.method.case_mix_counts import distinct
from ratings.measured_results.method.expected import expect, lines_of
from ratings.measured_results.method.patterns import collapse
from tests.factories.spells import MANY_GROUPS, make_many


def test_the_expected_numbers_of_each_group_add_up_to_what_it_reached() -> None:
    found = expect(collapse(make_many()), Measure.WORK_6)
    chance = found.chances.ravel()[found.rows.kind]
    for group in range(len(MANY_GROUPS)):
        own = found.rows.kind % len(MANY_GROUPS) == group
        expected = np.sum(found.rows.n[own] * chance[own])
        assert expected == pytest.approx(found.rows.observed[own].sum(), abs=1e-7)


def test_who_helps_makes_no_difference_to_what_is_expected() -> None:
    found = expect(collapse(make_many()), Measure.WORK_6)
    assert found.chances.shape == (4, len(MANY_GROUPS))
    assert np.all((found.chances > 0) & (found.chances < 1))
    assert {factor for factor, *_ in found.report["coefficients"]} <= {"target_group", "age", "health"}


def test_the_report_says_how_well_the_model_fits() -> None:
    report = expect(collapse(make_many()), Measure.WORK_6).report
    assert report["status"] == "fitted"
    assert report["n"] == 6_000
    assert 0.5 < report["c_statistic"] < 1
    assert sum(n for n, _, _ in report["tenths"]) == report["n"]
    assert sum(observed for _, observed, _ in report["tenths"]) == report["observed"]


def test_in_a_group_without_events_the_chance_is_what_was_observed_and_the_reason_stands() -> None:
    spells = make_many()
    patterns = collapse(make_many(work_6=np.where(spells.group == 1, 0, spells.work_6)))
    found = expect(patterns, Measure.WORK_6)
    assert found.missing == {1: Missing.NO_EVENTS}
    assert np.all(found.chances[:, 1] == 0)
    assert found.report["missing"] == {MANY_GROUPS[1]: "no_events"}
    assert found.report["constants"][MANY_GROUPS[1]] is None


@pytest.mark.parametrize("group", range(len(MANY_GROUPS)))
@pytest.mark.parametrize("reached", [0, 1])
def test_a_group_of_one_outcome_says_nothing_of_the_others_however_large_it_is(
    group: int, reached: int
) -> None:
    spells = make_many()
    with_it = make_many(work_6=np.where(spells.group == group, reached, spells.work_6))
    others = spells.group != group
    without = make_many(
        **{
            name: getattr(spells, name)[others]
            for name in spells.__dataclass_fields__
            if isinstance(getattr(spells, name), np.ndarray)
        }
    )
    one, other = (expect(collapse(each), Measure.WORK_6).report for each in (with_it, without))
    assert one["coefficients"] == other["coefficients"]
    assert one["references"] == other["references"]


@pytest.mark.parametrize("age", [0, 1])
def test_a_condition_under_which_nobody_reaches_it_joins_another_however_common_it_is(age: int) -> None:
    spells = make_many()
    never = spells.case_mix.mixes[spells.mix][:, 0] == age
    report = expect(collapse(make_many(work_6=np.where(never, 0, spells.work_6))), Measure.WORK_6).report
    assert report["status"] == "fitted"
    assert report["joined"] == [["age", ("old", "young")[age]]]


def test_nothing_known_yet_and_no_fit_are_told_apart() -> None:
    young = expect(collapse(make_many(300, work_6=-1)), Measure.WORK_6)
    assert set(young.missing.values()) == {Missing.TOO_YOUNG}
    assert young.report == {"status": "too_young"}
    failed = expect(collapse(make_many(300, work_6=1)), Measure.WORK_6)
    assert set(failed.missing.values()) == {Missing.NOT_CONVERGED}
    assert np.all(np.isnan(failed.chances))
    assert failed.report["why"]


def test_places_that_were_read_before_give_the_same() -> None:
    patterns = collapse(make_many(900))
    again = expect(patterns, Measure.LASTING, lines_of(patterns))
    assert again.report == expect(patterns, Measure.LASTING).report


@pytest.mark.parametrize("size", [50, 50_000])
def test_different_codes_are_found_by_marking_as_by_sorting(size: int) -> None:
    codes = np.random.default_rng(3).integers(0, 50, 400)
    values, places = distinct(codes, size)
    sorted_values, sorted_places = np.unique(codes, return_inverse=True)
    assert np.array_equal(values, sorted_values)
    assert np.array_equal(places, sorted_places)
