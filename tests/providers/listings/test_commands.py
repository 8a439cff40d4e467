"""Listings are written in versions; what citizens have seen stays, and every change moves the catalogue."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from providers.listings.commands import (
    CatalogueHasNoRevision,
    publish,
    register,
    save_draft,
    set_availability,
    touch_catalogue,
    withdraw,
)
from providers.listings.models import (
    Availability,
    CatalogueRevision,
    Listing,
    ListingVersion,
    VersionStatus,
)
from providers.listings.queries import ListingNotFound, find_listing, get_listing
from tests.factories.organisations import AS_OF, AT, make_content, make_listing, make_organisation

LATER = AT + timedelta(days=1)


@pytest.fixture
def listing(session: Session) -> Listing:
    return make_listing(session, make_organisation(session))


@pytest.fixture
def new_listing(session: Session) -> Listing:
    organisation = make_organisation(session)
    return register(session, organisation, key="ny", slug="ny", registered_on=AS_OF, at=AT)


def revision(session: Session) -> int:
    return session.scalars(select(CatalogueRevision.number)).one()


def withdrawn_at(session: Session) -> datetime | None:
    return session.scalars(select(Listing.withdrawn_at)).one()


def versions(session: Session, listing: Listing) -> list[tuple[int, str, str]]:
    """Give each version's number, status and name."""
    session.expire_all()
    found = session.scalars(select(ListingVersion).where(ListingVersion.listing_id == listing.id))
    return sorted((version.number, version.status, version.content["name"]) for version in found)


def test_first_publication_is_version_one(session: Session, new_listing: Listing) -> None:
    before = revision(session)
    version = publish(session, new_listing, make_content(name="Først"), AT)
    assert versions(session, new_listing) == [(1, "published", "Først")]
    assert (version.published_at, version.content_hash) == (AT, make_content(name="Først").hash)
    assert revision(session) == before + 1


def test_equal_content_publishes_no_new_version(session: Session, listing: Listing) -> None:
    before = revision(session)
    publish(session, listing, make_content(), LATER)
    assert len(versions(session, listing)) == 1
    assert revision(session) == before


def test_other_content_supersedes_what_was_published(session: Session, listing: Listing) -> None:
    publish(session, listing, make_content(name="Nyt navn"), LATER)
    assert versions(session, listing) == [(1, "superseded", "Vejen Videre"), (2, "published", "Nyt navn")]
    first = session.scalars(select(ListingVersion).where(ListingVersion.number == 1)).one()
    assert (first.published_at, first.superseded_at) == (AT, LATER)


def test_draft_stands_beside_what_citizens_see(session: Session, listing: Listing) -> None:
    before = revision(session)
    save_draft(session, listing, make_content(name="Udkast"), LATER)
    save_draft(session, listing, make_content(name="Bedre udkast"), LATER)
    save_draft(session, listing, make_content(name="Bedre udkast"), LATER)
    assert versions(session, listing) == [(1, "published", "Vejen Videre"), (2, "draft", "Bedre udkast")]
    assert revision(session) == before


def test_draft_equal_to_what_stands_is_not_kept_twice(session: Session, listing: Listing) -> None:
    save_draft(session, listing, make_content(), LATER)
    assert len(versions(session, listing)) == 1


def test_publishing_takes_the_drafts_place(session: Session, listing: Listing) -> None:
    save_draft(session, listing, make_content(name="Udkast"), AT)
    publish(session, listing, make_content(name="Udkast"), LATER)
    assert versions(session, listing) == [(1, "superseded", "Vejen Videre"), (2, "published", "Udkast")]


def test_withdrawn_listing_keeps_its_versions_and_can_come_back(session: Session, listing: Listing) -> None:
    before = revision(session)
    withdraw(session, listing, AT)
    withdraw(session, listing, LATER)
    assert withdrawn_at(session) == AT
    assert revision(session) == before + 1
    publish(session, listing, make_content(), LATER)
    assert withdrawn_at(session) is None
    assert len(versions(session, listing)) == 1
    assert revision(session) == before + 2


def test_availability_is_stated_anew_each_time(session: Session, listing: Listing) -> None:
    before = revision(session)
    set_availability(session, listing, places=3, waiting_days=0, at=AT)
    set_availability(session, listing, places=None, waiting_days=7, at=LATER)
    session.expire_all()
    stated = session.scalars(select(Availability)).one()
    assert (stated.places, stated.waiting_days, stated.confirmed_at) == (None, 7, LATER)
    assert revision(session) == before + 2


@pytest.mark.sqlite_only
def test_fewer_than_no_places_are_refused(session: Session, listing: Listing) -> None:
    with pytest.raises(ValueError, match="fewer than none"):
        set_availability(session, listing, places=-1, waiting_days=None, at=AT)


@pytest.mark.parametrize("status", [VersionStatus.PUBLISHED, VersionStatus.DRAFT])
def test_database_itself_allows_one_version_of_each_kind(
    session: Session, new_listing: Listing, status: VersionStatus
) -> None:
    state = {"status": status, "published_at": AT if status is VersionStatus.PUBLISHED else None}
    both = [
        ListingVersion(
            listing_id=new_listing.id, number=number, content={}, content_hash="", created_at=AT, **state
        )
        for number in (1, 2)
    ]
    session.add_all(both)
    with pytest.raises(IntegrityError):
        session.flush()


def test_slug_is_never_given_to_another_listing(session: Session, listing: Listing) -> None:
    other = make_organisation(session, 2)
    with pytest.raises(IntegrityError):
        register(session, other, key="ny", slug=listing.slug, registered_on=AS_OF, at=AT)


def test_revision_moves_by_one_each_time(session: Session) -> None:
    before = revision(session)
    touch_catalogue(session, AT)
    touch_catalogue(session, LATER)
    session.expire_all()
    after = session.scalars(select(CatalogueRevision)).one()
    assert (after.number, after.changed_at) == (before + 2, LATER)
    assert session.scalar(select(func.count()).select_from(CatalogueRevision)) == 1


@pytest.mark.sqlite_only
def test_change_that_nobody_would_learn_of_is_refused(session: Session) -> None:
    session.execute(delete(CatalogueRevision))
    with pytest.raises(CatalogueHasNoRevision):
        touch_catalogue(session, AT)


@pytest.mark.sqlite_only
def test_listing_is_found_by_its_slug(session: Session, listing: Listing) -> None:
    assert get_listing(session, listing.slug) is listing
    assert find_listing(session, "findes-ikke") is None
    with pytest.raises(ListingNotFound, match="findes-ikke"):
        get_listing(session, "findes-ikke")
