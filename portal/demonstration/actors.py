"""Decide which private advisers and other actors there are: their names, fields, sites and fates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain, cycle, repeat

from portal.demonstration.chance import chance
from portal.demonstration.geography import Town, towns, weights
from portal.demonstration.naming import Name, Namer, as_slug
from portal.demonstration.stock import Theme, place_words, themes
from providers.listings.rules import ListingStatus
from providers.organisations.models import OrganisationKind
from providers.reference import queries

STANDARD_LISTINGS = 240
# Of 240 listings; the rest are private advisers. More listings bring no more public units than these.
OTHER_SHARE, MUNICIPALITIES, FUNDS = 25, 15, 10
# How many sites thirty actors in a row have: most have one, and 150 private advisers come to 190 listings.
SITES = (*repeat(1, 8), 2, *repeat(1, 8), 3, *repeat(1, 4), 2, 1, 1, 2, 1, 1, 4, 1)
# One in so many actors, counted from a place of its own, so that no two fates fall on the same actor.
EVERY = 50
EXPIRED_AT, FEWER_MUNICIPALITIES_AT, WITHDRAWN_AT, DRAFT_AT = 11, 19, 27, 35
FEWER_GROUPS_EVERY, FEWER_GROUPS_AT = 25, 6
SECOND_THEME = 0.45
HOME_IN_TRIAL = 1  # how many more actors live in a municipality of the trial than in another of its size


class Reach(StrEnum):
    """Say how far a listing's actor goes."""

    LOCAL = "local"
    LANDSDEL = "landsdel"
    REGION = "region"
    COUNTRY = "country"


REACHES = ((Reach.LOCAL, 68), (Reach.LANDSDEL, 14), (Reach.REGION, 9), (Reach.COUNTRY, 9))


class Fate(StrEnum):
    """Say what became of an actor's approval."""

    OPEN = "open"
    EXPIRED = "expired"
    FEWER_GROUPS = "fewer_groups"
    FEWER_MUNICIPALITIES = "fewer_municipalities"


@dataclass(frozen=True, slots=True)
class Site:
    """One listing to be: its place in the file, name, field of work, home and reach."""

    slug: str
    key: str
    name: str
    themes: tuple[Theme, ...]
    town: Town
    reach: Reach
    status: ListingStatus


@dataclass(frozen=True, slots=True)
class Actor:
    """One organisation to be, with its sites."""

    number: int
    kind: OrganisationKind
    cvr: str
    name: Name
    fate: Fate
    sites: tuple[Site, ...]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many listings there are of each kind of actor."""

    private: int
    other: int
    municipalities: int
    funds: int


def sizes(listings: int) -> Sizes:
    """Share a number of listings out between the kinds."""
    municipalities = min(MUNICIPALITIES, listings * MUNICIPALITIES // STANDARD_LISTINGS)
    funds = min(FUNDS, listings * FUNDS // STANDARD_LISTINGS)
    other = listings * OTHER_SHARE // STANDARD_LISTINGS
    return Sizes(listings - municipalities - funds - other, other, municipalities, funds)


def actors(seed: int, on: date, size: Sizes) -> list[Actor]:
    """Make up the private advisers and the other actors."""
    namer, homes, fields = Namer(seed), _homes(seed, on), _fields(seed)
    kinds = chain(
        zip(repeat(OrganisationKind.PRIVATE_ADVISER), _site_counts(size.private)),
        zip(repeat(OrganisationKind.OTHER), repeat(1, size.other)),
    )
    made: list[Actor] = []
    for number, (kind, sites) in enumerate(kinds):
        theme = next(fields)
        name = namer.name(kind, theme.family)
        homes_here = _different(homes, sites)
        places = [_site(seed, number, name, theme, home, alone=sites == 1) for home in homes_here]
        places[-1] = _with_status(places[-1], number)
        made.append(Actor(number, kind, namer.cvr(), name, _fate(number), tuple(places)))
    return made


def _site_counts(listings: int) -> Iterator[int]:
    left = listings
    for sites in cycle(SITES):
        if left <= 0:
            return
        yield min(sites, left)
        left -= sites


def _homes(seed: int, on: date) -> Iterator[Town]:
    """Give towns without end, big towns and those of the trial more often."""
    big = place_words()["big_towns"]
    deck = [
        municipality
        for municipality in queries.municipalities(on)
        for _ in range(1 + big.get(municipality.code, 0) + HOME_IN_TRIAL * municipality.free_choice_trial)
    ]
    source = chance(seed, "homes")
    source.shuffle(deck)
    for municipality in cycle(deck):
        here = towns()[municipality.code]
        yield source.choices(here, weights(here, municipality.name))[0]


def _fields(seed: int) -> Iterator[Theme]:
    deck = list(themes())
    chance(seed, "fields").shuffle(deck)
    return cycle(deck)


def _different(homes: Iterator[Town], number: int) -> list[Town]:
    found: dict[str, Town] = {}
    while len(found) < number:
        home = next(homes)
        found.setdefault(home.name, home)
    return list(found.values())


def _site(seed: int, number: int, name: Name, theme: Theme, town: Town, *, alone: bool) -> Site:
    source = chance(seed, "site", number, town.name)
    reach = source.choices([reach for reach, _ in REACHES], [weight for _, weight in REACHES])[0]
    if reach is Reach.COUNTRY and not theme.online:
        reach = Reach.LOCAL
    fitting = [
        other
        for other in themes()
        if other.id != theme.id
        and other.shelf == theme.shelf
        and set(other.groups) & set(theme.groups)
        and (other.online or reach is not Reach.COUNTRY)
    ]
    second = source.sample(fitting, 1) if fitting and source.random() < SECOND_THEME else []
    key = as_slug(town.name)
    return Site(
        slug=name.slug if alone else f"{name.slug}-{key}",
        key=key,
        name=name.brand if alone else f"{name.brand}, {town.name}",
        themes=(theme, *second),
        town=town,
        reach=reach,
        status=ListingStatus.PUBLISHED,
    )


def _with_status(site: Site, number: int) -> Site:
    status = {WITHDRAWN_AT: ListingStatus.WITHDRAWN, DRAFT_AT: ListingStatus.DRAFT}.get(number % EVERY)
    if status is None:
        return site
    return Site(site.slug, site.key, site.name, site.themes, site.town, site.reach, status)


def _fate(number: int) -> Fate:
    fate = {EXPIRED_AT: Fate.EXPIRED, FEWER_MUNICIPALITIES_AT: Fate.FEWER_MUNICIPALITIES}.get(number % EVERY)
    if fate is not None:
        return fate
    return Fate.FEWER_GROUPS if number % FEWER_GROUPS_EVERY == FEWER_GROUPS_AT else Fate.OPEN
