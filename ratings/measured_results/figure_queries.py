"""Find single figures of a release: for the authority by level, actor and grade, and those of one actor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, distinct, func, select
from sqlalchemy.orm import Session

from providers.organisations.models import Organisation
from ratings.measured_results.codes import Grade, Level
from ratings.measured_results.models import Result


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures somebody wants to see; what is empty does not narrow them."""

    level: str = ""
    words: str = ""
    grade: str = ""
    measure: str = ""


# With fewer there is hardly anybody to compare with.
FEWEST_ACTORS = 5


@dataclass(frozen=True, slots=True)
class Reach:
    """How many actors a release has figures of, how many everybody sees some of, and how many are graded."""

    actors: int
    shown: int
    graded: int

    @property
    def shows_few(self) -> bool:
        """Say whether readers would miss most actors, or nearly all."""
        return self.shown < FEWEST_ACTORS or 2 * self.shown < self.actors

    @property
    def grades_few(self) -> bool:
        """Say whether hardly any actor would have a grade."""
        return self.graded < FEWEST_ACTORS


def reach_of(session: Session, release_id: int) -> Reach:
    """Count for whom a release says something, as things stand with what is hidden of it."""
    is_seen = Result.hidden.is_(None) & Result.value.is_not(None)
    is_graded = is_seen & Result.grade.is_not(None) & (Result.grade != Grade.NOT_ASSESSED.value)
    statement = select(
        func.count(distinct(Result.organisation_id)),
        func.count(distinct(case((is_seen, Result.organisation_id)))),
        func.count(distinct(case((is_graded, Result.organisation_id)))),
    ).where(
        Result.release_id == release_id,
        Result.level == Level.ORGANISATION.value,
        Result.quarter.is_(None),
        Result.target_group.is_(None),
    )
    actors, shown, graded = session.execute(statement).one()
    return Reach(actors, shown, graded)


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
