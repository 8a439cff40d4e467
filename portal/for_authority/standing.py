"""Lists of the organisations that an overview counts: those who end soon, and those for whom nobody acts."""

from flask import Blueprint, render_template

from portal.access import authority
from portal.accounts.paging import ON_A_PAGE, page_of
from portal.for_authority.overview import ENDS_SOON
from portal.locale import current_language, format_day
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.queries import count_ending, list_ending
from providers.clock import danish_day
from providers.organisations.queries import count_unmanned, search_organisations

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
            (organisation.name, _("Udløber %(day)s", day=format_day(day, language)))
            for organisation, day in found
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
        organisations=[(organisation.name, "") for organisation, _members in found],
        page=page,
    )
