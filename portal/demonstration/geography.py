"""Where invented actors live and work: real towns, their neighbours, and how a sentence names an area."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import cos, hypot, radians

from portal.demonstration.stock import Text, place_words
from providers.reference import queries
from providers.reference.lists import path_of

DISTRICT = re.compile(r" (C|K|N|S|V|Ø|M|NV|SV|NØ|SØ|Øst)$")
KILOMETRES_A_DEGREE = 111.2
ACROSS_WATER = (
    100.0  # kilometres added between two parts of the country, since few advisers take a ferry to work
)
BORNHOLM = "400"
LIKES_ITS_NAMESAKE = 4  # how much rather an actor lives in the town that gave the municipality its name


@dataclass(frozen=True, slots=True)
class Town:
    """A real town with one of its postal codes; `city` is the post town, `name` what people call it."""

    name: str
    postcode: str
    city: str
    municipality: str

    @property
    def where(self) -> Text:
        """Say "in the town"."""
        on_island = self.name in place_words()["on_islands"]
        return Text(f"{'på' if on_island else 'i'} {self.name}", f"{'on' if on_island else 'in'} {self.name}")


@lru_cache(maxsize=1)
def towns() -> dict[str, tuple[Town, ...]]:
    """List the towns of each municipality that have a postal code, the known ones where there are any."""
    known: dict[str, list[str]] = {}
    for row in _place_rows():
        known.setdefault(row["municipality_code"], []).append(row["place"])
    primary = {place.name: place.municipality_codes[0] for place in queries.places()}
    found: dict[str, list[Town]] = {}
    for postcode, city in queries.post_towns().items():
        code = primary[postcode]
        found.setdefault(code, []).append(Town(_spoken_name(city, known[code]), postcode, city, code))
    return {
        code: tuple(town for town in all_of if town.name in known[code]) or tuple(all_of)
        for code, all_of in found.items()
    }


def weights(of: Sequence[Town], municipality_name: str) -> list[int]:
    """Say how much an actor likes to live in each town of a municipality."""
    return [LIKES_ITS_NAMESAKE if town.name == municipality_name else 1 for town in of]


@lru_cache(maxsize=8)
def neighbours(on: date) -> dict[str, tuple[str, ...]]:
    """List for each municipality all municipalities from the nearest, which is itself, to the farthest."""
    centres = _centres()
    parts = {m.code: _part(m.landsdel) for m in queries.municipalities(on)}

    def distance(a: str, b: str) -> float:
        apart = 0.0 if parts[a] == parts[b] else ACROSS_WATER
        return _kilometres(centres[a], centres[b]) + apart

    return {a: tuple(sorted(parts, key=lambda b: (distance(a, b), b))) for a in sorted(parts)}


@dataclass(frozen=True, slots=True)
class Area:
    """How a sentence names an area: all of it, and "in one of these" for somebody who lives there."""

    whole: Text
    one_of: Text


def municipalities_area(municipalities: Sequence[str], on: date) -> Area:
    """Name municipalities one by one, in their order."""
    if list(municipalities) == [BORNHOLM]:
        return landsdel_area("Bornholm")
    known = _municipality_names(on)
    danish = [place_words()["possessive"].get(code, known[code]) for code in municipalities]
    english = [known[code] for code in municipalities]
    several = len(municipalities) > 1
    whole = Text(
        f"i {listed(danish, 'og')} {'kommuner' if several else 'Kommune'}",
        f"in the {'municipalities' if several else 'municipality'} of {listed(english, 'and')}",
    )
    one_of = Text(f"i {listed(danish, 'eller')} Kommune", f"in the municipality of {listed(english, 'or')}")
    return Area(whole, one_of)


def landsdel_area(landsdel: str) -> Area:
    """Name a part of the country."""
    name = Text(*place_words()["landsdele"][landsdel])
    return Area(name, name)


def region_area(region: str) -> Area:
    """Name a region."""
    name = Text(f"i {region}", f"in {region}")
    return Area(name, name)


def country_area() -> Area:
    """Name the whole country."""
    name = Text(*place_words()["country"])
    return Area(name, name)


def listed(words: Sequence[str], last: str) -> str:
    """Write words as a list in a sentence, such as "a, b og c"."""
    return f" {last} ".join([*([", ".join(words[:-1])] if words[:-1] else []), words[-1]])


def _spoken_name(city: str, known: list[str]) -> str:
    """Give the name people use: no district, and Nykøbing Falster for the post's Nykøbing F."""
    short = DISTRICT.sub("", city)
    if short in known:
        return short
    return next((place for place in known if place.startswith(city)), short)


@lru_cache(maxsize=8)
def _municipality_names(on: date) -> dict[str, str]:
    return queries.municipality_names(on)


def _part(landsdel: str) -> str:
    if landsdel in ("Fyn", "Bornholm"):
        return landsdel
    return "Jylland" if landsdel.endswith("jylland") else "Sjælland"


def _centres() -> dict[str, tuple[float, float]]:
    found: dict[str, list[tuple[float, float]]] = {}
    for row in _place_rows():
        found.setdefault(row["municipality_code"], []).append((float(row["lat"]), float(row["lon"])))
    return {
        code: (sum(lat for lat, _ in points) / len(points), sum(lon for _, lon in points) / len(points))
        for code, points in found.items()
    }


def _kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Measure between two points; the earth is flat enough over Denmark."""
    east = (a[1] - b[1]) * cos(radians((a[0] + b[0]) / 2))
    return KILOMETRES_A_DEGREE * hypot(a[0] - b[0], east)


def _place_rows() -> list[dict[str, str]]:
    with path_of("places.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
