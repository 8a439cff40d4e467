"""Pages of plain text: about, help, privacy and the accessibility statement."""

from flask import Blueprint, render_template

from portal.locale import current_language, format_day
from portal.locale import gettext as _
from portal.public_pages import public_page
from portal.state import catalogue, portal

pages = Blueprint("texts", __name__)


@pages.get("/about")
@public_page
def about() -> str:
    """Say what the portal is and how it is made."""
    held = catalogue()
    gathered = [
        listing.registered_on
        for listing in held.listings
        if listing.claimed_on is None and not listing.organisation.simulated
    ]
    gathered_on = format_day(max(gathered), current_language()) if gathered else ""
    return render_template("about.html", title=_("Om portalen"), gathered_on=gathered_on)


@pages.get("/help")
@public_page
def help_page() -> str:
    """Answer the questions that people have."""
    return render_template("help.html", title=_("Hjælp"))


@pages.get("/privacy")
@public_page
def privacy() -> str:
    """Say what the portal keeps about people."""
    return render_template("privacy.html", title=_("Privatliv og cookies"), contact_email=_contact())


@pages.get("/was")
@public_page
def accessibility() -> str:
    """State how accessible the portal is and how to complain."""
    return render_template(
        "accessibility.html", title=_("Tilgængelighedserklæring"), contact_email=_contact()
    )


def _contact() -> str:
    return portal().settings.contact_email
