"""Intervals are those of published tables, stay within what is possible, and refuse impossible counts."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.measured_results.method.intervals import byar, score_ratio, wilson, z_of

Z = z_of(0.95)


@st.composite
def people(draw: st.DrawFn) -> tuple[int, np.ndarray[Any, np.dtype[np.float64]]]:
    """Give each of some people a chance, and a number of them who succeed."""
    chances = draw(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=40))
    return draw(st.integers(0, len(chances))), np.array(chances)


def test_z_is_at_full_precision() -> None:
    assert z_of(0.95) == pytest.approx(1.959963984540054, rel=1e-15)
    assert z_of(0.998) == pytest.approx(3.090232306167813, rel=1e-14)


@pytest.mark.parametrize("confidence", [0, 1, -0.1, 95])
def test_confidence_that_is_none_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="confidence"):
        z_of(confidence)


# Public Health England, PHEindicatormethods, testdata_Byars_Wilson and testdata_Proportion.
@pytest.mark.parametrize(
    ("observed", "n", "confidence", "lower", "upper"),
    [
        (65, 100, 0.95, 0.5525444329688797, 0.7363575175690247),
        (65, 100, 0.998, 0.4954946574070431, 0.7783540614089697),
        (1045, 5000, 0.95, 0.19795549880013297, 0.22049130373189027),
        (0.445, 1, 0.95, 0.04381744772058822, 0.9334621276979156),
        (1, 100, 0.998, 0.000873065697299977, 0.1045544528370582),
        (7776456, 7564336677, 0.95, 0.0010273201001641094, 0.0010287644578977231),
    ],
)
def test_wilson_gives_the_published_limits(
    observed: float, n: float, confidence: float, lower: float, upper: float
) -> None:
    assert wilson(observed, n, z_of(confidence)) == pytest.approx((lower, upper), rel=1e-12)


# PHEindicatormethods, testdata_Byars_Wilson and testdata_Rate.
@pytest.mark.parametrize(
    ("observed", "confidence", "lower", "upper"),
    [
        (65, 0.95, 50.163187710459454, 82.84913854593984),
        (1045, 0.95, 982.5932018073325, 1110.33121298565),
        (1, 0.95, 0.01307213290150435, 5.5637555824752605),
        (10, 0.998, 2.916318374695686, 24.193724927880535),
        (65, 0.998, 42.8802614714802, 94.00029084431802),
    ],
)
def test_byar_gives_the_published_limits(
    observed: float, confidence: float, lower: float, upper: float
) -> None:
    assert byar(observed, z_of(confidence)) == pytest.approx((lower, upper), rel=1e-12)


def test_byar_never_goes_below_nothing() -> None:
    lower, upper = byar([0, 1], z_of(0.998))
    assert list(lower) == [0, 0]
    assert upper[1] == pytest.approx(9.362180217908362, rel=1e-12)  # PHE's table leaves the lower one empty


@settings(deadline=None)
@given(st.integers(1, 500), st.data())
def test_wilson_holds_the_share_and_mirrors_the_rest(n: int, data: st.DataObject) -> None:
    observed = data.draw(st.integers(0, n))
    lower, upper = wilson(observed, n, Z)
    assert 0 <= lower <= observed / n + 1e-12
    assert observed / n - 1e-12 <= upper <= 1
    assert wilson(n - observed, n, Z) == pytest.approx((1 - upper, 1 - lower), abs=1e-12)


@settings(deadline=None)
@given(people())
def test_score_interval_stays_within_nothing_and_everyone(
    drawn: tuple[int, np.ndarray[Any, np.dtype[np.float64]]],
) -> None:
    observed, p = drawn
    lower, upper = score_ratio(observed, p.sum(), (p * (1 - p)).sum(), p.size, Z)
    assert 0 <= lower <= upper <= p.size / p.sum()
    if observed / p.sum() <= p.sum() / (p**2).sum():
        assert lower - 1e-9 <= observed / p.sum() <= upper + 1e-9


@settings(deadline=None)
@given(people())
def test_score_limits_are_where_the_test_just_gives_in(
    drawn: tuple[int, np.ndarray[Any, np.dtype[np.float64]]],
) -> None:
    observed, p = drawn
    for r in score_ratio(observed, p.sum(), (p * (1 - p)).sum(), p.size, Z):
        variance = (r * p * (1 - r * p)).sum()
        if 1e-9 < r < p.size / p.sum() - 1e-9 and observed / p.sum() <= p.sum() / (p**2).sum():
            assert (observed - r * p.sum()) ** 2 == pytest.approx(Z**2 * variance, rel=1e-6, abs=1e-6)


@settings(deadline=None)
@given(st.integers(1, 400), st.floats(0.01, 0.99), st.data())
def test_score_interval_is_wilsons_when_all_have_the_same_chance(
    n: int, p: float, data: st.DataObject
) -> None:
    observed = data.draw(st.integers(0, n))
    lower, upper = wilson(observed, n, Z)
    ours = score_ratio(observed, n * p, n * p * (1 - p), n, Z)
    assert ours == pytest.approx((lower / p, upper / p), rel=1e-7, abs=1e-7)


def test_score_limits_rise_with_what_is_observed() -> None:
    # Up to 26 = E^2 / (E - V), above which a common factor would ask for chances above 1.
    lower, upper = score_ratio(np.arange(27), 12.0, 6.5, 30, Z)
    assert np.all(np.diff(lower) >= 0)
    assert np.all(np.diff(upper) >= 0)


def test_score_interval_with_a_negative_discriminant_is_one_point() -> None:
    # One sure and nine unlikely ones: a common factor of 10/1.89 would take the sure one above 1.
    p = np.array([0.99] + [0.1] * 9)
    lower, upper = score_ratio(10, p.sum(), (p * (1 - p)).sum(), 10, Z)
    assert lower == upper < 10 / p.sum()


def test_what_has_no_expected_value_has_no_interval() -> None:
    lower, upper = score_ratio([3, 3], [2.0, np.nan], [1.0, np.nan], [9, 9], Z)
    assert np.isnan(lower[1])
    assert np.isnan(upper[1])
    assert lower[0] < 1.5 < upper[0]


@pytest.mark.parametrize(("observed", "n"), [(1, 0), (-1, 5), (6, 5)])
def test_impossible_counts_are_refused(observed: int, n: int) -> None:
    with pytest.raises(ValueError, match=r"n must|between 0 and n"):
        wilson(observed, n, Z)


@pytest.mark.parametrize(("expected", "variance"), [(0, 0), (6, 1), (2, -1), (2, 3)])
def test_impossible_expectations_are_refused(expected: float, variance: float) -> None:
    with pytest.raises(ValueError, match="expected count"):
        score_ratio(2, expected, variance, 5, Z)


def test_byar_refuses_a_count_under_0() -> None:
    with pytest.raises(ValueError, match="under 0"):
        byar(-1, Z)
