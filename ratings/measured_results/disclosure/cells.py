"""The cells of a release that are told apart when it is decided what is too few to show.

Method: docs/method.md, section 5.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ratings.measured_results.codes import OUTCOMES, PROCESS, Level, Measure
from ratings.measured_results.method.figure import Figure

FEWEST = 5  # people, people with the outcome and people without it that may be told of
FEWEST_FOR_A_SHARE = 20


class Hidden(StrEnum):
    """Name why the public does not get a cell; it is told the same words for all but the second."""

    FEW = "few"  # under five people, under five with the outcome or under five without it
    FEW_FOR_A_SHARE = "few_for_a_share"  # under twenty people: how many they are may be shown
    COVER = "cover"  # it would give another cell away
    DIFFERENCE = "difference"  # it differs from an earlier release by so few that they could be told of


class CellKey(NamedTuple):
    """Whose cell of which measure it is; None is all target groups, all quarters, and no single actor."""

    measure: Measure
    level: Level
    organisation_id: int | None
    listing_id: int | None
    target_group: str | None
    quarter: int | None


class Counts(NamedTuple):
    """How many people a cell has, how many with the outcome and how many without; None is not counted."""

    n: int
    positives: int | None = None
    complement: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """All cells of a release and the quarters that it covers; a cell without people is no cell."""

    quarters: frozenset[int]
    cells: Mapping[CellKey, Counts]


@dataclass(frozen=True, slots=True)
class Published:
    """A table that the public has seen, also when it was withdrawn later, without what was hidden in it."""

    table: Table
    hidden: Mapping[CellKey, Hidden]


def counts_of(measure: Measure, n: int, observed: int | None) -> Counts:
    """Say what of a measure could be told about single people.

    A share of weeks gives away those few who had such weeks, yet not those few who had none. The cost gives
    away how many came into lasting work, since what is paid for one is known.
    """
    if observed is None:
        return Counts(n)
    if measure in OUTCOMES or measure is Measure.COST:
        return Counts(n, observed, n - observed)
    return Counts(n, observed) if measure in PROCESS else Counts(n)


def key_of(figure: Figure) -> CellKey:
    """Name the cell that a figure is of."""
    level, organisation, listing = figure.actor
    return CellKey(figure.measure, level, organisation, listing, figure.group, figure.quarter)


def table_of(figures: Iterable[Figure], quarters: Iterable[int]) -> Table:
    """Give the cells of a release's figures; those without people are left out."""
    return Table(
        frozenset(quarters),
        {key_of(each): counts_of(each.measure, each.n, each.observed) for each in figures if each.n > 0},
    )


def is_few(counts: Counts) -> bool:
    """Say whether a cell has people, and too few of them, or too few with or without the outcome."""
    n, positives, complement = counts
    if n <= 0:
        return False
    return (
        n < FEWEST
        or (positives is not None and positives < FEWEST)
        or (complement is not None and complement < FEWEST)
    )


def hidden_by_itself(counts: Counts) -> Hidden | None:
    """Say whether a cell is hidden for what stands in it.

    From 5 to 19 people the share is hidden whatever the outcome, since their number beside a share that is
    hidden only sometimes would tell that five or more had the outcome, and five or more had not.
    """
    if FEWEST <= counts.n < FEWEST_FOR_A_SHARE:
        return Hidden.FEW_FOR_A_SHARE
    return Hidden.FEW if is_few(counts) else None
