"""Turn an organisation, its approvals and its listings into the words of their page."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from flask import url_for

from portal.cases.scope import area_of, groups_of
from portal.cases.words import approval_state, approval_term
from portal.for_providers import labels
from portal.labels import day_of, kind_label
from portal.locale import current_language, format_day
from portal.locale import gettext as _
from providers.approval.models import Approval, ApprovalBasis
from providers.approval.rules import is_valid
from providers.listings.queries import OwnListing
from providers.listings.rules import ListingStatus
from providers.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """An approval, ready to print."""

    basis: str
    ground: str
    term: str
    state: str
    holds: bool
    municipalities: str
    target_groups: str


@dataclass(frozen=True, slots=True)
class ListingView:
    """A listing, ready to print; `url` is empty and `why_hidden` is not when citizens don't see it."""

    name: str
    status: str
    url: str
    why_hidden: str
    claimed: str
    confirmed: str


def facts_of(organisation: Organisation) -> list[tuple[str, str]]:
    """Say who an organisation is."""
    numbers = ((_("CVR-nummer"), organisation.cvr), (_("Kommunekode"), organisation.municipality_code))
    return [
        (_("Navn"), organisation.name),
        (_("Slags aktør"), kind_label(organisation.kind)),
        *((name, number) for name, number in numbers if number),
    ]


def present_approval(approval: Approval, on: date) -> ApprovalView:
    """Write an approval as it stands on a day."""
    holds = is_valid(approval, on)
    return ApprovalView(
        basis=labels.basis_label(approval.basis),
        ground=approval.ground if approval.basis == ApprovalBasis.DECIDED else "",
        term=approval_term(approval),
        state=approval_state(approval, on),
        holds=holds,
        municipalities=area_of(approval.municipalities, on),
        target_groups=groups_of(approval.target_groups, on),
    )


def present_listing(own: OwnListing, public: Container[str], *, approved: bool) -> ListingView:
    """Write where a listing stands; `public` holds the slugs of the catalogue that citizens read."""
    slug, availability = own.listing.slug, own.availability
    is_public = slug in public
    claimed = own.listing.claimed_on
    return ListingView(
        name=own.name,
        status=labels.status_label(own.status),
        url=url_for("listings.listing", slug=slug) if is_public else "",
        why_hidden="" if is_public else _why_hidden(own.status, approved=approved),
        claimed=format_day(claimed, current_language()) if claimed else "",
        confirmed=day_of(availability.confirmed_at) if availability else "",
    )


def _why_hidden(status: ListingStatus, *, approved: bool) -> str:
    if status is ListingStatus.DRAFT:
        return _("Borgerne ser det ikke: det er ikke offentliggjort.")
    if status is ListingStatus.WITHDRAWN:
        return _("Borgerne ser det ikke: det er taget ned.")
    if not approved:
        return _("Borgerne ser det ikke: aktøren er ikke godkendt i dag.")
    return _("Borgerne ser det ikke: godkendelsen dækker ikke tilbuddets kommuner eller målgrupper.")
