"""Results of organisations drawn towards those of all, and those of their parts towards the organisation's.

The method is explained in docs/method.md.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ratings.measured_results.method.shrinkage import (
    FLOOR_TAU2,
    LEAST_EXPECTED,
    Codes,
    LogRatios,
    Pooled,
    Posterior,
    log_ratios,
    paule_mandel,
    pooled_mean,
    shrink,
)


@dataclass(frozen=True, slots=True, eq=False)
class Shrunken:
    """Posteriors of one layer, (K,) in the order of its cells, and the tau2 that they were drawn by."""

    posterior: Posterior
    tau2: float


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Cells of one layer: observed O, expected E and variance V, all of shape (K,)."""

    observed: NDArray[np.float64]
    expected: NDArray[np.float64]
    variance: NDArray[np.float64]

    def log_ratios(self) -> LogRatios:
        """Give log ratios and their variances."""
        return log_ratios(self.observed, self.expected, self.variance)


def pool(layer: Layer, floor: float = FLOOR_TAU2) -> tuple[Shrunken, Pooled]:
    """Draw every cell of the uppermost layer towards the mean of all; give the mean too.

    The mean weighs every cell by its precision; tau2 comes from cells with E >= 1 and is
    at least `floor`; docs/method.md.
    Raises ValueError when no cell has anything expected.
    """
    y, s2 = layer.log_ratios()
    told = _telling(layer, s2)
    tau2 = paule_mandel(y[told], s2[told], floor)
    all_of_them = pooled_mean(y, s2, tau2)
    return Shrunken(shrink(y, s2, tau2, all_of_them.mean, all_of_them.variance), tau2), all_of_them


def pool_within(layer: Layer, parent: Codes, parents: Posterior, floor: float = FLOOR_TAU2) -> Shrunken:
    """Draw every cell towards its parent's posterior; `parent` (K,) are places in `parents`.

    tau2 is the spread of cells with E >= 1 around their parents; docs/method.md.
    Raises ValueError when the shapes differ.
    """
    y, s2 = layer.log_ratios()
    if parent.shape != y.shape:
        raise ValueError("Every cell needs a parent.")
    told = _telling(layer, s2)
    tau2 = paule_mandel(y[told], s2[told], floor, parent[told])
    return Shrunken(shrink(y, s2, tau2, parents.mean[parent], parents.variance[parent]), tau2)


def _telling(layer: Layer, s2: ArrayLike) -> NDArray[np.bool_]:
    """Tell which cells say something about how much actors differ."""
    return (layer.expected >= LEAST_EXPECTED) & np.isfinite(s2)
