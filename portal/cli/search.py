"""Find listings from the terminal exactly as the search page does, and look after the text index."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TextIO

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError
from tqdm import tqdm

from matching.catalogue import CatalogueUnavailable
from matching.finding import Findings, FindRequest, find
from portal.state import Portal, portal
from providers.clock import danish_day
from providers.search import commands
from providers.search.commands import Progress, Synchronised
from providers.search.index import IndexBusy, IndexUnavailable

MOST_RESULTS = 100_000
INVENTED = " (opdigtet)"


@click.command()
@click.argument("query", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option(
    "--limit", type=click.IntRange(1, MOST_RESULTS), default=20, show_default=True, help="Show so many."
)
@click.option(
    "--file",
    type=click.File(encoding="utf-8"),
    help="Read one query from each line that is not blank and print one JSON object for each.",
)
@with_appcontext
def search(query: str | None, as_json: bool, limit: int, file: TextIO | None) -> None:
    """Find listings by words and places, exactly as the search page would."""
    if (query is None) == (file is None):
        raise click.UsageError("Write what to search for, or name a file of queries with --file.")
    for text in _queries(file) if file else [query or ""]:
        findings = _find(text, limit)
        if as_json or file:
            click.echo(json.dumps(_object(text, findings), ensure_ascii=False))
        else:
            click.echo("\n".join(_lines(findings)))


def _queries(file: TextIO) -> Iterator[str]:
    """Give one query for each line; a blank line asks nothing."""
    try:
        yield from (line.rstrip("\r\n") for line in file if line.strip())
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file.name} is not written in UTF-8: {error.reason}.") from None


def _find(text: str, limit: int) -> Findings:
    state = portal()
    try:
        catalogue = state.holder.current(state.now())
    except CatalogueUnavailable as error:
        raise click.ClickException(str(error)) from None
    findings = find(catalogue, state.index, FindRequest(text=text, page_size=limit))
    if findings.words_unavailable:
        raise click.ClickException(
            "The words cannot be looked up. Bring the index up to date: flask --app wsgi index update"
        )
    return findings


def _object(text: str, findings: Findings) -> dict[str, object]:
    return {
        "query": text,
        "did_you_mean": findings.did_you_mean,
        "total": findings.total,
        "results": [{"slug": hit.listing.slug, "score": round(hit.score, 6)} for hit in findings.shown],
    }


def _lines(findings: Findings) -> Iterator[str]:
    yield f"{findings.total} found"
    if findings.did_you_mean:
        yield f"Did you mean: {findings.did_you_mean}"
    for hit in findings.shown:
        invented = INVENTED if hit.listing.organisation.simulated else ""
        yield f"{hit.score:.3f}  {hit.listing.slug}  {hit.listing.content.name}{invented}"


@click.group()
def index() -> None:
    """Look after the text index, by which words find listings."""


@index.command("update")
@with_appcontext
def update() -> None:
    """Bring the index in step with what is published; only what differs is written."""
    _update()


@index.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Write the index anew from the database; searches go on in the old one meanwhile."""
    state = portal()
    with _told(), state.database.reading() as session, _bar() as progress:
        done = commands.rebuild(session, state.index, _today(state), progress)
    click.echo(_sentence(done))


def update_index_after(done: str) -> None:
    """Let citizens find what has just come in by its words; `done` says what stands even when that fails."""
    try:
        _update()
    except click.ClickException as error:
        raise click.ClickException(f"{done}, but not its words: {error.message}") from None


def _update() -> None:
    state = portal()
    with _told(), state.database.reading() as session, _bar() as progress:
        done = commands.synchronise(session, state.index, _today(state), progress)
    click.echo(_sentence(done))


def _today(state: Portal) -> date:
    return danish_day(state.now())


def _sentence(done: Synchronised) -> str:
    return f"Index: {done.added} listings written, {done.removed} taken out."


@contextmanager
def _told() -> Iterator[None]:
    """Turn what can go wrong into a sentence for the one at the terminal."""
    try:
        yield
    except (IndexBusy, IndexUnavailable) as error:
        raise click.ClickException(str(error)) from None
    except OperationalError as error:
        reason = str(error.orig).strip()
        raise click.ClickException(
            f"The listings cannot be read from the database ({reason})."
            " Has `flask --app wsgi database upgrade` been run?"
        ) from None


@contextmanager
def _bar() -> Iterator[Progress]:
    """Show progress on standard error while somebody sits at the terminal."""
    with tqdm(desc="Indexing", unit="listings", disable=None, leave=False) as bar:

        def advance(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield advance
