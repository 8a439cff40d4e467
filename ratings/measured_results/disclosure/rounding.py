"""How exactly a figure is told: people in fives, shares in whole per cent, ratios to two decimals.

Method: docs/method.md, section 5.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

ROUNDED_TO = 5

People = TypeVar("People", int, NDArray[np.int64])


def to_fives(people: People) -> People:
    """Round numbers of people to the nearest five."""
    return (people + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO


def to_per_cent(share: float) -> int:
    """Round a share, 0 to 1, to whole per cent."""
    return round(share * 100)
