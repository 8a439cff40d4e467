"""Danish calendar days: deadlines and approvals begin and end at midnight in Copenhagen."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def danish_day(moment: datetime) -> date:
    """Give the calendar day in Denmark at a moment; the moment must carry its zone."""
    if moment.tzinfo is None:
        raise ValueError("A time needs a zone; give it in UTC.")
    return moment.astimezone(COPENHAGEN).date()
