"""Who works in the authority and in the municipalities, and who acts for organisations."""

from flask import Blueprint, render_template

from portal.access import authority
from portal.locale import gettext as _

pages = Blueprint("people", __name__)


@pages.get("/authority/people")
@authority
def people() -> str:
    """List those who can sign in, but no citizens."""
    return render_template("workspace.html", title=_("Personer og rettigheder"))
