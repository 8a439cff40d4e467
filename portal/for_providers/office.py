"""The provider's office: what needs doing, and the organisation with its listings."""

from flask import Blueprint, render_template, url_for
from sqlalchemy.orm import Session

from portal.access import member, provider, the_person
from portal.cases.warnings import warning_views
from portal.for_providers.facts import offices
from portal.for_providers.presenting import facts_of, present_approval, present_listing
from portal.for_providers.to_do import ToDo, to_do
from portal.labels import day_of, member_role_label
from portal.locale import gettext as _
from portal.sessions import SignedIn
from portal.state import catalogue, portal
from providers.approval.cases.warnings import warnings_of
from providers.approval.queries import approvals_of
from providers.listings.queries import listings_of
from providers.organisations import members
from providers.organisations.queries import get_organisation
from providers.people.models import Password, SecondFactor

pages = Blueprint("office", __name__)


@pages.get("/office")
@provider
def overview() -> str:
    """Show what needs doing in every organisation that somebody acts for."""
    person, at = the_person(), portal().now()
    with portal().database.reading() as session:
        found = [
            (office.member, member_role_label(office.member.role), to_do(office, person.id, at))
            for office in offices(session, person.memberships, at)
        ]
        own = _for_oneself(session, person)
        left = [
            (held.name, day_of(gone.ended_at))
            for gone, held in members.former_memberships_of(session, person.id)
            if gone.ended_at is not None
        ]
    return render_template(
        "office/overview.html",
        title=_("Overblik"),
        offices=found,
        left=left,
        own=own,
        contact_email=portal().settings.contact_email,
    )


@pages.get("/office/<organisation>")
@member
def organisation(organisation: str) -> str:
    """Show an organisation, its approvals and its listings."""
    held = catalogue()
    with portal().database.reading() as session:
        found = get_organisation(session, organisation)
        approvals = [present_approval(each, held.day) for each in approvals_of(session, [found.id])]
        approved = any(each.holds for each in approvals)
        warned = warning_views(warnings_of(session, [found.id]))
        listings = [
            present_listing(own, held.by_slug, approved=approved) for own in listings_of(session, [found.id])
        ]
    return render_template(
        "office/organisation.html",
        title=_("Aktøren"),
        facts=facts_of(found),
        approvals=approvals,
        warned=warned,
        listings=listings,
        contact_email=portal().settings.contact_email,
    )


def _for_oneself(session: Session, person: SignedIn) -> list[ToDo]:
    """Suggest a second factor to whoever signs in with a password alone; a broker asks for one by itself."""
    if session.get(Password, person.id) is None:
        return []
    factor = session.get(SecondFactor, person.id)
    if factor is not None and factor.confirmed_at is not None:
        return []
    text = _("Du logger ind med adgangskode alene. Det er sikrere også at bruge en kode fra din telefon.")
    return [ToDo(text, _("Slå det til"), url_for("account.overview"))]
