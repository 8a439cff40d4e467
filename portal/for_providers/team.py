"""Who acts for an organisation."""

from flask import Blueprint, render_template

from portal.access import member
from portal.locale import gettext as _

pages = Blueprint("team", __name__)


@pages.get("/office/<organisation>/team")
@member
def team(organisation: str) -> str:
    """Show who acts for the organisation."""
    return render_template("workspace.html", title=_("Medarbejdere"))
