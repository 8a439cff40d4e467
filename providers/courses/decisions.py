"""Decide about choices: what a listing takes, when an answer is due, and what a corrected group leads to."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from providers.clock import danish_day
from providers.working_days import add_working_days

LEAST_DECLINE_REASON = 20
LEAST_LEAVE_REASON = 10
LONGEST_REASON = 1000
LONGEST_NONE_FITS = 300


class NotChoosable(StrEnum):
    """Say why a listing can't be chosen by this citizen now."""

    WITHDRAWN = "withdrawn"
    TARGET_GROUP = "target_group"
    OUTSIDE_AREA = "outside_area"


class AfterCorrection(StrEnum):
    """Say what becomes of a choice when the municipality says another target group."""

    STANDS = "stands"
    LAPSES = "lapses"


def answer_day(at: datetime, days_to_answer: int) -> date:
    """Give the last day on which an actor can answer: so many working days after the day of the choice."""
    return add_working_days(danish_day(at), days_to_answer)


def is_overdue(answer_by: date, today: date) -> bool:
    """Say whether the last day to answer has gone."""
    return today > answer_by


def takes(content: Mapping[str, Any], target_group: str) -> bool:
    """Say whether a listing, as it says itself, takes a target group."""
    return target_group in content["target_groups"]


def covers(content: Mapping[str, Any], municipality_code: str) -> bool:
    """Say whether a listing, as it says itself, covers a municipality."""
    return bool(content["nationwide"]) or municipality_code in content["municipalities"]


def not_choosable(
    content: Mapping[str, Any], *, municipality_code: str, target_group: str
) -> NotChoosable | None:
    """Say why a listing's content can't be chosen by somebody, or nothing when it can."""
    if not takes(content, target_group):
        return NotChoosable.TARGET_GROUP
    return None if covers(content, municipality_code) else NotChoosable.OUTSIDE_AREA


def after_correction(content: Mapping[str, Any], target_group: str) -> AfterCorrection:
    """Decide what a corrected target group leads to: the choice stands if its listing takes the new group."""
    return AfterCorrection.STANDS if takes(content, target_group) else AfterCorrection.LAPSES


def places_left(stated: int | None, held_since: int) -> int | None:
    """Count the places that are left of those stated; where none are stated, there is no limit."""
    return None if stated is None else max(stated - held_since, 0)
