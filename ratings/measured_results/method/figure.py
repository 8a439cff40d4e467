"""One figure of a release, before anybody has decided who may see it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.codes import Grade, Measure, Missing
from ratings.measured_results.method.tallies import Actor

DIGITS = 10  # kept of what is worked out, so that other machines come to the same


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured of an actor, a target group (None is all) and a referral quarter (None is all).

    `value` is a share, weeks (duration) or øre (cost), with a 95 % interval. Of outcomes, `observed` of `n`
    people reached it; of week shares, `observed` people had at least one such week. `ratio` is observed to
    expected with its 95 % score interval, `shrunken` the posterior one with the middle 95 % of it.
    `reason` says why there is no grade or, where `value` is None, no figure.
    """

    measure: Measure
    actor: Actor
    group: str | None
    quarter: int | None
    n: int
    observed: int | None = None
    expected: float | None = None
    variance: float | None = None
    value: float | None = None
    value_lower: float | None = None
    value_upper: float | None = None
    ratio: float | None = None
    ratio_lower: float | None = None
    ratio_upper: float | None = None
    shrunken: float | None = None
    shrunken_lower: float | None = None
    shrunken_upper: float | None = None
    reliability: float | None = None
    grade: Grade | None = None
    reason: Missing | None = None
    people_missing: int | None = None


def rounded_all(values: NDArray[np.float64]) -> list[float]:
    """Give numbers as they are kept; NumPy's own rounding can differ in the last digit."""
    return [round(value, DIGITS) for value in values.tolist()]


def rounded(**facts: Any) -> Figure:
    """Make a figure with its numbers as they are kept."""
    for name, fact in facts.items():
        if isinstance(fact, float):
            facts[name] = round(fact, DIGITS)
    return Figure(**facts)
