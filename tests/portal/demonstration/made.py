"""The demonstration as its readers meet it: as the register's own reader gives it, and as plain lines."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from portal.demonstration.actors import STANDARD_LISTINGS
from portal.demonstration.loading import as_register_file
from portal.demonstration.register_file import SEED, register_lines
from providers.register.records import ListingRecord, OrganisationRecord, RegisterFile

ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
LATER = date(2028, 3, 1)  # after two regions have become one
DAYS = (ON, LATER)


@lru_cache(maxsize=4)
def lines(on: date = ON, listings: int = STANDARD_LISTINGS) -> tuple[dict[str, Any], ...]:
    """Give the lines of the demonstration's register file."""
    return tuple(register_lines(SEED, on, listings))


@lru_cache(maxsize=4)
def register_file(on: date = ON, listings: int = STANDARD_LISTINGS) -> RegisterFile:
    """Read the lines as an import does."""
    return as_register_file(iter(lines(on, listings)))


def organisations(on: date = ON) -> dict[str, OrganisationRecord]:
    """Give the organisations by their keys."""
    return {record.key: record for record in register_file(on).organisations.values()}


def listings(on: date = ON) -> list[ListingRecord]:
    """Give the listings in the order of the file."""
    return list(register_file(on).listings.values())


def danish_texts(on: date = ON) -> Iterator[str]:
    """Give what each listing says in Danish."""
    for listing in listings(on):
        said = (listing.content.summary_da, listing.content.description_da)
        yield "\n\n".join(text for text in said if text)


def readability(text: str) -> float:
    """Measure the LIX of a text: words a sentence, and the share of words of more than six letters."""
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+", text)
    ends = len(re.findall(r"[.:!?](?=\s|$)", text))
    return len(words) / max(ends, 1) + 100 * sum(len(word) > 6 for word in words) / len(words)
