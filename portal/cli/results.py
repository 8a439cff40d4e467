"""Take in what registers tell of results, and let go of it again."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from portal.cli.releases import COMMANDS
from portal.cli.terminal import told
from portal.jobindsats import JobindsatsFailed, fetch_table
from portal.state import portal
from providers.audit.models import OPERATOR
from ratings.measured_results.register_files.import_queries import imports as list_imports
from ratings.measured_results.register_files.importing import (
    AlreadyImported,
    PlainFile,
    Summary,
    check_results,
    keep_results,
)
from ratings.measured_results.register_files.mapping import Kind, Mapping, MappingUnusable
from ratings.measured_results.register_files.mapping_files import read_mapping
from ratings.measured_results.register_files.problems import Problem, ResultsRefused
from ratings.measured_results.register_files.rejects import reject_list
from ratings.measured_results.register_files.removing import ImportInUse, ImportNotFound, remove_import

MOST_PROBLEMS_SHOWN = 100
UNITS = {Kind.SPELLS: "courses", Kind.AGGREGATES: "counts"}
A_FILE = click.Path(path_type=Path)


@click.group()
def results() -> None:
    """Take in results from registers, and publish what they show (docs/data-formats.md)."""


for command in COMMANDS:
    results.add_command(command)


@results.command("import")
@click.argument("file", type=A_FILE)
@click.option("--mapping", "mapping_file", type=A_FILE, help="A TOML file that says which column is what.")
@click.option("--source", default="", help="Where the rows come from.")
@click.option("--observed-until", type=click.DateTime(["%Y-%m-%d"]), help="The registers' last day.")
@click.option("--simulated", is_flag=True, help="The rows are simulated.")
@click.option("--good-rows-only", is_flag=True, help="Take the rows that are right, and leave the others.")
@click.option("--rejects", type=A_FILE, help="Write what is wrong to this CSV file.")
@with_appcontext
def import_file(
    file: Path,
    *,
    mapping_file: Path | None,
    source: str,
    observed_until: datetime | None,
    simulated: bool,
    good_rows_only: bool,
    rejects: Path | None,
) -> None:
    """Read a file of results: all of it, or nothing when any row is wrong."""
    until = observed_until.date() if observed_until else None
    with _mapping_told():
        mapping = (
            _changed(read_mapping(_text(mapping_file), observed_until=until), source, simulated=simulated)
            if mapping_file
            else PlainFile(source, simulated, until)
        )
        _take_in(file, str(file), mapping, rejects, good_rows_only=good_rows_only)


@results.command("fetch")
@click.argument("table")
@click.option("--mapping", "mapping_file", type=A_FILE, required=True, help="Says which column is what.")
@click.option("--rejects", type=A_FILE, help="Write what is wrong to this CSV file.")
@with_appcontext
def fetch(table: str, mapping_file: Path, rejects: Path | None) -> None:
    """Fetch a table from Jobindsats, such as y14d03, and take it in: all of it or nothing."""
    settings = portal().settings
    if not settings.jobindsats_token:
        raise click.ClickException("Without PORTAL_JOBINDSATS_TOKEN Jobindsats answers nobody.")
    with _mapping_told(), TemporaryDirectory() as folder:
        mapping = read_mapping(_text(mapping_file))
        try:
            content = fetch_table(settings.jobindsats_url, settings.jobindsats_token, table, mapping.query)
        except JobindsatsFailed as failed:
            raise click.ClickException(str(failed)) from None
        path = Path(folder) / "table.csv"
        path.write_bytes(content)
        _take_in(path, f"table {table}", mapping, rejects, good_rows_only=False)


@results.command("imports")
@with_appcontext
def imports() -> None:
    """List the files that have come in."""
    with told("Nothing can be listed"), portal().database.reading() as session:
        for each in list_imports(session):
            marks = [
                mark for mark, holds in (("simulated", each.simulated), ("erased", each.erased_at)) if holds
            ]
            click.echo(
                "\t".join(
                    [
                        str(each.id),
                        f"{each.imported_at:%Y-%m-%d %H:%M}Z",
                        each.kind,
                        f"{each.accepted} of {each.rows} rows",
                        f"until {each.observed_until}",
                        each.source,
                        *marks,
                    ]
                )
            )


@results.command("remove-import")
@click.argument("number", type=int)
@with_appcontext
def remove(number: int) -> None:
    """Remove an import with all its rows, unless a release that is public was made from it."""
    state = portal()
    try:
        with told(f"Import {number} has not been removed"), state.database.transaction() as session:
            removed = remove_import(session, number, at=state.now(), by=OPERATOR)
    except ImportNotFound:
        raise click.ClickException(f"There is no import {number}.") from None
    except ImportInUse as used:
        raise click.ClickException(
            f"Release {used.release_id} was made from it and is public: withdraw that first."
        ) from None
    click.echo(f"Import {number} with {removed} rows is removed.")


def _take_in(
    path: Path, name: str, mapping: Mapping | PlainFile, rejects: Path | None, *, good_rows_only: bool
) -> None:
    state = portal()
    try:
        with (
            told(f"Nothing of {name} has been imported"),
            _bars() as progress,
        ):
            with state.database.reading() as session:
                checked = check_results(
                    session, path, mapping, at=state.now(), progress=progress, good_rows_only=good_rows_only
                )
            with state.database.transaction() as session:
                summary = keep_results(session, checked, by=OPERATOR)
    except AlreadyImported as known:
        click.echo(f"{name} is import {known.import_id} already; nothing is added.")
        if mapping.source != known.source:
            click.echo(
                f"It came in from {known.source!r}, and that stands. If it is wrong: "
                f"`results remove-import {known.import_id}`, and import the file again.",
                err=True,
            )
        return
    except ResultsRefused as refused:
        _show(refused.problems, refused.count, rejects)
        raise click.ClickException(f"Nothing of {name} has been imported.") from None
    except OSError as error:
        raise click.ClickException(f"{name} cannot be read: {error.strerror}.") from None
    if summary.problem_count:
        _show(summary.problems, summary.problem_count, rejects)
    click.echo(_sentence(summary))


def _show(problems: tuple[Problem, ...], count: int, rejects: Path | None) -> None:
    for problem in problems[:MOST_PROBLEMS_SHOWN]:
        click.echo(str(problem), err=True)
    rest = count - min(len(problems), MOST_PROBLEMS_SHOWN)
    if rest:
        click.echo(f"... and {rest} more.", err=True)
    if rejects is not None:
        try:
            rejects.write_bytes(reject_list(problems))
        except OSError as error:
            raise click.ClickException(f"{rejects} cannot be written: {error.strerror}.") from None
        click.echo(f"{len(problems)} of {count} problems are written to {rejects}.", err=True)


def _sentence(summary: Summary) -> str:
    rows = f"{summary.rows} rows read, {summary.accepted} {UNITS[summary.kind]} taken"
    return f"Import {summary.import_id}: {rows}, {summary.problem_count} problems."


def _changed(mapping: Mapping, source: str, *, simulated: bool) -> Mapping:
    """Let what is said at the terminal stand before what the mapping says."""
    return replace(mapping, source=source or mapping.source, simulated=simulated or mapping.simulated)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"{path} is not text in UTF-8.") from None


@contextmanager
def _mapping_told() -> Iterator[None]:
    try:
        yield
    except MappingUnusable as unusable:
        for sentence in unusable.sentences:
            click.echo(sentence, err=True)
        raise click.ClickException("Nothing has been imported.") from None


@contextmanager
def _bars() -> Iterator[Callable[[str, int, int], object]]:
    """Show how far each step is on standard error while somebody sits at the terminal."""
    with tqdm(unit="rows", unit_scale=True, disable=None, file=sys.stderr, leave=False) as bar:

        def progress(step: str, done: int, total: int) -> None:
            bar.set_description(step.capitalize(), refresh=False)
            bar.total = total
            bar.update(done - bar.n)

        yield progress
