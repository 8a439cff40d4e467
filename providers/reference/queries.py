"""Read the code lists as they are on a given day."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from statistics import fmean

from providers.reference.lists import ENCODING, path_of
from providers.reference.models import (
    Accommodation,
    Coordinates,
    FieldOfWork,
    KindOfSupport,
    Municipality,
    Place,
    TargetGroup,
    Tile,
)


def municipalities(on: date) -> tuple[Municipality, ...]:
    """List the municipalities as of a day, by code; the region is the one they belong to on that day."""
    return _municipalities(_regions_on(on))


def municipality_names(on: date) -> dict[str, str]:
    """Give each municipality's name by its code."""
    return {municipality.code: municipality.name for municipality in municipalities(on)}


@lru_cache(maxsize=64)
def target_groups(on: date) -> tuple[TargetGroup, ...]:
    """List the target groups that exist on a day, in the order of the law."""
    return tuple(
        TargetGroup(
            id=row["id"],
            name_da=row["name_da"],
            name_en=row["name_en"],
            question_da=row["question_da"],
            question_en=row["question_en"],
            legal_reference=row["legal_reference"],
            closed_for_new_from=_day(row["closed_for_new_from"]),
            age_specific=row["age_specific"] == "yes",
        )
        for row in _rows("target_groups.csv")
        if _holds(row, on)
    )


@lru_cache(maxsize=64)
def kinds_of_support(on: date) -> tuple[KindOfSupport, ...]:
    """List the kinds of support that exist on a day; "all" target groups means all that exist that day."""
    everyone = frozenset(group.id for group in target_groups(on))
    return tuple(
        KindOfSupport(
            id=row["id"],
            name_da=row["name_da"],
            name_en=row["name_en"],
            plain_da=row["plain_da"],
            plain_en=row["plain_en"],
            kind=row["kind"],
            company_based=row["company_based"] == "yes",
            target_groups=everyone
            if row["target_groups"] == "all"
            else frozenset(row["target_groups"].split()) & everyone,
        )
        for row in _rows("kinds_of_support.csv")
        if _holds(row, on)
    )


@lru_cache(maxsize=64)
def fields_of_work(on: date) -> tuple[FieldOfWork, ...]:
    """List the fields of work that exist on a day, in the order of the sections of DB25.

    DB25 is Statistics Denmark's classification since 2025-01-01, and its sections are those of NACE rev. 2.1
    (Delegated Regulation (EU) 2023/137). Small sections that are alike are one field; the names are our own.
    """
    return tuple(
        FieldOfWork(
            id=row["id"],
            name_da=row["name_da"],
            name_en=row["name_en"],
            plain_da=row["plain_da"],
            plain_en=row["plain_en"],
            sections=frozenset(row["sections"].split()),
        )
        for row in _rows("fields_of_work.csv")
        if _holds(row, on)
    )


@lru_cache(maxsize=64)
def accommodations(on: date) -> tuple[Accommodation, ...]:
    """List the special needs that can be met on a day, in the portal's own order."""
    return tuple(
        Accommodation(
            id=row["id"],
            name_da=row["name_da"],
            name_en=row["name_en"],
            plain_da=row["plain_da"],
            plain_en=row["plain_en"],
        )
        for row in _rows("accommodations.csv")
        if _holds(row, on)
    )


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """List towns, post towns and postal codes with the municipalities they lie in.

    A name that occurs in several municipalities (Ejby, Højby) is one place with several codes. The
    towns come from GeoNames (CC BY 4.0).
    """
    found: dict[str, dict[str, None]] = {}
    for row in _rows("municipalities.csv"):
        found.setdefault(row["name"], {})[row["code"]] = None
    for row in _rows("places.csv"):
        found.setdefault(row["place"], {})[row["municipality_code"]] = None
    for row in sorted(_rows("postcodes.csv"), key=lambda row: row["primary"] != "yes"):
        found.setdefault(row["postcode"], {})[row["municipality_code"]] = None
        if row["primary"] == "yes":
            found.setdefault(row["city"], {})[row["municipality_code"]] = None
    for postcode, code in _postcodes_of_streets():
        found.setdefault(postcode, {})[code] = None
    return tuple(Place(name, tuple(codes)) for name, codes in found.items())


@lru_cache(maxsize=1)
def post_towns() -> dict[str, str]:
    """Give the post town of each postal code that has one of its own."""
    return {row["postcode"]: row["city"] for row in _rows("postcodes.csv")}


def find_coordinates(municipality: str | None, postcode: str | None = None) -> Coordinates | None:
    """Find about where somebody is: the town of a postal code, or else the middle of the municipality.

    Half of the post towns have no coordinates of their own (København Ø), so distances are rough on purpose:
    to the town, never to the door. Without a municipality it is the one that the postal code lies in.
    """
    codes = _codes_of_postcodes().get(postcode or "", ())
    town = post_towns().get(postcode or "", "")
    found = next((point for code in codes if (point := _towns().get((town, code)))), None)
    return found or _middles().get(municipality or next(iter(codes), ""))


def municipalities_of_postcode(postcode: str) -> tuple[str, ...]:
    """Give the codes of the municipalities that a postal code lies in, that of its post town first."""
    return _codes_of_postcodes().get(postcode, ())


@lru_cache(maxsize=1)
def _codes_of_postcodes() -> dict[str, tuple[str, ...]]:
    """Give the municipalities of each postal code, that of its post town first."""
    return {place.name: place.municipality_codes for place in places() if place.name.isdecimal()}


@lru_cache(maxsize=1)
def _towns() -> dict[tuple[str, str], Coordinates]:
    """Give where each town lies, by its name and municipality."""
    return {(row["place"], row["municipality_code"]): _point(row) for row in _rows("places.csv")}


@lru_cache(maxsize=1)
def _middles() -> dict[str, Coordinates]:
    """Give for each municipality where the town that it is called by lies, or else the mean of its towns."""
    names = {row["code"]: row["name"] for row in _rows("municipalities.csv")}
    towns: dict[str, list[Coordinates]] = {}
    for row in _rows("places.csv"):
        towns.setdefault(row["municipality_code"], []).append(_point(row))
    return {
        code: _towns().get((names.get(code, ""), code)) or _mean(points) for code, points in towns.items()
    }


def _point(row: dict[str, str]) -> Coordinates:
    return Coordinates(float(row["lat"]), float(row["lon"]))


def _mean(points: list[Coordinates]) -> Coordinates:
    return Coordinates(fmean(each.latitude for each in points), fmean(each.longitude for each in points))


@lru_cache(maxsize=1)
def tile_map() -> tuple[Tile, ...]:
    """List the squares of the tile map, row by row."""
    drawn = json.loads(path_of("tile_map.json").read_text(encoding="utf-8"))
    tiles = (Tile(t["code"], t["name"], t["abbr"], t["col"], t["row"]) for t in drawn["tiles"])
    return tuple(sorted(tiles, key=lambda tile: (tile.row, tile.column)))


def _postcodes_of_streets() -> Iterator[tuple[str, str]]:
    for row in _rows("postcode_ranges.csv"):
        for postcode in range(int(row["from"]), int(row["to"]) + 1):
            yield str(postcode), row["municipality_code"]


def _regions_on(on: date) -> tuple[tuple[str, str], ...]:
    return tuple((row["code"], row["region"]) for row in _rows("municipality_regions.csv") if _holds(row, on))


@lru_cache(maxsize=8)
def _municipalities(regions: tuple[tuple[str, str], ...]) -> tuple[Municipality, ...]:
    region_of = dict(regions)
    return tuple(
        Municipality(
            code=row["code"],
            name=row["name"],
            region=region_of[row["code"]],
            landsdel=row["landsdel"],
            nuts3=row["nuts3"],
            free_choice_trial=row["free_choice_trial_2027"] == "yes",
        )
        for row in _rows("municipalities.csv")
        if row["code"] in region_of
    )


@lru_cache(maxsize=16)
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with path_of(name).open(encoding=ENCODING, newline="") as file:
        return tuple(csv.DictReader(file))


def _holds(row: dict[str, str], on: date) -> bool:
    """Say whether an entry is valid on a day; an empty end is open, and both ends belong to it."""
    starts, ends = _day(row["valid_from"]), _day(row["valid_to"])
    return (starts is None or starts <= on) and (ends is None or on <= ends)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
