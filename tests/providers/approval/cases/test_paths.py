"""Whatever is tried in whatever order, no path skips the hearing or the second person."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.database import Database
from providers.approval.cases import applying, deciding, examining
from providers.approval.cases.applying import ApplicationNotPossible
from providers.approval.cases.codes import APPLICATIONS, ENDED, CaseAction, CaseKind, CaseState, DecisionKind
from providers.approval.cases.examining import CheckNotPossible
from providers.approval.cases.models import ApprovalCase, Decision, Inquiry, Proposal
from providers.approval.cases.moves import MOVES, MoveNotAllowed, may, move
from providers.approval.cases.moving import assign
from providers.approval.cases.rules import DecisionNotAllowed, state_of_case
from providers.approval.cases.terms import from_document, gives_all
from providers.audit.models import AuditEvent
from tests.factories.cases import CONDITION, STANDARDS, TODAY, CaseMaker, make_terms, standards_of, state

REFUSED = (MoveNotAllowed, DecisionNotAllowed, CheckNotPossible, ApplicationNotPossible)
STEPS = (
    "take",
    "check",
    "ask",
    "hear_reject",
    "hear_conditions",
    "answer",
    "overdue",
    "propose_approve",
    "propose_reject",
    "propose_conditions",
    "send_back",
    "decide_same",
    "decide_other",
    "withdraw",
)


def take_step(maker: CaseMaker, case: ApprovalCase, step: str) -> None:
    """Try one step; what is not allowed raises one of REFUSED."""
    session, by = maker.session, maker.by_caseworker
    with_conditions = make_terms(conditions=(CONDITION,))
    steps: dict[str, Callable[[], object]] = {
        "take": lambda: assign(session, case, maker.caseworker.id, act=by),
        "check": lambda: maker.checked(case),
        "ask": lambda: examining.ask(session, case, "Hvordan?", due_on=TODAY, act=by),
        "hear_reject": lambda: examining.hear(
            session, case, DecisionKind.REJECT, "Vi overvejer.", due_on=TODAY, act=by
        ),
        "hear_conditions": lambda: examining.hear(
            session, case, DecisionKind.APPROVE_WITH_CONDITIONS, "Vi overvejer.", due_on=TODAY, act=by
        ),
        "answer": lambda: applying.answer_inquiry(session, case, "Sådan.", act=maker.by_owner),
        "overdue": lambda: examining.end_overdue(session, TODAY.replace(year=2027), by.at),
        "propose_approve": lambda: maker.proposed(case),
        "propose_reject": lambda: maker.proposed(case, DecisionKind.REJECT, make_terms(last_on=None)),
        "propose_conditions": lambda: maker.proposed(
            case, DecisionKind.APPROVE_WITH_CONDITIONS, with_conditions
        ),
        "send_back": lambda: deciding.send_back(session, case, "Se igen.", act=maker.by_lead),
        "decide_same": lambda: deciding.decide(
            session, case, standards=STANDARDS, applying=standards_of(case), act=by
        ),
        "decide_other": lambda: maker.decide(case),
        "withdraw": lambda: applying.withdraw(session, case, act=maker.by_owner),
    }
    steps[step]()


@pytest.mark.sqlite_only
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), min_size=4, max_size=24))
def test_no_path_skips_the_hearing_or_the_second_person(database: Database, steps: list[str]) -> None:
    with database.reading() as session:
        maker = CaseMaker(session)
        case = maker.sent()
        for step in steps:
            with suppress(*REFUSED):
                take_step(maker, case, step)
        session.flush()
        assert replayed(session, case.id) == state_of_case(case)
        decision = session.scalars(select(Decision)).one_or_none()
        assert (decision is not None) is (state(case) is CaseState.DECIDED)
        if decision is None:
            return
        assert decision.proposed_by != decision.decided_by
        kind, terms = DecisionKind(decision.kind), from_document(decision.terms)
        if not gives_all(kind, terms, case.municipalities, case.target_groups):
            proposed = session.scalars(select(Proposal).where(Proposal.state == "decided")).one()
            heard = session.scalars(select(Inquiry).where(Inquiry.about == kind)).all()
            assert any(each.ended_at and each.ended_at <= proposed.proposed_at for each in heard)


def replayed(session: Session, case_id: int) -> dict[str, object]:
    """Follow the trail of a case; each event must begin where the one before has ended."""
    wanted = select(AuditEvent).where(
        AuditEvent.object_type == "approval_case", AuditEvent.object_id == str(case_id)
    )
    told: dict[str, object] | None = None
    for event in session.scalars(wanted.order_by(AuditEvent.seq)):
        if event.after is None:
            continue
        assert event.before == told
        told = event.after
    assert told is not None
    return told


@pytest.mark.parametrize("kind", list(CaseKind))
def test_whatever_has_ended_is_moved_by_nothing(kind: CaseKind) -> None:
    for ended in ENDED:
        assert not any(may(kind, ended, action) for action in CaseAction)


@pytest.mark.parametrize("kind", list(CaseKind))
def test_decided_is_reached_from_proposed_alone(kind: CaseKind) -> None:
    before = {
        state
        for state in CaseState
        for action in CaseAction
        if may(kind, state, action) and move(kind, state, action) is CaseState.DECIDED
    }
    assert before == {CaseState.PROPOSED}


def test_nobody_withdraws_a_review_or_closes_an_application() -> None:
    for state_ in MOVES[CaseAction.WITHDRAW]:
        with pytest.raises(MoveNotAllowed):
            move(CaseKind.REVIEW, state_, CaseAction.WITHDRAW)
    for kind in APPLICATIONS:
        with pytest.raises(MoveNotAllowed):
            move(kind, CaseState.EXAMINED, CaseAction.CLOSE)
