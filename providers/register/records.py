"""What a register file holds, as frozen values, and what can be wrong with a line of it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from providers.approval.models import ApprovalBasis
from providers.listings.content import ListingContent
from providers.listings.rules import ListingStatus
from providers.organisations.models import OrganisationKind

FORMAT = 1
LONGEST_VALUE_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Header:
    """The first line: where the facts come from and the day they were true."""

    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class ApprovalRecord:
    """An organisation's approval; a scope that is None covers everything."""

    basis: ApprovalBasis
    ground: str
    municipalities: tuple[str, ...] | None
    target_groups: tuple[str, ...] | None
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """An organisation under its key, such as `cvr:01234567`, with its approvals by their first day."""

    key: str
    kind: OrganisationKind
    slug: str
    name: str
    simulated: bool
    approvals: tuple[ApprovalRecord, ...]


@dataclass(frozen=True, slots=True)
class AvailabilityRecord:
    """Free places and waiting time as they were confirmed at a moment."""

    places: int | None
    waiting_days: int | None
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class ListingRecord:
    """A listing under its organisation's key and its own."""

    organisation: str
    key: str
    slug: str
    p_number: str | None
    registered_on: date
    claimed_on: date | None
    status: ListingStatus
    content: ListingContent
    availability: AvailabilityRecord | None


Record = Header | OrganisationRecord | ListingRecord


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line: the field, the value that stands there and the reason."""

    line: int
    field: str
    value: Any
    reason: str

    def __str__(self) -> str:
        """Write the problem on one line that is safe to print on a terminal."""
        return _printable(f"line {self.line}, {_cut(self.field)}: {_shown(self.value)} - {self.reason}")


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A whole file; each record stands under the number of its line, and a line with problems has none.

    `doubtful` are the organisations whose own lines have problems, so that their listings are not
    blamed for it.
    """

    header: Header | None
    organisations: dict[int, OrganisationRecord]
    listings: dict[int, ListingRecord]
    problems: list[Problem]
    doubtful: frozenset[str]


class RegisterRefused(Exception):
    """A register file cannot be imported; nothing of it has been."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems in the order of their lines."""
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__(f"The register file has {len(problems)} problems.")


def _shown(value: Any) -> str:
    """Write a value as JSON, cut to what fits on a line."""
    try:
        return _cut(json.dumps(value, ensure_ascii=False))
    except RecursionError:
        return "[…]"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE_SHOWN else f"{text[: LONGEST_VALUE_SHOWN - 1]}…"


def _printable(text: str) -> str:
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "backslashreplace").decode()
        for sign in text
    )
