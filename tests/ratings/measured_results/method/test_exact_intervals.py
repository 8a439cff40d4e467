"""Exact limits of small counts are the published ones."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from ratings.measured_results.method.exact_intervals import exact_poisson, poisson_interval
from ratings.measured_results.method.intervals import byar, z_of


# Public Health England, PHEindicatormethods, testdata_Rate.
@pytest.mark.parametrize(
    ("observed", "confidence", "lower", "upper"),
    [
        (1, 0.95, 0.025317807984289897, 5.571643390938898),
        (1, 0.998, 0.0010005003335835344, 9.233413476451585),
        (5, 0.95, 1.62348639011842, 11.668332079322669),
        (5, 0.998, 0.739371731917839, 16.454745203680105),
    ],
)
def test_small_counts_have_the_published_limits(
    observed: int, confidence: float, lower: float, upper: float
) -> None:
    assert exact_poisson(observed, confidence) == pytest.approx((lower, upper), rel=1e-10)
    assert poisson_interval(observed, confidence) == pytest.approx((lower, upper), rel=1e-10)


def test_larger_counts_have_byars_limits() -> None:
    lower, upper = poisson_interval([9, 10], 0.95)
    assert (lower[1], upper[1]) == byar(10, z_of(0.95))
    assert (lower[0], upper[0]) == exact_poisson(9, 0.95)


@settings(deadline=None)
@given(st.integers(1, 200), st.sampled_from([0.9, 0.95, 0.998]))
def test_exact_limits_leave_half_of_the_rest_on_each_side(observed: int, confidence: float) -> None:
    lower, upper = exact_poisson(observed, confidence)
    assert poisson.sf(observed - 1, lower) == pytest.approx((1 - confidence) / 2, rel=1e-8)
    assert poisson.cdf(observed, upper) == pytest.approx((1 - confidence) / 2, rel=1e-8)


def test_nothing_observed_still_has_an_upper_limit() -> None:
    assert exact_poisson(0, 0.95) == pytest.approx((0, 3.688879454113936), rel=1e-12)


@pytest.mark.parametrize(("observed", "confidence"), [(-1, 0.95), (1, 1.0), (1, 0.0)])
def test_impossible_input_is_refused(observed: int, confidence: float) -> None:
    with pytest.raises(ValueError, match=r"count|confidence"):
        exact_poisson(observed, confidence)
