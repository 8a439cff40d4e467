"""Danish working days: deadlines are counted in them, and none ends on a weekend or a public holiday."""

from datetime import date, timedelta
from functools import cache

import holidays

A_DAY = timedelta(days=1)
SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Say whether a day is neither a weekend day nor a Danish public holiday."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year)


def add_working_days(day: date, working_days: int) -> date:
    """Give the day that lies so many working days after a day; the day itself does not count."""
    while working_days > 0:
        day += A_DAY
        working_days -= is_working_day(day)
    return day


def working_day_on_or_after(day: date) -> date:
    """Give the day itself, or the first working day after it, on which a deadline may end."""
    while not is_working_day(day):
        day += A_DAY
    return day


def working_days_until(today: date, day: date) -> int:
    """Count the working days after today up to a day; for a day that has gone, those since it, below zero."""
    first, last = sorted((today, day))
    between = sum(is_working_day(first + timedelta(days=each)) for each in range(1, (last - first).days + 1))
    return between if day >= today else -between


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))
