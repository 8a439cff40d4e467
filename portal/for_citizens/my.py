"""A citizen's own pages: what they have told, who has looked, and their data."""

from flask import Blueprint, render_template

from portal.access import citizen
from portal.locale import gettext as _

pages = Blueprint("my", __name__)


@pages.get("/my")
@citizen
def overview() -> str:
    """Show what a citizen has told and what needs doing."""
    return render_template("workspace.html", title=_("Overblik"))


@pages.get("/my/looks")
@citizen
def looks() -> str:
    """Show who has looked at the citizen's facts, and why."""
    return render_template("workspace.html", title=_("Hvem har set mine oplysninger"))


@pages.get("/my/data")
@citizen
def data() -> str:
    """Let a citizen take their data along, or have them deleted."""
    return render_template("workspace.html", title=_("Mine data"))
