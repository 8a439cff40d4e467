"""Turn an organisation, its approvals and its listings into the words of their page."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from babel.lists import format_list
from flask import url_for

from portal.for_providers import labels
from portal.labels import day_of, kind_label
from portal.locale import LOCALES, current_language, format_day
from portal.locale import gettext as _
from providers.approval.models import Approval, ApprovalBasis
from providers.approval.rules import is_valid
from providers.listings.queries import OwnListing
from providers.listings.rules import ListingStatus
from providers.organisations.models import Organisation
from providers.reference.queries import municipality_names, target_groups


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
    language = current_language()
    start = format_day(approval.valid_from, language)
    if approval.valid_to is None:
        term = _("Fra %(start)s, uden slutdato", start=start)
    else:
        term = _("Fra %(start)s til og med %(end)s", start=start, end=format_day(approval.valid_to, language))
    groups = {group.id: group.name(language) for group in target_groups(on)}
    holds = is_valid(approval, on)
    return ApprovalView(
        basis=labels.basis_label(approval.basis),
        ground=approval.ground if approval.basis == ApprovalBasis.DECIDED else "",
        term=term,
        state=_("Gælder i dag") if holds else _("Ikke begyndt") if approval.valid_from > on else _("Udløbet"),
        holds=holds,
        municipalities=_scope(approval.municipalities, municipality_names(on), _("Hele landet")),
        target_groups=_scope(approval.target_groups, groups, _("Alle målgrupper")),
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


def _scope(codes: list[str] | None, names: Mapping[str, str], everything: str) -> str:
    if codes is None:
        return everything
    return format_list(sorted(names.get(code, code) for code in codes), locale=LOCALES[current_language()])
