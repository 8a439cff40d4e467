"""The standards that an actor must meet: a version of them, whom each applies to, and what changed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from providers.organisations.models import STATUTORY_KINDS, OrganisationKind

NATIONAL_LANGUAGE = "da"


class StandardGroup(StrEnum):
    """Say what a standard is about; the order is that of the page and of the application."""

    ORGANISATION = "organisation"
    RIGHTS = "rights"
    HELP = "help"
    LISTING = "listing"
    RESULTS = "results"


class CheckKind(StrEnum):
    """Say who finds out whether a standard is met: the portal by itself, or a caseworker who judges."""

    AUTOMATIC = "automatic"
    JUDGEMENT = "judgement"


class AutomaticCheck(StrEnum):
    """Name what the portal can find out by itself."""

    CVR_ACTIVE = "cvr_active"
    CVR_SOLVENT = "cvr_solvent"
    LANGUAGES_STATED = "languages_stated"
    PRICES_STATED = "prices_stated"
    COVERAGE_STATED = "coverage_stated"
    LISTING_CONFIRMED = "listing_confirmed"
    RESULT_NOT_CLEARLY_BELOW = "result_not_clearly_below"


class Track(StrEnum):
    """Say which way through approval an actor takes; it decides which standards apply."""

    FULL = "full"
    LIGHT = "light"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in both languages of the portal."""

    da: str
    en: str

    def text(self, language: str) -> str:
        """Give the text in the reader's language."""
        return self.da if language == NATIONAL_LANGUAGE else self.en


@dataclass(frozen=True, slots=True)
class Standard:
    """One thing that an actor must meet; `check` names the automatic check and is None for a judgement."""

    id: str
    group: StandardGroup
    name: Wording
    question: Wording
    why: Wording
    evidence: Wording
    kind: CheckKind
    check: AutomaticCheck | None
    tracks: tuple[Track, ...]
    source: Wording


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of a version: rules read them here, so that an old application is judged by its own.

    `light_below` is a number of employees, `company_share` a percentage of weeks, `debt` whole kroner.
    """

    light_below: int
    debt: int
    company_share: int
    days_confirmed: int
    months_without_result: int


@dataclass(frozen=True, slots=True)
class StandardSet:
    """A version of the standards; approvals from `valid_from` and on are decided on it."""

    version: str
    valid_from: date
    changes: Wording
    limits: Limits
    standards: tuple[Standard, ...]

    def get(self, standard_id: str) -> Standard:
        """Give a standard by its id."""
        found = next((standard for standard in self.standards if standard.id == standard_id), None)
        if found is None:
            raise StandardNotFound(f"Version {self.version} has no standard {standard_id!r}.")
        return found


class StandardNotFound(Exception):
    """There is no such version of the standards, or no such standard in it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a version changed: what is new, what went, and (before, after) of what now says something else."""

    added: tuple[Standard, ...]
    removed: tuple[Standard, ...]
    reworded: tuple[tuple[Standard, Standard], ...]


def track_of(kind: OrganisationKind, employees: int, limits: Limits) -> Track:
    """Say which track an actor takes; the law itself gives public actors theirs, whatever their size."""
    if kind in STATUTORY_KINDS:
        return Track.PUBLIC
    return Track.LIGHT if employees < limits.light_below else Track.FULL


def applicable(standard_set: StandardSet, track: Track) -> tuple[Standard, ...]:
    """List the standards that apply to a track, in their own order."""
    return tuple(standard for standard in standard_set.standards if track in standard.tracks)


def difference(old: StandardSet, new: StandardSet) -> Difference:
    """Compare two versions by the ids of their standards; moving one to another place is no change."""
    before = {standard.id: standard for standard in old.standards}
    after = {standard.id: standard for standard in new.standards}
    return Difference(
        added=tuple(standard for id_, standard in after.items() if id_ not in before),
        removed=tuple(standard for id_, standard in before.items() if id_ not in after),
        reworded=tuple(
            (before[id_], standard)
            for id_, standard in after.items()
            if id_ in before and before[id_] != standard
        ),
    )
