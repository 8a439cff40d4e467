"""The front page: what the portal is, and the shortest way to a search."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, render_template

from matching.catalogue import Catalogue
from portal.for_citizens import labels
from portal.locale import current_language
from portal.locale import gettext as _
from portal.public_pages import public_page
from portal.state import catalogue
from providers.alphabet import danish_key
from providers.organisations.models import OrganisationKind
from providers.reference import queries as reference

pages = Blueprint("front", __name__)

# The kinds of support people ask about first; each is a link to its hits.
SHORTCUTS = ("cv_jobsoegning", "virksomhedspraktik", "karriereraadgivning", "arbejdsfastholdelse", "mentor")


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many listings there are of a kind of actor, and how many of them are invented."""

    kind: str
    total: int
    simulated: int


@pages.get("/")
@public_page
def front() -> str:
    """Show what the portal is and let people begin."""
    held, language = catalogue(), current_language()
    support = labels.support_names(held.day, language)
    return render_template(
        "front.html",
        title=_("Find hjælp til job"),
        counts=count_kinds(held),
        municipalities=sorted(
            reference.municipality_names(held.day).items(), key=lambda entry: danish_key(entry[1])
        ),
        target_groups=list(labels.target_group_names(held.day, language).items()),
        shortcuts=[(kind, support[kind]) for kind in SHORTCUTS if kind in support],
    )


def count_kinds(held: Catalogue) -> tuple[KindCount, ...]:
    """Count the listings of each kind there are any of; the invented ones are never counted in silence."""
    total = Counter(listing.organisation.kind for listing in held.listings)
    invented = Counter(
        listing.organisation.kind for listing in held.listings if listing.organisation.simulated
    )
    return tuple(
        KindCount(kind.value, total[kind], invented[kind]) for kind in OrganisationKind if total[kind]
    )
