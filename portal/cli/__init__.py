"""The commands of the portal, run as `flask --app wsgi ...`."""

from flask import Flask

from portal.cli.assets import assets
from portal.cli.audit import audit
from portal.cli.database import database
from portal.cli.demonstration import demonstration
from portal.cli.jobs import jobs
from portal.cli.people import people
from portal.cli.register import register
from portal.cli.results import results
from portal.cli.retention import retention
from portal.cli.search import index, search

COMMANDS = (assets, audit, database, demonstration, jobs, people, register, results, retention, index, search)


def init_commands(app: Flask) -> None:
    """Make the commands known to Flask."""
    for command in COMMANDS:
        app.cli.add_command(command)
