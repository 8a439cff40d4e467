"""Write what the API answers: plain JSON values with the register's own codes."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from providers.approval.models import Approval
from providers.approval.rules import is_valid
from providers.listings.models import Availability, ListingVersion
from providers.listings.queries import OwnListing
from providers.organisations.models import Organisation

Document = dict[str, Any]


def whole_document(
    organisation: Organisation,
    approvals: Sequence[Approval],
    listings: Sequence[OwnListing],
    *,
    public: Collection[str],
    address: str,
    on: date,
) -> Document:
    """Write an organisation with its approvals and listings; `public` holds the slugs that citizens see."""
    return {
        "organisation": organisation_document(organisation),
        "approvals": [approval_document(approval, on) for approval in approvals],
        "listings": [listing_document(own, own.listing.slug in public, address) for own in listings],
    }


def organisation_document(organisation: Organisation) -> Document:
    """Write who an organisation is."""
    return {
        "key": organisation.key,
        "slug": organisation.slug,
        "name": organisation.name,
        "kind": organisation.kind,
        "simulated": organisation.simulated,
    }


def approval_document(approval: Approval, on: date) -> Document:
    """Write an approval; no municipalities and no target groups mean all of them."""
    return {
        "basis": approval.basis,
        "ground": approval.ground,
        "valid_from": approval.valid_from.isoformat(),
        "valid_to": approval.valid_to.isoformat() if approval.valid_to else None,
        "valid_today": is_valid(approval, on),
        "municipalities": approval.municipalities,
        "target_groups": approval.target_groups,
    }


def listing_document(own: OwnListing, is_public: bool, address: str) -> Document:
    """Write where a listing stands and what it says, both to citizens and in its draft."""
    listing = own.listing
    return {
        "key": listing.key,
        "slug": listing.slug,
        "p_number": listing.p_number,
        "status": own.status,
        "public": is_public,
        "page": f"{address}/listings/{listing.slug}" if is_public else None,
        "registered_on": listing.registered_on.isoformat(),
        "claimed_on": listing.claimed_on.isoformat() if listing.claimed_on else None,
        "published": version_document(own.published),
        "draft": version_document(own.draft),
        "availability": availability_document(own.availability),
    }


def version_document(version: ListingVersion | None) -> Document | None:
    """Write a version of a listing, if there is one."""
    if version is None:
        return None
    return {
        "number": version.number,
        "published_at": version.published_at.isoformat() if version.published_at else None,
        "content": version.content,
    }


def availability_document(availability: Availability | None) -> Document | None:
    """Write free places and waiting time as last confirmed; what was not stated is null."""
    if availability is None:
        return None
    return {
        "places": availability.places,
        "waiting_days": availability.waiting_days,
        "confirmed_at": availability.confirmed_at.isoformat(),
    }
