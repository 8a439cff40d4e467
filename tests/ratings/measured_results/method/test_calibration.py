"""Expected sums equal the observed ones in each group, and a group that cannot have them says why."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from ratings.measured_results.codes import Missing
from ratings.measured_results.method.calibration import by_tenths, c_statistic, predict, recalibrate

Patterns = tuple[NDArray[np.float64], NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]


@st.composite
def patterns(draw: st.DrawFn) -> Patterns:
    """Draw linear predictors, groups 0 to 2, people and successes."""
    rows = draw(
        st.lists(
            st.tuples(st.floats(-8, 8), st.integers(0, 2), st.integers(0, 5000), st.floats(0, 1)),
            min_size=1,
            max_size=25,
        )
    )
    linear, group, n, share = (np.array(column) for column in zip(*rows, strict=True))
    return linear, group, n.astype(np.float64), np.floor(n * share)


@settings(deadline=None)
@given(patterns())
def test_expected_adds_up_to_observed_in_every_group(drawn: Patterns) -> None:
    linear, group, n, observed = drawn
    found = recalibrate(linear, group, n, observed, 3)
    p = predict(linear, group, found)
    for code in range(3):
        rows = group == code
        total, hits = n[rows].sum(), observed[rows].sum()
        if 0 < hits < total:
            assert code not in found.missing
            assert (n[rows] * p[rows]).sum() == pytest.approx(hits, abs=1e-10, rel=1e-10)
        else:
            reason = (
                Missing.NO_SPELLS if not total else Missing.NO_EVENTS if not hits else Missing.ONLY_EVENTS
            )
            assert found.missing[code] == reason
            assert np.isnan(p[rows]).all()


def test_sums_are_kept_to_a_ten_billionth_at_full_size() -> None:
    draw = np.random.default_rng(3)
    linear, group = draw.normal(0, 1.5, 20_000), draw.integers(0, 14, 20_000)
    n = draw.integers(1, 100, 20_000).astype(np.float64)
    observed = draw.binomial(n.astype(np.intp), 0.4).astype(np.float64)
    p = predict(linear, group, recalibrate(linear, group, n, observed, 14))
    gap = np.bincount(group, n * p, 14) - np.bincount(group, observed, 14)
    assert np.abs(gap).max() < 1e-9
    assert np.abs(gap / np.bincount(group, observed, 14)).max() < 1e-13


def test_one_pattern_gets_its_own_share() -> None:
    found = recalibrate([2.0], np.array([0]), [40], [10], 1)
    assert predict([2.0], np.array([0]), found) == pytest.approx([0.25], abs=1e-14)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.sampled_from([0.1, 0.3, 0.5, 0.7]), st.booleans()), min_size=2, max_size=60))
def test_c_statistic_is_the_area_under_the_curve(people: list[tuple[float, bool]]) -> None:
    p, outcome = (np.array(column) for column in zip(*people, strict=True))
    ours = c_statistic(p, np.ones(len(p)), outcome)
    if 0 < outcome.sum() < len(outcome):
        assert ours == pytest.approx(roc_auc_score(outcome, p), abs=1e-12)
    else:
        assert ours is None


def test_c_statistic_does_not_see_how_rows_are_collapsed() -> None:
    once = c_statistic([0.2, 0.4], [30, 50], [5, 25])
    apart = c_statistic([0.2, 0.4, 0.2, 0.4, np.nan], [10, 20, 20, 30, 9], [5, 5, 0, 20, 9])
    assert once == pytest.approx(apart, abs=1e-14)


def test_tenths_hold_everyone_once_and_rise() -> None:
    draw = np.random.default_rng(8)
    p = draw.random(500)
    n = draw.integers(1, 50, 500)
    observed = draw.binomial(n, p)
    tenths = by_tenths(p, n, observed)
    assert len(tenths) == 10
    assert sum(tenth.n for tenth in tenths) == n.sum()
    assert sum(tenth.observed for tenth in tenths) == observed.sum()
    assert sum(tenth.expected for tenth in tenths) == pytest.approx((n * p).sum(), rel=1e-12)
    shares = [tenth.expected / tenth.n for tenth in tenths]
    assert shares == sorted(shares)
    assert max(abs(tenth.n - n.sum() / 10) for tenth in tenths) <= 50


def test_people_with_one_expected_share_stay_together() -> None:
    tenths = by_tenths([0.3, 0.3, np.nan], [40, 60, 10], [10, 20, 3])
    assert [tenth.n for tenth in tenths if tenth.n] == [100]
    assert all(tenth == (0, 0, 0) for tenth in by_tenths([], [], []))


@pytest.mark.parametrize("change", [{"linear": [0.0]}, {"observed": [9.0, 1.0]}, {"observed": [np.nan, 1.0]}])
def test_input_that_does_not_fit_together_is_refused(change: dict[str, Any]) -> None:
    whole: dict[str, Any] = {"linear": [0.0, 1.0], "n": [5.0, 5.0], "observed": [2.0, 2.0]}
    with pytest.raises(ValueError, match=r"one value|between"):
        recalibrate(**{**whole, **change}, group=np.array([0, 0]), groups=1)


def test_shares_without_people_are_refused() -> None:
    with pytest.raises(ValueError, match="one value"):
        c_statistic([0.1, 0.2], [1.0], [1.0])
