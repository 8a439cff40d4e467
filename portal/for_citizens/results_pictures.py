"""Lay out the small pictures of results: where each point stands, in the units of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

# The scale of a ratio: as far to either side of 1 as is usual, or twice that for what lies further out.
USUAL, WIDE = 0.5, 1.0
INTERVAL_LEFT, INTERVAL_WIDTH = 12, 296
TREND_LEFT, TREND_WIDTH, TREND_TOP, TREND_HEIGHT = 36, 352, 12, 136

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class IntervalPicture:
    """Where the limits, the ratio and what could be expected stand from the left."""

    lower: float
    value: float
    upper: float
    expected: float


@dataclass(frozen=True, slots=True)
class TrendPicture:
    """Points of what was measured and expected by quarter; a line breaks where a quarter has no number."""

    measured: tuple[tuple[Point, ...], ...]
    expected: tuple[tuple[Point, ...], ...]
    levels: tuple[tuple[int, float], ...]


def interval(ratio: float, lower: float, upper: float) -> IntervalPicture:
    """Lay out a ratio with its limits; what lies beyond the scale stands at its end."""
    reach = USUAL if lower >= 1 - USUAL and upper <= 1 + USUAL else WIDE

    def place(value: float) -> float:
        within = min(max(value, 1 - reach), 1 + reach)
        return round(INTERVAL_LEFT + INTERVAL_WIDTH * (within - 1 + reach) / (2 * reach), 1)

    return IntervalPicture(place(lower), place(ratio), place(upper), place(1))


def trend(measured: Sequence[int | None], expected: Sequence[int | None]) -> TrendPicture:
    """Lay out shares of 100 by quarter, from 0 at the bottom to 100 at the top."""
    levels = tuple((level, _height(level)) for level in (0, 50, 100))
    return TrendPicture(_lines(measured), _lines(expected), levels)


def _lines(shares: Sequence[int | None]) -> tuple[tuple[Point, ...], ...]:
    lines: list[list[Point]] = [[]]
    step = TREND_WIDTH / max(1, len(shares) - 1)
    for place, share in enumerate(shares):
        if share is None:
            lines.append([])
        else:
            lines[-1].append((round(TREND_LEFT + step * place, 1), _height(share)))
    return tuple(tuple(line) for line in lines if line)


def _height(share: int) -> float:
    return round(TREND_TOP + TREND_HEIGHT * (1 - share / 100), 1)
