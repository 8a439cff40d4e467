"""Listings and versions move along their tables and no other way."""

import pytest

from providers.listings.models import VersionStatus
from providers.listings.rules import (
    ListingStatus,
    MoveNotAllowed,
    listing_status,
    may_listing_move,
    require_version_move,
)

DRAFT, PUBLISHED, WITHDRAWN = ListingStatus.DRAFT, ListingStatus.PUBLISHED, ListingStatus.WITHDRAWN


def test_listing_that_citizens_have_seen_never_becomes_a_draft() -> None:
    allowed = {
        (before, after)
        for before in ListingStatus
        for after in ListingStatus
        if may_listing_move(before, after)
    }
    assert allowed == {
        (DRAFT, DRAFT),
        (DRAFT, PUBLISHED),
        (DRAFT, WITHDRAWN),
        (PUBLISHED, PUBLISHED),
        (PUBLISHED, WITHDRAWN),
        (WITHDRAWN, WITHDRAWN),
        (WITHDRAWN, PUBLISHED),
    }


def test_version_only_moves_forwards() -> None:
    allowed = set()
    for before in VersionStatus:
        for after in VersionStatus:
            try:
                require_version_move(before, after)
            except MoveNotAllowed:
                continue
            allowed.add((before, after))
    assert allowed == {
        (VersionStatus.DRAFT, VersionStatus.PUBLISHED),
        (VersionStatus.PUBLISHED, VersionStatus.SUPERSEDED),
    }


@pytest.mark.parametrize(
    ("withdrawn", "published", "status"),
    [(False, False, DRAFT), (False, True, PUBLISHED), (True, False, WITHDRAWN), (True, True, WITHDRAWN)],
)
def test_withdrawn_listing_is_withdrawn_whatever_was_published(
    *, withdrawn: bool, published: bool, status: ListingStatus
) -> None:
    assert listing_status(withdrawn=withdrawn, has_published_version=published) is status
