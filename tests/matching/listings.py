"""Public listings for tests; whatever a test does not name is plain and says little."""

import zlib
from datetime import UTC, date, datetime
from typing import Any

from matching.public_listing import ApprovalFacts, AvailabilityFacts, CatalogueListing, OrganisationFacts
from providers.approval.models import ApprovalBasis
from providers.listings.content import ListingContent, Payer, Price, PriceUnit, SupportOffered
from providers.organisations.models import OrganisationKind

DAY = date(2026, 11, 2)
NOON = datetime(2026, 11, 2, 11, 0, tzinfo=UTC)
APPROVAL = ApprovalFacts(
    ApprovalBasis.DECIDED, "Opfylder standarderne.", date(2026, 1, 1), date(2028, 12, 31)
)


def content(name: str = "Vejen frem", **said: Any) -> ListingContent:
    """Give what a listing says; `said` replaces single fields."""
    plain: dict[str, Any] = {
        "summary_da": "Vi hjælper dig i arbejde.",
        "summary_en": None,
        "description_da": None,
        "description_en": None,
        "nationwide": False,
        "municipalities": ("751",),
        "target_groups": ("dagpenge",),
        "support": (),
        "languages": (),
        "formats": (),
        "address": None,
        "phone": None,
        "email": None,
        "website": None,
        "unverified": (),
        "fields": (),
        "accommodations": (),
    }
    return ListingContent(name=name, **{**plain, **said})


def public_listing(
    slug: str,
    name: str | None = None,
    *,
    kind: OrganisationKind = OrganisationKind.PRIVATE_ADVISER,
    places: int | None = None,
    waiting_days: int | None = None,
    simulated: bool = True,
    **said: Any,
) -> CatalogueListing:
    """Give a public listing of an organisation of its own."""
    stated = content(name or slug, **said)
    number = 1 + zlib.crc32(slug.encode()) % 100_000
    return CatalogueListing(
        position=0,
        listing_id=number,
        version_id=number,
        version_number=1,
        slug=slug,
        organisation=OrganisationFacts(number, f"cvr:{number}", slug, kind, name or slug, simulated),
        content=stated,
        municipalities=frozenset(stated.municipalities),
        target_groups=frozenset(stated.target_groups),
        nationwide=stated.nationwide,
        approval=APPROVAL,
        availability=AvailabilityFacts(places, waiting_days, NOON),
        registered_on=DAY,
        claimed_on=DAY,
        published_at=NOON,
    )


def course(kind: str, kroner: int) -> SupportOffered:
    """Give a kind of support with a price for the whole course, paid by the municipality."""
    return SupportOffered(kind, Price(kroner * 100, PriceUnit.COURSE, Payer.MUNICIPALITY))


def monthly(kind: str, kroner: int) -> SupportOffered:
    """Give a kind of support with a price by the month."""
    return SupportOffered(kind, Price(kroner * 100, PriceUnit.MONTH, Payer.MUNICIPALITY))
