"""Rank actors from the terminal exactly as the pages do."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any, TextIO

import click
from flask.cli import with_appcontext

from matching.catalogue import Catalogue, CatalogueUnavailable
from matching.explanation import Explained, explain
from matching.needs import Needs, NeedsUnusable, document_of, needs_from
from matching.ranking import Ranking, rank
from matching.reasons import Reason
from portal.known_codes import known_codes
from portal.state import portal

SCORE_DIGITS = 6
WHAT_IS_WRONG = {
    "no_such_answer": "no answer has that name",
    "missing": "it must be answered",
    "no_such_code": "no such code exists today",
    "not_a_list": "several codes stand in a list",
    "not_a_weight": "a weight is a whole number from 0 to 100",
    "nothing_counts": "at least one weight must be above 0",
    "not_possible": "that can't be right",
}


@click.command()
@click.argument("needs_file", metavar="NEEDS.json", type=click.File(encoding="utf-8"))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--limit", type=click.IntRange(1), help="Print so many; all of them without it.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="Draw ties as on another day than today.")
@with_appcontext
def match(needs_file: TextIO, as_json: bool, limit: int | None, on: Any) -> None:
    """Rank the actors that a citizen may choose by what they need, with reasons and counter-reasons."""
    catalogue = _catalogue()
    needs = _read(needs_file, catalogue)
    ranking = rank(catalogue.columns, needs, on.date() if on else catalogue.day)
    shown = explain(
        catalogue.columns, catalogue.listings, ranking, 0, len(ranking) if limit is None else limit
    )
    if as_json:
        click.echo(json.dumps(_object(ranking, shown), ensure_ascii=False))
    else:
        click.echo("\n".join(_line(each) for each in shown) or "Nobody is left.")


def _catalogue() -> Catalogue:
    try:
        return portal().holder.current(portal().now())
    except CatalogueUnavailable as error:
        raise click.ClickException(str(error)) from None


def _read(file: TextIO, catalogue: Catalogue) -> Needs:
    try:
        document = json.load(file)
    except (UnicodeDecodeError, ValueError) as error:
        raise click.ClickException(f"{file.name} is not JSON in UTF-8: {error}.") from None
    if not isinstance(document, dict):
        raise click.ClickException(f"{file.name} must hold one object with the answers.")
    try:
        return needs_from(document, known_codes(catalogue))
    except NeedsUnusable as error:
        why = WHAT_IS_WRONG[error.fact]
        raise click.ClickException(f"{file.name}: {error.answer} is {error.value!r}; {why}.") from None


def _object(ranking: Ranking, shown: list[Explained]) -> dict[str, Any]:
    return {
        "needs": document_of(ranking.needs),
        "day": ranking.day.isoformat(),
        "release": ranking.release,
        "total": len(ranking),
        "left_out": {limit.value: count for limit, count in ranking.left_out.items() if count},
        "results": [_place(each) for each in shown],
    }


def _place(each: Explained) -> dict[str, Any]:
    return {
        "slug": each.listing.slug,
        "score": round(each.score, SCORE_DIGITS),
        "expected": _expected(each),
        "kilometres": each.kilometres,
        "new": each.new,
        "place_was_kept": each.kept,
        "reasons": [_reason(reason) for reason in each.reasons],
        "counter_reason": _reason(each.counter_reason),
    }


def _expected(each: Explained) -> dict[str, Any] | None:
    """Give what can be expected as shares, 0 to 1."""
    expected = each.expected
    if expected is None:
        return None
    until: date = expected.measured_until
    return {
        "share": expected.of_hundred / 100,
        "lower": expected.lower / 100,
        "upper": expected.upper / 100,
        "mean": expected.mean / 100,
        "people": expected.people,
        "whose": expected.whose.name.lower(),
        "measured_until": until.isoformat(),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {name: value for name, value in asdict(reason).items() if value not in (None, ())}


def _line(each: Explained) -> str:
    for_it = ", ".join(_said(reason) for reason in each.reasons)
    return f"{each.score:.3f}  {each.listing.slug}  + {for_it}  - {_said(each.counter_reason)}"


def _said(reason: Reason) -> str:
    amount = [] if reason.amount is None else [str(reason.amount)]
    return " ".join([reason.said.value, *amount, *(code for _, code in reason.codes)])
