"""Where the work of the approval authority begins."""

from flask import Blueprint, render_template

from portal.access import authority
from portal.locale import gettext as _

pages = Blueprint("authority", __name__)


@pages.get("/authority")
@authority
def overview() -> str:
    """Show what needs doing."""
    return render_template("workspace.html", title=_("Overblik"))
