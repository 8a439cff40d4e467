"""Keep the text index in step with the register: exactly the published, not withdrawn listing versions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.listings.content import from_document
from providers.listings.models import Listing, ListingVersion, VersionStatus
from providers.organisations.models import Organisation
from providers.search.documents import SearchDocument, document_of, edition
from providers.search.index import IndexUnavailable, IndexWriting, SearchIndex

# Called with the number of documents written so far and the number there will be.
Progress = Callable[[int, int], None]

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Synchronised:
    """How many listings were put in or renewed, and how many were taken out for good."""

    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class _Wanted:
    version_id: int
    organisation_name: str
    organisation_kind: str
    edition: str


def synchronise(
    session: Session, index: SearchIndex, on: date, progress: Progress | None = None
) -> Synchronised:
    """Make the index hold what is published, with the code lists of a day; write only what differs.

    An index that is missing or damaged is built anew, and so is one of which more than half would be
    deleted documents, since those still take time and room.
    """
    try:
        with index.writing() as writing:
            wanted, held = _wanted(session, on), writing.editions
            gone = sorted(held.keys() - wanted.keys())
            changed = sorted(key for key, entry in wanted.items() if held.get(key) != entry.edition)
            outdated = writing.deleted + len(gone) + sum(key in held for key in changed)
            if 2 * outdated <= len(wanted):
                for listing_id in gone:
                    writing.remove(listing_id)
                _add(session, writing, wanted, changed, on, progress)
                return Synchronised(len(changed), len(gone))
        rebuild(session, index, on, progress)
        return Synchronised(len(changed), len(gone))
    except IndexUnavailable:
        return rebuild(session, index, on, progress)


def rebuild(session: Session, index: SearchIndex, on: date, progress: Progress | None = None) -> Synchronised:
    """Write the index from nothing into a new folder; searches go on in the old one meanwhile."""
    with index.rebuilding() as writing:
        wanted = _wanted(session, on)
        _add(session, writing, wanted, sorted(wanted), on, progress)
    return Synchronised(len(wanted), 0)


def _wanted(session: Session, on: date) -> dict[int, _Wanted]:
    """Read which version of each listing the index should hold, without what it says."""
    rows = session.execute(
        select(Listing.id, ListingVersion.id, Organisation.name, Organisation.kind)
        .join(ListingVersion, ListingVersion.listing_id == Listing.id)
        .join(Organisation, Organisation.id == Listing.organisation_id)
        .where(ListingVersion.status == VersionStatus.PUBLISHED, Listing.withdrawn_at.is_(None))
    )
    return {
        listing_id: _Wanted(version_id, name, kind, edition(version_id, name, kind, on))
        for listing_id, version_id, name, kind in rows
    }


def _add(
    session: Session,
    writing: IndexWriting,
    wanted: Mapping[int, _Wanted],
    listing_ids: Sequence[int],
    on: date,
    progress: Progress | None,
) -> None:
    for done, document in enumerate(_documents(session, wanted, listing_ids, on), start=1):
        writing.add(document, wanted[document.listing_id].edition)
        if progress and (done % _BATCH == 0 or done == len(listing_ids)):
            progress(done, len(listing_ids))


def _documents(
    session: Session, wanted: Mapping[int, _Wanted], listing_ids: Sequence[int], on: date
) -> Iterator[SearchDocument]:
    for first in range(0, len(listing_ids), _BATCH):
        batch = {wanted[key].version_id: key for key in listing_ids[first : first + _BATCH]}
        contents = select(ListingVersion.id, ListingVersion.content).where(ListingVersion.id.in_(batch))
        for version_id, content in session.execute(contents.order_by(ListingVersion.id)):
            listing_id = batch[version_id]
            entry = wanted[listing_id]
            yield document_of(
                listing_id,
                version_id,
                entry.organisation_name,
                entry.organisation_kind,
                from_document(content),
                on,
            )
