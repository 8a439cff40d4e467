"""Read the register as it stands, in the same records that a file holds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from providers.approval.models import Approval, ApprovalBasis
from providers.listings.content import from_document
from providers.listings.models import Availability, Listing, ListingVersion, VersionStatus
from providers.listings.rules import ListingStatus, listing_status
from providers.organisations.models import Organisation, OrganisationKind
from providers.register.records import (
    ApprovalRecord,
    AvailabilityRecord,
    ListingRecord,
    OrganisationRecord,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation in the register; `approval_ids` follow the order of the record's approvals."""

    id: int
    record: OrganisationRecord
    approval_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """What tells one version of a listing from another, without its content."""

    id: int
    number: int
    content_hash: str


@dataclass(frozen=True, slots=True)
class KnownListing:
    """A listing in the register, without its content; `left` is its last version when all are superseded."""

    id: int
    slug: str
    p_number: str | None
    registered_on: date
    claimed_on: date | None
    withdrawn_at: datetime | None
    status: ListingStatus
    published: KnownVersion | None
    draft: KnownVersion | None
    left: KnownVersion | None
    availability: AvailabilityRecord | None

    @property
    def newest(self) -> KnownVersion | None:
        """Give the latest word on the listing, public or not."""
        return self.draft or self.published or self.left

    @property
    def shown(self) -> KnownVersion | None:
        """Give the version that stands for the listing: the published one, or else the newest."""
        return self.published if self.status is ListingStatus.PUBLISHED else self.newest


@dataclass(frozen=True, slots=True)
class KnownRegister:
    """All that an import needs to know; listings stand under their organisation's key and their own."""

    organisations: dict[str, KnownOrganisation]
    listings: dict[tuple[str, str], KnownListing]


def known_register(session: Session) -> KnownRegister:
    """Read what an import compares with."""
    organisations = known_organisations(session)
    return KnownRegister(organisations, _known_listings(session, _keys_by_id(organisations)))


def known_organisations(session: Session) -> dict[str, KnownOrganisation]:
    """Read all organisations with their approvals, by their keys."""
    approvals: dict[int, list[Approval]] = {}
    for approval in session.scalars(select(Approval).order_by(Approval.valid_from, Approval.basis)):
        approvals.setdefault(approval.organisation_id, []).append(approval)
    known = {}
    for organisation in session.scalars(select(Organisation)):
        own = approvals.get(organisation.id, [])
        known[organisation.key] = KnownOrganisation(
            organisation.id, _organisation_record(organisation, own), tuple(approval.id for approval in own)
        )
    return known


def listing_records(session: Session, organisations: dict[str, KnownOrganisation]) -> list[ListingRecord]:
    """Read all listings with the content that stands for them."""
    known = _known_listings(session, _keys_by_id(organisations))
    shown = {listing.shown.id: place for place, listing in known.items() if listing.shown}
    versions = session.execute(
        select(ListingVersion.id, ListingVersion.content).where(or_(_is_current(), _has_no_current()))
    )
    return [
        _listing_record(shown[version_id], known[shown[version_id]], content)
        for version_id, content in versions
        if version_id in shown
    ]


def _keys_by_id(organisations: dict[str, KnownOrganisation]) -> dict[int, str]:
    return {organisation.id: key for key, organisation in organisations.items()}


def _known_listings(session: Session, keys: dict[int, str]) -> dict[tuple[str, str], KnownListing]:
    published = _versions(session, ListingVersion.status == VersionStatus.PUBLISHED)
    drafts = _versions(session, ListingVersion.status == VersionStatus.DRAFT)
    left = _versions(session, _has_no_current())
    availabilities = {
        availability.listing_id: AvailabilityRecord(
            availability.places, availability.waiting_days, availability.confirmed_at
        )
        for availability in session.scalars(select(Availability))
    }
    return {
        (keys[listing.organisation_id], listing.key): KnownListing(
            id=listing.id,
            slug=listing.slug,
            p_number=listing.p_number,
            registered_on=listing.registered_on,
            claimed_on=listing.claimed_on,
            withdrawn_at=listing.withdrawn_at,
            status=listing_status(
                withdrawn=listing.withdrawn_at is not None, has_published_version=listing.id in published
            ),
            published=published.get(listing.id),
            draft=drafts.get(listing.id),
            left=left.get(listing.id),
            availability=availabilities.get(listing.id),
        )
        for listing in session.scalars(select(Listing))
    }


def _versions(session: Session, wanted: ColumnElement[bool]) -> dict[int, KnownVersion]:
    """Read the last of the wanted versions of each listing."""
    rows = session.execute(
        select(
            ListingVersion.listing_id,
            ListingVersion.id,
            ListingVersion.number,
            ListingVersion.content_hash,
        )
        .where(wanted)
        .order_by(ListingVersion.number)
    )
    return {
        listing_id: KnownVersion(version_id, number, content_hash)
        for listing_id, version_id, number, content_hash in rows
    }


def _is_current() -> ColumnElement[bool]:
    return ListingVersion.status != VersionStatus.SUPERSEDED


def _has_no_current() -> ColumnElement[bool]:
    """Say in SQL that all versions of a version's listing are superseded: it came in withdrawn."""
    return ListingVersion.listing_id.not_in(
        select(ListingVersion.listing_id).where(_is_current()).correlate(None)
    )


def _organisation_record(organisation: Organisation, approvals: list[Approval]) -> OrganisationRecord:
    return OrganisationRecord(
        key=organisation.key,
        kind=OrganisationKind(organisation.kind),
        slug=organisation.slug,
        name=organisation.name,
        simulated=organisation.simulated,
        approvals=tuple(
            ApprovalRecord(
                basis=ApprovalBasis(approval.basis),
                ground=approval.ground,
                municipalities=_sorted(approval.municipalities),
                target_groups=_sorted(approval.target_groups),
                valid_from=approval.valid_from,
                valid_to=approval.valid_to,
            )
            for approval in approvals
        ),
    )


def _listing_record(place: tuple[str, str], known: KnownListing, content: dict[str, Any]) -> ListingRecord:
    return ListingRecord(
        organisation=place[0],
        key=place[1],
        slug=known.slug,
        p_number=known.p_number,
        registered_on=known.registered_on,
        claimed_on=known.claimed_on,
        status=known.status,
        content=from_document(content),
        availability=known.availability,
    )


def _sorted(codes: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if codes is None else tuple(sorted(codes))
