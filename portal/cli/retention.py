"""Let go, at the terminal, of what the portal keeps no longer; the clock does it every night by itself."""

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from portal.jobs.retention import let_go
from portal.state import portal


@click.group()
def retention() -> None:
    """Keep personal data no longer than promised."""


@retention.command("run")
@with_appcontext
def run() -> None:
    """Remove what is old and erase people who have been gone for long; running it again does nothing."""
    state = portal()
    try:
        gone = let_go(state, state.now())
    except DBAPIError as error:
        raise click.ClickException(
            f"It was cut short, since the database refused ({type(error.orig).__name__}). "
            "What had gone stays gone; run it again."
        ) from None
    for name, number in gone.items():
        click.echo(f"{name}: {number}")
