"""What a ranking reads of all public listings: one column a fact, an entry for each listing by position."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.facets import Bits, Facets
from matching.needs import Needs
from matching.outlook import Outlooks
from matching.public_listing import CatalogueListing
from providers.listings.content import MeetingFormat
from providers.organisations.models import OrganisationKind
from providers.reference.queries import find_coordinates
from ratings.measured_results.published import PublishedFigures

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Positions = NDArray[np.intp]

NO_FUND = -1
EARTH_KM = 6371.0
FROM_AFAR = frozenset({MeetingFormat.VIDEO, MeetingFormat.PHONE})


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Facts of all listings (N,); NaN is not stated.

    `draws` are numbers that ties are drawn by, `fund` the place of an a-kasse's slug in `funds`. Coordinates
    are in radians, of the town of the address, `waiting` in days. `from_afar` says that one can meet by video
    or phone.
    """

    facets: Facets
    outlooks: Outlooks
    draws: NDArray[np.uint64]
    units: Flags
    funds: dict[str, int]
    fund: NDArray[np.intp]
    local: Bits
    latitude: Floats
    longitude: Floats
    from_afar: Flags
    waiting: Floats
    places: Floats

    def kilometres(self, needs: Needs, positions: Positions) -> Floats:
        """Give the distance in km from the citizen's town to each listing's; NaN where one is not known.

        Haversine: sin²(Δφ/2) + cos φ₁ cos φ₂ sin²(Δλ/2) is the squared half chord.
        """
        home = find_coordinates(needs.municipality, needs.postcode)
        if home is None:
            return np.full(len(positions), np.nan)
        north, east = np.radians(home)
        latitude, longitude = self.latitude[positions], self.longitude[positions]
        half_chord = (
            np.sin((latitude - north) / 2) ** 2
            + np.cos(north) * np.cos(latitude) * np.sin((longitude - east) / 2) ** 2
        )
        km: Floats = 2 * EARTH_KM * np.arcsin(np.sqrt(half_chord))
        return km


def make_columns(
    listings: Sequence[CatalogueListing], facets: Facets, results: PublishedFigures | None
) -> Columns:
    """Read the columns off the listings of a catalogue, which stand in order of position."""
    slugs = [_fund_of(each) for each in listings]
    funds = {slug: place for place, slug in enumerate(sorted({slug for slug in slugs if slug}))}
    latitude, longitude = np.radians(np.array([_point(each) for each in listings]).reshape(-1, 2)).T
    availabilities = [each.availability for each in listings]
    return Columns(
        facets=facets,
        outlooks=Outlooks(
            [each.listing_id for each in listings], [each.organisation.id for each in listings], results
        ),
        draws=np.array([_draw(each.slug) for each in listings], dtype=np.uint64),
        units=_flags(each.organisation.kind is OrganisationKind.MUNICIPALITY for each in listings),
        funds=funds,
        fund=np.array([funds.get(slug or "", NO_FUND) for slug in slugs], dtype=np.intp),
        local=facets.bits(np.array([n for n, each in enumerate(listings) if not each.nationwide], np.intp)),
        latitude=latitude,
        longitude=longitude,
        from_afar=_flags(bool(FROM_AFAR.intersection(each.content.formats)) for each in listings),
        waiting=_numbers(each.waiting_days if each else None for each in availabilities),
        places=_numbers(each.places if each else None for each in availabilities),
    )


def _fund_of(listing: CatalogueListing) -> str | None:
    """Name the a-kasse whose listing it is."""
    organisation = listing.organisation
    return organisation.slug if organisation.kind is OrganisationKind.UNEMPLOYMENT_FUND else None


def _point(listing: CatalogueListing) -> tuple[float, float]:
    """Say where citizens meet the actor, in degrees."""
    address = listing.content.address
    point = find_coordinates(None, address.postcode) if address else None
    return (point.latitude, point.longitude) if point else (np.nan, np.nan)


def _draw(slug: str) -> int:
    return int.from_bytes(hashlib.blake2b(slug.encode(), digest_size=8).digest())


def _flags(values: Iterable[bool]) -> Flags:
    return np.array(list(values), dtype=np.bool_)


def _numbers(values: Iterable[int | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
