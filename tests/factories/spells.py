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


MANY_GROUPS = ("dagpenge", "kontanthjaelp_jobparat", "sygedagpenge")
MANY_UNITS = (Unit(1, 11), Unit(2, 21), Unit(2, 22), Unit(3, 0), Unit(4, 41))  # 3 has no listing
MANY_MIXES = CaseMixTable(
    ("age", "health"),
    (("old", "young"), ("ill", "well")),
    np.array([[0, 0], [0, 1], [1, 0], [1, 1]]),
)


def make_many(number: int = 6_000, seed: int = 1, **facts: Any) -> SpellColumns:
    """Make spells of four actors, three target groups and two years, of which all is known."""
    random = np.random.default_rng(seed)
    columns = {
        "unit": random.integers(0, len(MANY_UNITS), number),
        "group": random.integers(0, len(MANY_GROUPS), number),
        "mix": random.integers(0, len(MANY_MIXES.mixes), number),
        "quarter": QUARTER + random.integers(0, 8, number),
    }
    chance = 0.25 + 0.08 * columns["mix"] + 0.06 * columns["group"] + 0.03 * columns["unit"]
    for name in ("work_3", "work_6", "work_12"):
        columns[name] = (random.random(number) < chance).astype(np.int64)
    columns |= {
        "weeks_in_work": random.integers(0, 27, number),
        "passive_weeks_6": random.integers(0, 27, number),
        "passive_weeks_12": random.integers(0, 53, number),
        "active_weeks": random.integers(0, 40, number),
        "price": 100 * random.integers(0, 30_000, number),
        "followed": random.integers(0, 120, number),
        "ended": random.integers(0, 2, number),
    }
    columns["company_weeks"] = columns["active_weeks"] // 2
    return make_columns(MANY_UNITS, MANY_GROUPS, MANY_MIXES, **(columns | facts))
