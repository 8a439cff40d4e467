"""An application from the first word to the receipt."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from providers.approval.cases import applying, examining
from providers.approval.cases.applying import (
    ApplicationIncomplete,
    ApplicationNotPossible,
    Scope,
)
from providers.approval.cases.carrying_over import OF_AN_ANSWER
from providers.approval.cases.codes import CaseKind, CaseState
from providers.approval.cases.documents import accept
from providers.approval.cases.models import DocumentContent
from providers.approval.cases.moves import MoveNotAllowed
from providers.approval.cases.queries import answers_of, documents_of, find_open_application
from providers.approval.cases.rules import LONGEST_TEXT, GapKind, gaps
from providers.approval.standard_set import CheckKind, Track
from tests.factories.cases import SCOPE, STANDARDS, TODAY, CaseMaker, standards_of, state
from tests.factories.people import AT

PDF = b"%PDF-1.7\n%%EOF"


def test_application_that_is_open_is_given_back_instead_of_another(session: Session) -> None:
    maker = CaseMaker(session)
    first = maker.draft()
    assert maker.draft(CaseKind.RENEWAL) is first
    applying.withdraw(session, first, act=maker.by_owner)
    assert find_open_application(session, maker.organisation.id) is None
    assert maker.draft() is not first


@pytest.mark.parametrize(("employees", "track"), [(9, Track.LIGHT), (10, Track.FULL)])
def test_small_actors_take_the_light_track(session: Session, employees: int, track: Track) -> None:
    case = CaseMaker(session).draft(scope=Scope(employees, None, None))
    assert case.track == track


def test_every_gap_is_listed_with_the_standard_it_belongs_to() -> None:
    standards = STANDARDS.standards
    found = gaps(standards, answers={}, untouched=(), has_employees=False, has_scope=False, has_listing=False)
    judged = [each.id for each in standards if each.kind is CheckKind.JUDGEMENT]
    assert [gap.kind for gap in found[:3]] == [GapKind.EMPLOYEES, GapKind.SCOPE, GapKind.LISTING]
    assert [gap.standard_id for gap in found[3:]] == judged


def test_application_with_a_gap_is_not_sent(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.draft()
    found = gaps(
        standards_of(case), answers={}, untouched=(), has_employees=True, has_scope=True, has_listing=True
    )
    with pytest.raises(ApplicationIncomplete):
        applying.send(session, case, STANDARDS, gaps=found, decide_by=TODAY, act=maker.by_owner)
    assert state(case) is CaseState.DRAFT


def test_what_was_sent_is_not_changed_nor_sent_again(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.sent()
    with pytest.raises(ApplicationNotPossible, match="not_a_draft"):
        applying.answer(session, case, "insurance", "Andet", maker.by_owner)
    with pytest.raises(ApplicationNotPossible, match="not_a_draft"):
        applying.attach(session, case, "insurance", accept("a.pdf", PDF), act=maker.by_owner)
    with pytest.raises(MoveNotAllowed):
        applying.send(session, case, STANDARDS, gaps=[], decide_by=TODAY, act=maker.by_owner)


def test_renewal_begins_with_the_last_application_though_a_review_came_after_it(session: Session) -> None:
    maker = CaseMaker(session)
    maker.approved()
    examining.close(session, maker.review(), "Der var ikke noget.", act=maker.by_caseworker)
    answers = answers_of(session, maker.draft(CaseKind.RENEWAL).id)
    assert {answer.text for answer in answers.values()} == {"Sådan gør vi."}


def test_next_application_begins_with_the_answers_of_the_last_and_asks_to_look_at_them(
    session: Session,
) -> None:
    maker = CaseMaker(session)
    first = maker.draft()
    applying.attach(session, first, "insurance", accept("police.pdf", PDF), act=maker.by_owner)
    case = maker.examined()
    examining.ask(session, case, "Hvorfor?", due_on=TODAY, act=maker.by_caseworker)
    applying.attach(session, case, OF_AN_ANSWER, accept("svar.pdf", PDF + b"\n"), act=maker.by_owner)
    applying.answer_inquiry(session, case, "Derfor.", act=maker.by_owner)
    maker.decide(maker.proposed(maker.checked(case)))
    renewal = maker.draft(CaseKind.RENEWAL)
    answers = answers_of(session, renewal.id)
    assert {answer.text for answer in answers.values()} == {"Sådan gør vi."}
    untouched = {id_ for id_, answer in answers.items() if answer.reused}
    found = gaps(
        standards_of(renewal),
        answers={id_: answer.text for id_, answer in answers.items()},
        untouched=untouched,
        has_employees=True,
        has_scope=True,
        has_listing=True,
    )
    assert {gap.kind for gap in found} == {GapKind.REUSED}
    assert [document.name for document in documents_of(session, renewal.id)] == ["police.pdf"]


def test_bytes_are_kept_once_and_go_with_the_last_document_that_uses_them(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.draft()
    kept = [
        applying.attach(session, case, standard, accept("police.pdf", PDF), act=maker.by_owner)
        for standard in ("insurance", "privacy", "insurance")
    ]
    assert kept[0] is kept[2]
    counted = select(func.count()).select_from(DocumentContent)
    applying.detach(session, case, kept[0], at=AT)
    assert session.scalar(counted) == 1
    applying.detach(session, case, kept[1], at=AT)
    assert session.scalar(counted) == 0


def test_text_that_is_too_long_is_refused_and_not_cut(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.draft()
    with pytest.raises(ApplicationNotPossible, match="text_too_long"):
        applying.answer(session, case, "insurance", "a" * (LONGEST_TEXT + 1), maker.by_owner)
    assert (answers_of(session, case.id), case.started_at, case.employees) == ({}, AT, SCOPE.employees)


def test_draft_of_an_earlier_version_takes_the_one_in_force_before_it_is_sent(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.draft()
    later = replace(STANDARDS, version="2028-01", limits=replace(STANDARDS.limits, light_below=3))
    with pytest.raises(ApplicationNotPossible, match="standards_have_changed"):
        applying.send(session, case, later, gaps=[], decide_by=TODAY, act=maker.by_owner)
    applying.take_standards(case, maker.organisation, later, at=AT)
    assert (case.standards_version, case.track, case.municipalities) == (
        "2028-01",
        Track.FULL,
        ["615", "751"],
    )
    applying.send(session, case, later, gaps=[], decide_by=TODAY, act=maker.by_owner)
    assert state(case) is CaseState.RECEIVED
