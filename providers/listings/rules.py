"""Decide how listings and their versions may move."""

from enum import StrEnum

from providers.listings.models import VersionStatus


class ListingStatus(StrEnum):
    """Say where a listing stands: not shown yet, open to citizens, or taken away."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class MoveNotAllowed(Exception):
    """A listing or a version cannot go from where it stands to where it was sent."""


# Staying where one is, is no move. A listing that citizens have seen never becomes a draft again.
LISTING_MOVES = {
    ListingStatus.DRAFT: frozenset({ListingStatus.PUBLISHED, ListingStatus.WITHDRAWN}),
    ListingStatus.PUBLISHED: frozenset({ListingStatus.WITHDRAWN}),
    ListingStatus.WITHDRAWN: frozenset({ListingStatus.PUBLISHED}),
}
VERSION_MOVES = {
    VersionStatus.DRAFT: frozenset({VersionStatus.PUBLISHED}),
    VersionStatus.PUBLISHED: frozenset({VersionStatus.SUPERSEDED}),
    VersionStatus.SUPERSEDED: frozenset[VersionStatus](),
}


def listing_status(*, withdrawn: bool, has_published_version: bool) -> ListingStatus:
    """Tell where a listing stands."""
    if withdrawn:
        return ListingStatus.WITHDRAWN
    return ListingStatus.PUBLISHED if has_published_version else ListingStatus.DRAFT


def may_listing_move(before: ListingStatus, after: ListingStatus) -> bool:
    """Say whether a listing may go from one status to another, or stay."""
    return before is after or after in LISTING_MOVES[before]


def require_version_move(before: VersionStatus, after: VersionStatus) -> None:
    """Raise MoveNotAllowed unless a version may go from one status to another."""
    if after not in VERSION_MOVES[before]:
        raise MoveNotAllowed(f"A listing version that is {before} cannot become {after}.")
