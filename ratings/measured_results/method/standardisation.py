"""Indirect standardisation: what would have been observed, had everyone had the rates of a reference.

The method is explained in docs/method.md.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratings.measured_results.method.exact_intervals import poisson_interval
from ratings.measured_results.method.intervals import Interval


class Standardised(NamedTuple):
    """A standardised ratio or rate and its interval, all times the multiplier that was asked for."""

    value: float
    interval: Interval


def reference_rates(counts: ArrayLike, people: ArrayLike) -> NDArray[np.float64]:
    """Give events per person of each stratum of the reference, shape (S,).

    Raises ValueError when a stratum has nobody or a count under 0.
    """
    events, persons = np.asarray(counts, np.float64), np.asarray(people, np.float64)
    if np.any(persons <= 0) or np.any(events < 0):
        raise ValueError("A reference rate needs people in every stratum, and counts that are not under 0.")
    return np.asarray(events / persons, np.float64)


def expected_count(people: ArrayLike, rates: ArrayLike) -> float:
    """Give the events expected among people, by stratum (S,), at the reference's rates (S,).

    Indirect method: E = sum n_s R_s; Breslow & Day (1987), section 2.3. Raises ValueError when the strata
    are not the same in number or people are under 0.
    """
    persons, of_reference = np.asarray(people, np.float64), np.asarray(rates, np.float64)
    if persons.shape != of_reference.shape or np.any(persons < 0):
        raise ValueError("Every stratum needs a rate and a number of people that is not under 0.")
    return float(np.sum(persons * of_reference))


def standardised_ratio(
    observed: float, expected: float, confidence: float = 0.95, multiplier: float = 1
) -> Standardised:
    """Give O/E with its Poisson interval: exact under 10 events, Byar's from 10 on.

    Raises ValueError when observed < 0, expected <= 0 or the confidence is not within ]0, 1[.
    """
    if not expected > 0:
        raise ValueError("A ratio needs an expected count above 0.")
    limits = poisson_interval(observed, confidence)
    scale = multiplier / expected
    return Standardised(observed * scale, Interval(float(limits.lower) * scale, float(limits.upper) * scale))


def standardised_rate(
    observed: float, expected: float, crude_rate: float, confidence: float = 0.95, multiplier: float = 1
) -> Standardised:
    """Give O/E times the reference's crude rate (events per person over all strata), with its interval.

    Raises ValueError as `standardised_ratio` does.
    """
    return standardised_ratio(observed, expected, confidence, multiplier * crude_rate)
