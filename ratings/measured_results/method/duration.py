"""How long help takes, when some of it has not ended yet.

The method is explained in docs/method.md.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

# Products of many shares miss one half by rounding; this is far less than one person of a billion.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Survival:
    """The share whose help still goes on after each day on which somebody's ended, all of shape (T,).

    `relative_variance` is Greenwood's sum: the variance of log(share). It is infinite where the share is 0.
    """

    days: Floats
    at_risk: Floats
    share: Floats
    relative_variance: Floats


class Median(NamedTuple):
    """The median in days with its limits; None where the share never falls to one half."""

    days: float | None
    lower: float | None
    upper: float | None


def kaplan_meier(days: ArrayLike, ended: ArrayLike, censored: ArrayLike) -> Survival:
    """Estimate the share that goes on, from counts (D,) of people whose help ended or was last seen at days.

    Product-limit estimate (Kaplan & Meier 1958, JASA 53:457-481) with Greenwood's variance. Who was last
    seen on a day counts as at risk on that day. A day may occur more than once.
    Raises ValueError when shapes differ, or days or counts are under 0 or not numbers.
    """
    at, out, lost = (np.asarray(values, np.float64) for values in (days, ended, censored))
    if not at.shape == out.shape == lost.shape or at.ndim != 1:
        raise ValueError("Days, ended and censored have one value each.")
    if not all(np.all(values >= 0) for values in (at, out, lost)):
        raise ValueError("Days and counts cannot be under 0.")
    distinct, place = np.unique(at, return_inverse=True)
    deaths = np.bincount(place, out, len(distinct))
    gone = deaths + np.bincount(place, lost, len(distinct))
    at_risk = gone[::-1].cumsum()[::-1]
    some = deaths > 0
    deaths, risk = deaths[some], np.asarray(at_risk[some], np.float64)
    stay = risk - deaths
    terms = np.divide(deaths, risk * stay, out=np.full(len(risk), np.inf), where=stay > 0)
    share = np.asarray(np.cumprod(stay / risk), np.float64)
    return Survival(distinct[some], risk, share, np.cumsum(terms))


def median_of(survival: Survival, z: float) -> Median:
    """Give the first day on which at most one half goes on, with its limits.

    Brookmeyer & Crowley (1982), Biometrics 38:29-41: the days at which the band around the share holds one
    half; the band is on the log(-log) scale (Kalbfleisch & Prentice 1980), which keeps it within 0 and 1.
    """
    bands = _bands(survival.share, survival.relative_variance, z)
    return Median(*(_first_at_half(survival.days, band) for band in bands))


def _bands(share: Floats, variance: Floats, z: float) -> tuple[Floats, Floats, Floats]:
    """Give the share and what is below and above it, all of one shape."""
    inside = (share > 0) & (share < 1)
    log_share = np.log(np.where(inside, share, 0.5))
    spread = z * np.sqrt(np.where(inside, variance, 0.0)) / np.abs(log_share)
    low = np.where(inside, np.exp(log_share * np.exp(spread)), share)
    # Where nobody goes on, nothing is known of how few could have: the band above stays open.
    high = np.where(inside, np.exp(log_share * np.exp(-spread)), 1.0)
    return share, low, high


def kaplan_meier_median(days: ArrayLike, ended: ArrayLike, censored: ArrayLike, z: float) -> Median:
    """Give the median duration of counts (D,) with its limits, as `kaplan_meier` and `median_of` do."""
    return median_of(kaplan_meier(days, ended, censored), z)


def medians_of_weeks(ended: ArrayLike, censored: ArrayLike, z: float) -> list[Median]:
    """Give the median of each of C groups from counts (C, T) of people by week 0, 1, ..., all at once.

    The same as `kaplan_meier_median` of each: a week in which nobody's help ended changes nothing.
    """
    deaths, lost = np.asarray(ended, np.float64), np.asarray(censored, np.float64)
    at_risk = (deaths + lost)[:, ::-1].cumsum(axis=1)[:, ::-1]
    stay = at_risk - deaths
    shares = np.divide(stay, at_risk, out=np.ones_like(stay), where=deaths > 0)
    share = np.cumprod(shares, axis=1)
    terms = np.divide(deaths, at_risk * stay, out=np.where(deaths > 0, np.inf, 0.0), where=stay > 0)
    columns = [_first_columns_at_half(band) for band in _bands(share, np.cumsum(terms, axis=1), z)]
    return [Median(*each) for each in zip(*columns, strict=True)]


def _first_columns_at_half(share: Floats) -> list[float | None]:
    reached = share <= 0.5 + ROUNDING
    first = np.where(reached.any(axis=1), reached.argmax(axis=1), -1)
    return [float(week) if week >= 0 else None for week in first.tolist()]


def _first_at_half(days: Floats, share: Floats) -> float | None:
    """Give the first day on which a share is at most one half."""
    reached = np.flatnonzero(share <= 0.5 + ROUNDING)
    return float(days[reached[0]]) if len(reached) else None
