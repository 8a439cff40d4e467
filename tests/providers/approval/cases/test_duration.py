"""How long cases take is said in calendar days, and not where there are too few."""

from datetime import UTC, datetime, timedelta

import pytest

from providers.approval.cases.duration import Durations, durations

NOON = datetime(2027, 3, 1, 11, tzinfo=UTC)


def took(*days: int) -> list[tuple[datetime, datetime]]:
    return [(NOON, NOON + timedelta(days=each)) for each in days]


@pytest.mark.parametrize(
    ("days", "half", "nine_of_ten"),
    [
        ((3, 3, 3, 3, 3), 3, 3),
        ((50, 10, 40, 20, 30), 30, 50),
        ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 5, 9),
        ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), 6, 10),
    ],
)
def test_half_and_nine_of_ten_were_decided_within_so_many_days(
    days: tuple[int, ...], half: int, nine_of_ten: int
) -> None:
    assert durations(took(*days)) == Durations(len(days), half, nine_of_ten)


@pytest.mark.parametrize("count", [0, 4])
def test_too_few_cases_have_no_days(count: int) -> None:
    assert durations(took(*range(count))) == Durations(count, None, None)


def test_days_are_those_of_the_calendar_in_denmark() -> None:
    late = datetime(2027, 3, 1, 22, 30, tzinfo=UTC)
    assert durations([(late, late + timedelta(hours=1))] * 5).half == 1
