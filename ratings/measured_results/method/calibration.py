"""Expected shares that add up to what was observed in each target group, and how well they fit.

The method is explained in docs/method.md.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratings.measured_results.codes import Missing
from ratings.measured_results.method.case_mix_counts import summed

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

MOST_STEPS = 200
TENTHS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Recalibration:
    """One constant on the logit scale for each of G target groups (G,).

    A group in `missing` has none (NaN), and the reason stands there.
    """

    constants: Floats
    missing: dict[int, Missing]


class Tenth(NamedTuple):
    """People whose expected share is within one tenth, from the lowest on."""

    n: float
    observed: float
    expected: float


def recalibrate(
    linear: ArrayLike, group: Codes, n: ArrayLike, observed: ArrayLike, groups: int
) -> Recalibration:
    """Find each group's constant a with sum n plogis(a + linear) = sum observed, to 1e-10 of that sum.

    Calibration in the large, per group (Cox 1958, Biometrika 45:562-565); docs/method.md. `linear`,
    `group` (codes 0..groups - 1), `n` and `observed` have one shape, (Q,) patterns or (R,) rows.
    A group without people, events or non-events gets no constant but a reason.
    Raises ValueError when shapes differ or observed is not within 0..n.
    """
    logit, people, hits = (np.asarray(values, np.float64) for values in (linear, n, observed))
    if not logit.shape == group.shape == people.shape == hits.shape:
        raise ValueError("Linear predictor, group, n and observed have one value each.")
    if not np.all((hits >= 0) & (hits <= people)):
        raise ValueError("The observed number lies between 0 and n.")
    total = summed(group, people, groups)
    wanted = summed(group, hits, groups)
    missing = {
        code: _reason(total[code], wanted[code])
        for code in np.flatnonzero((wanted <= 0) | (wanted >= total)).tolist()
    }
    constants = np.full(groups, np.nan)
    for code in range(groups):
        if code not in missing:
            rows = (group == code) & (people > 0)
            constants[code] = _constant(logit[rows], people[rows], float(wanted[code]))
    return Recalibration(constants, missing)


def predict(linear: ArrayLike, group: Codes, recalibration: Recalibration) -> Floats:
    """Give the expected share of each pattern, shape of `linear`; NaN where its group has no constant."""
    logit = np.asarray(linear, np.float64) + recalibration.constants[group]
    return _plogis(logit)


def by_tenths(p: ArrayLike, n: ArrayLike, observed: ArrayLike) -> tuple[Tenth, ...]:
    """Give n, observed and expected for each tenth of the people in the order of their expected share.

    As Hosmer & Lemeshow (1980), Comm. Stat. A9:1043-1069, group by tenths of risk. `p`, `n` and `observed`
    have one shape (Q,); those without an expected share (NaN) are left out. People of one expected share
    are never parted, so that a tenth can be larger than another, or empty.
    """
    share, people, hits = _with_expected(p, n, observed)
    if not len(share):
        return (Tenth(0.0, 0.0, 0.0),) * TENTHS
    middle = np.cumsum(people) - people / 2
    tenth = np.minimum((TENTHS * middle / people.sum()).astype(np.intp), TENTHS - 1)
    sums = [summed(tenth, values, TENTHS) for values in (people, hits, people * share)]
    return tuple(Tenth(*(float(values[number]) for values in sums)) for number in range(TENTHS))


def c_statistic(p: ArrayLike, n: ArrayLike, observed: ArrayLike) -> float | None:
    """Give the chance that one who succeeded had a higher expected share than one who did not.

    Area under the ROC curve by the Mann-Whitney count, ties counted half (Hanley & McNeil 1982, Radiology
    143:29-36), on collapsed counts of one shape (Q,). None when nobody or everybody succeeded.
    """
    _, people, hits = _with_expected(p, n, observed)
    failures = people - hits
    pairs = hits.sum() * failures.sum()
    if pairs <= 0:
        return None
    below = np.cumsum(failures) - failures
    return float(np.sum(hits * (below + failures / 2)) / pairs)


def _reason(people: float, events: float) -> Missing:
    if people <= 0:
        return Missing.NO_SPELLS
    return Missing.NO_EVENTS if events <= 0 else Missing.ONLY_EVENTS


def _plogis(logit: Floats) -> Floats:
    """Give 1 / (1 + exp(-logit)) without overflow."""
    tail = np.exp(-np.abs(logit))
    return np.asarray(np.where(logit >= 0, 1.0, tail) / (1 + tail), np.float64)


def _constant(logit: Floats, people: Floats, wanted: float) -> float:
    """Find the root by Newton's method, kept within a bracket that every step narrows.

    The sum rises with the constant, which therefore lies where all had the group's share: between the
    share's logit less the highest and less the lowest linear predictor.
    """
    middle = float(np.log(wanted / (people.sum() - wanted)))
    low, high = middle - float(logit.max()) - 1e-9, middle - float(logit.min()) + 1e-9
    constant = middle - float(np.average(logit, weights=people))
    best, least = constant, np.inf
    for _ in range(MOST_STEPS):
        p = _plogis(logit + constant)
        excess = float(np.sum(people * p)) - wanted
        if abs(excess) < least:
            best, least = constant, abs(excess)
        if excess > 0:
            high = constant
        else:
            low = constant
        slope = float(np.sum(people * p * (1 - p)))
        ahead = constant - excess / slope if slope > 0 else low
        following = ahead if low < ahead < high else (low + high) / 2
        if following == constant or excess == 0:
            break
        constant = following
    return best


def _with_expected(p: ArrayLike, n: ArrayLike, observed: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Give distinct expected shares in rising order, with the people and successes of each."""
    share, people, hits = (np.asarray(values, np.float64) for values in (p, n, observed))
    if not share.shape == people.shape == hits.shape:
        raise ValueError("Expected share, n and observed have one value each.")
    has = ~np.isnan(share) & (people > 0)
    distinct, place = np.unique(share[has], return_inverse=True)
    return (
        distinct,
        summed(place, people[has], len(distinct)),
        summed(place, hits[has], len(distinct)),
    )
