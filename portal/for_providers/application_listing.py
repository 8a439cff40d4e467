"""The page of an application about the listing: what the portal has, or a first page to write."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access import member
from portal.cases.acting import WAS_FIRST
from portal.for_providers.application_acting import CASE, conflict, draft_or_leave, held_draft
from portal.for_providers.application_listing_form import PRICE, ListingForm
from portal.for_providers.application_steps import next_address
from portal.for_providers.presenting import present_listing
from portal.locale import gettext as _
from portal.state import catalogue, portal
from providers.approval.cases.moving import touch
from providers.clock import danish_day
from providers.listings.commands import register, save_draft, set_availability
from providers.listings.content import from_document
from providers.listings.models import Listing
from providers.listings.queries import OwnListing, find_listing, listings_of
from providers.organisations.models import Organisation

pages = Blueprint("application_listing", __name__)
LISTING = f"{CASE}/listing"
LONGEST_SLUG = 80


@pages.get(LISTING)
@member
def listing(organisation: str, case_id: int) -> ResponseReturnValue:
    """Show what the portal has, or what has been written of a first page."""
    form = ListingForm()
    with portal().database.reading() as session:
        _case, party = draft_or_leave(session, organisation, case_id)
        own = _own(session, party)
    form.name.data = party.name
    if len(own) == 1 and own[0].draft is not None:
        waiting = own[0].availability.waiting_days if own[0].availability else None
        form.fill(from_document(own[0].draft.content), waiting)
    return _page(organisation, case_id, form)


@pages.post(LISTING)
@member
def save(organisation: str, case_id: int) -> ResponseReturnValue:
    """Keep a first page as a draft that citizens do not see before the organisation is approved."""
    prices = {
        name.removeprefix(PRICE): text.strip()
        for name, text in request.form.items()
        if name.startswith(PRICE) and text.strip()
    }
    form = ListingForm(request.form, prices=prices)
    if not form.fits():
        return _page(organisation, case_id, form)
    try:
        with portal().database.transaction() as session:
            case, party = held_draft(session, organisation, case_id)
            _keep(session, party, form)
            touch(case, portal().now())
            way_on = next_address(organisation, case, "listing-page")
    except WAS_FIRST:
        return conflict(organisation, case_id, _typed(form))
    return redirect(way_on, 303)


def _page(slug: str, case_id: int, form: ListingForm) -> ResponseReturnValue:
    with portal().database.reading() as session:
        case, party = draft_or_leave(session, slug, case_id)
        own = _own(session, party)
        told: dict[str, Any] = {
            "title": _("Jeres side i portalen"),
            "organisation": slug,
            "case": case,
            "way_on": next_address(slug, case, "listing-page"),
            "contact_email": portal().settings.contact_email,
        }
    if any(each.published for each in own):
        views = [present_listing(each, catalogue().by_slug, approved=False) for each in own]
        return render_template("office/application_listing_held.html", listings=views, **told)
    page = render_template("office/application_listing.html", form=form, **told)
    return page, 400 if form.errors else 200


def _keep(session: Session, party: Organisation, form: ListingForm) -> None:
    own, at = _own(session, party), portal().now()
    if any(each.published for each in own):
        return  # what citizens read already is not written anew here
    held = own[0].listing if own else _registered(session, party)
    save_draft(session, held, form.content(), at)
    set_availability(session, held, places=None, waiting_days=form.waiting_days.data, at=at)


def _registered(session: Session, party: Organisation) -> Listing:
    at = portal().now()
    slug = party.slug
    if find_listing(session, slug) is not None:
        slug = f"{party.slug[: LONGEST_SLUG - 12]}-{party.id}"
    today = danish_day(at)
    return register(session, party, key=party.slug, slug=slug, registered_on=today, claimed_on=today, at=at)


def _own(session: Session, party: Organisation) -> list[OwnListing]:
    return [each for each in listings_of(session, [party.id]) if each.listing.withdrawn_at is None]


def _typed(form: ListingForm) -> list[tuple[str, str | None]]:
    return [
        (_("Navn"), form.name.data),
        (_("Kort om jer"), form.summary.data),
        (_("Telefon"), form.phone.data),
        (_("Mail"), form.email.data),
        (_("Hjemmeside"), form.website.data),
    ]
