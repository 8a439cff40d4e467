"""Carry organisations and their listings in and out as a register file."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import with_appcontext
from tqdm import tqdm

from portal.cli.search import update_index_after
from portal.cli.terminal import new_file, told
from portal.state import portal
from providers.clock import danish_day
from providers.register.commands import Summary, import_file
from providers.register.export import export_lines
from providers.register.reading import read
from providers.register.records import RegisterFile, RegisterRefused

MOST_PROBLEMS_SHOWN = 100
STANDARD_OUTPUT = "-"


@click.group()
def register() -> None:
    """Carry organisations and listings in and out (docs/data-formats.md)."""


@register.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def import_register(file: Path) -> None:
    """Read a register file: all of it, or nothing when any line is wrong."""
    content = _read(file)
    try:
        with told(f"Nothing of {file} has been imported"):
            summary = _import(content)
    except RegisterRefused as refused:
        _show_problems(refused)
        raise click.ClickException(f"Nothing of {file} has been imported.") from None
    click.echo(_sentence(summary))
    update_index_after("The register is imported")


@register.command("export")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default=STANDARD_OUTPUT)
@with_appcontext
def export_register(file: Path) -> None:
    """Write the whole register to a file, or to standard output."""
    with told("Nothing has been exported"):
        if str(file) == STANDARD_OUTPUT:
            _export_to(sys.stdout.buffer)
            return
        with new_file(file) as output:
            _export_to(output)


def _read(path: Path) -> RegisterFile:
    try:
        with path.open("rb") as file, _bar("Reading", path.stat().st_size, "B") as advance:
            return read(file, advance)
    except FileNotFoundError:
        raise click.ClickException(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise click.ClickException(f"{path} is a folder; name a register file.") from None
    except OSError as error:
        raise click.ClickException(f"{path} cannot be read: {error.strerror}.") from None


def _import(file: RegisterFile) -> Summary:
    with (
        portal().database.transaction() as session,
        _bar("Writing", len(file.listings), "listings") as advance,
    ):
        return import_file(session, file, portal().now(), advance)


def _show_problems(refused: RegisterRefused) -> None:
    for problem in refused.problems[:MOST_PROBLEMS_SHOWN]:
        click.echo(str(problem), err=True)
    rest = len(refused.problems) - MOST_PROBLEMS_SHOWN
    if rest > 0:
        click.echo(f"... and {rest} more.", err=True)


def _sentence(summary: Summary) -> str:
    organisations, listings = summary.organisations, summary.listings
    return (
        f"Organisations: {organisations.new} new, {organisations.changed} changed, "
        f"{organisations.unchanged} unchanged. "
        f"Listings: {listings.new} new, {listings.changed} changed, {listings.unchanged} unchanged, "
        f"{listings.kept} kept as their actors wrote them."
    )


def _export_to(output: BinaryIO) -> None:
    state = portal()
    with state.database.reading() as session:
        output.writelines(line.encode() for line in export_lines(session, danish_day(state.now())))


@contextmanager
def _bar(what: str, total: int, unit: str) -> Iterator[Callable[[int], object]]:
    """Show progress on standard error while somebody sits at the terminal."""
    with tqdm(
        desc=what, total=total, unit=unit, unit_scale=True, disable=None, file=sys.stderr, leave=False
    ) as bar:
        yield bar.update
