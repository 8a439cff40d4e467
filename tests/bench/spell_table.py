"""Ten million invented spells as columns in memory, as narrow as their numbers allow."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from portal.demonstration.spell_people import FACTORS
from portal.demonstration.spells import Spells, simulate
from ratings.measured_results.method.spell_columns import CaseMixTable, SpellColumns
from tests.truth.actors import PERIOD, make_units
from tests.truth.as_columns import spell_columns

SEED = 4
SPELLS_AT_ONCE = 1_000_000
SIZES = tuple(len(factor.levels) for factor in FACTORS)
NARROW = {
    "unit": np.int16, "group": np.int8, "mix": np.int16, "quarter": np.int16, "work_3": np.int8,
    "work_6": np.int8, "work_12": np.int8, "weeks_in_work": np.int8, "passive_weeks_6": np.int8,
    "passive_weeks_12": np.int8, "company_weeks": np.int16, "active_weeks": np.int16, "price": np.int32,
    "followed": np.int16, "ended": np.int8,
}  # fmt: skip


def make_spells(number: int) -> SpellColumns:
    """Make up so many spells of the same actors, a million at a time."""
    parts = list(_parts(number))
    first = parts[0]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in NARROW}
    return SpellColumns(units=first.units, groups=first.groups, case_mix=first.case_mix, **columns)


def _parts(number: int) -> Iterator[SpellColumns]:
    units = make_units(SEED)
    for place, start in enumerate(range(0, number, SPELLS_AT_ONCE)):
        invented = simulate(units, min(SPELLS_AT_ONCE, number - start), SEED + place, PERIOD)
        told = spell_columns(invented, PERIOD)
        narrow = {name: getattr(told, name).astype(kind) for name, kind in NARROW.items()}
        narrow["mix"] = _mix(invented).astype(NARROW["mix"])
        yield SpellColumns(units=told.units, groups=told.groups, case_mix=_every_mix(), **narrow)


def _mix(invented: Spells) -> NDArray[np.int64]:
    """Give each spell's place among all combinations of conditions, so that all parts have the same."""
    return np.asarray(np.ravel_multi_index(tuple(invented.levels.astype(np.int64)), SIZES))


def _every_mix() -> CaseMixTable:
    mixes = np.stack(np.unravel_index(np.arange(int(np.prod(SIZES))), SIZES), axis=1)
    return CaseMixTable(
        tuple(factor.name for factor in FACTORS), tuple(factor.levels for factor in FACTORS), mixes
    )
