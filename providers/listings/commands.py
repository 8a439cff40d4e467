"""Write listings: every change that citizens can see also moves the catalogue's revision."""

from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from providers.listings.content import ListingContent, to_document
from providers.listings.models import (
    Availability,
    CatalogueRevision,
    Listing,
    ListingVersion,
    VersionStatus,
)
from providers.listings.queries import CurrentVersions, current_versions
from providers.listings.rules import require_version_move
from providers.organisations.models import Organisation


class CatalogueHasNoRevision(Exception):
    """The database was not made by the migrations, so nobody would learn of a change."""


def register(  # noqa: PLR0913 - a listing is no less than these facts, and each is named
    session: Session,
    organisation: Organisation,
    *,
    key: str,
    slug: str,
    registered_on: date,
    at: datetime,
    p_number: str | None = None,
    claimed_on: date | None = None,
) -> Listing:
    """Enter a listing that says nothing yet; `save_draft` or `publish` gives it its content."""
    listing = Listing(
        organisation_id=organisation.id,
        key=key,
        slug=slug,
        p_number=p_number,
        registered_on=registered_on,
        claimed_on=claimed_on,
        created_at=at,
    )
    session.add(listing)
    session.flush()
    return listing


def publish(session: Session, listing: Listing, content: ListingContent, at: datetime) -> ListingVersion:
    """Show content to citizens as a new version; content that stands already makes none."""
    versions = current_versions(session, listing.id)
    standing = versions.published
    was_withdrawn = listing.withdrawn_at is not None
    listing.withdrawn_at = None
    if standing is not None and standing.content_hash == content.hash:
        if was_withdrawn:
            touch_catalogue(session, at)
        return standing
    if standing is not None:
        _move(standing, VersionStatus.SUPERSEDED)
        standing.superseded_at = at
        session.flush()  # the database allows one published version at a time
    version = _draft(versions, listing, content, at)
    _move(version, VersionStatus.PUBLISHED)
    version.published_at = at
    session.add(version)
    touch_catalogue(session, at)
    return version


def save_draft(session: Session, listing: Listing, content: ListingContent, at: datetime) -> ListingVersion:
    """Keep content that citizens do not see; what is published stays as it is."""
    versions = current_versions(session, listing.id)
    if versions.newest is not None and versions.newest.content_hash == content.hash:
        return versions.newest
    version = _draft(versions, listing, content, at)
    session.add(version)
    session.flush()
    return version


def withdraw(session: Session, listing: Listing, at: datetime) -> None:
    """Take a listing away from citizens; its versions stay, and it can be published again."""
    if listing.withdrawn_at is None:
        listing.withdrawn_at = at
        touch_catalogue(session, at)


def set_availability(
    session: Session, listing: Listing, *, places: int | None, waiting_days: int | None, at: datetime
) -> Availability:
    """State free places and waiting time as they are at a moment; what is left empty is not stated."""
    if min(places or 0, waiting_days or 0) < 0:
        raise ValueError("Places and waiting days cannot be fewer than none.")
    availability = session.get(Availability, listing.id)
    if availability is None:
        availability = Availability(listing_id=listing.id)
        session.add(availability)
    availability.places = places
    availability.waiting_days = waiting_days
    availability.confirmed_at = at
    touch_catalogue(session, at)
    return availability


def hold_catalogue(session: Session) -> None:
    """Make whoever else wants to change the catalogue wait until this transaction has ended."""
    session.execute(select(CatalogueRevision.number).with_for_update())


def touch_catalogue(session: Session, at: datetime) -> int:
    """Tell every process that something which citizens can see has changed; give the new number."""
    session.flush()
    moved = session.execute(
        update(CatalogueRevision)
        .values(number=CatalogueRevision.number + 1, changed_at=at)
        .returning(CatalogueRevision.number)
    )
    number = moved.scalar_one_or_none()
    if number is None:
        raise CatalogueHasNoRevision("Bring the database up to date first: database upgrade.")
    return number


def _draft(
    versions: CurrentVersions, listing: Listing, content: ListingContent, at: datetime
) -> ListingVersion:
    """Give the listing's draft the content, or make a draft with it."""
    version = versions.draft
    if version is None:
        version = ListingVersion(
            listing_id=listing.id,
            number=versions.last_number + 1,
            status=VersionStatus.DRAFT,
            created_at=at,
        )
    version.content = to_document(content)
    version.content_hash = content.hash
    return version


def _move(version: ListingVersion, status: VersionStatus) -> None:
    require_version_move(VersionStatus(version.status), status)
    version.status = status
