"""Find single figures of a release: for the authority by level, actor and grade, and those of one actor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from providers.organisations.models import Organisation
from ratings.measured_results.codes import Level
from ratings.measured_results.models import Result


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures somebody wants to see; what is empty does not narrow them."""

    level: str = ""
    words: str = ""
    grade: str = ""
    measure: str = ""


def count_figures(session: Session, release_id: int, wanted: Wanted) -> int:
    """Count the figures that somebody wants to see."""
    return session.scalar(_chosen(select(func.count(Result.id)), release_id, wanted)) or 0


def list_figures(
    session: Session, release_id: int, wanted: Wanted, *, limit: int, offset: int
) -> Sequence[Result]:
    """List some of them, in the order in which they were worked out."""
    statement = _chosen(select(Result), release_id, wanted).order_by(Result.id)
    return session.scalars(statement.limit(limit).offset(offset)).all()


def whole_period_of(session: Session, release_id: int, organisation_id: int | None) -> Sequence[Result]:
    """Give an organisation's figures over the whole period, its listings' too, or those of the country."""
    statement = select(Result).where(Result.release_id == release_id, Result.quarter.is_(None))
    if organisation_id is None:
        statement = statement.where(Result.level == Level.NATIONAL.value)
    else:
        statement = statement.where(Result.organisation_id == organisation_id)
    return session.scalars(statement.order_by(Result.id)).all()


def _chosen(statement: Select[Any], release_id: int, wanted: Wanted) -> Select[Any]:
    statement = statement.where(Result.release_id == release_id)
    for column, value in (
        (Result.level, wanted.level),
        (Result.grade, wanted.grade),
        (Result.measure, wanted.measure),
    ):
        if value:
            statement = statement.where(column == value)
    if wanted.words:
        named = select(Organisation.id).where(Organisation.name.icontains(wanted.words, autoescape=True))
        statement = statement.where(Result.organisation_id.in_(named))
    return statement
