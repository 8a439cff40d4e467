"""A course starts, is planned, ends, and the actor tells of days of absence; each day has to be possible."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from providers.courses import running
from providers.courses.codes import AbsenceKind, ChoiceState, EndGround, Party
from providers.courses.models import Choice
from providers.courses.moves import MoveNotAllowed
from providers.courses.moving import ChoiceNotFound, of_person
from providers.courses.queries import absences_in_municipality, absences_of, free_places
from providers.courses.running import CourseNotRunning, DayNotPossible
from tests.factories.choices import CHOSEN_AT, CHOSEN_ON, accepted, make_choice, make_offer, started
from tests.factories.people import AARHUS, make_provider_user

A_DAY = timedelta(days=1)
LATER = CHOSEN_AT + timedelta(days=30)
LATER_ON = CHOSEN_ON + timedelta(days=30)


@pytest.fixture
def choice(session: Session) -> Choice:
    act = of_person(make_provider_user(session).id, CHOSEN_AT)
    return accepted(session, make_choice(session, make_offer(session, places=1)), act)


@pytest.fixture
def course(session: Session) -> Choice:
    act = of_person(make_provider_user(session).id, CHOSEN_AT)
    return started(session, make_choice(session, make_offer(session, places=1)), act)


def begin(session: Session, choice: Choice, on: date, planned_end: date | None = None) -> None:
    act = of_person(choice.citizen_id, LATER)
    running.start(session, choice.id, seen=choice.version, on=on, planned_end=planned_end, act=act)


def finish(session: Session, course: Choice, on: date, ground: EndGround = EndGround.WORK) -> None:
    act = of_person(course.citizen_id, LATER)
    running.end(session, course.id, seen=course.version, on=on, ground=ground, party=Party.PROVIDER, act=act)


def absent(session: Session, course: Choice, on: date, kind: AbsenceKind = AbsenceKind.CANCELLED) -> int:
    act = of_person(course.citizen_id, LATER)
    return running.report_absence(session, course.id, on=on, kind=kind, act=act).id


def test_course_starts_on_a_day_and_holds_its_place(session: Session, choice: Choice) -> None:
    begin(session, choice, LATER_ON, LATER_ON + 90 * A_DAY)
    assert (choice.state, choice.started_on) == (ChoiceState.RUNNING, LATER_ON)
    assert free_places(session, [choice.listing_id]) == {choice.listing_id: 0}


@pytest.mark.parametrize(
    ("on", "planned_end", "fact"),
    [
        (LATER_ON + A_DAY, None, "in_the_future"),
        (CHOSEN_ON - A_DAY, None, "before_the_choice"),
        (LATER_ON, LATER_ON - A_DAY, "ends_before_it_starts"),
    ],
)
def test_day_that_can_not_be_starts_nothing(
    session: Session, choice: Choice, on: date, planned_end: date | None, fact: str
) -> None:
    with pytest.raises(DayNotPossible) as refused:
        begin(session, choice, on, planned_end)
    assert refused.value.fact == fact
    assert choice.state == ChoiceState.ACCEPTED


def test_course_ends_on_somebodys_word_and_frees_its_place(session: Session, course: Choice) -> None:
    finish(session, course, LATER_ON)
    assert (course.state, course.ended_on, course.ended_by, course.end_ground) == (
        ChoiceState.ENDED,
        LATER_ON,
        Party.PROVIDER,
        EndGround.WORK,
    )
    assert free_places(session, [course.listing_id]) == {course.listing_id: 1}
    with pytest.raises(MoveNotAllowed):
        finish(session, course, LATER_ON)


@pytest.mark.parametrize(
    ("on", "fact"), [(LATER_ON + A_DAY, "in_the_future"), (CHOSEN_ON - A_DAY, "before_the_start")]
)
def test_day_that_can_not_be_ends_nothing(session: Session, course: Choice, on: date, fact: str) -> None:
    with pytest.raises(DayNotPossible) as refused:
        finish(session, course, on)
    assert refused.value.fact == fact
    assert course.state == ChoiceState.RUNNING


def test_nobody_says_what_only_follows_from_something_else(session: Session, course: Choice) -> None:
    with pytest.raises(ValueError, match="changed"):
        finish(session, course, LATER_ON, EndGround.CHANGED)


def test_planned_end_can_be_moved_while_the_course_runs(session: Session, choice: Choice) -> None:
    act = of_person(choice.citizen_id, LATER)
    planned = LATER_ON + 10 * A_DAY
    with pytest.raises(CourseNotRunning):
        running.plan_end(session, choice.id, seen=choice.version, planned_end=planned, act=act)
    begin(session, choice, LATER_ON)
    running.plan_end(session, choice.id, seen=choice.version, planned_end=planned, act=act)
    assert choice.planned_end_on == planned
    with pytest.raises(DayNotPossible):
        running.plan_end(session, choice.id, seen=choice.version, planned_end=CHOSEN_ON, act=act)


def test_absence_is_told_once_for_a_day_and_the_latter_kind_counts(session: Session, course: Choice) -> None:
    first = absent(session, course, LATER_ON)
    assert absent(session, course, LATER_ON, AbsenceKind.STAYED_AWAY) == first
    absent(session, course, LATER_ON - A_DAY)
    assert [(each.absent_on, each.kind) for each in absences_of(session, course.id)] == [
        (LATER_ON, AbsenceKind.STAYED_AWAY),
        (LATER_ON - A_DAY, AbsenceKind.CANCELLED),
    ]
    found = absences_in_municipality(session, AARHUS, LATER_ON)
    assert [(absence.id, about) for absence, about in found] == [(first, course)]


def test_absence_that_was_a_mistake_is_taken_back(session: Session, course: Choice) -> None:
    number = absent(session, course, LATER_ON)
    act = of_person(course.citizen_id, LATER)
    running.take_back_absence(session, course.id + 1, number, act=act)
    assert len(absences_of(session, course.id)) == 1
    for _ in range(2):
        running.take_back_absence(session, course.id, number, act=act)
    assert absences_of(session, course.id) == []


@pytest.mark.parametrize("on", [CHOSEN_ON - A_DAY, LATER_ON + A_DAY])
def test_nobody_is_absent_before_the_start_or_tomorrow(session: Session, course: Choice, on: date) -> None:
    with pytest.raises(DayNotPossible):
        absent(session, course, on)


def test_nobody_is_absent_from_what_does_not_run(session: Session, choice: Choice) -> None:
    with pytest.raises(CourseNotRunning):
        absent(session, choice, LATER_ON)
    act = of_person(choice.citizen_id, LATER)
    with pytest.raises(ChoiceNotFound):
        running.report_absence(session, 999, on=LATER_ON, kind=AbsenceKind.LEFT_EARLY, act=act)
