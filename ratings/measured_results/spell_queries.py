"""Read spells from the database as columns, a block of rows at a time."""

from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, select
from sqlalchemy.orm import Session

from ratings.measured_results.method.patterns import Ints
from ratings.measured_results.method.spell_columns import (
    NO_LISTING,
    UNKNOWN,
    UNKNOWN_LEVEL,
    CaseMixTable,
    SpellColumns,
    Unit,
)
from ratings.measured_results.models import CaseMix, ResultImport, Spell

ROWS_AT_A_TIME = 50_000
DAYS_OF_A_WEEK = 7

OUTCOMES_AND_WEEKS = (
    "work_3",
    "work_6",
    "work_12",
    "weeks_in_work",
    "passive_weeks_6",
    "passive_weeks_12",
    "company_weeks",
    "active_weeks",
    "price",
)


def read_spells(session: Session, first_quarter: int, last_quarter: int) -> SpellColumns:
    """Read the spells referred from one quarter to another, both included, ordered by nothing."""
    in_period = Spell.quarter.between(first_quarter, last_quarter)
    groups = tuple(sorted(session.scalars(select(Spell.target_group).where(in_period).distinct())))
    table = _blocks(session, _statement(session, groups).where(in_period))
    organisation, listing, group, mix, quarter, days, ended, *others = table.T
    units, unit = _units(organisation, listing)
    case_mix, mixes = _case_mix(session, mix)
    return SpellColumns(
        units=units,
        groups=groups,
        case_mix=case_mix,
        unit=unit,
        group=group,
        mix=mixes,
        quarter=quarter,
        followed=np.where(days >= 0, days // DAYS_OF_A_WEEK, UNKNOWN),
        ended=ended,
        **dict(zip(OUTCOMES_AND_WEEKS, others, strict=True)),
    )


def first_quarters_of(session: Session, units: tuple[Unit, ...]) -> Ints:
    """Give each unit's first referral quarter of all times, (U,)."""
    statement = select(
        Spell.organisation_id, func.coalesce(Spell.listing_id, NO_LISTING), func.min(Spell.quarter)
    ).group_by(Spell.organisation_id, Spell.listing_id)
    first = {Unit(row[0], row[1]): row[2] for row in session.execute(statement)}
    return np.array([first[unit] for unit in units], dtype=np.int64)


def _statement(session: Session, groups: tuple[str, ...]) -> Select[Any]:
    codes = {group: code for code, group in enumerate(groups)}
    group = case(codes, value=Spell.target_group) if codes else cast(UNKNOWN, Integer)
    until = func.coalesce(Spell.ended_on, ResultImport.observed_until)
    return select(
        Spell.organisation_id,
        func.coalesce(Spell.listing_id, NO_LISTING),
        group,
        Spell.case_mix_id,
        Spell.quarter,
        _days_between(session, Spell.referred_on, until),
        case((Spell.ended_on.is_(None), 0), else_=1),
        *(func.coalesce(getattr(Spell, name), UNKNOWN) for name in OUTCOMES_AND_WEEKS),
    ).join(ResultImport, ResultImport.id == Spell.import_id)


def _days_between(
    session: Session, first: ColumnElement[Any] | Any, last: ColumnElement[Any]
) -> ColumnElement[int]:
    if session.get_bind().dialect.name == "sqlite":
        return cast(func.julianday(last) - func.julianday(first), Integer)
    return cast(last - first, Integer)


def _blocks(session: Session, statement: Select[Any]) -> Ints:
    """Give the rows as (N, columns) whole numbers."""
    width = len(statement.selected_columns)
    blocks = [np.empty((0, width), dtype=np.int64)]
    result = session.execute(statement.execution_options(yield_per=ROWS_AT_A_TIME))
    for rows in result.partitions(ROWS_AT_A_TIME):
        values = np.fromiter(
            (value for row in rows for value in row), dtype=np.int64, count=len(rows) * width
        )
        blocks.append(values.reshape(-1, width))
    return np.concatenate(blocks)


def _units(organisation: Ints, listing: Ints) -> tuple[tuple[Unit, ...], Ints]:
    """Give the units there are, by their numbers, and each spell's place among them."""
    width = int(listing.max(initial=0)) + 1
    distinct, places = np.unique(organisation * width + listing, return_inverse=True)
    units = tuple(Unit(*(int(part) for part in divmod(code, width))) for code in distinct.tolist())
    return units, places.astype(np.int64)


def _case_mix(session: Session, numbers: Ints) -> tuple[CaseMixTable, Ints]:
    """Give the combinations that the spells have, as codes, and each spell's place among them."""
    distinct, places = np.unique(numbers, return_inverse=True)
    wanted = set(distinct.tolist())
    known = {
        row.id: row.levels for row in session.execute(select(CaseMix.id, CaseMix.levels)) if row.id in wanted
    }
    rows = [known[number] for number in distinct.tolist()]
    return table_of(rows), places.astype(np.int64)


def table_of(rows: list[dict[str, str]]) -> CaseMixTable:
    """Code combinations of levels; what one of them does not tell is a level of its own, named unknown."""
    factors = tuple(sorted({factor for row in rows for factor in row}))
    values = [[row.get(factor, UNKNOWN_LEVEL) for row in rows] for factor in factors]
    levels = tuple(tuple(sorted(set(column))) for column in values)
    mixes = np.array(
        [[names.index(value) for value in column] for names, column in zip(levels, values, strict=True)],
        dtype=np.int64,
    ).reshape(len(factors), len(rows))
    return CaseMixTable(factors, levels, mixes.T)
