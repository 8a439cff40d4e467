"""Find what a release can be made from: the files whose rows lie in its period, and published counts."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ratings.measured_results.codes import OUTCOMES
from ratings.measured_results.method.aggregate_figures import AggregateCounts
from ratings.measured_results.method.spell_columns import NO_LISTING, Unit
from ratings.measured_results.models import Aggregate, ResultImport, Spell

SPELLS = "spells"
AGGREGATES = "aggregates"


def imports_within(
    session: Session, first_quarter: int, last_quarter: int, kind: str
) -> Sequence[ResultImport]:
    """Give the files of a kind that have rows in a period, oldest first."""
    if kind == SPELLS:
        rows = select(Spell.import_id).where(Spell.quarter.between(first_quarter, last_quarter))
    else:
        rows = select(Aggregate.import_id).where(
            Aggregate.first_quarter >= first_quarter, Aggregate.last_quarter <= last_quarter
        )
    return session.scalars(
        select(ResultImport).where(ResultImport.id.in_(rows.distinct())).order_by(ResultImport.id)
    ).all()


def read_aggregates(session: Session, first_quarter: int, last_quarter: int) -> AggregateCounts:
    """Read the published counts whose own period lies within this one, added up over areas."""
    listing = func.coalesce(Aggregate.listing_id, NO_LISTING)
    keys = (Aggregate.organisation_id, listing, Aggregate.target_group, Aggregate.measure)
    statement = (
        select(*keys, func.sum(Aggregate.n), func.sum(Aggregate.observed))
        .where(Aggregate.first_quarter >= first_quarter, Aggregate.last_quarter <= last_quarter)
        .where(Aggregate.measure.in_([measure.value for measure in OUTCOMES]))
        .group_by(*keys)
        .order_by(*keys)
    )
    return _counts(session.execute(statement).all())


def _counts(rows: Sequence[Any]) -> AggregateCounts:
    units = tuple(sorted({Unit(row[0], row[1]) for row in rows}))
    groups = tuple(sorted({row[2] for row in rows}))
    places = {unit: place for place, unit in enumerate(units)}
    columns = [
        (places[Unit(row[0], row[1])], groups.index(row[2]), OUTCOMES.index(row[3]), int(row[4]), int(row[5]))
        for row in rows
    ]
    return AggregateCounts(units, groups, *np.array(columns, dtype=np.int64).reshape(-1, 5).T)
