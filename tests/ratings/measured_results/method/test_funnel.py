"""Funnels, over-dispersion and adjusted p-values are those of published tables."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.measured_results.method.funnel import (
    benjamini_hochberg,
    overdispersion,
    poisson_ratio_limits,
    proportion_limits,
    ratio_limits,
)
from ratings.measured_results.method.intervals import z_of
from ratings.measured_results.method.shrinkage import dersimonian_laird

Z95, Z998 = z_of(0.95), z_of(0.998)


# Public Health England, PHEindicatormethods, funnel of proportions (in per cent).
@pytest.mark.parametrize(
    ("n", "lower95", "upper95", "lower998", "upper998"),
    [
        (1, 3.204264, 100, 0, 100),
        (18, 62.390093, 98.894803, 51.864359, 100),
        (50, 69.691035, 91.593861, 63.375595, 97.909301),
        (110000, 80.408963, 80.875933, 80.274317, 81.010578),
    ],
)
def test_limits_of_shares_are_the_published_ones(
    n: int, lower95: float, upper95: float, lower998: float, upper998: float
) -> None:
    narrow, wide = proportion_limits(0.80642448, n, Z95), proportion_limits(0.80642448, n, Z998)
    ours = [100 * limit for limit in (*narrow, *wide)]
    assert ours == pytest.approx([lower95, upper95, lower998, upper998], abs=2e-6)


# PHEindicatormethods, funnel of ratios (times 100); a search found them, the first row to four digits.
@pytest.mark.parametrize(
    ("observed", "lower95", "upper95", "lower998", "upper998"),
    [
        (1, 17.94802207, 3949.774946, 10.83023482, 99945.32721),
        (10, 54.3763205, 208.5337156, 41.43536693, 337.778507),
        (45, 74.73402168, 137.0977235, 64.43940324, 166.1888937),
        (716, 92.93605352, 107.7488421, 89.20960712, 112.5516964),
    ],
)
def test_poisson_limits_of_ratios_are_the_published_ones(
    observed: int, lower95: float, upper95: float, lower998: float, upper998: float
) -> None:
    assert 100 * np.array(poisson_ratio_limits(observed, 0.95)) == pytest.approx((lower95, upper95), rel=5e-5)
    assert 100 * np.array(poisson_ratio_limits(observed, 0.998)) == pytest.approx(
        (lower998, upper998), rel=5e-5
    )


# R package multtest, mt.rawp2adjp, as quoted in the tests of statsmodels.
def test_adjusted_p_values_are_multtests() -> None:
    raw = [5.23656777208e-05, 0.00028140506198, 0.0149877310796, 0.0202732688798, 0.177096952723]
    raw += [0.642193923795, 0.680845947633, 0.71626938238, 0.838541367553, 0.967833824309]
    adjusted = [0.000523656777208, 0.0014070253099, 0.0499591035987, 0.0506831721995, 0.354193905446]
    adjusted += [0.895336727975, 0.895336727975, 0.895336727975, 0.931712630614, 0.967833824309]
    assert benjamini_hochberg(raw) == pytest.approx(adjusted, rel=1e-11)
    assert benjamini_hochberg(raw[::-1]) == pytest.approx(adjusted[::-1], rel=1e-11)
    assert benjamini_hochberg([0.002, 0.004, 0.006, 0.008, 0.01, 0.012]) == pytest.approx([0.012] * 6)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_adjusting_keeps_the_order_and_never_lowers_a_p_value(raw: list[float]) -> None:
    adjusted = benjamini_hochberg(raw)
    assert np.all(adjusted >= np.array(raw) - 1e-15)
    assert np.all(adjusted <= 1)
    assert np.all(np.diff(adjusted[np.argsort(raw)]) >= 0)


def test_limits_of_ratios_are_those_of_the_method() -> None:
    lower, upper = ratio_limits([40.0, 1.0], [24.0, 0.9], Z95)
    assert lower == pytest.approx([1 - Z95 * np.sqrt(24) / 40, 0])
    assert upper == pytest.approx([1 + Z95 * np.sqrt(24) / 40, 1 + Z95 * np.sqrt(0.9)])


@settings(deadline=None)
@given(st.floats(1, 1e5), st.floats(0.01, 0.99), st.floats(0, 0.5))
def test_limits_narrow_with_people_and_widen_with_spread(e: float, share: float, tau2: float) -> None:
    plain, wider = ratio_limits(e, e * share, Z95), ratio_limits(e, e * share, Z95, tau2)
    more = ratio_limits(2 * e, 2 * e * share, Z95)
    assert 0 <= wider.lower <= plain.lower <= more.lower <= 1 <= more.upper <= plain.upper <= wider.upper


def test_chance_alone_is_not_over_dispersed() -> None:
    draw = np.random.default_rng(11)
    s = draw.uniform(0.05, 0.3, 2000)
    found = overdispersion(1 + s * draw.normal(size=2000), 1.0, s)
    assert found.phi < 1
    assert found.tau2 == 0


def test_spread_between_actors_is_found() -> None:
    draw = np.random.default_rng(12)
    s = draw.uniform(0.05, 0.3, 4000)
    found = overdispersion(1 + draw.normal(0, 0.3, 4000) + s * draw.normal(size=4000), 1.0, s)
    assert found.phi > 2
    # Winsorising takes more than a third of the variance away, which is what it costs.
    assert 0.15 < np.sqrt(found.tau2) < 0.3


def test_two_outliers_hardly_widen_the_limits() -> None:
    value = np.concatenate([np.linspace(-0.15, 0.15, 38), [3.0, -3.0]])
    found = overdispersion(value, 0.0, np.full(40, 0.1))
    assert found.tau2 < 0.01


def test_tau2_is_dersimonian_and_lairds_when_nothing_is_winsorised() -> None:
    # Two values, each on a quantile that is then pulled in: what is left has a closed form.
    s = np.array([0.1, 0.1])
    value = np.array([-0.5, 0.5])
    pulled = value * 0.8
    assert overdispersion(value, 0.0, s).tau2 == pytest.approx(dersimonian_laird(pulled, s**2), rel=1e-12)


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="target"):
        proportion_limits(1.0, 10, Z95)
    with pytest.raises(ValueError, match="people"):
        proportion_limits(0.5, [10, 0], Z95)
    with pytest.raises(ValueError, match="expected counts"):
        ratio_limits([1, 0], [1, 0], Z95)
    with pytest.raises(ValueError, match="count of 1"):
        poisson_ratio_limits(0, 0.95)
    with pytest.raises(ValueError, match="two actors"):
        overdispersion([1.0], 1.0, [0.1])
    with pytest.raises(ValueError, match="p-value"):
        benjamini_hochberg([0.1, np.nan])
