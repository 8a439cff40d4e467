"""Where actors stand: those who end soon, those for whom nobody acts, and each on a page of its own."""

from flask import Blueprint, abort, render_template

from portal.access import authority
from portal.accounts.paging import ON_A_PAGE, page_of
from portal.for_authority.actor import page_of_actor
from portal.for_authority.overview import ENDS_SOON
from portal.locale import current_language, format_day
from portal.locale import gettext as _
from portal.state import catalogue, portal
from providers.approval.queries import count_ending, list_ending
from providers.clock import danish_day
from providers.organisations.queries import (
    OrganisationNotFound,
    count_unmanned,
    get_organisation,
    search_organisations,
)
from providers.organisations.rules import is_slug

pages = Blueprint("standing", __name__)


@pages.get("/authority/organisations/ending")
@authority
def ending() -> str:
    """List whose approval ends soon, the first to end first."""
    language, today = current_language(), danish_day(portal().now())
    with portal().database.reading() as session:
        page = page_of(count_ending(session, today, today + ENDS_SOON))
        found = list_ending(session, today, today + ENDS_SOON, limit=ON_A_PAGE, offset=page.offset)
    return render_template(
        "authority/organisations.html",
        title=_("Godkendelser, der udløber"),
        introduction=_("Her er de aktører, hvis godkendelse udløber inden for 120 dage, den første først."),
        organisations=[
            (organisation, _("Udløber %(day)s", day=format_day(day, language))) for organisation, day in found
        ],
        page=page,
    )


@pages.get("/authority/organisations/unmanned")
@authority
def unmanned() -> str:
    """List for whom nobody acts yet, by name."""
    with portal().database.reading() as session:
        page = page_of(count_unmanned(session))
        found = search_organisations(session, "", limit=ON_A_PAGE, offset=page.offset)
    return render_template(
        "authority/organisations.html",
        title=_("Aktører uden medarbejdere"),
        introduction=_("Ingen kan logge ind for dem endnu. En leder kan invitere den første ejer."),
        organisations=[(organisation, "") for organisation, _members in found],
        page=page,
    )


@pages.get("/authority/actors/<slug>")
@authority
def actor(slug: str) -> str:
    """Show where an actor stands, with the way to a review of it."""
    if not is_slug(slug):
        abort(404)
    with portal().database.reading() as session:
        try:
            organisation = get_organisation(session, slug)
        except OrganisationNotFound:
            abort(404)
        told = page_of_actor(session, organisation, catalogue().results, danish_day(portal().now()))
        return render_template("authority/actor.html", title=organisation.name, **told)
