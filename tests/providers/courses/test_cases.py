"""A municipality invites a resident to choose, and says which target group counts."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from providers.audit.models import person
from providers.courses import cases
from providers.courses.cases import (
    CaseGoesOn,
    CaseHasChanged,
    CaseNotFound,
    DeadlineNotPossible,
    NoSuchTargetGroup,
)
from providers.courses.choosing import ListingCannotBeChosen
from providers.courses.codes import ChoiceState, EndGround, LapseGround, Party
from providers.courses.models import Choice, ChoiceCase
from providers.courses.moving import ReasonIsMissing, of_person
from providers.courses.queries import (
    cases_past_deadline,
    choice_cases_in,
    find_choice_case,
    find_choice_case_in,
)
from providers.people.looks import NotAResident
from providers.people.models import User
from providers.people.profiles import tell_home
from tests.factories.choices import CHOSEN_AT, CHOSEN_ON, make_choice, make_offer, started
from tests.factories.people import AARHUS, AT, make_citizen, make_municipality_user

CHOOSE_BY = CHOSEN_ON + timedelta(days=14)
A_DAY = timedelta(days=1)
WHY = "Du får sygedagpenge siden uge 40."
TAKEN, NOT_TAKEN = "sygedagpenge", "fleksjob_ledighedsydelse"


@pytest.fixture
def citizen(session: Session) -> User:
    return make_citizen(session, AARHUS)


@pytest.fixture
def case(session: Session, citizen: User) -> ChoiceCase:
    act = of_person(make_municipality_user(session).id, AT)
    return cases.invite(session, citizen.id, AARHUS, choose_by=CHOOSE_BY, act=act)


@pytest.fixture
def choice(session: Session, citizen: User) -> Choice:
    return make_choice(session, make_offer(session), citizen)


def say(
    session: Session, case: ChoiceCase, group: str, reason: str | None = None, *, home: str = AARHUS
) -> Choice | None:
    act = of_person(case.citizen_id, CHOSEN_AT)
    return cases.say_group(
        session, case.id, home, seen=case.version, target_group=group, reason=reason, act=act
    )


def test_resident_is_invited_once_and_listed_by_deadline(
    session: Session, citizen: User, case: ChoiceCase
) -> None:
    act = of_person(citizen.id, AT)
    assert find_choice_case(session, citizen.id) == case
    with pytest.raises(CaseGoesOn):
        cases.invite(session, citizen.id, AARHUS, choose_by=CHOOSE_BY, act=act)
    other = make_citizen(session, AARHUS)
    sooner = cases.invite(session, other.id, AARHUS, choose_by=CHOOSE_BY - A_DAY, act=act)
    assert choice_cases_in(session, AARHUS) == [sooner, case]
    assert choice_cases_in(session, "101") == []
    assert find_choice_case_in(session, case.id, "101") is None


def test_nobody_else_is_invited_and_no_deadline_lies_behind(session: Session, citizen: User) -> None:
    act = of_person(citizen.id, AT)
    with pytest.raises(NotAResident):
        cases.invite(session, citizen.id, "101", choose_by=CHOOSE_BY, act=act)
    with pytest.raises(DeadlineNotPossible):
        cases.invite(session, citizen.id, AARHUS, choose_by=CHOSEN_ON - A_DAY, act=act)


def test_deadline_moves_and_the_second_who_saw_the_older_one_is_told(
    session: Session, case: ChoiceCase
) -> None:
    act, later = of_person(case.citizen_id, AT), CHOOSE_BY + A_DAY
    seen = case.version
    cases.move_deadline(session, case.id, AARHUS, seen=seen, choose_by=later, act=act)
    assert case.choose_by == later
    with pytest.raises(CaseHasChanged):
        cases.move_deadline(session, case.id, AARHUS, seen=seen, choose_by=later, act=act)
    with pytest.raises(DeadlineNotPossible):
        cases.move_deadline(session, case.id, AARHUS, seen=case.version, choose_by=CHOSEN_ON - A_DAY, act=act)


def test_group_is_confirmed_without_a_reason_and_the_choice_stands(
    session: Session, case: ChoiceCase, choice: Choice
) -> None:
    assert say(session, case, "dagpenge") == choice
    assert (case.target_group, case.group_reason, case.group_said_at) == ("dagpenge", None, CHOSEN_AT)
    assert (choice.state, choice.corrected_group) == (ChoiceState.WAITING, None)


def test_group_is_corrected_with_a_reason_and_the_choice_stands_if_its_listing_takes_it(
    session: Session, case: ChoiceCase, choice: Choice
) -> None:
    with pytest.raises(ReasonIsMissing):
        say(session, case, TAKEN, " nej ")
    say(session, case, TAKEN, WHY)
    assert (case.target_group, case.group_reason) == (TAKEN, WHY)
    assert (choice.state, choice.corrected_group, choice.target_group) == (
        ChoiceState.WAITING,
        TAKEN,
        "dagpenge",
    )
    assert cases.group_in_force(case, choice) == TAKEN
    assert cases.group_in_force(None, choice) == TAKEN


def test_choice_lapses_when_its_listing_does_not_take_the_corrected_group(
    session: Session, case: ChoiceCase, choice: Choice
) -> None:
    say(session, case, NOT_TAKEN, WHY)
    assert (choice.state, choice.lapse_ground) == (ChoiceState.LAPSED, LapseGround.TARGET_GROUP)
    assert choice.closed_at == CHOSEN_AT
    assert choice.ended_on is None


def test_course_that_runs_ends_when_its_choice_lapses(
    session: Session, case: ChoiceCase, choice: Choice
) -> None:
    started(session, choice, of_person(choice.citizen_id, CHOSEN_AT))
    say(session, case, NOT_TAKEN, WHY)
    assert (choice.state, choice.ended_on, choice.ended_by, choice.end_ground) == (
        ChoiceState.LAPSED,
        CHOSEN_ON,
        Party.MUNICIPALITY,
        EndGround.TARGET_GROUP,
    )


def test_group_can_be_told_before_there_is_a_choice(session: Session, case: ChoiceCase) -> None:
    assert cases.group_in_force(case, None) is None
    assert say(session, case, "dagpenge") is None
    assert cases.group_in_force(case, None) == "dagpenge"
    with pytest.raises(NoSuchTargetGroup):
        say(session, case, "alle")


def test_other_municipalities_find_no_such_case(session: Session, citizen: User, case: ChoiceCase) -> None:
    with pytest.raises(CaseNotFound):
        say(session, case, "dagpenge", home="101")
    tell_home(session, citizen, "101", by=person(citizen.id), at=AT)
    with pytest.raises(NotAResident):
        say(session, case, "dagpenge")


def test_closed_case_is_over_and_the_choice_stands(
    session: Session, case: ChoiceCase, choice: Choice
) -> None:
    act = of_person(case.citizen_id, CHOSEN_AT)
    cases.close(session, case.id, AARHUS, seen=case.version, act=act)
    assert (case.closed_at, choice.state) == (CHOSEN_AT, ChoiceState.WAITING)
    with pytest.raises(CaseNotFound):
        cases.close(session, case.id, AARHUS, seen=case.version, act=act)
    assert choice_cases_in(session, AARHUS) == []


def test_case_is_past_its_deadline_only_while_nothing_is_chosen(
    session: Session, citizen: User, case: ChoiceCase
) -> None:
    assert cases_past_deadline(session, CHOOSE_BY, limit=10) == []
    assert cases_past_deadline(session, CHOOSE_BY + A_DAY, limit=10) == [case]
    make_choice(session, make_offer(session), citizen)
    assert cases_past_deadline(session, CHOOSE_BY + A_DAY, limit=10) == []


def test_municipalitys_word_counts_when_the_citizen_chooses_after_it(
    session: Session, citizen: User, case: ChoiceCase
) -> None:
    say(session, case, TAKEN)
    choice = make_choice(session, make_offer(session, 2), citizen)
    assert (choice.target_group, choice.corrected_group) == ("dagpenge", TAKEN)


def test_listing_that_does_not_take_the_municipalitys_group_is_not_chosen(
    session: Session, citizen: User, case: ChoiceCase
) -> None:
    say(session, case, NOT_TAKEN)
    with pytest.raises(ListingCannotBeChosen):
        make_choice(session, make_offer(session, 2), citizen)
