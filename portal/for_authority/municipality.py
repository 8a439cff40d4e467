"""The desk of a municipality's caseworkers: its own residents and nobody else."""

from flask import Blueprint, render_template

from portal.access import municipality
from portal.locale import gettext as _

pages = Blueprint("municipality", __name__)


@pages.get("/municipality")
@municipality
def overview() -> str:
    """Show what needs doing."""
    return render_template("workspace.html", title=_("Overblik"))


@pages.get("/municipality/citizens")
@municipality
def residents() -> str:
    """List the municipality's residents, without anything about them."""
    return render_template("workspace.html", title=_("Borgere"))
