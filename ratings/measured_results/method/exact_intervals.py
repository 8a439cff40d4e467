"""Exact intervals of small counts, kept apart since they need SciPy, which no page should load."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammainccinv, gammaincinv

from ratings.measured_results.method.intervals import Interval, byar, z_of

# Public Health England's tables (PHEindicatormethods) take Byar's approximation from 10 on.
SMALL = 10


def exact_poisson(observed: ArrayLike, confidence: float) -> Interval:
    """Give the exact interval of a Poisson count, through the gamma distribution.

    Garwood (1936), Biometrika 28:437-442: chi2(a/2; 2 O)/2 and chi2(1 - a/2; 2 O + 2)/2, where chi2(p; 2 k)/2
    is the gamma quantile of shape k.
    Shape (...,); limits are counts, the lower one of 0 is 0. Raises ValueError when observed < 0 or the
    confidence is not within ]0, 1[.
    """
    o = np.asarray(observed, np.float64)
    if np.any(o < 0):
        raise ValueError("A count cannot be under 0.")
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence lies between 0 and 1, not at {confidence}.")
    tail = (1 - confidence) / 2
    lower = np.where(o > 0, gammaincinv(np.maximum(o, 0.5), tail), 0.0)
    return Interval(lower, gammainccinv(o + 1, tail))


def poisson_interval(observed: ArrayLike, confidence: float) -> Interval:
    """Give the interval of a count as published tables do: exact under 10, Byar's from 10 on.

    Shape (...,); limits are counts. Raises ValueError as `exact_poisson` does.
    """
    exact = exact_poisson(observed, confidence)
    near = byar(observed, z_of(confidence))
    small = np.asarray(observed, np.float64) < SMALL
    return Interval(*(np.where(small, *limits) for limits in zip(exact, near, strict=True)))
