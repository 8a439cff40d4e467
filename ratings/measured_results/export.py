"""A release's figures as a table that leaves the portal: whole for the authority, or as everybody sees them.

Every row has passed the door in disclosure.py. The columns are explained in docs/data-formats.md.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from providers.listings.queries import slugs_of_listings
from providers.organisations.queries import slugs_of_organisations
from providers.spreadsheets import as_text
from ratings.measured_results.codes import Level, Measure, Missing, ReleaseState
from ratings.measured_results.disclosure.door import AuthorityFigure, PublicFigure, for_authority
from ratings.measured_results.figure_rows import result_rows
from ratings.measured_results.method.figure import Figure
from ratings.measured_results.method.tallies import Actor
from ratings.measured_results.models import Release
from ratings.measured_results.release_queries import public_figures_of
from ratings.measured_results.rules import name_of_quarter

# The one list of columns: of files at the terminal and on the page, for the authority and for everybody.
COLUMNS = (
    "level", "slug", "organisation", "target_group", "quarter", "measure", "n", "observed", "expected",
    "ratio", "lower", "upper", "share", "share_lower", "share_upper", "weeks", "weeks_lower", "weeks_upper",
    "kroner", "kroner_lower", "kroner_upper", "shrunken", "shrunken_lower", "shrunken_upper", "reliability",
    "grade", "reason", "people_missing", "hidden", "simulated", "withdrawn",
)  # fmt: skip
QUARTER = "quarter"
LIMITS = ("", "_lower", "_upper")
ALL = "all"  # target groups, or quarters
COUNTRY = ""  # has no slug
ORE = 100
WHOLE = 100  # per cent
ACTOR = "actor"  # whose row it is, until the slugs are known
SAME = (*(f"shrunken{limit}" for limit in LIMITS), "reliability", "grade", "reason", "people_missing")

Row = dict[str, Any]
Values = Sequence[float | None]  # a value and its limits
NO_VALUES: Values = (None, None, None)


class NothingPublic(Exception):
    """A release has not been published, so nobody but the authority may see its figures."""


def whole_rows(session: Session, release: Release, *, quarters: bool = False) -> list[Row]:
    """Give every figure of a release to the authority, with a mark where the public does not get it."""
    kept = (for_authority(row) for row in result_rows(session, release.id))
    return _ordered(session, release, [_whole(each) for each in kept if quarters or not each.whole.quarter])


def public_rows(session: Session, release: Release, *, quarters: bool = False) -> list[Row]:
    """Give a release's figures as everybody may see them, or raise NothingPublic."""
    figures = public_figures_of(release)
    if figures is None:
        raise NothingPublic(release.id)
    rows = [_rounded(each) for each in figures.every() if quarters or each.quarter is None]
    return _ordered(session, release, rows)


def as_csv(rows: Iterable[Row]) -> Iterator[str]:
    """Write rows as CSV with commas and decimal points, a line at a time; no cell is taken for a formula."""
    yield _line(COLUMNS)
    for row in rows:
        yield _line([_text(row[name]) for name in COLUMNS])


def as_json(release: Release, rows: Iterable[Row]) -> Iterator[str]:
    """Write a release and its figures as one JSON object, a figure a line."""
    yield f'{{"release": {json.dumps(facts_of(release), ensure_ascii=False)},\n"figures": ['
    before = "\n"
    for row in rows:
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def facts_of(release: Release) -> dict[str, Any]:
    """Give what a program must know of a release."""
    return {
        "id": release.id,
        "state": release.state,
        "simulated": release.simulated,
        "adjusted": bool(release.fits),
        "first_quarter": name_of_quarter(release.first_quarter),
        "last_quarter": name_of_quarter(release.last_quarter),
        "observed_until": release.observed_until.isoformat(),
        "published_at": release.published_at.isoformat() if release.published_at else None,
        "withdrawn_at": release.withdrawn_at.isoformat() if release.withdrawn_at else None,
        "corrects": release.corrects_id,
        "note": release.note,
        "method_version": release.method_version,
        "code_version": release.code_version,
        "inputs": release.inputs,
        "input_hash": release.input_hash,
        "results_hash": release.results_hash,
    }


def _whole(each: AuthorityFigure) -> Row:
    figure = each.whole
    values = (figure.value, figure.value_lower, figure.value_upper)
    of_duration, of_cost = figure.measure is Measure.DURATION, figure.measure is Measure.COST
    return {
        **_keys(figure.actor, figure.group, figure.quarter, figure.measure),
        "n": figure.n,
        "observed": figure.observed,
        "expected": figure.expected,
        "ratio": figure.ratio,
        "lower": figure.ratio_lower,
        "upper": figure.ratio_upper,
        **_limits("share", NO_VALUES if of_duration or of_cost else values),
        **_limits("weeks", values if of_duration else NO_VALUES),
        **_limits("kroner", [value and round(value / ORE, 2) for value in values] if of_cost else NO_VALUES),
        **_same(figure),
        "hidden": each.hidden,
    }


def _rounded(figure: PublicFigure) -> Row:
    """Give what a public figure tells: never how many reached an outcome, or were expected to."""
    hidden = figure.reason is Missing.FEW_TO_SHOW
    actor = Actor(Level(figure.level), figure.organisation_id, figure.listing_id)
    shares = (figure.share, figure.share_lower, figure.share_upper)
    return {
        **_keys(actor, figure.target_group, figure.quarter, figure.measure),
        "n": figure.n,
        "observed": None,
        "expected": None,
        "ratio": figure.ratio,
        "lower": figure.ratio_lower,
        "upper": figure.ratio_upper,
        **_limits("share", [None if each is None else each / WHOLE for each in shares]),
        **_limits("weeks", (figure.weeks, figure.weeks_lower, figure.weeks_upper)),
        **_limits("kroner", (figure.kroner, figure.kroner_lower, figure.kroner_upper)),
        **_same(figure),
        "hidden": Missing.FEW_TO_SHOW if hidden else None,
    }


def _limits(name: str, values: Values) -> Row:
    """Name a value and its limits."""
    return {f"{name}{limit}": value for limit, value in zip(LIMITS, values, strict=True)}


def _same(figure: Figure | PublicFigure) -> Row:
    """Give what has the same name whole and rounded."""
    return {name: getattr(figure, name) for name in SAME}


def _keys(actor: Actor, group: str | None, quarter: int | None, measure: Measure) -> Row:
    return {
        ACTOR: actor,
        "level": actor.level,
        "target_group": group or ALL,
        QUARTER: ALL if quarter is None else name_of_quarter(quarter),
        "measure": measure,
    }


def _ordered(session: Session, release: Release, rows: Sequence[Row]) -> list[Row]:
    """Name the actors, and order by level, slug, measure, target group and quarter, totals first."""
    organisations, listings = slugs_of_organisations(session), slugs_of_listings(session)
    about = {"simulated": release.simulated, "withdrawn": release.state == ReleaseState.WITHDRAWN}
    found = [{**row, **named(row[ACTOR], organisations, listings), **about} for row in rows]
    levels, measures = list(Level), list(Measure)
    found.sort(
        key=lambda row: (
            levels.index(row["level"]),
            row["slug"],
            measures.index(row["measure"]),
            (row["target_group"] != ALL, row["target_group"]),
            (row[QUARTER] != ALL, row[QUARTER]),
        )
    )
    return [{name: row[name] for name in COLUMNS} for row in found]


def named(actor: Actor, organisations: Mapping[int, str], listings: Mapping[int, str]) -> Row:
    """Give the slugs of an actor; one that is not in the register any more has its number."""
    whole = COUNTRY
    if actor.organisation is not None:
        whole = organisations.get(actor.organisation, str(actor.organisation))
    own = whole if actor.listing is None else listings.get(actor.listing, str(actor.listing))
    return {"slug": own, "organisation": whole}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return as_text(value) if isinstance(value, str) else str(value)


def _line(cells: Iterable[str]) -> str:
    with io.StringIO(newline="") as buffer:
        csv.writer(buffer).writerow(cells)
        return buffer.getvalue()
