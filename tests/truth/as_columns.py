"""Hand invented spells to the pipeline the way the database would, without the way through a file."""

import numpy as np
from numpy.typing import NDArray

from portal.demonstration.spell_actors import Period, day_number
from portal.demonstration.spell_people import FACTORS
from portal.demonstration.spells import Spells
from ratings.measured_results.method.spell_columns import UNKNOWN, CaseMixTable, SpellColumns, Unit

DAYS_OF_A_WEEK = 7
ORE = 100


def spell_columns(spells: Spells, period: Period) -> SpellColumns:
    """Give spells as columns; an organisation's number is its place among the actors, a listing's 1 more."""
    actors, whole = spells.actors, spells.whole
    of_unit = dict(zip(actors.unit.tolist(), actors.organisation.tolist(), strict=True))
    units = tuple(Unit(of_unit[place], place + 1) for place in range(len(actors.units)))
    case_mix, mix = _case_mix(spells)
    days = whole["days"]
    followed = np.where(days == UNKNOWN, day_number(period.observed_until) - spells.referred, days)
    price = whole["price_dkk"]
    same = ("work_3", "work_6", "work_12", "weeks_in_work", "passive_weeks_6", "passive_weeks_12")
    return SpellColumns(
        units=units,
        groups=actors.groups,
        case_mix=case_mix,
        unit=actors.unit[spells.cell],
        group=actors.group[spells.cell],
        mix=mix,
        quarter=quarters(spells.referred),
        company_weeks=whole["company_weeks"],
        active_weeks=whole["active_weeks"],
        price=np.where(price == UNKNOWN, UNKNOWN, ORE * price),
        followed=followed // DAYS_OF_A_WEEK,
        ended=(days != UNKNOWN).astype(np.int64),
        **{name: whole[name] for name in same},
    )


def quarters(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give the quarter of each day as year * 4 + (0 to 3)."""
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.asarray(1970 * 4 + months // 3)


def _case_mix(spells: Spells) -> tuple[CaseMixTable, NDArray[np.int64]]:
    sizes = tuple(len(factor.levels) for factor in FACTORS)
    codes = np.ravel_multi_index(tuple(spells.levels.astype(np.int64)), sizes)
    distinct, places = np.unique(codes, return_inverse=True)
    mixes = np.stack(np.unravel_index(distinct, sizes), axis=1)
    table = CaseMixTable(
        tuple(factor.name for factor in FACTORS), tuple(factor.levels for factor in FACTORS), mixes
    )
    return table, places.astype(np.int64)
