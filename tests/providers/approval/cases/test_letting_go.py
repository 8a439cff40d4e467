"""Documents go when their case's time is over, on the right day and once; everything else of a case stays."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from providers.approval.cases import appeals, applying, examining
from providers.approval.cases.carrying_over import OF_AN_ANSWER
from providers.approval.cases.codes import AppealState, CaseKind, DecisionKind
from providers.approval.cases.documents import accept
from providers.approval.cases.letting_go import remove_documents
from providers.approval.cases.models import ApprovalCase, CaseAnswer, CaseDocument, Decision, DocumentContent
from providers.approval.cases.queries import documents_of
from providers.audit.models import AuditEvent
from providers.base import Base
from tests.factories.cases import TODAY, CaseMaker, make_terms
from tests.factories.organisations import make_fund
from tests.factories.people import AT

PDF = accept("police.pdf", b"%PDF-1.7\ntrailer\n%%EOF\n")
MOMENT, A_DAY = timedelta(seconds=1), timedelta(days=1)
LIMIT = 100
LAST = TODAY + timedelta(days=365)


def count(session: Session, table: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def remove(session: Session, at: datetime) -> int:
    return remove_documents(session, at=at, limit=LIMIT)


def years_on(years: int, day: date = TODAY) -> datetime:
    """Give ten o'clock on the same day so many years later."""
    return AT.replace(year=day.year + years, month=day.month, day=day.day)


def with_document(maker: CaseMaker, kind: CaseKind = CaseKind.FIRST) -> ApprovalCase:
    case = maker.draft(kind)
    applying.attach(maker.session, case, "insurance", PDF, act=maker.by_owner)
    return case


def rejected(maker: CaseMaker) -> Decision:
    with_document(maker)
    case = maker.heard(maker.checked(maker.examined()), DecisionKind.REJECT)
    return maker.decide(maker.proposed(case, DecisionKind.REJECT, make_terms(last_on=None)))


def approved(maker: CaseMaker) -> Decision:
    with_document(maker)
    return maker.decide(maker.proposed(maker.checked(maker.examined()), terms=make_terms(last_on=LAST)))


def reviewed(maker: CaseMaker, kind: DecisionKind, last_on: date | None) -> Decision:
    """End a review in which the party has answered the hearing with a document."""
    case, due_on = maker.checked(maker.review()), TODAY + timedelta(days=14)
    examining.hear(maker.session, case, kind, "Vi overvejer.", due_on=due_on, act=maker.by_caseworker)
    applying.attach(maker.session, case, OF_AN_ANSWER, PDF, act=maker.by_owner)
    applying.answer_inquiry(maker.session, case, "Se policen.", act=maker.by_owner)
    return maker.decide(maker.proposed(case, kind, make_terms(last_on=last_on)))


def test_documents_of_a_withdrawn_application_go_a_year_after_its_end(session: Session) -> None:
    maker = CaseMaker(session)
    case = with_document(maker)
    applying.withdraw(session, case, act=maker.by_owner)
    assert [remove(session, years_on(1) + step) for step in (-MOMENT, timedelta(0), MOMENT)] == [0, 1, 0]
    assert (count(session, CaseDocument), count(session, DocumentContent)) == (0, 0)


def test_documents_of_a_rejected_application_go_a_year_after_and_all_else_stays(session: Session) -> None:
    maker = CaseMaker(session)
    rejected(maker)
    answers = count(session, CaseAnswer)
    assert [remove(session, years_on(1) + step) for step in (-MOMENT, timedelta(0))] == [0, 1]
    assert answers > 0
    assert (count(session, CaseAnswer), count(session, Decision)) == (answers, 1)
    removed = select(AuditEvent.object_id).where(AuditEvent.action == "approval_case.documents_removed")
    assert session.scalars(removed).all() == ["1"]


def test_documents_of_an_approval_go_five_years_after_its_last_day(session: Session) -> None:
    approved(CaseMaker(session))
    assert remove(session, years_on(5)) == 0
    assert [remove(session, years_on(5, LAST) + days * A_DAY) for days in (0, 1)] == [0, 1]


def test_approval_that_was_revoked_ended_on_the_day_before(session: Session) -> None:
    maker = CaseMaker(session)
    approved(maker)
    review = maker.heard(maker.review(), DecisionKind.REVOKE)
    revoked_on = TODAY + timedelta(days=30)
    maker.decide(maker.proposed(review, DecisionKind.REVOKE, make_terms(first_on=revoked_on, last_on=None)))
    assert [remove(session, years_on(5, revoked_on) + days * A_DAY) for days in (-1, 0)] == [0, 1]


@pytest.mark.parametrize(
    ("kind", "last_on"), [(DecisionKind.SUSPEND, TODAY + timedelta(days=30)), (DecisionKind.REVOKE, None)]
)
def test_documents_of_a_review_go_five_years_after_its_decision(
    session: Session, kind: DecisionKind, last_on: date | None
) -> None:
    maker = CaseMaker(session)
    maker.approved()
    reviewed(maker, kind, last_on)
    assert [remove(session, years_on(5) + step) for step in (-MOMENT, timedelta(0))] == [0, 1]


def test_documents_of_a_warning_go_though_the_law_ends_no_approval(session: Session) -> None:
    reviewed(CaseMaker(session, organisation=make_fund(session)), DecisionKind.WARN, None)
    assert [remove(session, years_on(5) + step) for step in (-MOMENT, timedelta(0))] == [0, 1]


def test_complaint_keeps_documents_until_as_long_after_its_answer(session: Session) -> None:
    maker = CaseMaker(session)
    appeal = appeals.receive(
        session, rejected(maker), "Vi klager.", received_on=TODAY, act=maker.by_caseworker
    )
    assert remove(session, years_on(3)) == 0
    answered_on = TODAY.replace(year=TODAY.year + 2)
    appeals.answer(
        session, appeal, AppealState.UPHELD, "Den står.", answered_on=answered_on, act=maker.by_caseworker
    )
    assert [remove(session, years_on(3) + days * A_DAY) for days in (-1, 0)] == [0, 1]


def test_same_bytes_stay_as_long_as_another_case_has_them(session: Session) -> None:
    maker = CaseMaker(session)
    rejected(maker)
    again = maker.draft()
    assert len(documents_of(session, again.id)) == 1
    assert remove(session, years_on(1)) == 1
    assert [each.sha256 for each in documents_of(session, again.id)] == [PDF.sha256]
    assert count(session, DocumentContent) == 1


def test_documents_of_cases_that_go_on_stay(session: Session) -> None:
    with_document(CaseMaker(session))
    other = CaseMaker(session, 2)
    with_document(other)
    other.examined()
    assert remove(session, years_on(20)) == 0


def test_only_so_many_are_taken_at_a_time(session: Session) -> None:
    maker = CaseMaker(session)
    case = with_document(maker)
    for standard in ("method", "staff"):
        applying.attach(session, case, standard, PDF, act=maker.by_owner)
    applying.withdraw(session, case, act=maker.by_owner)
    assert [remove_documents(session, at=years_on(1), limit=2) for _time in range(3)] == [2, 1, 0]
