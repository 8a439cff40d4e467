"""Which actors' results ask for a talk or a formal case, about which a human then decides.

The method is explained in docs/method.md.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from ratings.measured_results.codes import Signal
from ratings.measured_results.method.funnel import benjamini_hochberg, overdispersion, ratio_limits
from ratings.measured_results.method.grades import CLEARLY_BELOW, SURE
from ratings.measured_results.method.intervals import z_of

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FALSE_SHARE = 0.05
FUNNEL = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """Observed O, expected E and variance V of actors, and their posteriors of log(O/E), all of shape (K,).

    NaN in an actor's expected value means that nothing could be expected; it then gives no signal.
    """

    observed: Floats
    expected: Floats
    variance: Floats
    posterior_mean: Floats
    posterior_variance: Floats

    def __post_init__(self) -> None:
        parts = (self.expected, self.variance, self.posterior_mean, self.posterior_variance)
        if self.observed.ndim != 1 or any(part.shape != self.observed.shape for part in parts):
            raise ValueError("Every actor has one value of each kind.")

    @property
    def compared(self) -> Flags:
        """Tell which actors have something to be compared with."""
        return np.asarray((self.expected > 0) & (self.variance > 0), np.bool_)


def needs_talk(results: Results) -> Flags:
    """Tell which actors (K,) are worse than chance lets them be, by either of two tests.

    One-sided p = Phi((O - E)/sqrt V), of which Benjamini & Hochberg (1995) leave at most 5 per cent false;
    or a ratio under the 95 per cent funnel widened by over-dispersion; docs/method.md.
    """
    told = results.compared
    yellow = np.zeros(len(told), np.bool_)
    o, e, v = results.observed[told], results.expected[told], results.variance[told]
    if len(o):
        yellow[told] = benjamini_hochberg(ndtr((o - e) / np.sqrt(v))) <= FALSE_SHARE
    if len(o) > 1:
        tau2 = overdispersion(o / e, 1.0, np.sqrt(v) / e).tau2
        yellow[told] |= o / e < ratio_limits(e, v, z_of(FUNNEL), tau2).lower
    return yellow


def signals(results: Results, talked_before: Flags) -> tuple[Signal, ...]:
    """Give each actor's signal; `talked_before` (K,) are those yellow in the period just before.

    Red: P(r < .90) > .8 in the posterior, or yellow in two consecutive periods that do not overlap, which
    `follows_directly` tells; yellow: `needs_talk`; docs/method.md. Raises ValueError when shapes differ.
    """
    if talked_before.shape != results.observed.shape:
        raise ValueError("Every actor was yellow or not before.")
    yellow = needs_talk(results)
    spread = np.sqrt(results.posterior_variance)
    surely_below = ndtr((np.log(CLEARLY_BELOW) - results.posterior_mean) / spread) > SURE
    red = results.compared & (surely_below | (yellow & talked_before))
    return tuple(
        Signal.RED if worse else Signal.YELLOW if bad else Signal.NONE
        for worse, bad in zip(red.tolist(), yellow.tolist(), strict=True)
    )


def follows_directly(earlier: Collection[int], later: Collection[int]) -> bool:
    """Tell whether a period, as quarters year * 4 + quarter - 1, starts where another one ends."""
    return bool(earlier) and bool(later) and max(earlier) + 1 == min(later)
