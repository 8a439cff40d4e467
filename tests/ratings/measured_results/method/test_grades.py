"""Grades follow fixed cut-offs, mirror each other, and are withheld with a reason and a number of people."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.measured_results.codes import Grade, Missing
from ratings.measured_results.method.grades import (
    chance_above,
    chance_below,
    grade,
    people_missing,
    people_needed,
)

ORDER = [Grade.CLEARLY_BELOW, Grade.BELOW, Grade.AS_EXPECTED, Grade.ABOVE, Grade.CLEARLY_ABOVE]
# The standard normal deviate that is passed with a chance of .8.
Z80 = 0.8416212335729143


@pytest.mark.parametrize(
    ("ratio", "deviates", "earned"),
    [
        (1.10, 0.842, Grade.CLEARLY_ABOVE),
        (1.10, 0.841, Grade.ABOVE),
        (1.00, 0.842, Grade.ABOVE),
        (1.00, 0.841, Grade.AS_EXPECTED),
        (1.00, -0.841, Grade.AS_EXPECTED),
        (1.00, -0.842, Grade.BELOW),
        (0.90, -0.841, Grade.BELOW),
        (0.90, -0.842, Grade.CLEARLY_BELOW),
    ],
)
def test_cut_offs_are_where_the_method_puts_them(ratio: float, deviates: float, earned: Grade) -> None:
    sd = 0.05
    assert grade(math.log(ratio) + deviates * sd, sd**2, 0.6, 12) == earned


def test_chance_is_that_of_the_normal_distribution() -> None:
    assert chance_above(1.1, math.log(1.1) + Z80 * 0.2, 0.04) == pytest.approx(0.8, abs=1e-12)
    assert chance_below(0.9, math.log(0.9) - Z80 * 0.2, 0.04) == pytest.approx(0.8, abs=1e-12)
    assert chance_below(1, 0.1, 0.04) + chance_above(1, 0.1, 0.04) == pytest.approx(1, abs=1e-15)


@settings(deadline=None)
@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0.001, 0.2))
def test_a_better_mean_never_earns_a_lower_grade(one: float, other: float, variance: float) -> None:
    grades = [ORDER.index(Grade(grade(mean, variance, 0.9, 24))) for mean in sorted((one, other))]
    assert grades == sorted(grades)


def test_too_little_work_is_named_before_too_few_people() -> None:
    assert grade(0.5, 0.01, 0.3, 11) == Missing.UNDER_A_YEAR
    assert grade(0.5, 0.01, 0.49, 12) == Missing.TOO_FEW
    assert grade(0.5, 0.01, 0.5, 12) == Grade.CLEARLY_ABOVE


@pytest.mark.parametrize(
    ("mean", "variance", "reliability"),
    [(math.nan, 0.1, 0.6), (0.1, 0, 0.6), (0.1, math.nan, 0.6), (0.1, 0.1, 1.1), (0.1, 0.1, math.nan)],
)
def test_no_grade_comes_of_what_is_no_number(mean: float, variance: float, reliability: float) -> None:
    with pytest.raises(ValueError, match="A grade needs"):
        grade(mean, variance, reliability, 12)


@settings(deadline=None)
@given(st.integers(1, 5000), st.floats(0.05, 0.9), st.floats(0.0025, 0.2))
def test_the_people_missing_bring_the_reliability_to_one_half(n: int, p: float, tau2: float) -> None:
    def reliability(people: int) -> float:
        s2 = people * p * (1 - p) / (people * p) ** 2
        return tau2 / (tau2 + s2)

    missing = people_missing(n, reliability(n))
    assert reliability(n + missing) >= 0.5 - 1e-9
    if missing:
        assert reliability(n + missing - 1) < 0.5 + 1e-9
        assert people_needed(p, p * (1 - p), tau2) == n + missing


def test_about_forty_expected_successes_are_needed() -> None:
    # docs/method.md: with a spread between actors of .13 and four of ten in work.
    assert 35 <= 0.4 * people_needed(0.4, 0.24, 0.13**2) <= 45


def test_nobody_is_missing_when_the_reliability_is_there() -> None:
    assert people_missing(80, 0.5) == 0
    assert people_missing(80, 0.9) == 0


@pytest.mark.parametrize(("n", "reliability"), [(0, 0.3), (10, 0), (10, 1.2)])
def test_missing_people_of_nothing_are_not_told(n: int, reliability: float) -> None:
    with pytest.raises(ValueError, match="people who say something"):
        people_missing(n, reliability)


def test_needed_people_of_nothing_are_not_told() -> None:
    with pytest.raises(ValueError, match="above 0"):
        people_needed(0.4, 0.24, 0)
