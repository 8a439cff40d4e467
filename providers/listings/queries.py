"""Read listings and the versions that count."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from providers.listings.models import Listing, ListingVersion, VersionStatus


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


def find_listing(session: Session, slug: str) -> Listing | None:
    """Find a listing by its slug, whatever its status."""
    return session.scalars(select(Listing).where(Listing.slug == slug)).one_or_none()


def get_listing(session: Session, slug: str) -> Listing:
    """Give the listing with a slug, or raise ListingNotFound."""
    listing = find_listing(session, slug)
    if listing is None:
        raise ListingNotFound(f"There is no listing with the slug {slug!r}.")
    return listing


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
