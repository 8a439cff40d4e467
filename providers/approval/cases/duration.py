"""Say how long cases take, from numbers alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from providers.clock import danish_day

# With fewer cases, the figures would say more about the cases than about the authority.
FEWEST = 5
HALF, NINE_OF_TEN = 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Durations:
    """How many cases were decided, and within how many calendar days; no days where there are too few."""

    cases: int
    half: int | None
    nine_of_ten: int | None


def durations(spans: Iterable[tuple[datetime, datetime]]) -> Durations:
    """Give the days within which half of some cases, and nine out of ten, went from sent to decided."""
    days = sorted((danish_day(ended) - danish_day(sent)).days for sent, ended in spans)
    if len(days) < FEWEST:
        return Durations(len(days), None, None)
    return Durations(len(days), _within(days, HALF), _within(days, NINE_OF_TEN))


def _within(days: list[int], share: float) -> int:
    """Give the smallest number of days that so large a share of the cases did not go over."""
    return days[ceil(len(days) * share) - 1]
