"""The audit trail, for those who check the others."""

from flask import Blueprint, render_template

from portal.access import audit_reader
from portal.locale import gettext as _

pages = Blueprint("audit", __name__)


@pages.get("/authority/audit")
@audit_reader
def trail() -> str:
    """Show what has been done, the latest first."""
    return render_template("workspace.html", title=_("Revisionsspor"))
