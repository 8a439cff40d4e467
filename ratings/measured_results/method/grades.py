"""What grade an actor's results earn, by fixed cut-offs and never by quotas, or why they earn none yet.

The method is explained in docs/method.md.
"""

import math
from statistics import NormalDist

from ratings.measured_results.codes import Grade, Missing

CLEARLY_ABOVE = 1.10
CLEARLY_BELOW = 0.90
SURE = 0.8
LEAST_RELIABILITY = 0.5
LEAST_MONTHS = 12

# Rounding in n (1 - 2B) / B must not ask for one person more.
ROUNDING = 1e-9


def grade(mean: float, variance: float, reliability: float, months: int) -> Grade | Missing:
    """Give the grade of a posterior of log(O/E), Normal(mean, variance), or the reason why there is none.

    Clearly above: P(ratio > 1.10) > .8; above: P(ratio > 1) > .8; below and clearly below (.90) likewise;
    else as expected. None (UNDER_A_YEAR, TOO_FEW) under 12 `months` of work or a reliability of .5.
    docs/method.md. Raises ValueError when a number is NaN, variance <= 0 or reliability is not within 0..1.
    """
    if not (math.isfinite(mean) and 0 < variance < math.inf and 0 <= reliability <= 1):
        raise ValueError("A grade needs a mean, a variance above 0 and a reliability between 0 and 1.")
    if months < LEAST_MONTHS:
        return Missing.UNDER_A_YEAR
    if reliability < LEAST_RELIABILITY:
        return Missing.TOO_FEW
    passed = (
        (Grade.CLEARLY_ABOVE, chance_above(CLEARLY_ABOVE, mean, variance)),
        (Grade.CLEARLY_BELOW, chance_below(CLEARLY_BELOW, mean, variance)),
        (Grade.ABOVE, chance_above(1, mean, variance)),
        (Grade.BELOW, chance_below(1, mean, variance)),
    )
    return next((earned for earned, chance in passed if chance > SURE), Grade.AS_EXPECTED)


def chance_below(ratio: float, mean: float, variance: float) -> float:
    """Give P(r < ratio) when log r is Normal(mean, variance)."""
    return NormalDist().cdf((math.log(ratio) - mean) / math.sqrt(variance))


def chance_above(ratio: float, mean: float, variance: float) -> float:
    """Give P(r > ratio) when log r is Normal(mean, variance)."""
    return NormalDist().cdf((mean - math.log(ratio)) / math.sqrt(variance))


def people_missing(n: float, reliability: float) -> int:
    """Give how many people more, like those n so far, would make the reliability .5; 0 when it is.

    With k = V/n / (E/n)^2 / tau2, the reliability of n people is n/(n + k): it is .5 at k = n (1 - B)/B.
    docs/method.md. Raises ValueError when n <= 0 or the reliability is not within ]0, 1].
    """
    if not (n > 0 and 0 < reliability <= 1):
        raise ValueError("What is missing can only be told from people who say something.")
    return max(0, math.ceil(n * (1 - 2 * reliability) / reliability - ROUNDING))


def people_needed(mean_chance: float, variance_per_person: float, tau2: float) -> int:
    """Give how many people make the reliability .5 when there are none yet.

    `mean_chance` is E/n and `variance_per_person` V/n of people like those to come; tau2 is the variance of
    log ratios between actors. It is k of `people_missing`. Raises ValueError unless all are above 0.
    """
    if not (mean_chance > 0 and variance_per_person > 0 and tau2 > 0):
        raise ValueError("A mean chance, a variance and tau2 are above 0.")
    return math.ceil(variance_per_person / mean_chance**2 / tau2 - ROUNDING)
