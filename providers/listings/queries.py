"""Read listings and the versions that count."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from providers.listings.models import Availability, Listing, ListingVersion, VersionStatus
from providers.listings.rules import ListingStatus, listing_status


class ListingNotFound(Exception):
    """No listing has the slug."""


@dataclass(frozen=True, slots=True)
class CurrentVersions:
    """The version that citizens see and the one being written; a draft is always the newer.

    `last_number` counts superseded versions too, and is 0 when there is no version at all.
    """

    published: ListingVersion | None
    draft: ListingVersion | None
    last_number: int

    @property
    def newest(self) -> ListingVersion | None:
        """Give the latest word on the listing, public or not."""
        return self.draft or self.published


@dataclass(frozen=True, slots=True)
class OwnListing:
    """A listing as the organisation behind it sees it, whether citizens do or not."""

    listing: Listing
    published: ListingVersion | None
    draft: ListingVersion | None
    availability: Availability | None

    @property
    def status(self) -> ListingStatus:
        """Tell where the listing stands."""
        withdrawn = self.listing.withdrawn_at is not None
        return listing_status(withdrawn=withdrawn, has_published_version=self.published is not None)

    @property
    def name(self) -> str:
        """Name the listing as citizens know it, or as its draft does."""
        version = self.published or self.draft
        return str(version.content["name"]) if version else self.listing.key


def find_listing(session: Session, slug: str) -> Listing | None:
    """Find a listing by its slug, whatever its status."""
    return session.scalars(select(Listing).where(Listing.slug == slug)).one_or_none()


def get_listing(session: Session, slug: str) -> Listing:
    """Give the listing with a slug, or raise ListingNotFound."""
    listing = find_listing(session, slug)
    if listing is None:
        raise ListingNotFound(f"There is no listing with the slug {slug!r}.")
    return listing


def slugs_of_listings(session: Session) -> dict[int, str]:
    """Give every listing's slug by its number."""
    return dict(session.execute(select(Listing.id, Listing.slug)).all())


def names_of_listings(session: Session, numbers: Collection[int]) -> dict[int, str]:
    """Give the published names of some listings by number."""
    wanted = select(ListingVersion).where(
        ListingVersion.listing_id.in_(numbers), ListingVersion.status == VersionStatus.PUBLISHED
    )
    return {version.listing_id: str(version.content["name"]) for version in session.scalars(wanted)}


def current_versions(session: Session, listing_id: int) -> CurrentVersions:
    """Give a listing's published version and its draft; either may be missing."""
    wanted = select(ListingVersion).where(
        ListingVersion.listing_id == listing_id, ListingVersion.status != VersionStatus.SUPERSEDED
    )
    by_status = {version.status: version for version in session.scalars(wanted)}
    numbers = select(func.max(ListingVersion.number)).where(ListingVersion.listing_id == listing_id)
    return CurrentVersions(
        published=by_status.get(VersionStatus.PUBLISHED),
        draft=by_status.get(VersionStatus.DRAFT),
        last_number=session.scalar(numbers) or 0,
    )


def listings_of(session: Session, organisation_ids: Collection[int]) -> list[OwnListing]:
    """List all listings of some organisations by their slugs, in three statements however many there are."""
    wanted = select(Listing).where(Listing.organisation_id.in_(organisation_ids)).order_by(Listing.slug)
    listings = session.scalars(wanted).all()
    numbers = [listing.id for listing in listings]
    standing = select(ListingVersion).where(
        ListingVersion.listing_id.in_(numbers), ListingVersion.status != VersionStatus.SUPERSEDED
    )
    versions = {(version.listing_id, version.status): version for version in session.scalars(standing)}
    stated = session.scalars(select(Availability).where(Availability.listing_id.in_(numbers)))
    availability = {each.listing_id: each for each in stated}
    return [
        OwnListing(
            listing=listing,
            published=versions.get((listing.id, VersionStatus.PUBLISHED)),
            draft=versions.get((listing.id, VersionStatus.DRAFT)),
            availability=availability.get(listing.id),
        )
        for listing in listings
    ]
