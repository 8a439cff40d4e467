"""Durations are those of published data, also while some have not ended."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from ratings.measured_results.method.duration import (
    Median,
    kaplan_meier,
    kaplan_meier_median,
    medians_of_weeks,
)
from ratings.measured_results.method.intervals import z_of

Z = z_of(0.95)
# Remission in weeks of 21 patients on 6-MP: Freireich et al. (1963), Blood 21:699-716.
ENDED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
CENSORED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
DAYS = ENDED + CENSORED
OUT = [1] * len(ENDED) + [0] * len(CENSORED)
LOST = [0] * len(ENDED) + [1] * len(CENSORED)


def test_published_remissions_give_the_published_curve() -> None:
    survival = kaplan_meier(DAYS, OUT, LOST)
    assert list(survival.days) == [6, 7, 10, 13, 16, 22, 23]
    assert list(survival.at_risk) == [21, 17, 15, 12, 11, 7, 6]
    # Cox & Oakes (1984), Analysis of Survival Data, table 4.1.
    published = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert survival.share == pytest.approx(published, abs=5e-4)


def test_published_remissions_give_the_published_median() -> None:
    assert kaplan_meier_median(DAYS, OUT, LOST, Z) == (23, 13, None)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=2, max_size=60),
    st.sampled_from([0.9, 0.95]),
)
@example([*[(1, False)] * 7, (1, True)], 0.9)
def test_median_and_limits_are_those_of_statsmodels(
    people: list[tuple[int, bool]], confidence: float
) -> None:
    days, ended = (np.array(column) for column in zip(*people, strict=True))
    ours = kaplan_meier_median(days, ended, ~ended, z_of(confidence))
    if ended.any():
        theirs = SurvfuncRight(days, ended.astype(np.float64))
        survival = kaplan_meier(days, ended, ~ended)
        assert survival.share == pytest.approx(theirs.surv_prob, abs=1e-12)
        finite = survival.share > 0
        errors = survival.share[finite] * np.sqrt(survival.relative_variance[finite])
        assert errors == pytest.approx(theirs.surv_prob_se[finite], abs=1e-12)
        # They ask for less than one half, and let a curve that ends at 0 close the interval.
        if finite.all() and np.abs(survival.share - 0.5).min() > 1e-9:
            low, high = theirs.quantile_ci(0.5, alpha=1 - confidence, method="cloglog")
            assert ours == tuple(
                pytest.approx(day) if np.isfinite(day) else None for day in (theirs.quantile(0.5), low, high)
            )
    else:
        assert ours == Median(None, None, None)


def test_without_censoring_the_median_is_the_ordinary_one() -> None:
    days = [30, 60, 90, 120, 150, 180, 210]
    assert kaplan_meier_median(days, [1] * 7, [0] * 7, Z).days == 120


def test_exactly_one_half_counts_as_reached() -> None:
    # .9 * .8 ... do not multiply to .5 exactly on a computer.
    days = np.arange(1, 11)
    assert kaplan_meier_median(days, np.ones(10), np.zeros(10), Z).days == 5


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=30))
def test_counts_and_single_persons_give_the_same(rows: list[tuple[int, int, int]]) -> None:
    days, ended, censored = (np.array(column) for column in zip(*rows, strict=True))
    one_by_one = np.concatenate([np.repeat(days, ended), np.repeat(days, censored)])
    out = np.concatenate([np.ones(ended.sum()), np.zeros(censored.sum())])
    collapsed = kaplan_meier(days, ended, censored)
    single = kaplan_meier(one_by_one, out, 1 - out)
    assert collapsed.share == pytest.approx(single.share, abs=1e-14)
    assert np.all(np.diff(collapsed.share) <= 0)
    assert kaplan_meier_median(days, ended, censored, Z) == kaplan_meier_median(one_by_one, out, 1 - out, Z)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 40), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=30))
def test_median_lies_within_its_limits(rows: list[tuple[int, int, int]]) -> None:
    days, ended, censored = (np.array(column) for column in zip(*rows, strict=True))
    median = kaplan_meier_median(days, ended, censored, Z)
    if median.days is not None:
        assert median.lower is not None
        assert median.lower <= median.days <= (median.upper or np.inf)


def test_nobody_has_no_median() -> None:
    assert kaplan_meier_median([], [], [], Z) == (None, None, None)


@pytest.mark.parametrize(
    ("days", "ended", "censored"),
    [([1, 2], [1], [0]), ([-1], [1], [0]), ([1], [-1], [0]), ([1], [1], [-1]), ([np.nan], [1], [0])],
)
def test_impossible_counts_are_refused(days: list[float], ended: list[int], censored: list[int]) -> None:
    with pytest.raises(ValueError, match=r"one value|under 0"):
        kaplan_meier(days, ended, censored)


def test_many_medians_at_once_are_those_of_each_alone() -> None:
    random = np.random.default_rng(5)
    ended, censored = random.integers(0, 4, (30, 40)), random.integers(0, 3, (30, 40))
    ended[0], censored[1], ended[2], censored[2] = 0, 0, 0, 0
    together = medians_of_weeks(ended, censored, Z)
    for row, median in enumerate(together):
        assert median == kaplan_meier_median(np.arange(40), ended[row], censored[row], Z)
