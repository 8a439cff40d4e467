"""An organisation's keys to the API."""

from flask import Blueprint, render_template

from portal.access import owner
from portal.locale import gettext as _

pages = Blueprint("keys", __name__)


@pages.get("/office/<organisation>/keys")
@owner
def keys(organisation: str) -> str:
    """Show the organisation's keys."""
    return render_template("workspace.html", title=_("Nøgler til API"))
