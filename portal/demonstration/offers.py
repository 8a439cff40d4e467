"""Decide what an invented actor offers: to whom, what, at what price, in which languages and how soon."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from portal.demonstration.actors import Reach, Site
from portal.demonstration.chance import chance, some
from portal.demonstration.stock import offers
from providers.listings.content import MeetingFormat, Payer
from providers.reference import queries

ORE = 100
PRICE_STEP = 50  # kroner
STATES_NO_PRICE = 0.12
STATES_THIS_PRICE = 0.9
CITIZEN_PAYS = 0.15
# Only these are ever sold to citizens; the rest are steps in a municipality's plan.
SOLD_TO_CITIZENS = frozenset({"cv_jobsoegning", "karriereraadgivning"})
# Who works with newcomers or with trauma speaks their languages.
SPEAKS_MANY = frozenset({"nye_borgere", "ptsd", "koekken"})
STATES_NO_AVAILABILITY = 0.12
LEAST_WAIT_WITHOUT_PLACES = 14  # days; who has no place now cannot have one tomorrow
# How many days ago availability was confirmed: nearly always within two months, and a few times longer ago.
CONFIRMED_DAYS_AGO = (1, 2, 3, 4, 5, 8, 9, 13, 17, 21, 28, 34, 41, 48, 55, 59, 75, 110)
STATES_NO_ACCOMMODATION = 0.15
STATES_NO_FIELD = 0.4  # of those whose themes are about no certain jobs
GROUP_OFTEN, VIDEO_OFTEN, PHONE_OFTEN = 0.45, 0.5, 0.45


@dataclass(frozen=True, slots=True)
class Offer:
    """What a listing says apart from its texts, in codes; prices are JSON values."""

    groups: tuple[str, ...]
    support: tuple[str, ...]
    prices: tuple[dict[str, Any] | None, ...]
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    fields: tuple[str, ...]
    accommodations: tuple[str, ...]

    @property
    def free(self) -> bool:
        """Say whether the actor has stated that the municipality pays for everything."""
        return bool(self.prices) and all(
            price is not None and price["paid_by"] == Payer.MUNICIPALITY for price in self.prices
        )


def offer(seed: int, site: Site, on: date) -> Offer:
    """Make up what a private adviser or another actor offers."""
    source = chance(seed, "offer", site.slug)
    main = site.themes[0]
    groups = {*main.groups, *some(source, main.also_groups, 0, len(main.also_groups))}
    kinds = {*main.support, *some(source, main.also_support, 1, len(main.also_support))}
    for second in site.themes[1:]:
        groups |= {*second.groups}
        kinds |= {*second.support}
    fitting_groups, fitting_kinds = fitting(groups, kinds, on)
    online = site.reach is Reach.COUNTRY
    return Offer(
        groups=fitting_groups,
        support=fitting_kinds,
        prices=_prices(source, fitting_kinds),
        languages=_languages(source, many=any(theme.id in SPEAKS_MANY for theme in site.themes)),
        formats=_formats(source, online=online),
        fields=_fields(seed, site, on),
        accommodations=accommodations(
            seed, site.slug, on, meets=not online, themes=[theme.id for theme in site.themes]
        ),
    )


def fitting(groups: set[str], kinds: set[str], on: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keep the kinds of support that one of the groups may have, and the groups that one of these serves."""
    serves = {
        kind.id: kind.target_groups & groups
        for kind in queries.kinds_of_support(on)
        if kind.id in kinds and kind.target_groups & groups
    }
    served = frozenset[str]().union(*serves.values())
    return tuple(group.id for group in queries.target_groups(on) if group.id in served), tuple(serves)


def accommodations(
    seed: int, slug: str, on: date, *, meets: bool, themes: Collection[str] = ()
) -> tuple[str, ...]:
    """Make up which special needs can be met; some need a place to meet, and some actors state none."""
    source = chance(seed, "accommodations", slug)
    always = {need for theme in themes for need in offers()["accommodations_of"].get(theme, ())}
    states_any = source.random() >= STATES_NO_ACCOMMODATION
    found = set[str]()
    for need, (percent, takes_a_place) in offers()["accommodations"].items():
        drawn = source.random() * 100 < percent
        if states_any and (need in always or drawn) and (meets or not takes_a_place):
            found.add(need)
    return tuple(need.id for need in queries.accommodations(on) if need.id in found)


def _fields(seed: int, site: Site, on: date) -> tuple[str, ...]:
    """Make up which fields of work are known: those of the themes, or a few, or they are not stated."""
    source = chance(seed, "fields of work", site.slug)
    known = {field for theme in site.themes for field in offers()["fields_of_work"].get(theme.id, ())}
    every = [field.id for field in queries.fields_of_work(on)]
    if known:
        known |= {*some(source, every, 0, 1)}
    elif source.random() >= STATES_NO_FIELD:
        known = {*some(source, every, 1, 4)}
    return tuple(field for field in every if field in known)


def availability(seed: int, slug: str, on: date) -> dict[str, Any] | None:
    """Make up free places and waiting time, as they were confirmed before the day; or nothing was stated."""
    source = chance(seed, "availability", slug)
    if source.random() < STATES_NO_AVAILABILITY:
        return None
    places = source.choice((None, 0, 0, 1, 2, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 40))
    waiting = source.choice((None, None, 0, 0, 2, 3, 5, 7, 7, 10, 14, 14, 21, 28, 30, 42, 60))
    if places == 0 and waiting is not None:
        waiting = max(waiting, LEAST_WAIT_WITHOUT_PLACES)
    confirmed_on = on - timedelta(days=source.choice(CONFIRMED_DAYS_AGO))
    confirmed_at = datetime.combine(
        confirmed_on, time(source.randint(7, 15), source.choice((0, 15, 30, 45))), UTC
    )
    return {
        "places": places,
        "waiting_days": waiting,
        "confirmed_at": confirmed_at.isoformat().replace("+00:00", "Z"),
    }


def _prices(source: Random, kinds: tuple[str, ...]) -> tuple[dict[str, Any] | None, ...]:
    if source.random() < STATES_NO_PRICE:
        return tuple(None for _ in kinds)
    citizen_pays = source.random() < CITIZEN_PAYS
    return tuple(
        _price(source, kind, citizen_pays=citizen_pays and kind in SOLD_TO_CITIZENS)
        if source.random() < STATES_THIS_PRICE
        else None
        for kind in kinds
    )


def _price(source: Random, kind: str, *, citizen_pays: bool) -> dict[str, Any] | None:
    known = offers()["prices"].get(kind)
    if known is None:
        return None
    unit, lowest, highest = source.choice(known)
    kroner = round(source.triangular(lowest, highest) / PRICE_STEP) * PRICE_STEP
    payer = Payer.CITIZEN if citizen_pays else Payer.MUNICIPALITY
    return {"amount_ore": kroner * ORE, "unit": unit, "paid_by": payer.value}


def _languages(source: Random, *, many: bool) -> tuple[str, ...]:
    how_often = {code: entry[2] for code, entry in offers()["languages"].items()}
    spoken = [
        code
        for code, percent in how_often.items()
        if source.random() * 100 < percent * (2.5 if many else 0.7)
    ]
    return ("da", *spoken[: 7 if many else 4])


def _formats(source: Random, *, online: bool) -> tuple[str, ...]:
    group = [MeetingFormat.GROUP.value] if source.random() < GROUP_OFTEN else []
    if online:
        return (MeetingFormat.VIDEO.value, MeetingFormat.PHONE.value, *group)
    video = [MeetingFormat.VIDEO.value] if source.random() < VIDEO_OFTEN else []
    phone = [MeetingFormat.PHONE.value] if source.random() < PHONE_OFTEN else []
    return (MeetingFormat.IN_PERSON.value, *video, *phone, *group)
