"""Deadlines in Danish working days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.working_days import (
    add_working_days,
    is_working_day,
    working_day_on_or_after,
    working_days_until,
)


@pytest.mark.parametrize(
    "day",
    [
        date(2027, 1, 1),  # New Year's Day
        date(2027, 3, 25),  # Maundy Thursday
        date(2027, 3, 26),  # Good Friday
        date(2027, 3, 29),  # Easter Monday
        date(2027, 5, 6),  # Ascension Day
        date(2027, 5, 17),  # Whit Monday
        date(2028, 12, 25),  # Christmas Day, a Monday
        date(2026, 11, 28),  # a Saturday
    ],
)
def test_nobody_works_on_public_holidays_and_weekends(day: date) -> None:
    assert not is_working_day(day)


def test_great_prayer_day_is_a_working_day_again() -> None:
    assert is_working_day(date(2027, 4, 23))


def test_working_days_step_over_easter() -> None:
    assert add_working_days(date(2027, 3, 24), 1) == date(2027, 3, 30)
    assert add_working_days(date(2027, 3, 24), 5) == date(2027, 4, 5)


def test_deadline_that_ends_on_a_holiday_ends_on_the_next_working_day() -> None:
    assert working_day_on_or_after(date(2027, 3, 27)) == date(2027, 3, 30)
    assert working_day_on_or_after(date(2027, 3, 30)) == date(2027, 3, 30)


@given(st.dates(date(2026, 1, 1), date(2040, 12, 31)), st.integers(0, 60))
def test_between_a_day_and_its_deadline_lie_that_many_working_days(day: date, count: int) -> None:
    end = add_working_days(day, count)
    days = [date.fromordinal(each) for each in range(day.toordinal() + 1, end.toordinal() + 1)]
    assert sum(map(is_working_day, days)) == count


@given(st.dates(date(2026, 1, 1), date(2040, 12, 31)), st.integers(1, 60))
def test_days_left_until_a_deadline_are_the_working_days_it_was_set_with(day: date, count: int) -> None:
    assert working_days_until(day, add_working_days(day, count)) == count


def test_days_over_a_deadline_are_below_zero() -> None:
    assert working_days_until(date(2027, 3, 30), date(2027, 3, 24)) == -1
    assert working_days_until(date(2027, 3, 30), date(2027, 3, 30)) == 0
