"""All figures of a release, a page at a time, by level, actor, measure and grade."""

from flask import Blueprint, render_template, request

from portal.access import authority
from portal.accounts.paging import ON_A_PAGE, page_of
from portal.for_authority.authority_releases import get_or_404, present
from portal.for_authority.figure_views import figure_views, level_label
from portal.labels import grade_label, measure_label
from portal.locale import current_language, format_number
from portal.locale import gettext as _
from portal.state import portal
from providers.listings.queries import names_of_listings
from providers.organisations.queries import names_by_number
from ratings.measured_results.codes import Grade, Level, Measure
from ratings.measured_results.figure_queries import Wanted, count_figures, list_figures

pages = Blueprint("release_figures", __name__)
LONGEST_WORDS = 100


@pages.get("/authority/releases/<int(max=2147483647):release_id>/figures")
@authority
def figures(release_id: int) -> str:
    """List the figures of a release, whole, with those marked that the public does not get."""
    wanted = _wanted()
    with portal().database.reading() as session:
        release = get_or_404(session, release_id)
        count = count_figures(session, release_id, wanted)
        page = page_of(count)
        rows = list_figures(session, release_id, wanted, limit=ON_A_PAGE, offset=page.offset)
        organisations = names_by_number(session, {row.organisation_id for row in rows if row.organisation_id})
        listings = names_of_listings(session, {row.listing_id for row in rows if row.listing_id})
    return render_template(
        "authority/figures.html",
        title=_("Alle tal"),
        release=present(release),
        wanted=wanted,
        levels=[(each.value, level_label(each)) for each in Level],
        measures=[(each.value, measure_label(each)) for each in Measure],
        grades=[(each.value, grade_label(each)) for each in Grade],
        counted=_("%(number)s tal", number=format_number(count, current_language())),
        figures=figure_views(rows, organisations, listings),
        page=page,
    )


def _wanted() -> Wanted:
    """Read what somebody wants to see; what can't be chosen narrows nothing."""

    def one_of(name: str, codes: type[Level] | type[Grade] | type[Measure]) -> str:
        asked = request.args.get(name, "")
        return asked if asked in {code.value for code in codes} else ""

    words = "".join(sign for sign in request.args.get("actor", "") if sign.isprintable())
    return Wanted(
        level=one_of("level", Level),
        words=words.strip()[:LONGEST_WORDS],
        grade=one_of("grade", Grade),
        measure=one_of("measure", Measure),
    )
