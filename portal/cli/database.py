"""Bring the database's tables to the shape that this version of the portal needs."""

import click
from flask.cli import with_appcontext

from migrations.running import upgrade
from portal.state import portal


@click.group()
def database() -> None:
    """Look after the database."""


@database.command("upgrade")
@with_appcontext
def upgrade_tables() -> None:
    """Make or change the tables; nothing is done where they are right already."""
    upgrade(portal().settings.database_url)
    click.echo("The database is up to date.")
