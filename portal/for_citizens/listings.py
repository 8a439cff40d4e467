"""One listing's own page."""

from flask import Blueprint, abort, render_template

from portal.for_citizens import approval_block, results_block
from portal.for_citizens.presenting import present
from portal.locale import current_language
from portal.locale import gettext as _
from portal.public_pages import public_page
from portal.state import catalogue

pages = Blueprint("listings", __name__)


@pages.get("/listings/<slug>")
@public_page
def listing(slug: str) -> str:
    """Show everything a listing says; one that is no longer public is gone, not unknown."""
    held = catalogue()
    found = held.by_slug.get(slug)
    if found is None:
        abort(410 if slug in held.gone else 404)
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
