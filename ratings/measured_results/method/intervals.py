"""How sure a share, a ratio or a count is: intervals whose formulas need no more than NumPy.

Everything works on single numbers and on arrays of one shape (...,); NaN in gives NaN out.
The method is explained in docs/method.md.
"""

from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

# A single number in gives a single number out, which typing cannot say.
Floats = NDArray[np.float64] | Any


class Interval(NamedTuple):
    """The lower and the upper limit, in the unit of what they are limits of."""

    lower: Floats
    upper: Floats


def z_of(confidence: float) -> float:
    """Give the standard normal deviate of a two-sided confidence such as .95, at full precision.

    Raises ValueError unless 0 < confidence < 1.
    """
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence lies between 0 and 1, not at {confidence}.")
    # The lower tail is asked for, since 1 - tail would cost digits.
    return -NormalDist().inv_cdf((1 - confidence) / 2)


def wilson(observed: ArrayLike, n: ArrayLike, z: float) -> Interval:
    """Give the score interval of a share, observed of n people.

    Wilson (1927), JASA 22:209-212: the shares p with |O/n - p| <= z sqrt(p (1 - p) / n).
    Limits are shares, 0 to 1. Raises ValueError when n <= 0 or observed is not within 0..n.
    """
    o, people = _counts(observed, n)
    middle = 2 * o + z**2
    spread = z * np.sqrt(z**2 + 4 * o * (1 - o / people))
    scale = 2 * (people + z**2)
    return Interval(np.clip((middle - spread) / scale, 0, 1), np.clip((middle + spread) / scale, 0, 1))


def score_ratio(
    observed: ArrayLike, expected: ArrayLike, variance: ArrayLike, n: ArrayLike, z: float
) -> Interval:
    """Give the score interval of the ratio O/E, when the outcome of each of n people is yes or no.

    With the chances p_i of the people, E = sum p_i, V = sum p_i (1 - p_i) and c = 1 - V/E, these are the
    ratios r with |O - r E| <= z sqrt(sum r p_i (1 - r p_i)), that is
    [2O + z^2 -+ sqrt((2O + z^2)^2 - 4 O^2 (1 + z^2 c/E))] / [2E (1 + z^2 c/E)].
    Score test inverted as by Wilson (1927), for unequal chances; docs/method.md. When all p_i are p, it is
    Wilson's interval divided by p. Limits are ratios, bounded by 0 and n/E; a negative discriminant counts
    as 0. Should O/E be above 1/c, which would ask for chances above 1, then the limits lie below O/E.
    Raises ValueError when n <= 0, observed is not within 0..n, E is not within ]0, n] or V not within 0..E.
    """
    o, people = _counts(observed, n)
    e, v = np.asarray(expected, np.float64), np.asarray(variance, np.float64)
    if np.any(e <= 0) or np.any(e > people) or np.any(v < 0) or np.any(v > e):
        raise ValueError("An expected count lies above 0 and up to n, and its variance between 0 and it.")
    widening = 1 + z**2 * (1 - v / e) / e
    middle = 2 * o + z**2
    spread = np.sqrt(np.maximum(middle**2 - 4 * o**2 * widening, 0))
    scale = 2 * e * widening
    most = people / e
    return Interval(np.clip((middle - spread) / scale, 0, most), np.clip((middle + spread) / scale, 0, most))


def byar(observed: ArrayLike, z: float) -> Interval:
    """Give Byar's approximation of the Poisson interval of a count; close from about 10 on.

    Breslow & Day (1987), Statistical Methods in Cancer Research II, p. 69:
    O (1 - 1/(9 O) - z/(3 sqrt O))^3 and O1 (1 - 1/(9 O1) + z/(3 sqrt O1))^3 with O1 = O + 1.
    Limits are counts; the lower one of 0 is 0. Raises ValueError when observed < 0.
    """
    o = np.asarray(observed, np.float64)
    if np.any(o < 0):
        raise ValueError("A count cannot be under 0.")
    some = np.where(o > 0, o, 1.0)
    lower = np.where(o > 0, some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3, 0.0)
    more = o + 1
    upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return Interval(np.maximum(lower, 0.0), upper)


def _counts(observed: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Give both as floats when a part can be of the whole, else raise ValueError."""
    o, people = np.asarray(observed, np.float64), np.asarray(n, np.float64)
    if np.any(people <= 0):
        raise ValueError("Nobody has no share: n must be above 0.")
    if np.any(o < 0) or np.any(o > people):
        raise ValueError("The observed number lies between 0 and n.")
    return o, people
