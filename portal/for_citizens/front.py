"""The front page: what the portal is, and the shortest way to a search."""

from collections import Counter

from flask import Blueprint, render_template

from matching.orders import danish_key
from portal.for_citizens import labels
from portal.locale import current_language
from portal.locale import gettext as _
from portal.public_pages import public_page
from portal.state import catalogue
from providers.organisations.models import OrganisationKind
from providers.reference import queries as reference

pages = Blueprint("front", __name__)

# The kinds of support people ask about first; each is a link to its hits.
SHORTCUTS = ("cv_jobsoegning", "virksomhedspraktik", "karriereraadgivning", "arbejdsfastholdelse", "mentor")


@pages.get("/")
@public_page
def front() -> str:
    """Show what the portal is and let people begin."""
    held, language = catalogue(), current_language()
    kinds = Counter(listing.organisation.kind for listing in held.listings)
    support = labels.support_names(held.day, language)
    return render_template(
        "front.html",
        title=_("Find hjælp til at komme i job"),
        counts={
            "listings": len(held.listings),
            "municipalities": kinds[OrganisationKind.MUNICIPALITY],
            "funds": kinds[OrganisationKind.UNEMPLOYMENT_FUND],
            "private": kinds[OrganisationKind.PRIVATE_ADVISER],
            "other": kinds[OrganisationKind.OTHER],
        },
        municipalities=sorted(
            reference.municipality_names(held.day).items(), key=lambda entry: danish_key(entry[1])
        ),
        target_groups=list(labels.target_group_names(held.day, language).items()),
        shortcuts=[(kind, support[kind]) for kind in SHORTCUTS if kind in support],
    )
