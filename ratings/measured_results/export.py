"""A release's figures as a table that leaves the portal: whole for the authority, or as everybody sees them.

Every row has passed the door in disclosure.py. The columns are explained in docs/data-formats.md.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.listings.models import Listing
from providers.organisations.models import Organisation
from ratings.measured_results.codes import Level, Measure, Missing
from ratings.measured_results.disclosure.door import AuthorityFigure, PublicFigure, for_authority
from ratings.measured_results.figure_rows import result_rows
from ratings.measured_results.models import Release
from ratings.measured_results.register_files.rejects import cell
from ratings.measured_results.release_queries import public_figures_of
from ratings.measured_results.rules import name_of_quarter

COLUMNS = (
    "level", "slug", "target_group", "measure", "n", "observed", "expected", "ratio", "lower", "upper",
    "share", "share_lower", "share_upper", "weeks", "kroner", "shrunken", "reliability", "grade", "reason",
    "hidden", "simulated",
)  # fmt: skip
QUARTER = "quarter"  # comes after the target group when quarters are asked for
ALL = "all"  # target groups, or quarters
COUNTRY = ""  # has no slug
ORE = 100
WHOLE = 100  # per cent
OTHER_UNITS = (Measure.DURATION, Measure.COST)

Row = dict[str, Any]


class NothingPublic(Exception):
    """A release has not been published, so nobody but the authority may see its figures."""


def whole_rows(session: Session, release: Release, *, quarters: bool = False) -> list[Row]:
    """Give every figure of a release to the authority, with a mark where the public does not get it."""
    kept = (for_authority(row) for row in result_rows(session, release.id))
    rows = [(*_place(each.whole.actor), _whole(each)) for each in kept if quarters or not each.whole.quarter]
    return _ordered(session, release, rows, quarters=quarters)


def public_rows(session: Session, release: Release, *, quarters: bool = False) -> list[Row]:
    """Give a release's figures as everybody may see them, or raise NothingPublic."""
    figures = public_figures_of(release)
    if figures is None:
        raise NothingPublic(release.id)
    rows = [
        (each.level, each.listing_id or each.organisation_id, _rounded(each))
        for each in figures.every()
        if quarters or each.quarter is None
    ]
    return _ordered(session, release, rows, quarters=quarters)


def as_csv(rows: Iterable[Row], *, quarters: bool = False) -> Iterator[str]:
    """Write rows as CSV with commas and decimal points, a line at a time; no cell is taken for a formula."""
    names = columns(quarters=quarters)
    yield _line(names)
    for row in rows:
        yield _line([_text(row[name]) for name in names])


def as_json(release: Release, rows: Iterable[Row]) -> Iterator[str]:
    """Write a release and its figures as one JSON object, a figure a line."""
    facts = {
        "id": release.id,
        "first_quarter": name_of_quarter(release.first_quarter),
        "last_quarter": name_of_quarter(release.last_quarter),
        "state": release.state,
        "simulated": release.simulated,
        "adjusted": bool(release.fits),
        "observed_until": release.observed_until.isoformat(),
        "method_version": release.method_version,
        "code_version": release.code_version,
        "results_hash": release.results_hash,
    }
    yield f'{{"release": {json.dumps(facts, ensure_ascii=False)},\n"figures": ['
    before = "\n"
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def columns(*, quarters: bool) -> tuple[str, ...]:
    """Name the columns in their order."""
    if not quarters:
        return COLUMNS
    place = COLUMNS.index("target_group") + 1
    return (*COLUMNS[:place], QUARTER, *COLUMNS[place:])


def _place(actor: Any) -> tuple[Level, int | None]:
    return actor.level, actor.listing or actor.organisation


def _whole(each: AuthorityFigure) -> Row:
    figure = each.whole
    share = figure.measure not in OTHER_UNITS
    cost = figure.measure is Measure.COST and figure.value is not None
    return {
        **_keys(figure.group, figure.quarter, figure.measure),
        "n": figure.n,
        "observed": figure.observed,
        "expected": figure.expected,
        "ratio": figure.ratio,
        "lower": figure.ratio_lower,
        "upper": figure.ratio_upper,
        "share": figure.value if share else None,
        "share_lower": figure.value_lower if share else None,
        "share_upper": figure.value_upper if share else None,
        "weeks": figure.value if figure.measure is Measure.DURATION else None,
        "kroner": round((figure.value or 0.0) / ORE, 2) if cost else None,
        "shrunken": figure.shrunken,
        "reliability": figure.reliability,
        "grade": figure.grade,
        "reason": figure.reason,
        "hidden": each.hidden,
    }


def _rounded(figure: PublicFigure) -> Row:
    """Give what a public figure tells: never how many reached an outcome, or were expected to."""
    hidden = figure.reason is Missing.FEW_TO_SHOW
    return {
        **_keys(figure.target_group, figure.quarter, figure.measure),
        "n": figure.n,
        "observed": None,
        "expected": None,
        "ratio": figure.ratio,
        "lower": figure.ratio_lower,
        "upper": figure.ratio_upper,
        "share": _part(figure.share),
        "share_lower": _part(figure.share_lower),
        "share_upper": _part(figure.share_upper),
        "weeks": figure.weeks,
        "kroner": figure.kroner,
        "shrunken": figure.shrunken,
        "reliability": figure.reliability,
        "grade": figure.grade,
        "reason": figure.reason,
        "hidden": Missing.FEW_TO_SHOW if hidden else None,
    }


def _keys(group: str | None, quarter: int | None, measure: Measure) -> Row:
    return {
        "target_group": group or ALL,
        QUARTER: ALL if quarter is None else name_of_quarter(quarter),
        "measure": measure,
    }


def _part(per_cent: int | None) -> float | None:
    return None if per_cent is None else per_cent / WHOLE


def _ordered(
    session: Session, release: Release, rows: list[tuple[Level, int | None, Row]], *, quarters: bool
) -> list[Row]:
    """Name the actors, and order by level, slug, measure, target group and quarter, totals first."""
    slugs: dict[Level, dict[int, str]] = {
        Level.ORGANISATION: _slugs(session, select(Organisation.id, Organisation.slug)),
        Level.LISTING: _slugs(session, select(Listing.id, Listing.slug)),
    }
    names, levels, measures = columns(quarters=quarters), list(Level), list(Measure)
    found = [
        {
            **row,
            "level": level,
            "slug": COUNTRY if number is None else slugs[level].get(number, str(number)),
            "simulated": release.simulated,
        }
        for level, number, row in rows
    ]
    found.sort(
        key=lambda row: (
            levels.index(row["level"]),
            row["slug"],
            measures.index(row["measure"]),
            (row["target_group"] != ALL, row["target_group"]),
            (row[QUARTER] != ALL, row[QUARTER]),
        )
    )
    return [{name: row[name] for name in names} for row in found]


def _slugs(session: Session, statement: Any) -> dict[int, str]:
    return {row.id: row.slug for row in session.execute(statement)}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return cell(value) if isinstance(value, str) else str(value)


def _line(cells: Iterable[str]) -> str:
    with io.StringIO(newline="") as buffer:
        csv.writer(buffer).writerow(cells)
        return buffer.getvalue()
