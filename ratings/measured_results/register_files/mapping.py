"""Say which columns of a register's file hold what, so that any register fits without code."""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ratings.measured_results.codes import OUTCOMES, PROCESS

PREFIX_OF_CASE_MIX = "case_mix_"
YES_OR_NO = ("work_3", "work_6", "work_12", "subsidised")
# The longest that can be: weeks of a half and a whole year; active weeks may go on for ten years.
MOST_WEEKS = {
    "weeks_in_work": 26,
    "passive_weeks_6": 26,
    "passive_weeks_12": 52,
    "company_weeks": 520,
    "active_weeks": 520,
}
PRICES = ("price_dkk", "price_ore")
ACTOR = ("listing", "organisation")
SPELL_FIELDS = (
    "person",
    *ACTOR,
    "target_group",
    "municipality",
    "referred_on",
    "ended_on",
    *YES_OR_NO,
    *MOST_WEEKS,
    *PRICES,
)
COUNTS = ("n", "observed")
PERIODS = ("period", "first_quarter", "last_quarter")
AGGREGATE_FIELDS = (*ACTOR, "target_group", "area", *PERIODS, "measure", *COUNTS)
COUNTABLE = (*OUTCOMES, *PROCESS)
OWN_CODES = ("target_group", "municipality")


class Kind(StrEnum):
    """Say what a row is: one citizen's course, or a published count of many."""

    SPELLS = "spells"
    AGGREGATES = "aggregates"


@dataclass(frozen=True, slots=True)
class Field:
    """Where the value of a field comes from: a column, or the same for all rows.

    `values` says what to read for what stands in the column; what is not named stands as it is.
    """

    column: str | None = None
    constant: str | None = None
    prefix: str = ""
    values: Dictionary[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Share:
    """A count that a file gives as a share `share` of the people in `of`: observed = round(n * share)."""

    share: Field
    of: Field
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Factor:
    """One framework condition at referral; numbers are put in bands that begin at the edges."""

    name: str
    field: Field
    bands: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """The columns that hold the counts of one measure."""

    measure: Field
    n: Field
    observed: Field | Share


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a file is read. `document` is the same as plain JSON values, to be kept with the import.

    `own_codes` names the fields whose codes are the source's own and not those of our lists. A `closed`
    mapping knows every column, so that another one is a mistake. `query` is what to ask Jobindsats for.
    """

    kind: Kind
    source: str
    simulated: bool
    observed_until: date | None
    fields: Dictionary[str, Field]
    case_mix: tuple[Factor, ...] = ()
    counts: tuple[Counts, ...] = ()
    missing: frozenset[str] = frozenset()
    danish_days: bool = False
    delimiter: str | None = None
    own_codes: frozenset[str] = frozenset()
    closed: bool = False
    query: Dictionary[str, str] = field(default_factory=dict)
    document: Dictionary[str, Any] = field(default_factory=dict)

    def columns(self) -> list[str]:
        """Name the columns that are read, each once."""
        fields = [*self.fields.values(), *(factor.field for factor in self.case_mix)]
        for counts in self.counts:
            fields += [counts.measure, counts.n]
            fields += (
                [counts.observed.share, counts.observed.of]
                if isinstance(counts.observed, Share)
                else [counts.observed]
            )
        return list(dict.fromkeys(each.column for each in fields if each.column is not None))


class MappingUnusable(Exception):
    """A mapping cannot be used; each sentence says where and why."""

    def __init__(self, *sentences: str) -> None:
        """Keep the sentences."""
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class MappingNotToml(MappingUnusable):
    """A mapping is no TOML at all, and from `line` on nobody can read it."""

    def __init__(self, line: int, why: str) -> None:
        """Keep the line."""
        super().__init__(f"Line {line}, the mapping is not TOML: {why}.")
        self.line = line


def plain_mapping(
    header: tuple[str, ...], *, source: str, simulated: bool, observed_until: date | None
) -> Mapping:
    """Make the mapping of a file whose columns have our own names; `n` and `observed` make it aggregates."""
    kind = Kind.AGGREGATES if set(COUNTS) <= set(header) else Kind.SPELLS
    known = SPELL_FIELDS if kind is Kind.SPELLS else AGGREGATE_FIELDS
    fields = {name: Field(name) for name in known if name in header and name not in ("measure", *COUNTS)}
    counts: tuple[Counts, ...] = ()
    if kind is Kind.AGGREGATES:
        counts = (Counts(Field("measure"), Field("n"), Field("observed")),)
    mapping = Mapping(
        kind=kind,
        source=source,
        simulated=simulated,
        observed_until=observed_until,
        fields=with_required(kind, fields),
        case_mix=tuple(
            Factor(name.removeprefix(PREFIX_OF_CASE_MIX), Field(name))
            for name in header
            if kind is Kind.SPELLS and name.startswith(PREFIX_OF_CASE_MIX) and name != PREFIX_OF_CASE_MIX
        ),
        counts=counts,
        closed=True,
        document={"plain": True},
    )
    return require_days(mapping)


def with_required(kind: Kind, fields: dict[str, Field]) -> dict[str, Field]:
    """Add the fields that no file can do without under their own names, so that a missing one is told."""
    required = ["person", "target_group", "referred_on"] if kind is Kind.SPELLS else ["target_group"]
    if not fields.keys() & set(ACTOR):
        required.append("organisation")
    if kind is Kind.AGGREGATES and "period" not in fields:
        required += ["first_quarter", "last_quarter"]
    return {**{name: Field(name) for name in required}, **fields}


def require_days(mapping: Mapping) -> Mapping:
    """Refuse spells of which nobody has said how far the registers reach, and rows from nowhere."""
    if sentences := unsaid(mapping):
        raise MappingUnusable(*sentences.values())
    return mapping


def unsaid(mapping: Mapping) -> dict[str, str]:
    """Give a sentence for each thing that must be said and is not, by its name in a mapping."""
    found = {}
    if not 1 <= len(mapping.source) <= 200:
        found["source"] = "The source must be named, in at most 200 characters: where the rows come from."
    if mapping.kind is Kind.SPELLS and mapping.observed_until is None:
        found["observed_until"] = (
            "The last day that the registers cover must be given for spells (observed_until), "
            "such as 2026-06-30."
        )
    return found
