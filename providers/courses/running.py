"""Run a course: it starts, is planned to end, ends, and the actor reports days of absence."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import State
from providers.clock import danish_day
from providers.courses.codes import GROUNDS_TO_SAY, AbsenceKind, ChoiceAction, ChoiceState, EndGround, Party
from providers.courses.models import Absence, Choice
from providers.courses.moving import END_PLANNED, Act, advance, hold, hold_with_citizen, note


class CourseNotRunning(Exception):
    """The choice has no course that runs now."""


class DayNotPossible(Exception):
    """A day can't be the one it is said to be; `fact` is a code that says why."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The day is not possible: {fact}.")
        self.fact = fact


def state_of_absence(absence: Absence) -> dict[str, State]:
    """Describe an absence for the audit trail: that there is one, never which kind or day."""
    return {"citizen": absence.citizen_id, "choice": absence.choice_id}


def start(
    session: Session, choice_id: int, *, seen: int, on: date, planned_end: date | None, act: Act
) -> Choice:
    """Start the course of a choice that is accepted; a day that has not come yet can't be told."""
    choice = hold(session, choice_id, seen=seen)
    if on > danish_day(act.at):
        raise DayNotPossible("in_the_future")
    if on < danish_day(choice.made_at):
        raise DayNotPossible("before_the_choice")
    _require_plan(on, planned_end)
    facts = {"started_on": on, "planned_end_on": planned_end}
    advance(session, choice, ChoiceAction.START, act=act, facts=facts)
    return choice


def plan_end(session: Session, choice_id: int, *, seen: int, planned_end: date, act: Act) -> Choice:
    """Say when a running course is planned to end."""
    choice = hold(session, choice_id, seen=seen)
    if choice.state != ChoiceState.RUNNING or choice.started_on is None:
        raise CourseNotRunning
    _require_plan(choice.started_on, planned_end)
    choice.planned_end_on = planned_end
    note(session, choice, END_PLANNED, act=act)
    return choice


def end(
    session: Session, choice_id: int, *, seen: int, on: date, ground: EndGround, party: Party, act: Act
) -> Choice:
    """End a running course on a day, and say why and whose word that is."""
    choice = hold(session, choice_id, seen=seen)
    if ground not in GROUNDS_TO_SAY:
        raise ValueError(f"Nobody says that a course has ended because of {ground}.")
    if on > danish_day(act.at):
        raise DayNotPossible("in_the_future")
    if choice.started_on is not None and on < choice.started_on:
        raise DayNotPossible("before_the_start")
    facts = {"ended_on": on, "ended_by": party, "end_ground": ground}
    advance(session, choice, ChoiceAction.END, act=act, facts=facts)
    return choice


def report_absence(session: Session, choice_id: int, *, on: date, kind: AbsenceKind, act: Act) -> Absence:
    """Report that the citizen was absent on a day of a course; a day told twice keeps the latter kind."""
    choice = hold_with_citizen(session, choice_id)
    if choice.state != ChoiceState.RUNNING or choice.started_on is None:
        raise CourseNotRunning
    if not choice.started_on <= on <= danish_day(act.at):
        raise DayNotPossible("in_the_future" if on > danish_day(act.at) else "before_the_start")
    known = select(Absence).where(Absence.choice_id == choice_id, Absence.absent_on == on)
    absence = session.scalars(known).one_or_none()
    if absence is not None:
        absence.kind, absence.reported_at = kind, act.at
        record(session, act.by, "absence.corrected", "absence", absence.id, at=act.at)
        return absence
    absence = Absence(
        choice_id=choice_id, citizen_id=choice.citizen_id, absent_on=on, kind=kind, reported_at=act.at
    )
    session.add(absence)
    session.flush()
    after = state_of_absence(absence)
    record(session, act.by, "absence.reported", "absence", absence.id, after=after, at=act.at)
    return absence


def take_back_absence(session: Session, choice_id: int, absence_id: int, *, act: Act) -> None:
    """Take back an absence that was reported by mistake; one that is gone stays so."""
    absence = session.get(Absence, absence_id, with_for_update=True)
    if absence is None or absence.choice_id != choice_id:
        return
    before = state_of_absence(absence)
    session.delete(absence)
    session.flush()
    record(session, act.by, "absence.taken_back", "absence", absence_id, before=before, at=act.at)


def _require_plan(started_on: date, planned_end: date | None) -> None:
    if planned_end is not None and planned_end < started_on:
        raise DayNotPossible("ends_before_it_starts")
