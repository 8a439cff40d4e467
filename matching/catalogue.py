"""The immutable picture of all public listings that one process reads from, and how it is kept up to date."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Lock
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from matching.columns import Columns, make_columns
from matching.facets import FREE_PLACES, Facet, Facets, Marks
from matching.orders import Flags, Orders, Positions, drawn
from matching.public_listing import CatalogueListing
from providers.clock import danish_day
from ratings.measured_results.published import PublishedFigures

NOT_PUBLIC = -1  # instead of a position


class CatalogueUnavailable(Exception):
    """The database cannot be read and no catalogue has been loaded before, so there is nothing to show."""


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All public listings on one Danish day, as drawn for it, with their facets, orders and columns.

    `gone` holds the slugs that were public once and are not now. `simulated` says that at least one
    organisation is invented. `results` are the published figures in force. `stale` says that the database
    could not be asked whether this is the latest.
    """

    revision: int
    day: date
    listings: tuple[CatalogueListing, ...]
    by_slug: Mapping[str, CatalogueListing]
    gone: frozenset[str]
    facets: Facets
    orders: Orders
    columns: Columns
    simulated: bool
    position_by_id: Positions
    results: PublishedFigures | None = None
    stale: bool = False

    def positions_of(self, listing_ids: NDArray[np.int64]) -> tuple[Flags, Positions]:
        """Say which of these ids are of public listings, and give the positions of those that are."""
        last = len(self.position_by_id) - 1
        positions = np.where(
            listing_ids > last, NOT_PUBLIC, self.position_by_id[np.minimum(listing_ids, last)]
        )
        known = positions != NOT_PUBLIC
        return known, positions[known]


def make_catalogue(
    revision: int,
    day: date,
    listings: Iterable[CatalogueListing],
    ever_public: Iterable[str] = (),
    municipalities: Iterable[str] = (),
    results: PublishedFigures | None = None,
) -> Catalogue:
    """Put listings, in whatever order they come, into a catalogue; their positions are drawn for the day."""
    ordered = tuple(
        replace(listing, position=position) for position, listing in enumerate(drawn(listings, day))
    )
    by_slug = {listing.slug: listing for listing in ordered}
    nationwide = [listing.position for listing in ordered if listing.nationwide]
    facets = Facets([_marks(listing) for listing in ordered], nationwide, municipalities)
    return Catalogue(
        revision=revision,
        day=day,
        listings=ordered,
        by_slug=MappingProxyType(by_slug),
        gone=frozenset(ever_public) - by_slug.keys(),
        facets=facets,
        orders=Orders(ordered, results),
        columns=make_columns(ordered, facets, results),
        simulated=any(listing.organisation.simulated for listing in ordered),
        position_by_id=_position_by_id(ordered),
        results=results,
    )


def _position_by_id(listings: Sequence[CatalogueListing]) -> Positions:
    """Give a table that says at each listing's id what its position is."""
    table = np.full(
        max((listing.listing_id for listing in listings), default=0) + 1, NOT_PUBLIC, dtype=np.intp
    )
    for listing in listings:
        table[listing.listing_id] = listing.position
    table.setflags(write=False)
    return table


def _marks(listing: CatalogueListing) -> Marks:
    """Say what a listing carries in each facet; a nationwide one's municipalities are added by the facets."""
    content, availability = listing.content, listing.availability
    places = availability.places if availability else None
    marks: dict[Facet, Collection[str]] = {
        Facet.MUNICIPALITY: listing.municipalities,
        Facet.TARGET_GROUP: listing.target_groups,
        Facet.SUPPORT: [offered.kind for offered in content.support],
        Facet.FIELD: content.fields,
        Facet.ACCOMMODATION: content.accommodations,
        Facet.KIND: [listing.organisation.kind.value],
        Facet.LANGUAGE: content.languages,
        Facet.FORMAT: [meeting.value for meeting in content.formats],
        Facet.PLACES: [FREE_PLACES] if places else [],
    }
    return marks


class CatalogueHolder:
    """Keep one process's catalogue: loaded once, checked at each request, and replaced whole.

    Load it before the workers are forked (`current` does), so that they share its memory. While one thread
    loads a newer catalogue the others go on with the one they have. When the database fails the last
    catalogue stays in use, marked stale; then only one thread at a time waits for the database.
    """

    def __init__(self, read_revision: Callable[[], int], load: Callable[[int, date], Catalogue]) -> None:
        """Take how to read the catalogue's revision, and how to load one for a revision and a Danish day."""
        self._read_revision = read_revision
        self._load = load
        self._held: Catalogue | None = None
        self._renewing = Lock()
        self._tell: Callable[[], None] = lambda: None

    def when_moved(self, tell: Callable[[], None]) -> None:
        """Have somebody told each time a newer catalogue takes the place of one; never about the first."""
        self._tell = tell

    def current(self, now: datetime) -> Catalogue:
        """Give the catalogue of this moment; raise CatalogueUnavailable when there has never been one."""
        held, day = self._held, danish_day(now)
        if held is None:
            return self._first(day)
        if not held.stale and self._revision_or_none() == held.revision and held.day == day:
            return held
        if not self._renewing.acquire(blocking=False):
            return held
        try:
            return self._renewed(self._held or held, day)
        finally:
            self._renewing.release()

    def _first(self, day: date) -> Catalogue:
        """Load the first catalogue; whoever comes meanwhile has nothing else to show, and waits."""
        with self._renewing:
            if self._held is None:
                try:
                    self._held = self._load(self._read_revision(), day)
                except (DBAPIError, NoConnectionFree) as failure:
                    raise CatalogueUnavailable(
                        "The listings cannot be read from the database. Is it running, and has"
                        " `flask --app wsgi database upgrade` been run?"
                    ) from failure
            return self._held

    def _renewed(self, held: Catalogue, day: date) -> Catalogue:
        """Load the catalogue anew if it has moved; its revision is read first, so no change is missed."""
        try:
            revision = self._read_revision()
            if (revision, day) != (held.revision, held.day):
                fresh = self._load(revision, day)
            else:
                fresh = replace(held, stale=False) if held.stale else held
        except (DBAPIError, NoConnectionFree):
            fresh = held if held.stale else replace(held, stale=True)
        self._held = fresh
        if (fresh.revision, fresh.day) != (held.revision, held.day):
            self._tell()
        return fresh

    def _revision_or_none(self) -> int | None:
        try:
            return self._read_revision()
        except (DBAPIError, NoConnectionFree):
            return None
