"""Import a register file: all of it or nothing, in few statements however long it is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from providers.approval.models import Approval
from providers.audit.commands import record
from providers.audit.models import OPERATOR
from providers.listings.commands import hold_catalogue, touch_catalogue
from providers.listings.models import Availability, Listing, ListingVersion, VersionStatus
from providers.listings.rules import ListingStatus
from providers.organisations.commands import identifiers_of
from providers.organisations.models import Organisation
from providers.register import rows
from providers.register.deciding import Count, ListingChange, Plan, conflicts, plan_import
from providers.register.queries import KnownRegister, known_register
from providers.register.records import (
    ListingRecord,
    OrganisationRecord,
    RegisterFile,
    RegisterRefused,
)

BATCH = 1000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import has done."""

    organisations: Count
    listings: Count


def import_file(
    session: Session, file: RegisterFile, at: datetime, advance: Callable[[int], object] = lambda _count: None
) -> Summary:
    """Bring the register up to a file, or raise RegisterRefused with every problem in it.

    `advance` is told how many listings have been written since the last time. Two imports at once come
    one after the other.
    """
    hold_catalogue(session)
    known = known_register(session)
    problems = [*file.problems, *conflicts(file, known)]
    if problems:
        raise RegisterRefused(problems)
    plan = plan_import(file, known)
    if not plan.changes_nothing:
        _write(session, plan, known, at, advance)
        revision = touch_catalogue(session, at)
        session.expire_all()
        _record(session, plan, revision, at)
    return Summary(plan.organisations, plan.listings)


def _record(session: Session, plan: Plan, revision: int, at: datetime) -> None:
    """Leave one event for the whole file; ten thousand of them would bury all others."""
    after = {
        f"{what}_{name}": getattr(count, name)
        for what, count in (("organisations", plan.organisations), ("listings", plan.listings))
        for name in ("new", "changed")
    }
    record(session, OPERATOR, "register.imported", "register_import", revision, after=after, at=at)


def _write(
    session: Session, plan: Plan, known: KnownRegister, at: datetime, advance: Callable[[int], object]
) -> None:
    _insert_organisations(session, plan.new_organisations, at)
    _update(
        session, Organisation, [rows.organisation_change(*change) for change in plan.changed_organisations]
    )
    organisation_ids = _organisation_ids(session, plan, known)
    _insert(
        session,
        Approval,
        [
            {"organisation_id": organisation_ids[key], **rows.approval_row(record)}
            for key, record in plan.new_approvals
        ],
    )
    _update(
        session,
        Approval,
        [{"id": approval_id, **rows.approval_row(record)} for approval_id, record in plan.changed_approvals],
    )
    _insert_listings(session, plan.new_listings, organisation_ids, at)
    listing_ids = _ids_by_slug(session, Listing) if plan.new_listings else {}
    for new in _batches(plan.new_listings):
        _insert_first_versions(session, new, listing_ids, at)
        advance(len(new))
    for changed in _batches(plan.changed_listings):
        _change_listings(session, changed, at)
        advance(len(changed))


def _organisation_ids(session: Session, plan: Plan, known: KnownRegister) -> dict[str, int]:
    """Give the ids of all organisations by their keys, new ones too."""
    ids = {key: organisation.id for key, organisation in known.organisations.items()}
    if plan.new_organisations:
        by_slug = _ids_by_slug(session, Organisation)
        ids |= {record.key: by_slug[record.slug] for record in plan.new_organisations}
    return ids


def _insert_organisations(session: Session, records: list[OrganisationRecord], at: datetime) -> None:
    _insert(
        session,
        Organisation,
        [
            {
                "kind": record.kind,
                "slug": record.slug,
                "name": record.name,
                "simulated": record.simulated,
                "created_at": at,
                **identifiers_of(record.key),
            }
            for record in records
        ],
    )


def _insert_listings(
    session: Session, records: list[ListingRecord], organisation_ids: dict[str, int], at: datetime
) -> None:
    _insert(
        session,
        Listing,
        [
            {
                "organisation_id": organisation_ids[record.organisation],
                "key": record.key,
                "slug": record.slug,
                "created_at": at,
                **rows.listing_facts(record, withdrawn_at=at),
            }
            for record in records
        ],
    )


def _insert_first_versions(
    session: Session, records: Sequence[ListingRecord], ids: dict[str, int], at: datetime
) -> None:
    _insert(
        session,
        ListingVersion,
        [rows.first_version_row(ids[record.slug], record, at) for record in records],
    )
    _insert(
        session,
        Availability,
        [
            rows.availability_row(ids[record.slug], record.availability)
            for record in records
            if record.availability
        ],
    )


def _change_listings(session: Session, changes: Sequence[ListingChange], at: datetime) -> None:
    _update(
        session,
        Listing,
        [
            {
                "id": change.known.id,
                **rows.listing_facts(change.record, withdrawn_at=change.known.withdrawn_at or at),
            }
            for change in changes
            if change.facts
        ],
    )
    _change_versions(session, [change for change in changes if change.content], at)
    for is_new, write in ((True, _insert), (False, _update)):
        write(
            session,
            Availability,
            [
                rows.availability_row(change.known.id, change.record.availability)
                for change in changes
                if change.availability
                and change.record.availability
                and (change.known.availability is None) is is_new
            ],
        )


def _change_versions(session: Session, changes: list[ListingChange], at: datetime) -> None:
    """Write new content: supersede what is public, then take over the draft or add a version."""
    _update(
        session,
        ListingVersion,
        [
            {"id": change.known.published.id, "status": VersionStatus.SUPERSEDED, "superseded_at": at}
            for change in changes
            if change.known.published and change.record.status is ListingStatus.PUBLISHED
        ],
    )
    _update(
        session,
        ListingVersion,
        [
            {"id": change.known.draft.id, **rows.version_state(change.record, at)}
            for change in changes
            if change.known.draft
        ],
    )
    _insert(
        session,
        ListingVersion,
        [
            rows.version_row(change.known.id, _next_number(change), change.record, at)
            for change in changes
            if not change.known.draft
        ],
    )


def _next_number(change: ListingChange) -> int:
    before = change.known.published or change.known.left
    return before.number + 1 if before else 1


def _ids_by_slug(session: Session, table: type[Organisation | Listing]) -> dict[str, int]:
    return dict(session.execute(select(table.slug, table.id)).all())


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _update(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    """Update rows by their primary keys."""
    if rows:
        session.execute(update(table), rows)


def _batches(records: list[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(records), BATCH):
        yield records[start : start + BATCH]
