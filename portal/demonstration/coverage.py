"""Share the country out between the invented actors, so that nobody looks in vain."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.demonstration.actors import Actor, Fate, Reach, Site
from portal.demonstration.chance import chance
from portal.demonstration.geography import (
    BORNHOLM,
    Area,
    country_area,
    landsdel_area,
    municipalities_area,
    neighbours,
    region_area,
)
from providers.listings.rules import ListingStatus
from providers.organisations.models import OrganisationKind
from providers.reference import queries
from providers.reference.models import Municipality

# How many private advisers that do not cover the whole country each municipality is promised.
PROMISED, PROMISED_IN_TRIAL = 6, 10
LOCAL_SPREAD = ((1, 20), (2, 30), (3, 30), (4, 20))  # how many municipalities a local actor covers, how often
MOST_WHEN_STRETCHED = 6  # a local actor is not sent farther to keep the promise
NO_VISIBLE_COVERAGE = (Fate.EXPIRED, Fate.FEWER_MUNICIPALITIES)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a listing covers, in codes and as a sentence says it; nationwide has no codes."""

    municipalities: tuple[str, ...]
    area: Area


def cover(seed: int, actors: Iterable[Actor], on: date) -> dict[str, Coverage]:
    """Give each site's coverage by its slug; with very few actors the promise cannot be kept."""
    actors = list(actors)
    by_code = {municipality.code: municipality for municipality in queries.municipalities(on)}
    local = {
        site.slug: _nearest(seed, site, on)
        for actor in actors
        for site in actor.sites
        if site.reach is Reach.LOCAL
    }
    wide = {
        site.slug: _wide(site, by_code)
        for actor in actors
        for site in actor.sites
        if site.reach is not Reach.LOCAL
    }
    _keep_promise(actors, local, wide, by_code, on)
    covered = {
        slug: Coverage(tuple(sorted(codes)), municipalities_area(codes, on)) for slug, codes in local.items()
    }
    return covered | wide


def _nearest(seed: int, site: Site, on: date) -> list[str]:
    numbers, how_often = zip(*LOCAL_SPREAD, strict=True)
    number = chance(seed, "coverage", site.slug).choices(numbers, how_often)[0]
    home = site.town.municipality
    # Nobody lives by sailing from Bornholm.
    return [home] if home == BORNHOLM else list(neighbours(on)[home][:number])


def _wide(site: Site, by_code: dict[str, Municipality]) -> Coverage:
    home = by_code[site.town.municipality]
    if site.reach is Reach.COUNTRY:
        return Coverage((), country_area())
    if site.reach is Reach.REGION:
        codes = [m.code for m in by_code.values() if m.region == home.region]
        return Coverage(tuple(codes), region_area(home.region))
    codes = [m.code for m in by_code.values() if m.landsdel == home.landsdel]
    return Coverage(tuple(codes), landsdel_area(home.landsdel))


def _keep_promise(
    actors: list[Actor],
    local: dict[str, list[str]],
    wide: dict[str, Coverage],
    by_code: dict[str, Municipality],
    on: date,
) -> None:
    """Stretch the nearest local actors until every municipality has as many as promised."""
    shown = [(actor.number, site) for actor in actors for site in actor.sites if _is_shown(actor, site)]
    choosers: dict[str, set[int]] = {code: set() for code in by_code}
    for number, site in shown:
        codes = local[site.slug] if site.reach is Reach.LOCAL else wide[site.slug].municipalities
        for code in codes:
            choosers[code].add(number)
    at_home: dict[str, list[tuple[int, Site]]] = {}
    for number, site in shown:
        if site.reach is Reach.LOCAL:
            at_home.setdefault(site.town.municipality, []).append((number, site))
    for code, municipality in by_code.items():
        promised = PROMISED_IN_TRIAL if municipality.free_choice_trial else PROMISED
        for number, site in (pair for home in neighbours(on)[code] for pair in at_home.get(home, ())):
            if len(choosers[code]) >= promised:
                break
            if number not in choosers[code] and len(local[site.slug]) < MOST_WHEN_STRETCHED:
                local[site.slug].append(code)
                choosers[code].add(number)


def _is_shown(actor: Actor, site: Site) -> bool:
    return (
        actor.kind is OrganisationKind.PRIVATE_ADVISER
        and actor.fate not in NO_VISIBLE_COVERAGE
        and site.status is ListingStatus.PUBLISHED
    )
