"""What an import is compared with: the actors of the register, and the codes of our lists in those years."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.listings.models import Listing
from providers.organisations.models import Organisation
from providers.reference import queries as reference

# Rows of earlier years may use codes that have gone out of the lists since.
YEARS_OF_CODES = 8
DAYS_OF_A_YEAR = ((1, 1), (7, 1))


@dataclass(frozen=True, slots=True)
class Known:
    """Actors by the names that a file can give them, and codes; every listing is told with its organisation.

    `names` says for each organisation and listing what a course's key is made of, which never changes.
    `simulated` are the invented organisations.
    """

    organisations: dict[str, int]
    listings: dict[str, int]
    organisation_of: dict[int, int]
    organisation_names: dict[int, str]
    listing_names: dict[int, str]
    simulated: frozenset[int]
    target_groups: tuple[str, ...]
    municipalities: tuple[str, ...]


def known_on(session: Session, day: date) -> Known:
    """Read what is known, with the codes of the years up to a day."""
    organisations = session.scalars(select(Organisation)).all()
    listings = session.execute(select(Listing.id, Listing.slug, Listing.organisation_id)).all()
    by_slug = {organisation.slug: organisation.id for organisation in organisations}
    days = [
        date(year, month, first)
        for year in range(day.year - YEARS_OF_CODES, day.year + 1)
        for month, first in DAYS_OF_A_YEAR
    ]
    groups = {group.id for each in (*days, day) for group in reference.target_groups(each)}
    codes = {code for each in (*days, day) for code in reference.municipality_names(each)}
    return Known(
        organisations=by_slug | {organisation.key: organisation.id for organisation in organisations},
        listings={slug: listing_id for listing_id, slug, _ in listings},
        organisation_of={listing_id: owner for listing_id, _, owner in listings},
        organisation_names={organisation.id: organisation.key for organisation in organisations},
        listing_names={listing_id: slug for listing_id, slug, _ in listings},
        simulated=frozenset(organisation.id for organisation in organisations if organisation.simulated),
        target_groups=tuple(sorted(groups)),
        municipalities=tuple(sorted(codes)),
    )
