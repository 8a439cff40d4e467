"""Danish calendar days: deadlines and approvals begin and end at midnight in Copenhagen."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
SECONDS_IN_MINUTE = 60


def danish_day(moment: datetime) -> date:
    """Give the calendar day in Denmark at a moment; the moment must carry its zone."""
    if moment.tzinfo is None:
        raise ValueError("A time needs a zone; give it in UTC.")
    return _day_of_minute(int(moment.timestamp() // SECONDS_IN_MINUTE))


@lru_cache(maxsize=64)
def _day_of_minute(minute: int) -> date:
    """Give the day that a minute since 1970 lies in; a day begins on a whole minute, and every page asks."""
    return datetime.fromtimestamp(minute * SECONDS_IN_MINUTE, COPENHAGEN).date()
