"""A condition is answered by its party and judged by the authority; the decision itself stays as it was."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.database import Database
from providers.approval.cases import conditions
from providers.approval.cases.codes import CaseKind, CaseState, ConditionState, DecisionKind
from providers.approval.cases.conditions import (
    ConditionNotFound,
    ConditionNotPossible,
    documents_about,
    get_condition,
    state_of_follow_up,
)
from providers.approval.cases.documents import accept
from providers.approval.cases.following_up import binding
from providers.approval.cases.models import ApprovalCase, CaseDocument, ConditionFollowUp, Decision
from providers.approval.cases.moving import CaseHasChanged, hold
from providers.approval.cases.queries import documents_of
from providers.approval.cases.rules import LONGEST_TEXT, MOST_DOCUMENTS
from providers.approval.cases.terms import Condition
from providers.audit.queries import in_order
from providers.audit.rules import replay
from providers.listings.models import CatalogueRevision
from tests.factories.cases import CONDITION, TODAY, CaseMaker, make_terms

A_DAY = timedelta(days=1)
DUE = date(2027, 3, 1)
ALWAYS = Condition("Send tal hvert kvartal.", None)
PDF = accept("police.pdf", b"%PDF-1.7\ntrailer\n%%EOF\n")
MET, NOT_MET, ANSWERED = ConditionState.MET, ConditionState.NOT_MET, ConditionState.ANSWERED


def approved(session: Session, *held: Condition) -> tuple[CaseMaker, ApprovalCase]:
    maker = CaseMaker(session)
    decision = maker.approved_with(*(held or (CONDITION,)))
    return maker, session.get_one(ApprovalCase, decision.case_id)


def revision(session: Session) -> int:
    return session.scalars(select(CatalogueRevision.number)).one()


def test_party_answers_with_documents_and_the_authority_finds_it_met(session: Session) -> None:
    maker, case = approved(session)
    before = dict(session.scalars(select(Decision)).one().terms)
    conditions.answer(session, case, 1, " Den er tegnet. ", [PDF], act=maker.by_owner)
    found = get_condition(session, case.id, 1)
    assert (found.state, found.said[0].text, found.met_on) == (ANSWERED, "Den er tegnet.", None)
    assert [each.name for each in documents_about(session, case.id, 1)] == ["police.pdf"]
    conditions.judge(session, case, 1, MET, "", act=maker.by_caseworker)
    found = get_condition(session, case.id, 1)
    assert (found.state, found.met_on) == (MET, TODAY)
    assert session.scalars(select(Decision)).one().terms == before
    assert case.state == CaseState.DECIDED


def test_what_is_met_is_over(session: Session) -> None:
    maker, case = approved(session)
    conditions.judge(session, case, 1, MET, "Set i policen.", act=maker.by_caseworker)
    with pytest.raises(ConditionNotPossible, match="already_judged"):
        conditions.answer(session, case, 1, "Den er tegnet.", act=maker.by_owner)
    for state in (MET, NOT_MET):
        with pytest.raises(ConditionNotPossible, match="already_judged"):
            conditions.judge(session, case, 1, state, "Nej.", act=maker.by_caseworker)


def test_what_was_not_met_can_be_met_later_and_keeps_every_word(session: Session) -> None:
    maker, case = approved(session)
    conditions.judge(session, case, 1, NOT_MET, "Der er ingen police.", act=maker.by_caseworker)
    conditions.answer(session, case, 1, "Her er den.", act=maker.by_owner)
    conditions.judge(session, case, 1, MET, "", act=maker.by_caseworker)
    said = get_condition(session, case.id, 1).said
    assert [each.state for each in said] == [NOT_MET, ANSWERED, MET]


@pytest.mark.parametrize(
    ("state", "note", "fact"),
    [
        (NOT_MET, " ", "without_a_text"),
        (ANSWERED, "Ja.", "not_a_judgement"),
        (ConditionState.OPEN, "Ja.", "not_a_judgement"),
        (MET, "a" * (LONGEST_TEXT + 1), "text_too_long"),
    ],
)
def test_judgement_that_says_nothing_is_refused(
    session: Session, state: ConditionState, note: str, fact: str
) -> None:
    maker, case = approved(session)
    with pytest.raises(ConditionNotPossible, match=fact):
        conditions.judge(session, case, 1, state, note, act=maker.by_caseworker)


def test_answer_needs_words(session: Session) -> None:
    maker, case = approved(session)
    with pytest.raises(ConditionNotPossible, match="without_a_text"):
        conditions.answer(session, case, 1, " ", [PDF], act=maker.by_owner)
    assert documents_about(session, case.id, 1) == []


def test_condition_that_was_never_made_is_not_found(session: Session) -> None:
    _maker, case = approved(session)
    with pytest.raises(ConditionNotFound):
        get_condition(session, case.id, 2)
    with pytest.raises(ConditionNotFound):
        get_condition(session, CaseMaker(session, 2).sent().id, 1)


def test_condition_waits_for_the_authority_from_its_day_or_when_it_is_answered(session: Session) -> None:
    maker, case = approved(session, CONDITION, ALWAYS)
    first, second = binding(session, TODAY)
    assert (first.due_on, second.due_on) == (DUE, None)
    assert not first.waits_for_the_authority(DUE - A_DAY)
    assert first.waits_for_the_authority(DUE)
    assert not second.waits_for_the_authority(DUE)
    conditions.answer(session, case, 2, "De er sendt.", act=maker.by_owner)
    assert [each.waits_for_the_authority(TODAY) for each in binding(session, TODAY)] == [False, True]


def test_condition_waits_for_the_party_from_a_fortnight_before_its_day_until_it_answers(
    session: Session,
) -> None:
    maker, case = approved(session)
    near = DUE - timedelta(days=14)
    found = get_condition(session, case.id, 1)
    assert not found.waits_for_the_party(near - A_DAY)
    assert found.waits_for_the_party(near)
    conditions.answer(session, case, 1, "Den er tegnet.", act=maker.by_owner)
    assert not get_condition(session, case.id, 1).waits_for_the_party(DUE)
    conditions.judge(session, case, 1, NOT_MET, "Den er udløbet.", act=maker.by_caseworker)
    assert get_condition(session, case.id, 1).waits_for_the_party(TODAY)


def test_condition_ends_with_its_approval(session: Session) -> None:
    maker, case = approved(session)
    last = TODAY + timedelta(days=365)
    assert len(binding(session, last)) == 1
    assert binding(session, last + A_DAY) == []
    review = maker.heard(maker.review(), DecisionKind.REVOKE)
    maker.decide(maker.proposed(review, DecisionKind.REVOKE, make_terms(last_on=None)))
    assert binding(session, TODAY) == []
    with pytest.raises(ConditionNotPossible, match="approval_has_ended"):
        conditions.answer(session, case, 1, "Den er tegnet.", act=maker.by_owner)


def test_suspended_actor_still_has_its_conditions(session: Session) -> None:
    maker, _case = approved(session)
    review = maker.heard(maker.review(), DecisionKind.SUSPEND)
    terms = make_terms(last_on=TODAY + timedelta(days=30))
    maker.decide(maker.proposed(review, DecisionKind.SUSPEND, terms))
    assert len(binding(session, TODAY)) == 1


def test_conditions_of_others_are_left_out_when_an_organisation_is_named(session: Session) -> None:
    maker, _case = approved(session)
    other = CaseMaker(session, 2)
    other.approved_with(ALWAYS, CONDITION)
    assert [each.due_on for each in binding(session, TODAY)] == [DUE, DUE, None]
    assert len(binding(session, TODAY, [maker.organisation.id])) == 1


def test_documents_about_conditions_are_counted_apart_and_not_carried_over(session: Session) -> None:
    maker, case = approved(session)
    for number in range(MOST_DOCUMENTS):
        document = accept("police.pdf", b"%%PDF-1.7\n%d %%%%EOF\n" % number)
        conditions.answer(session, case, 1, "Her.", [document], act=maker.by_owner)
    with pytest.raises(ConditionNotPossible, match="too_many_documents"):
        conditions.answer(session, case, 1, "Her.", [PDF], act=maker.by_owner)
    again = maker.draft(CaseKind.RENEWAL)
    assert documents_of(session, again.id) == []
    assert len(session.scalars(select(CaseDocument)).all()) == MOST_DOCUMENTS


def test_citizens_see_at_once_that_a_condition_is_met(session: Session) -> None:
    maker, case = approved(session)
    before = revision(session)
    conditions.answer(session, case, 1, "Den er tegnet.", act=maker.by_owner)
    assert revision(session) == before
    conditions.judge(session, case, 1, MET, "", act=maker.by_caseworker)
    assert revision(session) > before


def test_trail_tells_what_was_said_of_which_condition(session: Session) -> None:
    maker, case = approved(session)
    conditions.answer(session, case, 1, "Den er tegnet.", act=maker.by_owner)
    conditions.judge(session, case, 1, NOT_MET, "Nej.", act=maker.by_caseworker)
    told = replay(in_order(session))
    for said in session.scalars(select(ConditionFollowUp)):
        assert told["condition_follow_up", str(said.id)] == state_of_follow_up(said)


def test_of_two_who_saw_the_same_condition_the_second_is_too_late(database: Database) -> None:
    with database.transaction() as session:
        maker, case = approved(session)
        case_id, seen = case.id, case.version
    with database.transaction() as session:
        held = hold(session, case_id, seen=seen)
        conditions.judge(session, held, 1, MET, "", act=maker.by_caseworker)
    with database.transaction() as session, pytest.raises(CaseHasChanged):
        hold(session, case_id, seen=seen)


def test_renewal_that_follows_takes_the_place_of_the_condition(session: Session) -> None:
    maker, _case = approved(session)
    begins = TODAY + timedelta(days=30)
    renewal = maker.checked(maker.examined(CaseKind.RENEWAL))
    terms = make_terms(first_on=begins, last_on=begins + timedelta(days=365))
    maker.decide(maker.proposed(renewal, terms=terms))
    assert len(binding(session, begins - A_DAY)) == 1
    assert binding(session, begins) == []
