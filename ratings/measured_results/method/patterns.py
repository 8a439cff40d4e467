"""Spells collapsed to counts of equal ones: all that a release keeps, and all that its figures need.

Method: docs/method.md, section 2. Nothing here leads to a person; equal spells are one line with a count.
"""

import io
import json
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.codes import OUTCOMES, Measure
from ratings.measured_results.method.spell_columns import UNKNOWN, CaseMixTable, SpellColumns, Unit, Whole

Ints = NDArray[np.int64]

WEEKS_OF_LASTING_WORK = 20  # of the 26 weeks that follow month 6
LONGEST_COURSE = 520  # weeks; whoever is followed longer counts as followed so long
STATES = 3  # an outcome is not reached, reached, or not known yet
OUTCOME_STATES = STATES ** len(OUTCOMES)


class Sum(IntEnum):
    """Name the sums over the spells of a unit and target group that figures about courses are made of."""

    PASSIVE_6_PEOPLE = 0  # of whom the weeks are known
    PASSIVE_6_ANY = 1  # with at least one such week
    PASSIVE_6_WEEKS = 2
    PASSIVE_12_PEOPLE = 3
    PASSIVE_12_ANY = 4
    PASSIVE_12_WEEKS = 5
    COMPANY_PEOPLE = 6
    COMPANY_ANY = 7
    COMPANY_WEEKS = 8
    ACTIVE_WEEKS = 9
    PRICED_PEOPLE = 10  # whose price and lasting work are both known
    PRICED_LASTING = 11
    PRICE = 12  # øre


@dataclass(frozen=True, slots=True)
class Patterns:
    """Counts of equal spells of `units`, `groups` (target groups) and `quarters` (all three sorted).

    `codes` (R,) are rising numbers for unit, group, quarter, case mix and what became of them; `counts` (R,)
    say how many spells are so. `course_codes` and `course_counts` say the same of how long courses lasted.
    `sums` (len(Sum), U, G) are whole numbers. `first_quarters` (U,) is when each unit had its first referral
    ever, also before the period.
    """

    units: tuple[Unit, ...]
    groups: tuple[str, ...]
    quarters: tuple[int, ...]
    case_mix: CaseMixTable
    first_quarters: Ints
    codes: Ints
    counts: Ints
    course_codes: Ints
    course_counts: Ints
    sums: Ints


@dataclass(frozen=True, slots=True)
class Rows:
    """The lines of one outcome: where each belongs, how many people (n), how many reached it (observed).

    `cell` and `kind` are those of `Places`; `known` (L,) says which of all lines they are, and None that they
    are all of them.
    """

    cell: Ints
    kind: Ints
    n: Ints
    observed: Ints
    known: NDArray[np.bool_] | None


def collapse(spells: SpellColumns, first_quarters: Whole | None = None) -> Patterns:
    """Count equal spells; what `first_quarters` does not tell is read from the spells themselves."""
    quarters = tuple(int(quarter) for quarter in np.unique(spells.quarter))
    when = np.searchsorted(np.array(quarters, dtype=np.int64), spells.quarter)
    codes, counts = _counted(_outcome_codes(spells, when, len(quarters)))
    course_codes, course_counts = _counted(_course_codes(spells))
    return Patterns(
        units=spells.units,
        groups=spells.groups,
        quarters=quarters,
        case_mix=spells.case_mix,
        first_quarters=_first_quarters(spells, when, quarters)
        if first_quarters is None
        else _int64(first_quarters),
        codes=codes,
        counts=counts,
        course_codes=course_codes,
        course_counts=course_counts,
        sums=_sums(spells),
    )


@dataclass(frozen=True, slots=True)
class Places:
    """Where each line belongs (L,), and what became of its spells: a number of all outcomes together.

    `cell` is a number of unit, group and quarter together, `kind` one of case mix and group.
    """

    unit: Ints
    quarter: Ints
    cell: Ints
    kind: Ints
    states: Ints


def places_of(patterns: Patterns) -> Places:
    """Read what the codes of all lines say."""
    where, states = _parted(patterns.codes, OUTCOME_STATES)
    cell, mix = _parted(where, len(patterns.case_mix.mixes))
    where, quarter = _parted(cell, len(patterns.quarters))
    unit, group = _parted(where, len(patterns.groups))
    return Places(unit, quarter, cell, mix * len(patterns.groups) + group, states)


def rows_of(patterns: Patterns, measure: Measure, places: Places | None = None) -> Rows:
    """Give the lines of an outcome among those spells of which it is known; `places` can be read once."""
    at = places or places_of(patterns)
    state = (np.arange(OUTCOME_STATES) // STATES ** OUTCOMES.index(measure) % STATES)[at.states]
    known = state != UNKNOWN + STATES
    columns = (at.cell, at.kind, patterns.counts, state)
    if known.all():
        cell, kind, n, reached = columns
        return Rows(cell, kind, n, n * reached, None)
    cell, kind, n, reached = (column[known] for column in columns)
    return Rows(cell, kind, n, n * reached, known)


def courses_of(patterns: Patterns) -> tuple[Ints, Ints, Ints, NDArray[np.bool_], Ints]:
    """Give unit, group, weeks followed, whether the course ended then, and how many: five arrays (S,)."""
    where, ended = _parted(patterns.course_codes, 2)
    where, weeks = _parted(where, LONGEST_COURSE + 1)
    unit, group = _parted(where, len(patterns.groups))
    return unit, group, weeks, ended.astype(bool), patterns.course_counts


def to_bytes(patterns: Patterns) -> bytes:
    """Write patterns so that they can be kept; the same patterns always give the same bytes."""
    with io.BytesIO() as buffer:
        np.savez_compressed(buffer, allow_pickle=False, **_arrays(patterns))
        return buffer.getvalue()


def from_bytes(content: bytes) -> Patterns:
    """Read patterns that `to_bytes` wrote."""
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        names = json.loads(kept["names"].tobytes().decode())
        return Patterns(
            units=tuple(Unit(*unit) for unit in names["units"]),
            groups=tuple(names["groups"]),
            quarters=tuple(names["quarters"]),
            case_mix=CaseMixTable(
                tuple(names["factors"]), tuple(tuple(levels) for levels in names["levels"]), kept["mixes"]
            ),
            first_quarters=kept["first_quarters"],
            codes=np.cumsum(kept["code_steps"]),
            counts=kept["counts"].astype(np.int64),
            course_codes=np.cumsum(kept["course_steps"]),
            course_counts=kept["course_counts"].astype(np.int64),
            sums=kept["sums"],
        )


def _arrays(patterns: Patterns) -> dict[str, NDArray[Any]]:
    names = {
        "units": patterns.units,
        "groups": patterns.groups,
        "quarters": patterns.quarters,
        "factors": patterns.case_mix.factors,
        "levels": patterns.case_mix.levels,
    }
    return {
        "names": np.frombuffer(json.dumps(names, ensure_ascii=False).encode(), dtype=np.uint8),
        "mixes": np.asarray(patterns.case_mix.mixes, dtype=np.int64),
        "first_quarters": patterns.first_quarters,
        # Rising numbers close to each other take far less room as the steps between them.
        "code_steps": np.diff(patterns.codes, prepend=0),
        "counts": patterns.counts.astype(np.int32),
        "course_steps": np.diff(patterns.course_codes, prepend=0),
        "course_counts": patterns.course_counts.astype(np.int32),
        "sums": patterns.sums,
    }


def _outcome_codes(spells: SpellColumns, when: Ints, quarters: int) -> Ints:
    """Give one number for all that an expected value and an outcome depend on."""
    parts = (
        (len(spells.groups), spells.group),
        (quarters, when),
        (len(spells.case_mix.mixes), spells.mix),
        (OUTCOME_STATES, _states(spells)),
    )
    codes = spells.unit.astype(np.int64)
    for size, part in parts:  # in place, since each new array of millions costs more than the sums
        codes *= size
        codes += part
    return codes


def _states(spells: SpellColumns) -> NDArray[np.int16]:
    """Give one number for all that became of each spell."""
    states = np.zeros(len(spells), dtype=np.int16)
    for place, outcome in enumerate((spells.work_3, spells.work_6, spells.work_12, lasting_work(spells))):
        reached = outcome.astype(np.int16)
        reached[reached == UNKNOWN] += STATES
        reached *= STATES**place
        states += reached
    return states


def lasting_work(spells: SpellColumns) -> Whole:
    """Say of each spell whether it led to lasting work: 1, 0 or UNKNOWN."""
    known = (spells.work_6 != UNKNOWN) & (spells.weeks_in_work != UNKNOWN)
    reached = (spells.work_6 == 1) & (spells.weeks_in_work >= WEEKS_OF_LASTING_WORK)
    return np.where(known, reached, UNKNOWN).astype(np.int8)


def _course_codes(spells: SpellColumns) -> Ints:
    known = spells.followed != UNKNOWN
    weeks = np.minimum(spells.followed[known], LONGEST_COURSE)
    # Whoever is followed for longer is no longer followed to the end.
    ended = (spells.ended[known] == 1) & (spells.followed[known] <= LONGEST_COURSE)
    code = _int64(spells.unit[known]) * len(spells.groups) + spells.group[known]
    codes: Ints = (code * (LONGEST_COURSE + 1) + weeks) * 2 + ended
    return codes


def _parted(codes: Ints, size: int) -> tuple[Ints, Ints]:
    """Give what codes of two parts say: the first, and the second, which is below the size."""
    size = max(size, 1)
    first = codes // size  # a number at a time NumPy divides far faster alone than with the rest
    return first, codes - first * size


def _counted(codes: Ints) -> tuple[Ints, Ints]:
    distinct, counts = np.unique(codes, return_counts=True)
    return distinct, counts.astype(np.int64)


def _first_quarters(spells: SpellColumns, when: Ints, quarters: tuple[int, ...]) -> Ints:
    """Give each unit's first quarter among the spells (U,)."""
    there = np.zeros((len(spells.units), len(quarters) + 1), dtype=np.bool_)
    there[spells.unit, when] = True
    there[:, -1] = True  # who has none begins after all of them
    every = np.array([*quarters, np.iinfo(np.int64).max], dtype=np.int64)
    return np.asarray(every[there.argmax(axis=1)])


def _sums(spells: SpellColumns) -> Ints:
    cells = _int64(spells.unit) * len(spells.groups) + spells.group
    size = len(spells.units) * len(spells.groups)
    sums = np.zeros((len(Sum), size), dtype=np.int64)

    def people(first: Sum, counted: NDArray[np.bool_], among_them: NDArray[np.bool_]) -> None:
        """Count who is counted, and below it who among them has something, in one pass."""
        which = np.bincount(cells * STATES + counted + among_them, minlength=size * STATES)
        _none, alone, both = which.reshape(size, STATES).T
        sums[first], sums[first + 1] = alone + both, both

    def add(name: Sum, chosen: NDArray[np.bool_], values: Whole) -> None:
        # Sums stay below 2^53, so that adding them as floats loses nothing.
        sums[name] = np.bincount(cells, np.where(chosen, values, 0), size).astype(np.int64)

    for first, weeks in (
        (Sum.PASSIVE_6_PEOPLE, spells.passive_weeks_6),
        (Sum.PASSIVE_12_PEOPLE, spells.passive_weeks_12),
    ):
        some = weeks > 0
        people(first, weeks != UNKNOWN, some)
        add(Sum(first + 2), some, weeks)
    active = (spells.active_weeks > 0) & (spells.company_weeks != UNKNOWN)
    people(Sum.COMPANY_PEOPLE, active, active & (spells.company_weeks > 0))
    add(Sum.COMPANY_WEEKS, active, spells.company_weeks)
    add(Sum.ACTIVE_WEEKS, active, spells.active_weeks)
    lasting = lasting_work(spells)
    priced = (spells.price != UNKNOWN) & (lasting != UNKNOWN)
    people(Sum.PRICED_PEOPLE, priced, priced & (lasting == 1))
    add(Sum.PRICE, priced, spells.price)
    return sums.reshape(len(Sum), len(spells.units), len(spells.groups))


def _int64(values: Whole) -> Ints:
    return np.asarray(values, dtype=np.int64)
