"""P5: ranking many listings for one citizen, beside a loop over them that does the same in plain Python."""

import random
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from math import asin, cos, isnan, radians, sin, sqrt

from matching.catalogue import Catalogue, make_catalogue
from matching.columns import EARTH_KM, FROM_AFAR
from matching.criteria import (
    BEST_RELATIVE,
    DISTANCE_NOT_KNOWN,
    FURTHEST,
    LONGEST_WAIT,
    NEUTRAL,
    REMOTE,
    WAIT_NOT_STATED,
    WORST_RELATIVE,
)
from matching.needs import Needs
from matching.public_listing import CatalogueListing
from matching.ranking import DIGITS, FIRST_PLACES, MIX, ONE_IN, rank
from providers.listings.content import Address, MeetingFormat
from providers.organisations.models import OrganisationKind
from providers.reference.queries import (
    accommodations,
    fields_of_work,
    find_coordinates,
    kinds_of_support,
    municipality_names,
    post_towns,
)
from ratings.measured_results.codes import Grade, Level
from ratings.measured_results.disclosure.door import PublicFigure
from tests.bench.ratios import Ratio, in_turn, times
from tests.factories.figures import public_figure, published
from tests.matching.listings import DAY, course, public_listing

LISTINGS, ROUNDS = 50_000, 3
SEED = 5
GROUPS = ("dagpenge", "kontanthjaelp", "sygedagpenge")
LANGUAGES = ("da", "en", "ar", "pl", "uk")
KINDS = (OrganisationKind.PRIVATE_ADVISER,) * 8 + (
    OrganisationKind.MUNICIPALITY,
    OrganisationKind.UNEMPLOYMENT_FUND,
)
WORD = (1 << 64) - 1
NEEDS = Needs(
    "751",
    "dagpenge",
    postcode="8000",
    furthest_km=150,
    support=("mentor", "virksomhedspraktik"),
    fields=("byggeri",),
    accommodations=("trinfri",),
    languages=("da",),
    formats=("in_person", "video"),
    start_within_days=80,
)


@dataclass(frozen=True, slots=True)
class Row:
    """What the loop reads of one listing, made ready beforehand as our columns are."""

    position: int
    draw: int
    kind: OrganisationKind
    slug_of_organisation: str
    municipalities: frozenset[str]
    nationwide: bool
    target_groups: frozenset[str]
    languages: frozenset[str]
    formats: frozenset[str]
    support: frozenset[str]
    fields: frozenset[str]
    accommodations: frozenset[str]
    place: tuple[float, float] | None
    waiting: int | None
    places: int | None
    relative: float
    new: bool


def ranking() -> list[Ratio]:
    """Measure ours and the loop in turns, once both have given the same order."""
    catalogue = crowded(LISTINGS)
    rows = rows_of(catalogue, NEEDS.target_group)
    ours = rank(catalogue.columns, NEEDS, DAY)
    if loop(rows, NEEDS, ours.release) != ours.positions.tolist():
        raise AssertionError("The loop and the ranking give different orders.")
    taken = in_turn(
        ROUNDS,
        lambda: loop(rows, NEEDS, ours.release),
        lambda: rank(catalogue.columns, NEEDS, DAY),
    )
    what = f"ranking {LISTINGS:,} listings for one citizen ({len(ours):,} left), to a loop in plain Python"
    told = f"{times(('loop',), taken[:1])}, ours {1000 * taken[1]:.1f} ms"
    return [Ratio("P5", what, taken[0] / taken[1], 100, False, told)]


def crowded(count: int) -> Catalogue:
    """Make up a catalogue in which a third cover Aarhus, most are measured, and many facts are not stated."""
    chance = random.Random(SEED)
    codes, towns = sorted(municipality_names(DAY)), sorted(post_towns().items())
    listings = [_listing(number, chance, codes, towns) for number in range(count)]
    figures = [public_figure(share=50), public_figure(share=40, target_group="dagpenge")]
    figures += [_figure(each, chance) for each in listings if chance.random() < 0.95]
    return make_catalogue(1, DAY, listings, results=published(*figures))


def rows_of(catalogue: Catalogue, target_group: str) -> list[Row]:
    """Make ready what the loop reads, also what can be expected, which ours keeps for each target group."""
    outlooks = catalogue.columns.outlooks
    relative, new = outlooks.of(target_group).relative.tolist(), outlooks.new.tolist()
    draws = catalogue.columns.draws.tolist()
    return [
        _row(each, draws[each.position], relative[each.position], new[each.position])
        for each in catalogue.listings
    ]


def loop(rows: Sequence[Row], needs: Needs, release: int | None) -> list[int]:
    """Rank listings one by one as docs/ranking.md says, and give their positions, the best first."""
    home = find_coordinates(needs.municipality, needs.postcode)
    north, east = (radians(home.latitude), radians(home.longitude)) if home else (float("nan"),) * 2
    drawn = needs.hash(DAY, release)
    mark = int.from_bytes(drawn[8:])
    left = []
    for row in rows:
        if not _lawful(row, needs):
            continue
        km = _kilometres(row, north, east)
        if _within(row, needs, km):
            left.append((-_score(row, needs, km), _mixed(row.draw, mark), row.position, row.new))
    left.sort()
    if int.from_bytes(drawn[:8]) % ONE_IN == 0 and not any(each[3] for each in left[:FIRST_PLACES]):
        new = next((number for number, each in enumerate(left) if each[3]), None)
        if new is not None:
            left.insert(FIRST_PLACES - 1, left.pop(new))
    return [each[2] for each in left]


def _lawful(row: Row, needs: Needs) -> bool:
    covers = row.nationwide or needs.municipality in row.municipalities
    if row.kind is OrganisationKind.MUNICIPALITY and (row.nationwide or not covers):
        return False
    if row.kind is OrganisationKind.UNEMPLOYMENT_FUND and row.slug_of_organisation != needs.fund:
        return False
    return covers and needs.target_group in row.target_groups


def _within(row: Row, needs: Needs, km: float) -> bool:
    if needs.languages and row.languages.isdisjoint(needs.languages):
        return False
    if needs.furthest_km is not None and not (
        isnan(km) or round(km) <= needs.furthest_km or not row.formats.isdisjoint(FROM_AFAR)
    ):
        return False
    if needs.start_within_days is not None and (row.waiting or 0) > needs.start_within_days:
        return False
    return row.places != 0


def _score(row: Row, needs: Needs, km: float) -> float:
    result = (row.relative - WORST_RELATIVE) / (BEST_RELATIVE - WORST_RELATIVE)
    wait = WAIT_NOT_STATED if row.waiting is None else row.waiting
    far = DISTANCE_NOT_KNOWN if isnan(km) else min(km, FURTHEST)
    if not REMOTE.isdisjoint(needs.formats) and not row.formats.isdisjoint(FROM_AFAR):
        far = 0
    asked = (
        (needs.support, row.support),
        (needs.fields, row.fields),
        (needs.accommodations, row.accommodations),
        (needs.formats, row.formats),
    )
    wished = sum(len(codes) for codes, _ in asked)
    met = sum(code in offered for codes, offered in asked for code in codes)
    values = (
        min(max(result, 0), 1),
        NEUTRAL,
        1 - min(wait, LONGEST_WAIT) / LONGEST_WAIT,
        1 - far / FURTHEST,
        met / wished if wished else NEUTRAL,
    )
    counted: tuple[int, ...] = astuple(needs.weights)
    total = sum(counted)
    weighted = sum(weight / total * value for weight, value in zip(counted, values, strict=True))
    return round(weighted, DIGITS)


def _kilometres(row: Row, north: float, east: float) -> float:
    if row.place is None:
        return float("nan")
    latitude, longitude = row.place
    half_chord = (
        sin((latitude - north) / 2) ** 2 + cos(north) * cos(latitude) * sin((longitude - east) / 2) ** 2
    )
    return float(2 * EARTH_KM * asin(sqrt(half_chord)))


def _mixed(draw: int, mark: int) -> int:
    mixed = draw ^ mark
    for shift, factor in MIX:
        mixed = (mixed ^ (mixed >> shift)) * factor & WORD
    return mixed


def _row(listing: CatalogueListing, draw: int, relative: float, new: bool) -> Row:
    content, availability = listing.content, listing.availability
    point = find_coordinates(None, content.address.postcode) if content.address else None
    return Row(
        position=listing.position,
        draw=draw,
        kind=listing.organisation.kind,
        slug_of_organisation=listing.organisation.slug,
        municipalities=listing.municipalities,
        nationwide=listing.nationwide,
        target_groups=listing.target_groups,
        languages=frozenset(content.languages),
        formats=frozenset(content.formats),
        support=frozenset(each.kind for each in content.support),
        fields=frozenset(content.fields),
        accommodations=frozenset(content.accommodations),
        place=(radians(point.latitude), radians(point.longitude)) if point else None,
        waiting=availability.waiting_days if availability else None,
        places=availability.places if availability else None,
        relative=relative,
        new=new,
    )


def _listing(
    number: int, chance: random.Random, codes: list[str], towns: list[tuple[str, str]]
) -> CatalogueListing:
    kinds = [kind.id for kind in kinds_of_support(DAY)]
    fields = [field.id for field in fields_of_work(DAY)]
    met = [need.id for need in accommodations(DAY)]
    address = Address("Prøvevej 1", *chance.choice(towns)) if chance.random() < 0.8 else None
    listing = public_listing(
        f"nummer-{number}",
        kind=chance.choice(KINDS),
        places=chance.choice((None, 0, 1, 2, 5)),
        waiting_days=chance.choice((None, 0, 7, 14, 30, 60, 120)),
        municipalities=tuple(
            sorted({*chance.sample(codes, 8), *(("751",) if chance.random() < 0.3 else ())})
        ),
        nationwide=chance.random() < 0.1,
        target_groups=tuple(sorted(chance.sample(GROUPS, 2))),
        languages=tuple(chance.sample(LANGUAGES, 2)),
        formats=tuple(chance.sample(tuple(MeetingFormat), 2)),
        support=tuple(course(kind, 1000) for kind in chance.sample(kinds, 3)),
        fields=tuple(sorted(chance.sample(fields, 3))),
        accommodations=tuple(sorted(chance.sample(met, 3))),
        address=address,
    )
    organisation = replace(listing.organisation, id=number + 1)
    return replace(listing, listing_id=number + 1, version_id=number + 1, organisation=organisation)


def _figure(listing: CatalogueListing, chance: random.Random) -> PublicFigure:
    ratio = round(chance.gauss(1, 0.12), 2)
    return public_figure(
        level=Level.LISTING,
        organisation_id=listing.organisation.id,
        listing_id=listing.listing_id,
        target_group=None if chance.random() < 0.9 else "dagpenge",
        shrunken=ratio,
        shrunken_lower=ratio - 0.1,
        shrunken_upper=ratio + 0.1,
        grade=Grade.AS_EXPECTED if chance.random() < 0.9 else None,
    )
