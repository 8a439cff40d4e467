"""Turn records into the rows that an import writes."""

from datetime import datetime
from typing import Any

from providers.listings.content import to_document
from providers.listings.models import VersionStatus
from providers.listings.rules import ListingStatus
from providers.register.records import (
    ApprovalRecord,
    AvailabilityRecord,
    ListingRecord,
    OrganisationRecord,
)


def organisation_change(organisation_id: int, record: OrganisationRecord) -> dict[str, Any]:
    """Give what may change about an organisation: its name, and which kind its CVR number stands for."""
    return {"id": organisation_id, "name": record.name, "kind": record.kind}


def approval_row(record: ApprovalRecord) -> dict[str, Any]:
    """Give an approval without its organisation."""
    return {
        "basis": record.basis,
        "ground": record.ground,
        "municipalities": None if record.municipalities is None else list(record.municipalities),
        "target_groups": None if record.target_groups is None else list(record.target_groups),
        "valid_from": record.valid_from,
        "valid_to": record.valid_to,
    }


def listing_facts(record: ListingRecord, withdrawn_at: datetime) -> dict[str, Any]:
    """Give what a line says about the listing itself."""
    return {
        "p_number": record.p_number,
        "registered_on": record.registered_on,
        "claimed_on": record.claimed_on,
        "withdrawn_at": withdrawn_at if record.status is ListingStatus.WITHDRAWN else None,
    }


def first_version_row(listing_id: int, record: ListingRecord, at: datetime) -> dict[str, Any]:
    """Give the version that a listing comes in with; a withdrawn one was public somewhere until now."""
    row = version_row(listing_id, 1, record, at)
    if record.status is ListingStatus.WITHDRAWN:
        row |= {"status": VersionStatus.SUPERSEDED, "published_at": at, "superseded_at": at}
    return row


def version_row(listing_id: int, number: int, record: ListingRecord, at: datetime) -> dict[str, Any]:
    """Give a new version."""
    return {"listing_id": listing_id, "number": number, "created_at": at, **version_state(record, at)}


def version_state(record: ListingRecord, at: datetime) -> dict[str, Any]:
    """Give what a version says and where it stands; new words of a withdrawn listing wait as a draft."""
    is_public = record.status is ListingStatus.PUBLISHED
    return {
        "content": to_document(record.content),
        "content_hash": record.content.hash,
        "status": VersionStatus.PUBLISHED if is_public else VersionStatus.DRAFT,
        "published_at": at if is_public else None,
        "superseded_at": None,
    }


def availability_row(listing_id: int, record: AvailabilityRecord) -> dict[str, Any]:
    """Give free places and waiting time."""
    return {
        "listing_id": listing_id,
        "places": record.places,
        "waiting_days": record.waiting_days,
        "confirmed_at": record.confirmed_at,
    }
