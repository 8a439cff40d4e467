"""Write a release's public figures as files for others to use: CSV for tables, JSON for programs."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.accounts.copies import cell
from ratings.measured_results.disclosure.door import PublicFigure
from ratings.measured_results.published import FIELDS, PublishedFigures
from ratings.measured_results.rules import name_of_quarter

RATIOS = frozenset({
    *(f"{name}{limit}" for name in ("ratio", "shrunken") for limit in ("", "_lower", "_upper"))
})  # fmt: skip
COLUMNS = ("level", "organisation", "listing", *(name for name in FIELDS if name != "level"))


@dataclass(frozen=True, slots=True)
class Slugs:
    """What organisations and listings are called in the addresses of their pages, by number."""

    organisations: Mapping[int, str]
    listings: Mapping[int, str]


def as_csv(figures: PublishedFigures, slugs: Slugs) -> bytes:
    """Write a line for each figure, in UTF-8 with commas and decimal points; what is not known is empty."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for row in rows(figures, slugs):
        writer.writerow([_cell(name, row[name]) for name in COLUMNS])
    return buffer.getvalue().encode()


def as_json(facts: Mapping[str, Any], figures: PublishedFigures, slugs: Slugs) -> bytes:
    """Write the facts of the release and its figures; what is not known is null."""
    content = {"release": facts, "figures": list(rows(figures, slugs))}
    return json.dumps(content, ensure_ascii=False).encode()


def rows(figures: PublishedFigures, slugs: Slugs) -> Iterator[dict[str, Any]]:
    """Give each figure by the names of the columns."""
    return (_row(figure, slugs) for figure in figures.every())


def _row(figure: PublicFigure, slugs: Slugs) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(figure, name) for name in FIELDS}
    if figure.quarter is not None:
        row["quarter"] = name_of_quarter(figure.quarter)
    row["organisation"] = slugs.organisations.get(figure.organisation_id or 0)
    row["listing"] = slugs.listings.get(figure.listing_id or 0)
    return row


def _cell(name: str, value: object) -> str:
    return f"{value:.2f}" if name in RATIOS and value is not None else cell(value)
