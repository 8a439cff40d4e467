"""Make spells as columns, for what is worked out from them."""

from typing import Any

import numpy as np

from ratings.measured_results.method.spell_columns import CaseMixTable, SpellColumns, Unit

ONE_MIX = CaseMixTable(("age",), (("all",),), np.zeros((1, 1), dtype=np.int64))
QUARTER = 2025 * 4

USUAL = {
    "unit": 0,
    "group": 0,
    "mix": 0,
    "quarter": QUARTER,
    "work_3": -1,
    "work_6": -1,
    "work_12": -1,
    "weeks_in_work": -1,
    "passive_weeks_6": -1,
    "passive_weeks_12": -1,
    "company_weeks": -1,
    "active_weeks": -1,
    "price": -1,
    "followed": -1,
    "ended": 0,
}


def make_columns(
    units: tuple[Unit, ...] = (Unit(1, 11),),
    groups: tuple[str, ...] = ("dagpenge",),
    case_mix: CaseMixTable = ONE_MIX,
    **facts: Any,
) -> SpellColumns:
    """Make as many spells as the longest list of facts; a single fact holds for all of them."""
    length = max((len(value) for value in facts.values() if not isinstance(value, int)), default=1)
    columns: dict[str, Any] = {
        name: np.broadcast_to(np.asarray(facts.get(name, usual), dtype=np.int64), (length,))
        for name, usual in USUAL.items()
    }
    return SpellColumns(units=units, groups=groups, case_mix=case_mix, **columns)
