"""The provider's office: what needs doing, and the organisation with its listings."""

from flask import Blueprint, render_template

from portal.access import member, provider
from portal.locale import gettext as _

pages = Blueprint("office", __name__)


@pages.get("/office")
@provider
def overview() -> str:
    """Show what needs doing in every organisation that somebody acts for."""
    return render_template("workspace.html", title=_("Overblik"))


@pages.get("/office/<organisation>")
@member
def organisation(organisation: str) -> str:
    """Show an organisation, its approval and its listings."""
    return render_template("workspace.html", title=_("Aktøren"))
