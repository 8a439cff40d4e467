"""Decide what a register file changes, and what in it cannot be because of what the register holds."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from providers.approval.models import ApprovalBasis
from providers.listings.rules import LISTING_MOVES, ListingStatus, may_listing_move
from providers.register.queries import KnownListing, KnownOrganisation, KnownRegister
from providers.register.records import (
    ApprovalRecord,
    AvailabilityRecord,
    ListingRecord,
    OrganisationRecord,
    Problem,
    RegisterFile,
)


@dataclass(slots=True)
class Count:
    """How many records of one sort are new, changed, unchanged, or kept as their actor wrote them."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class ListingChange:
    """A listing in the register, the record that changes it, and what of it changes."""

    known: KnownListing
    record: ListingRecord
    facts: bool
    content: bool
    availability: bool


@dataclass(slots=True)
class Plan:
    """What an import has to write."""

    organisations: Count = field(default_factory=Count)
    listings: Count = field(default_factory=Count)
    new_organisations: list[OrganisationRecord] = field(default_factory=list)
    changed_organisations: list[tuple[int, OrganisationRecord]] = field(default_factory=list)
    new_approvals: list[tuple[str, ApprovalRecord]] = field(default_factory=list)
    changed_approvals: list[tuple[int, ApprovalRecord]] = field(default_factory=list)
    new_listings: list[ListingRecord] = field(default_factory=list)
    changed_listings: list[ListingChange] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        """Say whether there is nothing to write."""
        counts = (self.organisations, self.listings)
        return all(count.new == 0 and count.changed == 0 for count in counts)


def conflicts(file: RegisterFile, known: KnownRegister) -> list[Problem]:
    """Find the lines that the register as it stands makes impossible."""
    return [*_organisation_conflicts(file, known), *_listing_conflicts(file, known)]


def plan_import(file: RegisterFile, known: KnownRegister) -> Plan:
    """Compare every record with the register."""
    plan = Plan()
    for organisation in file.organisations.values():
        _plan_organisation(plan, organisation, known.organisations.get(organisation.key))
    for listing in file.listings.values():
        _plan_listing(plan, listing, known.listings.get((listing.organisation, listing.key)))
    return plan


def _organisation_conflicts(file: RegisterFile, known: KnownRegister) -> Iterator[Problem]:
    owners = {organisation.record.slug: key for key, organisation in known.organisations.items()}
    for line, record in file.organisations.items():
        standing = known.organisations.get(record.key)
        owner = owners.get(record.slug)
        if owner is not None and owner != record.key:
            yield Problem(line, "slug", record.slug, f"belongs to {owner} already")
        elif standing is not None and standing.record.slug != record.slug:
            yield Problem(
                line, "slug", record.slug, f"must stay {standing.record.slug}: an address never changes"
            )
        if standing is not None and standing.record.simulated != record.simulated:
            reason = "an invented organisation never becomes a real one, nor the other way round"
            yield Problem(line, "simulated", record.simulated, reason)


def _listing_conflicts(file: RegisterFile, known: KnownRegister) -> Iterator[Problem]:
    owners = {listing.slug: place for place, listing in known.listings.items()}
    line_of = {record.key: line for line, record in file.organisations.items()}
    for line, record in file.listings.items():
        in_register = record.organisation in known.organisations or record.organisation in file.doubtful
        if not in_register and line_of.get(record.organisation, line) >= line:
            reason = "is neither on an earlier line nor in the register"
            yield Problem(line, "organisation", record.organisation, reason)
        place = (record.organisation, record.key)
        standing = known.listings.get(place)
        owner = owners.get(record.slug)
        if owner is not None and owner != place:
            yield Problem(line, "slug", record.slug, f"belongs to listing {owner[1]} of {owner[0]} already")
        elif standing is not None and standing.slug != record.slug:
            yield Problem(line, "slug", record.slug, f"must stay {standing.slug}: an address never changes")
        if standing is not None and not _is_kept(record, standing):
            yield from _status_conflict(line, record, standing)


def _status_conflict(line: int, record: ListingRecord, standing: KnownListing) -> Iterator[Problem]:
    if not may_listing_move(standing.status, record.status):
        allowed = " or ".join([standing.status, *sorted(LISTING_MOVES[standing.status])])
        reason = f"the listing is {standing.status} in the register, so it can only be {allowed}"
        yield Problem(line, "status", record.status, reason)


def _plan_organisation(plan: Plan, record: OrganisationRecord, known: KnownOrganisation | None) -> None:
    if known is None:
        plan.organisations.new += 1
        plan.new_organisations.append(record)
        plan.new_approvals.extend((record.key, approval) for approval in record.approvals)
        return
    changed = _plan_approvals(plan, record, known)
    if (record.name, record.kind) != (known.record.name, known.record.kind):
        plan.changed_organisations.append((known.id, record))
        changed = True
    if changed:
        plan.organisations.changed += 1
    else:
        plan.organisations.unchanged += 1


def _plan_approvals(plan: Plan, record: OrganisationRecord, known: KnownOrganisation) -> bool:
    """Plan new and changed approvals; what the file does not mention stays. Say whether there are any."""
    standing = {
        _term(approval): (approval_id, approval)
        for approval_id, approval in zip(known.approval_ids, known.record.approvals, strict=True)
    }
    changed = False
    for approval in record.approvals:
        approval_id, before = standing.get(_term(approval), (None, None))
        if approval == before:
            continue
        changed = True
        if approval_id is None:
            plan.new_approvals.append((record.key, approval))
        else:
            plan.changed_approvals.append((approval_id, approval))
    return changed


def _plan_listing(plan: Plan, record: ListingRecord, known: KnownListing | None) -> None:
    if known is None:
        plan.listings.new += 1
        plan.new_listings.append(record)
        return
    if _is_kept(record, known):
        plan.listings.kept += 1
        return
    change = ListingChange(
        known,
        record,
        facts=(record.p_number, record.registered_on, record.claimed_on, record.status)
        != (known.p_number, known.registered_on, known.claimed_on, known.status),
        content=_content_changes(record, known),
        availability=_availability_changes(record.availability, known.availability),
    )
    if change.facts or change.content or change.availability:
        plan.listings.changed += 1
        plan.changed_listings.append(change)
    else:
        plan.listings.unchanged += 1


def _is_kept(record: ListingRecord, known: KnownListing) -> bool:
    """Say whether the actor's own word stands, since the line comes from somebody else."""
    return known.claimed_on is not None and record.claimed_on is None


def _content_changes(record: ListingRecord, known: KnownListing) -> bool:
    """Say whether the versions change: other content, or content that becomes public for the first time."""
    standing = known.published if record.status is ListingStatus.PUBLISHED else known.newest
    return standing is None or standing.content_hash != record.content.hash


def _availability_changes(record: AvailabilityRecord | None, known: AvailabilityRecord | None) -> bool:
    """Say whether a line has news: one that says nothing, or less recent things, changes nothing."""
    if record is None or record == known:
        return False
    return known is None or record.confirmed_at >= known.confirmed_at


def _term(approval: ApprovalRecord) -> tuple[ApprovalBasis, object]:
    return approval.basis, approval.valid_from
