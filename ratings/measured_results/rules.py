"""What a period is, and where a release may go from where it stands."""

import re
from datetime import date, timedelta

from ratings.measured_results.codes import ReleaseState
from ratings.measured_results.models import Release

QUARTERS = 4
MONTHS_OF_A_QUARTER = 3
PREVIEW_DAYS = 14
METHOD_VERSION = "2026-11"

# Simulated figures may be published at once: there is no actor to hear.
MOVES = {
    ReleaseState.DRAFT: frozenset({ReleaseState.PREVIEW}),
    ReleaseState.PREVIEW: frozenset({ReleaseState.PUBLISHED}),
    ReleaseState.PUBLISHED: frozenset({ReleaseState.WITHDRAWN}),
    ReleaseState.WITHDRAWN: frozenset(),
}
MOVES_OF_SIMULATED = MOVES | {ReleaseState.DRAFT: frozenset({ReleaseState.PREVIEW, ReleaseState.PUBLISHED})}
# What the public has seen can be corrected, also after it was withdrawn.
SEEN = (ReleaseState.PUBLISHED, ReleaseState.WITHDRAWN)

_QUARTER = re.compile(r"(\d{4})-?[QqKk]([1-4])")


class NotAQuarter(Exception):
    """A text does not name a quarter the way 2025-Q1 does."""


class ReleaseNotAllowed(Exception):
    """A release can't be made, or can't go where it was sent; `fact` is a code that says why."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The release is not possible: {fact}.")
        self.fact = fact


def quarter_of(day: date) -> int:
    """Give a day's quarter as year * 4 + (0 to 3)."""
    return day.year * QUARTERS + (day.month - 1) // MONTHS_OF_A_QUARTER


def quarter_named(text: str) -> int:
    """Read a quarter such as 2025-Q1; raise NotAQuarter."""
    match = _QUARTER.fullmatch(text.strip())
    if match is None:
        raise NotAQuarter(text)
    return int(match[1]) * QUARTERS + int(match[2]) - 1


def name_of_quarter(quarter: int) -> str:
    """Write a quarter the way `quarter_named` reads it."""
    year, number = divmod(quarter, QUARTERS)
    return f"{year}-Q{number + 1}"


def first_day(quarter: int) -> date:
    """Give a quarter's first day."""
    year, number = divmod(quarter, QUARTERS)
    return date(year, number * MONTHS_OF_A_QUARTER + 1, 1)


def last_day(quarter: int) -> date:
    """Give a quarter's last day."""
    return first_day(quarter + 1) - timedelta(days=1)


def has_ended(quarter: int, today: date) -> bool:
    """Say whether a quarter lies wholly in the past; on its last day it still runs."""
    return quarter < quarter_of(today)


def require_ended(last_quarter: int, today: date) -> None:
    """Refuse figures of a quarter that still runs, or has not begun: nobody can know them."""
    if not has_ended(last_quarter, today):
        raise ReleaseNotAllowed("period_has_not_ended")


def preview_ends(opened_on: date) -> date:
    """Give the last day on which actors may object."""
    return opened_on + timedelta(days=PREVIEW_DAYS)


def require_move(
    now: ReleaseState, to: ReleaseState, *, simulated: bool, today: date, preview_until: date | None
) -> None:
    """Let a release go on, or raise ReleaseNotAllowed: real figures are previewed to their end first."""
    moves = MOVES_OF_SIMULATED if simulated else MOVES
    if to not in moves[now]:
        raise ReleaseNotAllowed(f"{now}_to_{to}")
    if to is ReleaseState.PUBLISHED and not simulated and (preview_until is None or today <= preview_until):
        raise ReleaseNotAllowed("preview_runs")


def require_correction(
    corrects: Release, corrected_by: int | None, first_quarter: int, last_quarter: int, note: str | None
) -> None:
    """Let a release correct one that the public has seen, and say why, or raise ReleaseNotAllowed.

    With another period it would take figures out of use that nothing replaces. One that was withdrawn can
    be corrected too, but none twice: then the latest correction is what has to be corrected.
    """
    if corrects.state not in SEEN:
        raise ReleaseNotAllowed("corrects_what_is_not_public")
    require_no_correction(corrected_by)
    if (corrects.first_quarter, corrects.last_quarter) != (first_quarter, last_quarter):
        raise ReleaseNotAllowed("corrects_another_period")
    if not (note or "").strip():
        raise ReleaseNotAllowed("corrected_without_a_note")


def require_no_correction(corrected_by: int | None) -> None:
    """Refuse to correct what a public release corrects already, or readers would find two corrections."""
    if corrected_by is not None:
        raise ReleaseNotAllowed("corrected_already")
