"""A draft that nobody writes in is withdrawn on its day and not before, after its party has been told."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.approval.cases import applying
from providers.approval.cases.codes import CaseState
from providers.approval.cases.forgotten import (
    DRAFT_KEPT,
    TOLD_BEFORE,
    tell_of_forgotten,
    withdraw_forgotten,
    withdrawn_after,
)
from providers.approval.cases.moving import of_person
from providers.audit.models import ActorKind, AuditEvent
from tests.factories.cases import SCOPE, STANDARDS, CaseMaker
from tests.factories.people import AT

MOMENT = timedelta(seconds=1)
TOLD, OVER = AT + DRAFT_KEPT - TOLD_BEFORE, AT + DRAFT_KEPT
LIMIT = 100


def tell(session: Session, at: datetime) -> int:
    return len(tell_of_forgotten(session, at=at, limit=LIMIT))


def withdraw(session: Session, at: datetime) -> int:
    return len(withdraw_forgotten(session, at=at, limit=LIMIT))


def test_party_is_told_once_a_fortnight_before_and_the_draft_goes_on_its_day(session: Session) -> None:
    case = CaseMaker(session).draft()
    assert [tell(session, at) for at in (TOLD - MOMENT, TOLD, TOLD + MOMENT)] == [0, 1, 0]
    assert withdrawn_after(case) == OVER
    assert [withdraw(session, at) for at in (OVER - MOMENT, OVER, OVER + MOMENT)] == [0, 1, 0]
    assert (case.state, case.ended_at, case.sent_at) == (CaseState.WITHDRAWN, OVER, None)


def test_trail_says_that_the_portal_did_it(session: Session) -> None:
    CaseMaker(session).draft()
    tell(session, TOLD)
    withdraw(session, OVER)
    (event,) = session.scalars(select(AuditEvent).where(AuditEvent.action == "approval_case.withdraw")).all()
    assert event.actor_kind == ActorKind.SYSTEM


def test_draft_of_which_nobody_was_told_stays(session: Session) -> None:
    CaseMaker(session).draft()
    assert withdraw(session, OVER + timedelta(days=300)) == 0


def test_whoever_is_told_late_still_has_a_fortnight(session: Session) -> None:
    case = CaseMaker(session).draft()
    late = OVER + timedelta(days=30)
    assert tell(session, late) == 1
    assert withdrawn_after(case) == late + TOLD_BEFORE
    assert [withdraw(session, late + TOLD_BEFORE + step) for step in (-MOMENT, MOMENT)] == [0, 1]


def test_whoever_writes_again_keeps_the_draft_and_is_told_anew(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.draft()
    tell(session, TOLD)
    later = TOLD + timedelta(days=1)
    applying.answer(session, case, "insurance", "Vi er her.", of_person(maker.owner.id, later))
    assert withdraw(session, OVER + timedelta(days=30)) == 0
    assert tell(session, later + DRAFT_KEPT - TOLD_BEFORE - MOMENT) == 0
    assert tell(session, later + DRAFT_KEPT - TOLD_BEFORE) == 1


def test_choosing_again_where_and_whom_to_help_counts_as_writing(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.draft()
    applying.set_scope(case, maker.organisation, STANDARDS, SCOPE, at=AT + timedelta(days=5))
    session.flush()
    assert [tell(session, TOLD + timedelta(days=days)) for days in (4, 5)] == [0, 1]


def test_application_that_was_sent_and_review_are_never_forgotten(session: Session) -> None:
    CaseMaker(session).sent()
    other = CaseMaker(session, 2)
    other.approved()
    other.review()
    years_on = AT + timedelta(days=3_000)
    assert tell(session, years_on) == 0
    assert withdraw(session, years_on) == 0


def test_case_from_before_anybody_noted_when_it_was_touched_counts_from_its_beginning(
    session: Session,
) -> None:
    case = CaseMaker(session).draft()
    case.touched_at = None
    session.flush()
    assert [tell(session, at) for at in (TOLD - MOMENT, TOLD)] == [0, 1]


def test_only_so_many_are_taken_at_a_time(session: Session) -> None:
    for number in (1, 2, 3):
        CaseMaker(session, number).draft()
    assert [len(tell_of_forgotten(session, at=TOLD, limit=2)) for _time in range(3)] == [2, 1, 0]
    assert [len(withdraw_forgotten(session, at=OVER, limit=2)) for _time in range(3)] == [2, 1, 0]
