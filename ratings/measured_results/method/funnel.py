"""How far from the middle chance alone can bring an actor, by how many people it has had.

The method is explained in docs/method.md.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratings.measured_results.method.exact_intervals import exact_poisson
from ratings.measured_results.method.intervals import Interval

Floats = NDArray[np.float64]

WINSORISED = 0.10


class Overdispersion(NamedTuple):
    """How much more actors differ than chance alone lets them.

    `phi` is the mean square of their z-scores (1 by chance), `tau2` the variance between them, in the
    square of the unit of their values; 0 when phi is no more than chance gives.
    """

    phi: float
    tau2: float


def proportion_limits(target: float, n: ArrayLike, z: float, tau2: float = 0.0) -> Interval:
    """Give the limits p0 -+ z sqrt(p0 (1 - p0)/n + tau2) around a target share, for n people (...,).

    Spiegelhalter (2005), Statistics in Medicine 24:1185-1202, section 3 and, with tau2, 5.2. Shares, 0 to 1.
    Raises ValueError unless 0 < p0 < 1 and n > 0.
    """
    people = np.asarray(n, np.float64)
    if not 0 < target < 1 or np.any(people <= 0):
        raise ValueError("A funnel of shares needs a target between 0 and 1 and people.")
    spread = z * np.sqrt(target * (1 - target) / people + tau2)
    return Interval(np.maximum(target - spread, 0.0), np.minimum(target + spread, 1.0))


def ratio_limits(expected: ArrayLike, variance: ArrayLike, z: float, tau2: float = 0.0) -> Interval:
    """Give the limits 1 -+ z sqrt(V/E^2 + tau2) around a ratio of 1, for expected E and variance V (...,).

    Spiegelhalter (2005), as `proportion_limits`; V is that of yes-or-no outcomes, sum p (1 - p). Ratios,
    not under 0. Raises ValueError unless E > 0 and V >= 0.
    """
    e, v = np.asarray(expected, np.float64), np.asarray(variance, np.float64)
    if np.any(e <= 0) or np.any(v < 0):
        raise ValueError("A funnel of ratios needs expected counts above 0 and variances.")
    spread = z * np.sqrt(v / e**2 + tau2)
    return Interval(np.maximum(1 - spread, 0.0), 1 + spread)


def poisson_ratio_limits(observed: ArrayLike, confidence: float) -> Interval:
    """Give the ratios O/E at which a Poisson count O (...,) lies just on the limits of its funnel.

    The expected counts there are the exact limits of O, as in Public Health England's funnel of ratios; only
    to reproduce published tables. Raises ValueError unless O > 0 and 0 < confidence < 1.
    """
    o = np.asarray(observed, np.float64)
    if np.any(o <= 0):
        raise ValueError("A Poisson funnel of ratios starts at a count of 1.")
    exact = exact_poisson(o, confidence)
    return Interval(o / exact.upper, o / exact.lower)


def overdispersion(value: ArrayLike, target: float, standard_error: ArrayLike) -> Overdispersion:
    """Estimate how much actors' values (K,) spread around a target beyond their standard errors (K,).

    Spiegelhalter (2005), section 5, and Spiegelhalter et al. (2012), JRSS A 175:1-47: z-scores are
    winsorised at 10 per cent on each side, so that real outliers do not widen the limits that should show
    them; phi = sum z^2 / K; tau2 = (K phi - (K - 1)) / (sum w - sum w^2 / sum w) with w = 1/s^2, in the form
    of DerSimonian & Laird, not under 0. Raises ValueError for fewer than two actors or s <= 0.
    """
    y, s = np.asarray(value, np.float64), np.asarray(standard_error, np.float64)
    if y.shape != s.shape or y.ndim != 1 or len(y) < 2 or not np.all(s > 0) or np.any(np.isnan(y)):
        raise ValueError("Over-dispersion needs two actors or more, each with a standard error above 0.")
    z = (y - target) / s
    z = np.clip(z, *np.quantile(z, (WINSORISED, 1 - WINSORISED)))
    phi = float(np.mean(z**2))
    w = 1 / s**2
    excess = len(y) * phi - (len(y) - 1)
    return Overdispersion(phi, max(0.0, float(excess / (w.sum() - np.sum(w**2) / w.sum()))))


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Give p-values (K,) adjusted so that those under q are false in a share of at most q.

    Benjamini & Hochberg (1995), JRSS B 57:289-300, as step-up: the least of K p_(j) / j for j >= i.
    Raises ValueError when a p-value is not within 0..1.
    """
    values = np.asarray(p, np.float64)
    if values.ndim != 1 or not np.all((values >= 0) & (values <= 1)):
        raise ValueError("A p-value lies between 0 and 1.")
    order = np.argsort(values, kind="stable")
    stepped = values[order] * len(values) / np.arange(1, len(values) + 1)
    adjusted = np.empty(len(values), np.float64)
    adjusted[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return adjusted
