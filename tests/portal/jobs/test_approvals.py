"""By the clock, cases go on, approvals that ran out are noted, and members are reminded in time, once."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.jobs import JOBS, approvals
from portal.state import Portal
from providers.approval.cases import conditions, examining
from providers.approval.cases.codes import DecisionKind
from providers.approval.cases.models import ApprovalCase, Decision
from providers.approval.cases.terms import Condition
from providers.approval.commands import grant
from providers.approval.models import ApprovalBasis
from providers.clock import COPENHAGEN
from providers.outbox.models import OutboxMessage
from tests.factories.cases import CONDITION, TODAY, CaseMaker, make_terms

DUE = TODAY + timedelta(days=15)
LAST = TODAY + timedelta(days=365)


def night_after(day: date, days: int = 0) -> datetime:
    """Give a moment shortly after midnight in Denmark, some days after a day."""
    return datetime(day.year, day.month, day.day, 0, 5, tzinfo=COPENHAGEN) + timedelta(days=days)


def mails(session: Session, template: str = "approval_ends") -> list[dict[str, object]]:
    asked = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "mail")).all()
    return [each.payload for each in asked if each.payload["template"] == template]


def approved(state: Portal) -> CaseMaker:
    with state.database.transaction() as session:
        maker = CaseMaker(session)
        maker.decide(maker.proposed(maker.checked(maker.examined()), terms=make_terms(last_on=LAST)))
    return maker


@pytest.mark.parametrize(
    "name", ["inquiries.end", "approvals.expire", "approvals.remind", "conditions.remind"]
)
def test_worker_does_it_by_itself(name: str) -> None:
    assert name in {job.name for job in JOBS}


def test_case_goes_on_in_the_night_after_the_last_day_for_an_answer(state: Portal) -> None:
    with state.database.transaction() as session:
        maker = CaseMaker(session)
        case = maker.checked(maker.examined())
        examining.hear(
            session, case, DecisionKind.REJECT, "Vi overvejer.", due_on=DUE, act=maker.by_caseworker
        )
    approvals.end_waiting(state, night_after(DUE))
    with state.database.reading() as session:
        assert session.get_one(ApprovalCase, case.id).state == "hearing"
    approvals.end_waiting(state, night_after(DUE, 1))
    with state.database.reading() as session:
        assert session.get_one(ApprovalCase, case.id).state == "examined"


def test_approval_is_noted_once_when_its_last_day_has_gone(state: Portal) -> None:
    approved(state)
    for days in (0, 1, 2):
        approvals.note_expired(state, night_after(LAST, days))
    with state.database.reading() as session:
        kinds = session.scalars(select(Decision.kind).order_by(Decision.id)).all()
        assert kinds == ["approve", "expire"]


def test_members_are_reminded_three_times_and_each_time_once(state: Portal) -> None:
    maker = approved(state)
    sent = []
    for days in (-121, -120, -119, -60, -59, -14, -13, 0, 1):
        approvals.remind(state, night_after(LAST, days))
        with state.database.reading() as session:
            sent.append(len(mails(session)))
    assert sent == [0, 1, 1, 2, 2, 3, 3, 3, 3]
    with state.database.reading() as session:
        assert {each["user_id"] for each in mails(session)} == {maker.owner.id}


def test_reminder_of_a_missed_night_is_sent_in_the_next_one(state: Portal) -> None:
    approved(state)
    approvals.remind(state, night_after(LAST, -50))
    with state.database.reading() as session:
        assert len(mails(session)) == 1


def test_actor_with_another_approval_after_it_is_not_reminded(state: Portal) -> None:
    maker = approved(state)
    with state.database.transaction() as session:
        grant(
            session,
            maker.organisation,
            basis=ApprovalBasis.DECIDED,
            ground="Opfylder standarderne.",
            valid_from=LAST + timedelta(days=1),
            valid_to=LAST + timedelta(days=400),
            at=state.now(),
        )
    approvals.remind(state, night_after(LAST, -14))
    with state.database.reading() as session:
        assert mails(session) == []


def with_conditions(state: Portal, *held: Condition) -> CaseMaker:
    with state.database.transaction() as session:
        maker = CaseMaker(session)
        maker.approved_with(*held)
    return maker


def test_members_are_reminded_of_a_condition_once_from_a_fortnight_before_its_day(state: Portal) -> None:
    maker = with_conditions(state, CONDITION, Condition("Send tal hvert kvartal.", None))
    due_on = CONDITION.due_on or TODAY
    sent = []
    for days in (-15, -14, -13, 0, 1):
        approvals.remind_of_conditions(state, night_after(due_on, days))
        with state.database.reading() as session:
            sent.append(len(mails(session, "condition_due")))
    assert sent == [0, 1, 1, 1, 1]
    with state.database.reading() as session:
        (mail,) = mails(session, "condition_due")
    assert mail["user_id"] == maker.owner.id
    assert mail["values"] == {"organisation": maker.organisation.name, "day": "1. marts 2027"}


def test_two_conditions_of_a_day_are_one_mail(state: Portal) -> None:
    with_conditions(state, CONDITION, Condition("Send en adresse.", CONDITION.due_on))
    approvals.remind_of_conditions(state, night_after(CONDITION.due_on or TODAY, -3))
    with state.database.reading() as session:
        assert len(mails(session, "condition_due")) == 1


def test_whoever_has_answered_is_not_reminded(state: Portal) -> None:
    maker = with_conditions(state, CONDITION)
    with state.database.transaction() as session:
        case = session.get_one(ApprovalCase, 1)
        conditions.answer(session, case, 1, "Den er tegnet.", act=maker.by_owner)
    approvals.remind_of_conditions(state, night_after(CONDITION.due_on or TODAY, -3))
    with state.database.reading() as session:
        assert mails(session, "condition_due") == []
