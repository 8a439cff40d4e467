"""Figures as rows of a release, and back; what is kept of them has ten decimals, on every machine."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from ratings.measured_results.codes import Grade, Level, Measure, Missing
from ratings.measured_results.method.figure import Figure
from ratings.measured_results.method.tallies import Actor
from ratings.measured_results.models import Result

ROWS_AT_A_TIME = 5_000
# Fields of a figure that its row keeps under the same name; the actor and the group are spelled out.
SAME = tuple(each.name for each in fields(Figure) if each.name not in ("actor", "group"))
CODES = frozenset({"measure", "grade", "reason"})


def hash_of(figures: Iterable[Figure]) -> str:
    """Give a hash of figures in their order, so that they can be compared with what was kept."""
    digest = hashlib.sha256()
    for figure in figures:
        digest.update(json.dumps(_values(figure), ensure_ascii=False).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def add_rows(session: Session, release_id: int, figures: Iterable[Figure], hidden: Mapping[int, str]) -> None:
    """Keep figures with a release; `hidden` says by their place which ones the public does not get."""
    rows = [
        {**_values(figure), "release_id": release_id, "hidden": hidden.get(place)}
        for place, figure in enumerate(figures)
    ]
    table = insert(Result)  # the mapper would send rows in parts, by which of their values are None
    for start in range(0, len(rows), ROWS_AT_A_TIME):
        session.connection().execute(table, rows[start : start + ROWS_AT_A_TIME])


class KeptFigure(NamedTuple):
    """A figure as its row keeps it, with the row's number and why the public does not get it."""

    id: int
    figure: Figure
    hidden: str | None


def result_rows(session: Session, release_id: int, *where: ColumnElement[bool]) -> Iterator[Result]:
    """Read a release's rows in the order in which its figures were worked out."""
    statement = select(Result).where(Result.release_id == release_id, *where).order_by(Result.id)
    yield from session.scalars(statement.execution_options(yield_per=ROWS_AT_A_TIME))


def kept_figures(session: Session, release_id: int, *where: ColumnElement[bool]) -> list[KeptFigure]:
    """Read a release's figures in the order in which they were worked out."""
    # Plain rows, since making a mapped object of each takes longer than all the rest.
    statement = select(Result.__table__).where(Result.release_id == release_id, *where).order_by(Result.id)
    return [KeptFigure(row.id, from_row(row), row.hidden) for row in session.connection().execute(statement)]


def from_row(row: Any) -> Figure:
    """Give the figure that a row keeps, mapped or plain."""
    return Figure(
        measure=Measure(row.measure),
        actor=Actor(Level(row.level), row.organisation_id, row.listing_id),
        group=row.target_group,
        grade=None if row.grade is None else Grade(row.grade),
        reason=None if row.reason is None else Missing(row.reason),
        **{name: getattr(row, name) for name in SAME if name not in CODES},
    )


def _values(figure: Figure) -> dict[str, Any]:
    return {
        "level": figure.actor.level.value,
        "organisation_id": figure.actor.organisation,
        "listing_id": figure.actor.listing,
        "target_group": figure.group,
        **{name: getattr(figure, name) for name in SAME if name not in CODES},
        "measure": figure.measure.value,
        "grade": None if figure.grade is None else figure.grade.value,
        "reason": None if figure.reason is None else figure.reason.value,
    }
