"""What results say once chance is taken out: estimates drawn towards the many by how little is known.

The method is explained in docs/method.md.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

# Actors are never taken to be quite alike: a tau of .05 on the log scale is about 5 per cent.
FLOOR_TAU2 = 0.05**2
# A cell with fewer expected successes says nothing about how much actors differ.
LEAST_EXPECTED = 1.0
MOST_STEPS = 200


class LogRatios(NamedTuple):
    """Log ratios y and their sampling variances s2, shape (...,)."""

    y: Floats
    s2: Floats


class Pooled(NamedTuple):
    """A precision-weighted mean and its variance."""

    mean: float
    variance: float


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Log ratios after shrinkage, Normal(mean, variance), and reliabilities B, all of one shape (...,)."""

    mean: Floats
    variance: Floats
    reliability: Floats

    @property
    def ratio(self) -> Floats:
        """Give the shrunken ratios."""
        return np.exp(self.mean)


def log_ratios(observed: ArrayLike, expected: ArrayLike, variance: ArrayLike) -> LogRatios:
    """Give y = log((O + .5)/(E + .5)) and s2 = V/E^2; s2 is infinite where nothing was expected.

    Delta method with a continuity correction (Cox 1970, The Analysis of Binary Data, section 3.2);
    docs/method.md. Raises ValueError when a number is under 0 or NaN.
    """
    o, e, v = (np.asarray(values, np.float64) for values in (observed, expected, variance))
    if not all(np.all(values >= 0) for values in (o, e, v)):
        raise ValueError("Observed, expected and variance are numbers that are not under 0.")
    some = (e > 0) & (v > 0)
    s2 = np.where(some, v / np.where(some, e, 1) ** 2, np.inf)
    return LogRatios(np.log((o + 0.5) / (e + 0.5)), s2)


def dersimonian_laird(y: ArrayLike, s2: ArrayLike) -> float:
    """Estimate tau2 between estimates y with variances s2 (K,), by moments; never under 0.

    DerSimonian & Laird (1986), Controlled Clinical Trials 7:177-188:
    (Q - (K - 1)) / (sum w - sum w^2 / sum w) with w = 1/s2 and Q = sum w (y - mean)^2.
    Raises ValueError for fewer than two estimates or a variance that is not above 0.
    """
    values, variances = _estimates(y, s2)
    if len(values) < 2:
        raise ValueError("The spread between estimates needs two of them.")
    w = 1 / variances
    mean = np.sum(w * values) / w.sum()
    excess = np.sum(w * (values - mean) ** 2) - (len(values) - 1)
    return max(0.0, float(excess / (w.sum() - np.sum(w**2) / w.sum())))


def paule_mandel(y: ArrayLike, s2: ArrayLike, floor: float = 0.0, parents: Codes | None = None) -> float:
    """Estimate tau2 between estimates y with variances s2 (K,), at least `floor` (a variance as well).

    Paule & Mandel (1982), J. Res. NBS 87:377-385: the tau2 at which sum w (y - mean)^2 with
    w = 1/(s2 + tau2) is what chance leaves, K - 1. With `parents` (K,), codes from 0, the spread is that
    within parents: each has a mean of its own, and chance leaves sum (k_p - 1) (DerSimonian & Kacker 2007,
    Contemp. Clin. Trials 28:105-114, generalised Q). Where no parent has two, nothing is known: `floor`.
    Raises ValueError when shapes differ or a variance is not above 0.
    """
    values, variances = _estimates(y, s2)
    of = np.zeros(len(values), np.intp) if parents is None else parents
    if of.shape != values.shape:
        raise ValueError("Every estimate needs a parent.")
    freedom = len(values) - len(np.unique(of))
    if freedom == 0 or _spread(values, variances, of, floor) <= freedom:
        return floor
    low, high = floor, floor + float(variances.max()) + float(np.ptp(values)) ** 2
    while _spread(values, variances, of, high) > freedom:
        high *= 2
    for _ in range(MOST_STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if _spread(values, variances, of, middle) > freedom:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def pooled_mean(y: ArrayLike, s2: ArrayLike, tau2: float) -> Pooled:
    """Give the mean of y (K,) weighted by 1/(s2 + tau2), and its variance, one over the sum of weights.

    Raises ValueError when there is nothing to weigh, or a variance s2 + tau2 is not above 0.
    """
    values, total = np.asarray(y, np.float64), np.asarray(s2, np.float64) + tau2
    if not np.all(total > 0) or not np.any(np.isfinite(total)):
        raise ValueError("A mean needs estimates with variances above 0.")
    w = 1 / total
    return Pooled(float(np.sum(w * values) / w.sum()), float(1 / w.sum()))


def shrink(
    y: ArrayLike, s2: ArrayLike, tau2: float, parent_mean: ArrayLike, parent_variance: ArrayLike
) -> Posterior:
    """Draw each estimate towards its parent's mean by how little it says itself.

    With B = tau2/(tau2 + s2): Normal(B y + (1 - B) m, B s2 + (1 - B)^2 Var(m)), the empirical Bayes
    posterior with an uncertain mean (Morris 1983, JASA 78:47-55); docs/method.md. Shapes (...,); an
    infinite s2 leaves the parent. Raises ValueError when tau2 is not above 0 or a variance is under 0.
    """
    values, variances = np.asarray(y, np.float64), np.asarray(s2, np.float64)
    mean, uncertain = np.asarray(parent_mean, np.float64), np.asarray(parent_variance, np.float64)
    if not tau2 > 0 or not np.all(variances >= 0) or not np.all(uncertain >= 0):
        raise ValueError("Shrinking needs a tau2 above 0 and variances that are not under 0.")
    reliability = np.asarray(tau2 / (tau2 + variances), np.float64)
    # (1 - B) tau2 is B s2, also where s2 is infinite.
    left = 1 - reliability
    return Posterior(
        mean=reliability * values + left * mean,
        variance=left * tau2 + left**2 * uncertain,
        reliability=reliability,
    )


def _estimates(y: ArrayLike, s2: ArrayLike) -> tuple[Floats, Floats]:
    values, variances = np.asarray(y, np.float64), np.asarray(s2, np.float64)
    if values.shape != variances.shape or values.ndim != 1:
        raise ValueError("Every estimate needs a variance.")
    if not np.all(np.isfinite(values)) or not np.all((variances > 0) & np.isfinite(variances)):
        raise ValueError("Estimates are numbers, and their variances above 0.")
    return values, variances


def _spread(y: Floats, s2: Floats, of: Codes, tau2: float) -> float:
    """Give the weighted squares around the parents' means."""
    w = 1 / (s2 + tau2)
    mean = np.bincount(of, w * y) / np.maximum(np.bincount(of, w), np.finfo(np.float64).tiny)
    return float(np.sum(w * (y - mean[of]) ** 2))
