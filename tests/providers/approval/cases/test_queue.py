"""The authority's queue: the earliest deadline first, and never a draft."""

from datetime import timedelta

from sqlalchemy.orm import Session

from providers.approval.cases.applying import withdraw
from providers.approval.cases.codes import CaseState, DecisionKind
from providers.approval.cases.deciding import decide
from providers.approval.cases.moving import of_person
from providers.approval.cases.queue import (
    SEEN_BY_THE_AUTHORITY,
    Waiting,
    Wanted,
    count_cases,
    count_waiting,
    decided_since,
    list_cases,
)
from tests.factories.cases import STANDARDS, TODAY, CaseMaker, make_terms, standards_of
from tests.factories.people import AT

A_DAY = timedelta(days=1)
ALL = Wanted(SEEN_BY_THE_AUTHORITY)


def test_earliest_deadline_comes_first_and_what_has_none_last(session: Session) -> None:
    late, soon, never = (CaseMaker(session, number) for number in (1, 2, 3))
    cases = late.sent(), soon.sent(), never.review()
    cases[1].decide_by = TODAY
    session.flush()
    listed = [case.id for case, _organisation in list_cases(session, Wanted(), limit=9)]
    assert listed == [cases[1].id, cases[0].id, cases[2].id]
    assert [case.id for case, _ in list_cases(session, Wanted(), limit=1, offset=1)] == [cases[0].id]


def test_drafts_are_nobody_s_but_the_applicant_s(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.draft()
    assert count_cases(session, ALL) == 0
    withdraw(session, case, act=maker.by_owner)
    assert count_cases(session, ALL) == 0


def test_case_is_listed_by_state_and_by_who_has_it(session: Session) -> None:
    maker = CaseMaker(session)
    maker.examined()
    assert count_cases(session, Wanted({CaseState.EXAMINED}, maker.caseworker.id)) == 1
    assert count_cases(session, Wanted({CaseState.EXAMINED}, maker.lead.id)) == 0
    assert count_cases(session, Wanted({CaseState.HEARING})) == 0


def test_proposal_waits_for_everybody_but_whoever_made_it(session: Session) -> None:
    maker, new = CaseMaker(session, 1), CaseMaker(session, 2)
    maker.proposed(maker.checked(maker.examined()))
    new.sent()
    assert count_waiting(session, maker.lead.id, TODAY) == Waiting(new=1, overdue=0, to_decide=1)
    assert count_waiting(session, maker.caseworker.id, TODAY).to_decide == 0
    assert count_waiting(session, maker.lead.id, TODAY + 43 * A_DAY).overdue == 2


def test_only_decided_applications_say_how_long_cases_take(session: Session) -> None:
    maker, other = CaseMaker(session, 1), CaseMaker(session, 2)
    maker.approved()
    other.sent()
    assert decided_since(session, AT) == [(AT, AT)]
    assert decided_since(session, AT + A_DAY) == []


def test_what_is_decided_later_than_it_was_to_begin_begins_on_that_day(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.heard(maker.examined(), DecisionKind.REJECT)
    maker.proposed(case, DecisionKind.REJECT, make_terms(last_on=None))
    decision = decide(
        session,
        case,
        standards=STANDARDS,
        applying=standards_of(case),
        act=of_person(maker.lead.id, AT + 3 * A_DAY),
    )
    assert decision.effective_on == TODAY + 3 * A_DAY
    assert decision.terms["first_on"] == decision.effective_on.isoformat()
