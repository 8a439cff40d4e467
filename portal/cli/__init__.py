"""The commands of the portal, run as `flask --app wsgi ...`."""

from functools import cached_property
from importlib import import_module

import click
from flask import Flask

from portal.cli.assets import assets
from portal.cli.audit import audit
from portal.cli.database import database
from portal.cli.match import match
from portal.cli.people import people
from portal.cli.register import register
from portal.cli.retention import retention
from portal.cli.search import index, search


class Later(click.Group):
    """A group whose module is loaded when it is used, under its own name here.

    So the web server does without the libraries for tables, statistics and charts.
    """

    @cached_property
    def group(self) -> click.Group:
        """Give the group itself."""
        found = getattr(import_module(f"portal.cli.{self.name}"), str(self.name))
        if not isinstance(found, click.Group):
            raise TypeError(f"portal.cli.{self.name} holds no group of that name.")
        return found

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name its commands."""
        return self.group.list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find one of its commands."""
        return self.group.get_command(ctx, cmd_name)


LATER = (
    Later("demonstration", help="Try the portal with actors that are plainly invented."),
    Later("jobs", help="Send mails and do what the clock asks for."),
    Later("results", help="Take in results from registers, and publish what they show."),
)
COMMANDS = (assets, audit, database, *LATER, match, people, register, retention, index, search)


def init_commands(app: Flask) -> None:
    """Make the commands known to Flask."""
    for command in COMMANDS:
        app.cli.add_command(command)
