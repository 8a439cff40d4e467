"""The lines of a register file, as docs/data-formats.md describes them."""

from datetime import date, timedelta
from typing import Any

from portal.demonstration.chance import chance
from providers.listings.rules import ListingStatus
from providers.organisations.models import OrganisationKind

FORMAT = 1
SOURCE = "Opdigtede aktører til demonstration; ingen af dem findes"
REGISTERED_FROM, REGISTERED_TO = 120, 700  # days before the file's day


def header_line(on: date) -> dict[str, Any]:
    """Give the first line."""
    return {"record": "register", "format": FORMAT, "source": SOURCE, "as_of": on.isoformat()}


def organisation_line(
    key: str, kind: OrganisationKind, slug: str, name: str, approvals: list[dict[str, Any]]
) -> dict[str, Any]:
    """Give an invented organisation with its approvals."""
    return {
        "record": "organisation",
        "organisation": key,
        "kind": kind.value,
        "slug": slug,
        "name": name,
        "simulated": True,
        "approvals": approvals,
    }


def listing_line(  # noqa: PLR0913 - a line is no less than these facts, and each is named
    seed: int,
    on: date,
    *,
    organisation: str,
    key: str,
    slug: str,
    content: dict[str, Any],
    available: dict[str, Any] | None,
    status: ListingStatus = ListingStatus.PUBLISHED,
    claimed: bool = True,
) -> dict[str, Any]:
    """Give a listing; a claimed one was claimed between its registration and the file's day."""
    source = chance(seed, "days", slug)
    registered_ago = source.randint(REGISTERED_FROM, REGISTERED_TO)
    claimed_ago = source.randint(1, registered_ago)
    return {
        "record": "listing",
        "organisation": organisation,
        "key": key,
        "slug": slug,
        "p_number": None,
        "registered_on": (on - timedelta(days=registered_ago)).isoformat(),
        "claimed_on": (on - timedelta(days=claimed_ago)).isoformat() if claimed else None,
        "status": status.value,
        "content": content,
        "availability": available,
    }
