"""Write records as the lines of a register file: equal records always give equal bytes."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from providers.listings.content import to_document
from providers.register.records import (
    FORMAT,
    ApprovalRecord,
    AvailabilityRecord,
    Header,
    ListingRecord,
    OrganisationRecord,
)


def write(
    header: Header, organisations: Iterable[OrganisationRecord], listings: Iterable[ListingRecord]
) -> Iterator[str]:
    """Give the lines in their order: each organisation by its key, followed by its listings by theirs."""
    listings_of: dict[str, list[ListingRecord]] = {}
    for listing in listings:
        listings_of.setdefault(listing.organisation, []).append(listing)
    yield header_line(header)
    for organisation in sorted(organisations, key=lambda record: record.key):
        yield organisation_line(organisation)
        own = listings_of.get(organisation.key, [])
        yield from (listing_line(listing) for listing in sorted(own, key=lambda record: record.key))


def header_line(record: Header) -> str:
    """Write the first line."""
    return _line(
        {"record": "register", "format": FORMAT, "source": record.source, "as_of": record.as_of.isoformat()}
    )


def organisation_line(record: OrganisationRecord) -> str:
    """Write an organisation with its approvals."""
    return _line(
        {
            "record": "organisation",
            "organisation": record.key,
            "kind": record.kind,
            "slug": record.slug,
            "name": record.name,
            "simulated": record.simulated,
            "approvals": [_approval(approval) for approval in record.approvals],
        }
    )


def listing_line(record: ListingRecord) -> str:
    """Write a listing with its content."""
    return _line(
        {
            "record": "listing",
            "organisation": record.organisation,
            "key": record.key,
            "slug": record.slug,
            "p_number": record.p_number,
            "registered_on": record.registered_on.isoformat(),
            "claimed_on": record.claimed_on.isoformat() if record.claimed_on else None,
            "status": record.status,
            "content": to_document(record.content),
            "availability": _availability(record.availability) if record.availability else None,
        }
    )


def _approval(record: ApprovalRecord) -> dict[str, Any]:
    return {
        "basis": record.basis,
        "ground": record.ground,
        "municipalities": record.municipalities,
        "target_groups": record.target_groups,
        "valid_from": record.valid_from.isoformat(),
        "valid_to": record.valid_to.isoformat() if record.valid_to else None,
    }


def _availability(record: AvailabilityRecord) -> dict[str, Any]:
    return {
        "places": record.places,
        "waiting_days": record.waiting_days,
        "confirmed_at": _moment(record.confirmed_at),
    }


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _line(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False) + "\n"
