"""One listing's own page."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from portal.for_citizens import approval_block, approvals_view, results_block
from portal.for_citizens.presenting import present
from portal.locale import current_language
from portal.locale import gettext as _
from portal.public_pages import public_page
from portal.state import catalogue, portal
from providers.approval.queries import approvals_of
from providers.listings.queries import find_listing
from providers.organisations.models import Organisation

pages = Blueprint("listings", __name__)


@pages.get("/listings/<slug>")
@public_page
def listing(slug: str) -> ResponseReturnValue:
    """Show everything a listing says; one that is no longer public is gone, not unknown, and it says why."""
    held = catalogue()
    found = held.by_slug.get(slug)
    if found is None:
        return _gone(slug) if slug in held.gone else abort(404)
    language = current_language()
    view = present(found, language, held.day, held.results)
    title = f"{view.name} ({_('opdigtet aktør')})" if view.simulated else view.name
    return render_template(
        "listing.html",
        listing=view,
        title=title,
        approved=approval_block.make(found.approval),
        measured=results_block.make(held.results, found, language, held.day),
    )


def _gone(slug: str) -> ResponseReturnValue:
    """Say how the approval of an actor stands whose page is not shown any more, and lead to the register."""
    with portal().database.reading() as session:
        found = find_listing(session, slug)
        held = approvals_of(session, [found.organisation_id]) if found else []
        if found is None or not held:
            abort(410)
        actor = approvals_view.line_of(
            session.get_one(Organisation, found.organisation_id), held, catalogue().day, current_language()
        )
    return render_template("listing_gone.html", title=_("Aktøren er her ikke længere"), actor=actor), 410
