"""Fill the register with the real public actors and plainly invented others, so that all can be tried."""

from importlib import import_module
from types import ModuleType
from typing import TextIO

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from portal.cli.search import update_index_after
from portal.demonstration.actors import STANDARD_LISTINGS
from portal.demonstration.cases import has_cases, load_cases
from portal.demonstration.loading import (
    holds_real_advisers,
    is_loaded,
    load_invented_actors,
    load_public_actors,
)
from portal.demonstration.people import has_people, load_people
from portal.demonstration.presence import has_results
from portal.demonstration.register_file import SEED, register_lines, write_lines
from portal.state import portal
from providers.clock import danish_day
from providers.listings.commands import hold_catalogue
from ratings.measured_results.rules import name_of_quarter

MOST_LISTINGS = 50_000
REAL_ADVISERS_ARE_HERE = (
    "This register holds real private actors. Invented ones must not stand beside them: "
    "load the demonstration into a database of its own (DATABASE_URL or PORTAL_DATA_DIR)."
)

NOT_ALLOWED_HERE = (
    "Nothing was loaded: the demonstration brings in invented actors, which a real portal must never show. "
    "If this portal is for trying out, set PORTAL_DEMONSTRATION=1 in the environment and run it again."
)

listings_option = click.option(
    "--listings",
    type=click.IntRange(1, MOST_LISTINGS),
    default=STANDARD_LISTINGS,
    show_default=True,
    help="How many listings to make up; fewer cannot cover the whole country.",
)


@click.group()
def demonstration() -> None:
    """Try the portal with actors that are plainly invented."""


@demonstration.command("load")
@listings_option
@with_appcontext
def load(listings: int) -> None:
    """Load the real public actors, the invented others and their results, once, and index the words."""
    if not portal().settings.demonstration:
        raise click.ClickException(NOT_ALLOWED_HERE)
    try:
        with portal().database.transaction() as session:
            # Whoever else loads waits here, and then finds that it has been done.
            hold_catalogue(session)
            _load(session, listings)
            _load_people(session)
            releases = _load_results(session)
            _load_cases(session)
    except (OperationalError, ProgrammingError) as error:
        reason = str(error.orig).strip()
        raise click.ClickException(
            f"Nothing was loaded, since the database refused: {reason} "
            "If a table is missing, run `flask --app wsgi database upgrade` first."
        ) from None
    for number in releases:
        _when_needed("portal.jobs.results").draw_charts(portal(), number)
    update_index_after("The demonstration is loaded")


@demonstration.command("write")
@click.argument("file", type=click.File("w", encoding="utf-8", atomic=True))
@listings_option
@with_appcontext
def write(file: TextIO, listings: int) -> None:
    """Write the invented actors to a register file, for looking at; - is standard output."""
    number = write_lines(file, register_lines(SEED, danish_day(portal().now()), listings))
    click.echo(f"{number} lines were written.", err=True)


def _load_cases(session: Session) -> None:
    if not has_cases(session):
        number = load_cases(session, portal().settings, portal().now())
        click.echo(f"{number} cases of approval were made up.")


def _load_people(session: Session) -> None:
    if not has_people(session):
        number = load_people(session, portal().now())
        click.echo(f"{number} invented people came in, as whom anybody can sign in.")


def _load_results(session: Session) -> list[int]:
    """Publish simulated results, and give the numbers of the releases that have no pictures yet."""
    if has_results(session):
        return []
    results, at, numbers = _when_needed("portal.demonstration.results"), portal().now(), []
    taken = results.import_invented(session, SEED, at)
    click.echo(f"{taken.accepted} simulated courses came in through the import of results.")
    for release in results.publish_invented(session, at):
        period = f"{name_of_quarter(release.first_quarter)} to {name_of_quarter(release.last_quarter)}"
        click.echo(f"Release {release.id}: the results of {period} are public, and marked as simulated.")
        numbers.append(release.id)
    return numbers


def _when_needed(name: str) -> ModuleType:
    """Load a module that makes figures or pictures, which takes seconds.

    Each later start of a demonstration finds everything there, and should not wait for them.
    """
    return import_module(name)


def _load(session: Session, listings: int) -> None:
    if is_loaded(session):
        click.echo("The demonstration is there already, so the register was left as it is.")
        return
    if holds_real_advisers(session):
        raise click.ClickException(REAL_ADVISERS_ARE_HERE)
    at = portal().now()
    public = load_public_actors(session, at)
    click.echo(
        f"{public.organisations.new} real municipalities and unemployment funds came in, with no figures."
    )
    click.echo(f"Making up {listings} listings.")
    invented = load_invented_actors(session, register_lines(SEED, danish_day(at), listings), at)
    click.echo(
        f"{invented.organisations.new} invented actors came in, with {invented.listings.new} listings. "
        "All are marked as simulated."
    )
