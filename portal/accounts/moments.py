"""Write a moment as people in Denmark say it."""

from datetime import datetime

from portal.locale import current_language, format_day
from portal.locale import gettext as _
from providers.clock import COPENHAGEN, danish_day


def moment(at: datetime) -> str:
    """Give day and time of day in the reader's language, such as 1. november 2026 kl. 10:30."""
    day = format_day(danish_day(at), current_language())
    return _("%(day)s kl. %(time)s", day=day, time=f"{at.astimezone(COPENHAGEN):%H:%M}")
