"""Read single JSON values strictly: a value fits as it stands or is refused with a reason."""

import re
import unicodedata
from collections.abc import Callable, Container
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from providers.organisations.rules import is_slug

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z")
# Neither control, surrogate and private signs belong in a text, nor those that turn its direction around.
REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Co"})
DIRECTION_SIGNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Unfit(Exception):
    """A value cannot stand where it stands; each fault is a value and the reason."""

    def __init__(self, *faults: tuple[Any, str]) -> None:
        """Keep the faults."""
        super().__init__(*faults)
        self.faults = faults


def optional(read: Callable[[Any], T]) -> Callable[[Any], T | None]:
    """Read a value that may be null."""
    return lambda value: None if value is None else read(value)


def flag(value: Any) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise Unfit((value, "must be true or false"))
    return value


def whole(most: int) -> Callable[[Any], int]:
    """Read a whole number from 0; true and false are no numbers."""

    def read(value: Any) -> int:
        if type(value) is not int or not 0 <= value <= most:
            raise Unfit((value, f"must be a whole number from 0 to {most}"))
        return value

    return read


def text(longest: int, *, paragraphs: bool = False) -> Callable[[Any], str]:
    """Read a text that is not empty; only one in paragraphs may have line breaks."""

    def read(value: Any) -> str:
        if not isinstance(value, str):
            raise Unfit((value, "must be text"))
        if not 1 <= len(value) <= longest:
            raise Unfit((value, f"must have 1 to {longest} characters, and has {len(value)}"))
        if value != value.strip():
            raise Unfit((value, "must not begin or end with a space"))
        if _has_refused_signs(value.replace("\n", "") if paragraphs else value):
            raise Unfit((value, "must not hold control signs"))
        if not unicodedata.is_normalized("NFC", value):
            raise Unfit((value, "must have each letter with its accent as one sign (Unicode NFC)"))
        return value

    return read


def form(pattern: str, reason: str, longest: int = 500) -> Callable[[Any], str]:
    """Read a text of a fixed form, which the reason describes."""
    expression = re.compile(pattern)

    def read(value: Any) -> str:
        if not isinstance(value, str) or len(value) > longest or expression.fullmatch(value) is None:
            raise Unfit((value, reason))
        return value

    return read


def slug(value: Any) -> str:
    """Read a name for addresses."""
    if not isinstance(value, str) or not is_slug(value):
        raise Unfit((value, "must be a-z, 0-9 and single hyphens, at most 80"))
    return value


def day(value: Any) -> date:
    """Read a calendar day."""
    try:
        if (
            isinstance(value, str)
            and DAY.fullmatch(value)
            and EARLIEST <= date.fromisoformat(value) <= LATEST
        ):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise Unfit((value, "must be a day that exists, such as 2026-11-01"))


def moment(value: Any) -> datetime:
    """Read a moment in UTC."""
    try:
        if isinstance(value, str) and MOMENT.fullmatch(value):
            read = datetime.fromisoformat(value)
            if EARLIEST < read.date() < LATEST:
                return read
    except ValueError:
        pass
    raise Unfit((value, "must be a time in UTC, such as 2026-11-01T09:00:00Z"))


def one_of(choices: type[E]) -> Callable[[Any], E]:
    """Read one of a few words."""
    words = frozenset(choice.value for choice in choices)

    def read(value: Any) -> E:
        if not isinstance(value, str) or value not in words:
            raise Unfit((value, f"must be one of {', '.join(choices)}"))
        return choices(value)

    return read


def code(known: Container[str], what: str) -> Callable[[Any], str]:
    """Read one code of a list; `what` describes the list."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in known:
            raise Unfit((value, f"is not {what}"))
        return value

    return read


def codes(known: Container[str], what: str, least: int = 0) -> Callable[[Any], tuple[str, ...]]:
    """Read a list of different codes and give it sorted, so that equal lists are equal."""
    read_one = code(known, what)

    def read(value: Any) -> tuple[str, ...]:
        faults: list[tuple[Any, str]] = []
        found: set[str] = set()
        for item in items(least)(value):
            try:
                if read_one(item) in found:
                    faults.append((item, "stands twice in the list"))
                found.add(item)
            except Unfit as unfit:
                faults.extend(unfit.faults)
        if faults:
            raise Unfit(*faults)
        return tuple(sorted(found))

    return read


def items(least: int = 0) -> Callable[[Any], list[Any]]:
    """Read a list of anything."""

    def read(value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise Unfit((value, "must be a list"))
        if len(value) < least:
            raise Unfit((value, f"must have at least {least}"))
        return value

    return read


def _has_refused_signs(value: str) -> bool:
    if value.isprintable():
        return False  # the quick way out: every refused sign is one that cannot be printed
    signs = set(value)
    return not signs.isdisjoint(DIRECTION_SIGNS) or any(
        unicodedata.category(sign) in REFUSED_CATEGORIES for sign in signs
    )
