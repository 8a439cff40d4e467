"""One listing as citizens may see it today: frozen facts, cut to what its organisation is approved for."""

from dataclasses import dataclass
from datetime import date, datetime

from providers.approval.cases.warnings import Warned
from providers.approval.models import ApprovalBasis
from providers.listings.content import ListingContent
from providers.organisations.models import OrganisationKind


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """Whose listing it is."""

    id: int
    key: str
    slug: str
    kind: OrganisationKind
    name: str
    simulated: bool


@dataclass(frozen=True, slots=True)
class ConditionFacts:
    """What the organisation must do, by when, and since when the authority finds that it has."""

    text: str
    due_on: date | None
    met_on: date | None


@dataclass(frozen=True, slots=True)
class ApprovalFacts:
    """On what ground citizens may find the listing, and for how long; no end is open.

    `conditions` are those of all approvals of the day, and `warnings` all that the organisation was ever
    given, the latest first.
    """

    basis: ApprovalBasis
    ground: str
    valid_from: date
    valid_to: date | None
    standards_version: str | None = None
    conditions: tuple[ConditionFacts, ...] = ()
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True)
class AvailabilityFacts:
    """Free places and waiting time as last confirmed; None means not stated."""

    places: int | None
    waiting_days: int | None
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class CatalogueListing:
    """A public listing; `content` is its published version word for word.

    `municipalities`, `target_groups` and `nationwide` are cut to the approval's scope, so pages show and
    filters use them, not those of the content. `position` is its place in the catalogue.
    """

    position: int
    listing_id: int
    version_id: int
    version_number: int
    slug: str
    organisation: OrganisationFacts
    content: ListingContent
    municipalities: frozenset[str]
    target_groups: frozenset[str]
    nationwide: bool
    approval: ApprovalFacts
    availability: AvailabilityFacts | None
    registered_on: date
    claimed_on: date | None
    published_at: datetime
