"""Organisations, approvals and listings for tests: as records, as a register file, and in a database."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from providers.approval import commands as approval
from providers.approval.models import ApprovalBasis
from providers.listings import commands as listings
from providers.listings.content import (
    Address,
    ListingContent,
    MeetingFormat,
    Payer,
    Price,
    PriceUnit,
    SupportOffered,
)
from providers.listings.models import Listing
from providers.listings.rules import ListingStatus
from providers.organisations import commands as organisations
from providers.organisations.models import Organisation, OrganisationKind
from providers.organisations.rules import is_cvr
from providers.register.records import (
    ApprovalRecord,
    AvailabilityRecord,
    Header,
    ListingRecord,
    OrganisationRecord,
)
from providers.register.writing import write

AS_OF = date(2026, 11, 1)
AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
MUNICIPALITY_CODES = ("101", "461", "615", "751", "851")


def simulated_cvr(number: int) -> str:
    """Give the CVR number with a right check digit that comes at a place in the row of never-issued ones."""
    candidates = (f"0{number:06d}{digit}" for digit in range(10))
    found = next((candidate for candidate in candidates if is_cvr(candidate)), None)
    # One in eleven has no check digit; those take a number far above.
    return found or simulated_cvr(number + 500_000)


def make_content(**changes: Any) -> ListingContent:
    """Say what a listing says, everything stated."""
    content = ListingContent(
        name="Vejen Videre",
        summary_da="Vi hjælper dig videre efter sygdom.",
        summary_en="We help you on after illness.",
        description_da="Vi mødes hver uge.\n\nDu vælger selv hvor.",
        description_en="We meet every week.\n\nYou choose where.",
        nationwide=False,
        municipalities=("615", "751"),
        target_groups=("dagpenge", "sygedagpenge"),
        support=(
            SupportOffered("mentor", Price(250_000, PriceUnit.COURSE, Payer.MUNICIPALITY)),
            SupportOffered("virksomhedspraktik", None),
        ),
        languages=("da", "en"),
        formats=(MeetingFormat.IN_PERSON, MeetingFormat.VIDEO),
        address=Address("Skolegade 1", "8000", "Aarhus C"),
        phone="+45 12 34 56 78",
        email="kontakt@vejen.example",
        website="https://vejen.example/videre",
        unverified=(),
        fields=("handel", "sundhed"),
        accommodations=("roligt_rum",),
    )
    return replace(content, **changes)


def approval_record(**changes: Any) -> ApprovalRecord:
    """Describe an approval that somebody decided."""
    record = ApprovalRecord(
        basis=ApprovalBasis.DECIDED,
        ground="Opfylder standarderne.",
        municipalities=None,
        target_groups=None,
        valid_from=date(2026, 1, 1),
        valid_to=date(2028, 12, 31),
    )
    return replace(record, **changes)


def organisation_record(number: int = 1, **changes: Any) -> OrganisationRecord:
    """Describe an invented private adviser; each number gives another."""
    record = OrganisationRecord(
        key=f"cvr:{simulated_cvr(number)}",
        kind=OrganisationKind.PRIVATE_ADVISER,
        slug=f"vejen-videre-{number}",
        name=f"Vejen Videre {number} ApS",
        simulated=True,
        approvals=(approval_record(),),
    )
    return replace(record, **changes)


def listing_record(organisation: OrganisationRecord, number: int = 1, **changes: Any) -> ListingRecord:
    """Describe a published listing of an organisation; each number gives another."""
    record = ListingRecord(
        organisation=organisation.key,
        key=f"tilbud-{number}",
        slug=f"{organisation.slug}-tilbud-{number}",
        p_number="1000000001",
        registered_on=AS_OF,
        claimed_on=None,
        status=ListingStatus.PUBLISHED,
        content=make_content(),
        availability=AvailabilityRecord(5, 14, datetime(2026, 10, 30, 9, tzinfo=UTC)),
    )
    return replace(record, **changes)


def register_lines(
    organisations: Iterable[OrganisationRecord], listings: Iterable[ListingRecord], as_of: date = AS_OF
) -> bytes:
    """Write records as a register file."""
    return "".join(write(Header("Prøve", as_of), organisations, listings)).encode()


def many_register_lines(listing_count: int, listings_each: int = 4) -> bytes:
    """Write a register file of a wanted length, in which no two listings say the same."""
    organisations = [
        organisation_record(number) for number in range(1, 1 + -(-listing_count // listings_each))
    ]
    listings = [
        listing_record(
            organisations[number // listings_each],
            number,
            content=make_content(
                name=f"Tilbud {number}",
                municipalities=(MUNICIPALITY_CODES[number % len(MUNICIPALITY_CODES)],),
                description_da=f"Forløb nummer {number}. "
                + "Vi mødes hver uge og taler om dit næste skridt. " * 20
                + "Velkommen.",
            ),
        )
        for number in range(listing_count)
    ]
    return register_lines(organisations, listings)


def make_fund(session: Session, number: int = 90) -> Organisation:
    """Enter an invented unemployment fund, which the law gives its task."""
    fund = organisations.register(
        session,
        key=f"unemployment_fund:a-kassen-{number}",
        kind=OrganisationKind.UNEMPLOYMENT_FUND,
        slug=f"a-kassen-{number}",
        name=f"A-kassen {number}",
        simulated=True,
        at=AT,
    )
    approval.grant(
        session,
        fund,
        basis=ApprovalBasis.STATUTORY,
        ground="Statsanerkendt a-kasse.",
        valid_from=date(2026, 1, 1),
        valid_to=None,
        at=AT,
    )
    return fund


def make_organisation(session: Session, number: int = 1, *, approved: bool = True) -> Organisation:
    """Enter an invented private adviser, approved unless the test says otherwise."""
    record = organisation_record(number)
    organisation = organisations.register(
        session,
        key=record.key,
        kind=record.kind,
        slug=record.slug,
        name=record.name,
        simulated=record.simulated,
        at=AT,
    )
    if approved:
        approval.grant(
            session,
            organisation,
            basis=ApprovalBasis.DECIDED,
            ground="Opfylder standarderne.",
            valid_from=date(2026, 1, 1),
            valid_to=date(2028, 12, 31),
            at=AT,
        )
    return organisation


def make_listing(
    session: Session, organisation: Organisation, number: int = 1, content: ListingContent | None = None
) -> Listing:
    """Publish a listing of an organisation."""
    listing = listings.register(
        session,
        organisation,
        key=f"tilbud-{number}",
        slug=f"{organisation.slug}-tilbud-{number}",
        registered_on=AS_OF,
        at=AT,
    )
    listings.publish(session, listing, content or make_content(), AT)
    return listing
