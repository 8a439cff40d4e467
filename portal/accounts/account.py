"""How somebody signs in, where they are signed in, and what can be changed about that."""

from flask import Blueprint, render_template

from portal.access import signed_in
from portal.locale import gettext as _

pages = Blueprint("account", __name__)


@pages.get("/account")
@signed_in
def overview() -> str:
    """Show the ways to sign in and the browsers signed in."""
    return render_template("workspace.html", title=_("Log ind og sikkerhed"))
