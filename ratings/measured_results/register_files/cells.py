"""Read single cells of a register's file: what a text says, as a whole number, or why it cannot be.

Each reader takes a text and gives a number and a reason: the number is UNKNOWN where nothing stands, and the
reason is None where nothing is wrong.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from ratings.measured_results.method.spell_columns import UNKNOWN
from ratings.measured_results.register_files.problems import Reason
from ratings.measured_results.rules import QUARTERS, NotAQuarter, quarter_named

Cell = tuple[int, Reason | None]
Read = Callable[[str], Cell]

NOTHING: Cell = (UNKNOWN, None)
FIRST_YEAR = 1990
LARGEST = 2_000_000_000
EPOCH = date(1970, 1, 1)
# What programs write for yes and no, besides 1 and 0.
YES_OR_NO = {"1": 1, "0": 0, "1.0": 1, "0.0": 0, "1,0": 1, "0,0": 0, "true": 1, "false": 0}
ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
DANISH_DAY = re.compile(r"([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})")
YEAR = re.compile(r"[0-9]{4}")
# Decimal comma or point; with both, the one that stands last is the decimal sign.
NUMBER = re.compile(
    r"-?[0-9]{1,12}(?:[.,][0-9]{1,30})?(?:[eE][-+]?[0-9]{1,2})?|-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,30}"
)
SHARE_PARTS = 10**9


def day(text: str) -> Cell:
    """Read a day such as 2026-11-01 as days since 1970."""
    match = ISO_DAY.fullmatch(text)
    return _day(match[1], match[2], match[3]) if match else (UNKNOWN, Reason.NOT_A_DAY)


def danish_day(text: str) -> Cell:
    """Read a day such as 01-11-2026 as days since 1970."""
    match = DANISH_DAY.fullmatch(text)
    return _day(match[3], match[2], match[1]) if match else (UNKNOWN, Reason.NOT_A_DAY)


def yes_or_no(text: str) -> Cell:
    """Read 1 or 0."""
    found = YES_OR_NO.get(text.lower())
    return (UNKNOWN, Reason.NOT_YES_OR_NO) if found is None else (found, None)


def weeks(most: int) -> Read:
    """Read whole weeks."""

    def read(text: str) -> Cell:
        found, reason = whole(text)
        if reason in (Reason.NEGATIVE, Reason.TOO_LARGE) or found > most:
            return UNKNOWN, Reason.OUT_OF_RANGE
        return found, reason

    return read


def whole(text: str) -> Cell:
    """Read a whole number from 0; 12.0 is one too."""
    return _scaled(text, 1)


def kroner(text: str) -> Cell:
    """Read an amount in kroner as whole øre."""
    whole_kroner, _, rest = text.replace(",", ".").partition(".")
    if len(whole_kroner) < 8 and len(rest) == 2 and (whole_kroner + rest).isdecimal() and text.isascii():
        return int(whole_kroner + rest), None  # most are like this, and few files repeat a price
    return _scaled(text, 100)


def share(text: str) -> Cell:
    """Read a share from 0 to 1 in parts of a thousand million."""
    return _share(text, 1)


def percentage(text: str) -> Cell:
    """Read a share from 0 to 100 in the same parts."""
    return _share(text, 100)


def first_quarter(text: str) -> Cell:
    """Read a quarter, or the first one of a year."""
    return _quarter(text, 0)


def last_quarter(text: str) -> Cell:
    """Read a quarter, or the last one of a year."""
    return _quarter(text, QUARTERS - 1)


def code(known: Mapping[str, int], reason: Reason) -> Read:
    """Read one of the known words as its number."""

    def read(text: str) -> Cell:
        found = known.get(text)
        return (UNKNOWN, reason) if found is None else (found, None)

    return read


def number(text: str) -> Decimal | None:
    """Read a number with decimal comma or point."""
    if NUMBER.fullmatch(text) is None:
        return None
    plain = text.replace(".", "") if "," in text else text
    try:
        return Decimal(plain.replace(",", "."))
    except InvalidOperation:
        return None


def band_of(text: str, edges: tuple[int, ...]) -> str | None:
    """Name the band that a number lies in, such as "<30", "30-39" or "50+"; None when it is no number."""
    found = number(text)
    if found is None:
        return None
    above = sum(found >= edge for edge in edges)
    if above == 0:
        return f"<{edges[0]}"
    if above == len(edges):
        return f"{edges[-1]}+"
    return f"{edges[above - 1]}-{edges[above] - 1}"


def _day(year: str, month: str, day_of_month: str) -> Cell:
    try:
        found = date(int(year), int(month), int(day_of_month))
    except ValueError:
        return UNKNOWN, Reason.NOT_A_DAY
    if found.year < FIRST_YEAR:
        return UNKNOWN, Reason.NOT_A_DAY
    return (found - EPOCH).days, None


def _scaled(text: str, scale: int) -> Cell:
    found = number(text)
    if found is None:
        return UNKNOWN, Reason.NOT_A_NUMBER
    if found < 0:
        return UNKNOWN, Reason.NEGATIVE
    scaled = found * scale
    if scaled != int(scaled):
        return UNKNOWN, Reason.NOT_WHOLE
    return (int(scaled), None) if scaled <= LARGEST else (UNKNOWN, Reason.TOO_LARGE)


def _share(text: str, whole_is: int) -> Cell:
    found = number(text)
    if found is None:
        return UNKNOWN, Reason.NOT_A_NUMBER
    if not 0 <= found <= whole_is:
        return UNKNOWN, Reason.NOT_A_SHARE
    return round(found * SHARE_PARTS / whole_is), None


def _quarter(text: str, of_a_year: int) -> Cell:
    if YEAR.fullmatch(text) and int(text) >= FIRST_YEAR:
        return int(text) * QUARTERS + of_a_year, None
    try:
        return quarter_named(text), None
    except NotAQuarter:
        return UNKNOWN, Reason.NOT_A_QUARTER
