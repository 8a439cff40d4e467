"""The entries of the code lists, as frozen values."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

NATIONAL_LANGUAGE = "da"


@dataclass(frozen=True, slots=True)
class Municipality:
    """A Danish municipality as it is on one day, with the region it belongs to then."""

    code: str
    name: str
    region: str
    landsdel: str
    nuts3: str
    free_choice_trial: bool


@dataclass(frozen=True, slots=True)
class TargetGroup:
    """A group of people that the law gives a right to help."""

    id: str
    name_da: str
    name_en: str
    question_da: str
    question_en: str
    legal_reference: str
    closed_for_new_from: date | None
    age_specific: bool

    def name(self, language: str) -> str:
        """Give the name in the reader's language."""
        return self.name_da if language == NATIONAL_LANGUAGE else self.name_en

    def question(self, language: str) -> str:
        """Give the yes/no question that tells whether a person belongs here."""
        return self.question_da if language == NATIONAL_LANGUAGE else self.question_en


@dataclass(frozen=True, slots=True)
class KindOfSupport:
    """A kind of support (indsatstype), such as a work placement."""

    id: str
    name_da: str
    name_en: str
    plain_da: str
    plain_en: str
    kind: str
    company_based: bool
    target_groups: frozenset[str]

    def name(self, language: str) -> str:
        """Give the name in the reader's language."""
        return self.name_da if language == NATIONAL_LANGUAGE else self.name_en

    def plain(self, language: str) -> str:
        """Say in one plain sentence what the support is."""
        return self.plain_da if language == NATIONAL_LANGUAGE else self.plain_en


@dataclass(frozen=True, slots=True)
class FieldOfWork:
    """A field of work (branche) that an actor can know, with its sections of DB25 (NACE rev. 2.1)."""

    id: str
    name_da: str
    name_en: str
    plain_da: str
    plain_en: str
    sections: frozenset[str]

    def name(self, language: str) -> str:
        """Give the name in the reader's language."""
        return self.name_da if language == NATIONAL_LANGUAGE else self.name_en

    def plain(self, language: str) -> str:
        """Say in one plain sentence what one works with."""
        return self.plain_da if language == NATIONAL_LANGUAGE else self.plain_en


@dataclass(frozen=True, slots=True)
class Accommodation:
    """A special need (særligt hensyn) that an actor can meet, such as access without steps."""

    id: str
    name_da: str
    name_en: str
    plain_da: str
    plain_en: str

    def name(self, language: str) -> str:
        """Give the name in the reader's language."""
        return self.name_da if language == NATIONAL_LANGUAGE else self.name_en

    def plain(self, language: str) -> str:
        """Say in one plain sentence what the citizen gets."""
        return self.plain_da if language == NATIONAL_LANGUAGE else self.plain_en


@dataclass(frozen=True, slots=True)
class Place:
    """A town, post town or postal code, and the municipalities it lies in."""

    name: str
    municipality_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """One municipality's square in the tile map; column grows eastwards, row southwards."""

    code: str
    name: str
    abbreviation: str
    column: int
    row: int


class Coordinates(NamedTuple):
    """A point in degrees, WGS 84."""

    latitude: float
    longitude: float
