"""Read all public listings of a day from the database in a few statements."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from matching.catalogue import Catalogue, make_catalogue
from matching.public_listing import (
    ApprovalFacts,
    AvailabilityFacts,
    CatalogueListing,
    ConditionFacts,
    OrganisationFacts,
)
from providers.approval.cases.following_up import binding
from providers.approval.cases.warnings import Warned, warnings_of
from providers.approval.models import Approval, ApprovalBasis
from providers.approval.queries import holds_on
from providers.approval.rules import within_scope
from providers.listings.content import ListingContent, from_document
from providers.listings.models import Availability, Listing, ListingVersion, VersionStatus
from providers.organisations.models import Organisation, OrganisationKind
from providers.reference.queries import municipality_names
from ratings.measured_results.release_queries import find_current

# Enough rows at a time to be fast, and few enough that their documents are soon let go of.
ROWS_AT_A_TIME = 500

T = TypeVar("T")
Conditions = Mapping[int, tuple[ConditionFacts, ...]]


@dataclass(frozen=True, slots=True)
class Scope:
    """What an organisation's approvals of the day let citizens see; None is everything."""

    municipalities: list[str] | None
    target_groups: list[str] | None
    approval: ApprovalFacts


class Sharing:
    """Keep one of each equal value, since thousands of listings say the same about languages and places."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, Any], Any] = {}

    def __call__(self, name: str, value: T) -> T:
        """Give the value kept under the name; a format and a text may be equal and yet not the same."""
        kept: T = self._kept.setdefault((name, value), value)
        return kept


def load_catalogue(session: Session, revision: int, on: date) -> Catalogue:
    """Read the catalogue of a Danish day with a few statements, however many listings there are.

    Public is a listing that has a published version, is not withdrawn, and whose organisation has an approval
    that holds on the day. Several approvals count together: their scopes are joined. Coverage and target
    groups are cut to that scope; when nothing is left of either the listing is not public.
    `revision` must have been read before, so that a change in between leads to another load.
    """
    with _collector_at_rest():
        scopes = _scopes(session, on)
        listings = list(_public_listings(session, on, scopes))
        ever_public = session.scalars(_ever_public()).all()
        return make_catalogue(
            revision, on, listings, ever_public, municipality_names(on), find_current(session)
        )


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector from walking the growing catalogue over and over: a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _scopes(session: Session, on: date) -> dict[int, Scope]:
    statement = select(
        Approval.organisation_id,
        Approval.municipalities,
        Approval.target_groups,
        Approval.basis,
        Approval.ground,
        Approval.valid_from,
        Approval.valid_to,
        Approval.standards_version,
        Approval.decision_id,
    )
    by_organisation: dict[int, list[Any]] = {}
    for approval in session.execute(statement.where(holds_on(on)).order_by(Approval.id)):
        by_organisation.setdefault(approval.organisation_id, []).append(approval)
    share, conditions, warned = Sharing(), _conditions(session, on), _warned(session)
    return {
        identity: _joined(approvals, share, conditions, warned.get(identity, ()))
        for identity, approvals in by_organisation.items()
    }


def _conditions(session: Session, on: date) -> Conditions:
    """Give what approvals are conditional on, by the decision that says so."""
    found: dict[int, tuple[ConditionFacts, ...]] = {}
    for each in binding(session, on):
        facts = ConditionFacts(each.condition.text, each.due_on, each.met_on)
        found[each.decision.id] = (*found.get(each.decision.id, ()), facts)
    return found


def _warned(session: Session) -> dict[int, tuple[Warned, ...]]:
    """Give the warnings of each organisation, the latest first."""
    found: dict[int, tuple[Warned, ...]] = {}
    for each in warnings_of(session):
        found[each.organisation_id] = (*found.get(each.organisation_id, ()), each)
    return found


def _joined(
    approvals: Sequence[Any], share: Sharing, conditions: Conditions, warned: tuple[Warned, ...]
) -> Scope:
    """Join approvals into one scope; the one that lasts longest is the one shown."""
    shown = max(approvals, key=lambda each: (each.valid_to or date.max, -each.valid_from.toordinal()))
    facts = ApprovalFacts(
        ApprovalBasis(shown.basis),
        shown.ground,
        shown.valid_from,
        shown.valid_to,
        shown.standards_version,
        tuple(facts for each in approvals for facts in conditions.get(each.decision_id, ())),
        warned,
    )
    return Scope(
        municipalities=_union(approval.municipalities for approval in approvals),
        target_groups=_union(approval.target_groups for approval in approvals),
        approval=share("approval", facts),
    )


def _union(scopes: Iterable[list[str] | None]) -> list[str] | None:
    joined: set[str] = set()
    for scope in scopes:
        if scope is None:
            return None
        joined.update(scope)
    return sorted(joined)


def _statement(on: date) -> Select[Any]:
    approved = select(Approval.organisation_id).where(holds_on(on))
    return (
        select(
            Listing.id.label("listing_id"),
            Listing.slug,
            Listing.registered_on,
            Listing.claimed_on,
            ListingVersion.id.label("version_id"),
            ListingVersion.number,
            ListingVersion.content,
            ListingVersion.published_at,
            Organisation,
            Availability.places,
            Availability.waiting_days,
            Availability.confirmed_at,
        )
        .join(ListingVersion, ListingVersion.listing_id == Listing.id)
        .join(Organisation, Organisation.id == Listing.organisation_id)
        .join(Availability, Availability.listing_id == Listing.id, isouter=True)
        .where(ListingVersion.status == VersionStatus.PUBLISHED, Listing.withdrawn_at.is_(None))
        .where(Listing.organisation_id.in_(approved))
        .execution_options(yield_per=ROWS_AT_A_TIME)
    )


def _ever_public() -> Select[str]:
    once = select(ListingVersion.listing_id).where(ListingVersion.status != VersionStatus.DRAFT)
    return select(Listing.slug).where(Listing.id.in_(once))


def _public_listings(session: Session, on: date, scopes: dict[int, Scope]) -> Iterator[CatalogueListing]:
    share = Sharing()
    for row in session.execute(_statement(on)):
        scope = scopes.get(row.Organisation.id)
        listing = _listing(row, scope, share) if scope else None
        if listing is not None:
            yield listing


def _listing(row: Row[Any], scope: Scope, share: Sharing) -> CatalogueListing | None:
    """Make a listing of a row; None when the scope leaves nobody or nowhere to offer it."""
    content = _shared(from_document(row.content), share)
    nationwide = content.nationwide and scope.municipalities is None
    if content.nationwide:
        municipalities = frozenset(scope.municipalities or ())
    else:
        municipalities = within_scope(frozenset(content.municipalities), scope.municipalities)
    target_groups = within_scope(frozenset(content.target_groups), scope.target_groups)
    if not target_groups or not (nationwide or municipalities):
        return None
    return CatalogueListing(
        position=0,
        listing_id=row.listing_id,
        version_id=row.version_id,
        version_number=row.number,
        slug=row.slug,
        organisation=share("organisation", _organisation(row.Organisation)),
        content=content,
        municipalities=share("municipalities", municipalities),
        target_groups=share("target_groups", target_groups),
        nationwide=nationwide,
        approval=scope.approval,
        availability=_availability(row),
        registered_on=share("day", row.registered_on),
        claimed_on=share("day", row.claimed_on),
        published_at=share("moment", row.published_at),
    )


def _organisation(row: Organisation) -> OrganisationFacts:
    return OrganisationFacts(row.id, row.key, row.slug, OrganisationKind(row.kind), row.name, row.simulated)


def _availability(row: Row[Any]) -> AvailabilityFacts | None:
    if row.confirmed_at is None:
        return None
    return AvailabilityFacts(row.places, row.waiting_days, row.confirmed_at)


def _shared(content: ListingContent, share: Sharing) -> ListingContent:
    """Let equal parts of different listings be the same object."""
    return replace(
        content,
        municipalities=share("tuple of municipalities", content.municipalities),
        target_groups=share("tuple of target_groups", content.target_groups),
        support=share("support", tuple(share("offered", offered) for offered in content.support)),
        languages=share("tuple of languages", content.languages),
        formats=share("tuple of formats", content.formats),
        unverified=share("tuple of unverified", content.unverified),
        fields=share("tuple of fields", content.fields),
        accommodations=share("tuple of accommodations", content.accommodations),
    )
