"""Two people, a hearing before anything negative, and what a decision does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from matching.loading import load_catalogue
from providers.approval.cases import applying, deciding, examining
from providers.approval.cases.codes import CaseKind, CaseState, DecisionKind, Outcome
from providers.approval.cases.deciding import ChecksHaveChanged
from providers.approval.cases.models import CaseCheck
from providers.approval.cases.moving import of_person
from providers.approval.cases.rules import DecisionNotAllowed, add_months, latest_end
from providers.approval.queries import approvals_of
from providers.approval.rules import is_suspended, is_valid
from providers.listings import commands as listings
from tests.factories.cases import (
    CLEARLY_BELOW,
    CONDITION,
    FACTS,
    STANDARDS,
    TODAY,
    CaseMaker,
    make_terms,
    standards_of,
    state,
)
from tests.factories.organisations import make_content
from tests.factories.people import AT

A_DAY = timedelta(days=1)


def public_slugs(session: Session) -> set[str]:
    return {listing.slug for listing in load_catalogue(session, 1, TODAY).listings}


def test_approval_shows_the_listing_that_was_applied_with(session: Session) -> None:
    maker = CaseMaker(session)
    listing = listings.register(
        session, maker.organisation, key="1", slug="nyt-tilbud", registered_on=TODAY, at=AT
    )
    listings.save_draft(session, listing, make_content(), AT)
    assert public_slugs(session) == set()
    decision = maker.approved()
    assert public_slugs(session) == {"nyt-tilbud"}
    (approval,) = approvals_of(session, [maker.organisation.id])
    assert (approval.decision_id, approval.standards_version) == (decision.id, STANDARDS.version)
    assert (approval.valid_from, approval.municipalities) == (TODAY, ["615", "751"])


def test_whoever_proposed_does_not_decide(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.proposed(maker.checked(maker.examined()))
    with pytest.raises(DecisionNotAllowed, match="same_person"):
        deciding.decide(
            session, case, standards=STANDARDS, applying=standards_of(case), act=maker.by_caseworker
        )
    assert state(case) is CaseState.PROPOSED


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (DecisionKind.REJECT, {"last_on": None}),
        (DecisionKind.APPROVE_WITH_CONDITIONS, {"conditions": (CONDITION,)}),
        (DecisionKind.APPROVE, {"municipalities": ("615",)}),
        (DecisionKind.APPROVE, {"target_groups": ("dagpenge",)}),
    ],
)
def test_what_gives_less_than_was_asked_for_needs_a_hearing(
    session: Session, kind: DecisionKind, change: dict[str, object]
) -> None:
    maker = CaseMaker(session)
    case = maker.checked(maker.examined())
    terms = make_terms(**change)
    with pytest.raises(DecisionNotAllowed, match="not_heard"):
        maker.proposed(case, kind, terms)
    maker.heard(case, kind)
    assert maker.decide(maker.proposed(case, kind, terms)).kind == kind


def test_hearing_about_one_decision_is_none_about_another(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.heard(maker.checked(maker.examined()), DecisionKind.APPROVE_WITH_CONDITIONS)
    with pytest.raises(DecisionNotAllowed, match="not_heard"):
        maker.proposed(case, DecisionKind.REJECT, make_terms(last_on=None))


def test_party_that_does_not_answer_has_been_heard_when_its_time_is_over(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.checked(maker.examined())
    due_on = TODAY + timedelta(days=14)
    examining.hear(
        session, case, DecisionKind.REJECT, "Vi overvejer.", due_on=due_on, act=maker.by_caseworker
    )
    assert examining.end_overdue(session, due_on, AT) == []
    assert examining.end_overdue(session, due_on + A_DAY, AT) == [case]
    maker.proposed(case, DecisionKind.REJECT, make_terms(last_on=None))
    assert state(case) is CaseState.PROPOSED


def test_not_all_checked_is_not_approved(session: Session) -> None:
    maker = CaseMaker(session)
    with pytest.raises(DecisionNotAllowed, match="not_all_checked"):
        maker.proposed(maker.examined())


def test_standard_that_is_not_met_needs_a_condition(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.checked(maker.examined(), replace(FACTS, result=CLEARLY_BELOW))
    with pytest.raises(DecisionNotAllowed, match="not_met_without_condition"):
        maker.proposed(case)


def test_without_results_an_approval_lasts_eighteen_months_at_most(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.checked(maker.examined())
    last = latest_end(TODAY, has_result=False, limits=STANDARDS.limits)
    assert last == add_months(TODAY, 18) - A_DAY
    with pytest.raises(DecisionNotAllowed, match="lasts_too_long"):
        maker.proposed(case, terms=make_terms(last_on=last + A_DAY))
    decision = maker.decide(maker.proposed(case, terms=make_terms(last_on=last)))
    assert decision.terms["last_on"] == last.isoformat()


def test_decision_is_not_made_on_checks_that_have_changed(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.proposed(maker.checked(maker.examined()))
    deciding.send_back(session, case, "Se på forsikringen igen.", act=maker.by_lead)
    standard = STANDARDS.get("insurance")
    maker.proposed(case)
    session.add(
        CaseCheck(
            case_id=case.id,
            standard_id=standard.id,
            outcome=Outcome.NOT_MET.value,
            note="Udløbet.",
            checked_at=AT + timedelta(minutes=1),
        )
    )
    session.flush()
    with pytest.raises(ChecksHaveChanged) as changed:
        maker.decide(case)
    assert changed.value.standards == ["insurance"]


def test_revoked_actor_disappears_on_the_day_and_the_days_decided_stay(session: Session) -> None:
    maker = CaseMaker(session)
    maker.approved()
    case = maker.heard(maker.review(), DecisionKind.REVOKE)
    maker.decide(maker.proposed(case, DecisionKind.REVOKE, make_terms(first_on=TODAY + A_DAY, last_on=None)))
    (approval,) = approvals_of(session, [maker.organisation.id])
    assert is_valid(approval, TODAY)
    assert not is_valid(approval, TODAY + A_DAY)
    assert approval.valid_to == TODAY + timedelta(days=365)


def test_suspended_actor_comes_back_by_itself(session: Session) -> None:
    maker = CaseMaker(session)
    maker.approved()
    case = maker.heard(maker.review(), DecisionKind.SUSPEND)
    last = TODAY + timedelta(days=30)
    maker.decide(maker.proposed(case, DecisionKind.SUSPEND, make_terms(last_on=last)))
    (approval,) = approvals_of(session, [maker.organisation.id])
    assert is_suspended(approval, TODAY)
    assert not is_valid(approval, last)
    assert is_valid(approval, last + A_DAY)


@pytest.mark.parametrize("begins_in", [0, 10])
def test_actor_that_is_suspended_to_its_last_day_can_be_revoked(session: Session, begins_in: int) -> None:
    maker = CaseMaker(session)
    maker.approved()
    last = TODAY + timedelta(days=365)
    case = maker.heard(maker.review(), DecisionKind.SUSPEND)
    maker.decide(maker.proposed(case, DecisionKind.SUSPEND, make_terms(last_on=last)))
    case = maker.heard(maker.review(), DecisionKind.REVOKE)
    gone = TODAY + timedelta(days=begins_in)
    maker.decide(maker.proposed(case, DecisionKind.REVOKE, make_terms(first_on=gone, last_on=None)))
    (approval,) = approvals_of(session, [maker.organisation.id])
    assert approval.revoked_on == gone
    assert not is_suspended(approval, gone)


def test_suspension_ends_no_later_than_what_it_suspends(session: Session) -> None:
    maker = CaseMaker(session)
    maker.approved()
    case = maker.heard(maker.review(), DecisionKind.SUSPEND)
    with pytest.raises(DecisionNotAllowed, match="suspended_too_long"):
        maker.proposed(case, DecisionKind.SUSPEND, make_terms(last_on=TODAY + timedelta(days=366)))


def test_suspension_that_goes_on_keeps_the_day_on_which_it_began(session: Session) -> None:
    maker = CaseMaker(session)
    maker.approved()
    for first, last in ((0, 30), (20, 60)):
        case = maker.heard(maker.review(), DecisionKind.SUSPEND)
        terms = make_terms(first_on=TODAY + timedelta(days=first), last_on=TODAY + timedelta(days=last))
        maker.decide(maker.proposed(case, DecisionKind.SUSPEND, terms))
    (approval,) = approvals_of(session, [maker.organisation.id])
    assert is_suspended(approval, TODAY)
    assert is_suspended(approval, TODAY + timedelta(days=60))


@pytest.mark.parametrize("kind", [DecisionKind.REVOKE, DecisionKind.SUSPEND])
def test_nothing_is_revoked_or_suspended_where_nothing_is_approved(
    session: Session, kind: DecisionKind
) -> None:
    maker = CaseMaker(session)
    maker.approved()
    case = maker.heard(maker.review(), kind)
    late = TODAY + timedelta(days=366)
    last_on = late if kind is DecisionKind.SUSPEND else None
    with pytest.raises(DecisionNotAllowed, match="nothing_is_approved"):
        maker.proposed(case, kind, make_terms(first_on=late, last_on=last_on))


@pytest.mark.parametrize("due_in", [-1, 366])
def test_condition_is_due_while_the_approval_holds(session: Session, due_in: int) -> None:
    maker = CaseMaker(session)
    kind = DecisionKind.APPROVE_WITH_CONDITIONS
    case = maker.heard(maker.checked(maker.examined()), kind)
    condition = replace(CONDITION, due_on=TODAY + timedelta(days=due_in))
    with pytest.raises(DecisionNotAllowed, match="condition_out_of_time"):
        maker.proposed(case, kind, make_terms(conditions=(condition,)))


def test_hearing_gives_fourteen_days(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.checked(maker.examined())
    with pytest.raises(DecisionNotAllowed, match="heard_too_briefly"):
        examining.hear(
            session,
            case,
            DecisionKind.REJECT,
            "Vi overvejer dette.",
            due_on=TODAY + timedelta(days=13),
            act=maker.by_caseworker,
        )
    assert state(case) is CaseState.EXAMINED


def test_renewal_begins_where_the_old_approval_ends(session: Session) -> None:
    maker = CaseMaker(session)
    maker.approved()
    begins = TODAY + timedelta(days=100)
    case = maker.checked(maker.examined(CaseKind.RENEWAL))
    terms = make_terms(first_on=begins, last_on=begins + timedelta(days=365))
    maker.decide(maker.proposed(case, terms=terms))
    old, new = approvals_of(session, [maker.organisation.id])
    assert old.valid_to is not None
    assert old.valid_to + A_DAY == new.valid_from == begins


def test_approval_that_has_run_out_is_noted_once(session: Session) -> None:
    maker = CaseMaker(session)
    maker.approved()
    last = TODAY + timedelta(days=365)
    assert deciding.expire(session, last, AT) == []
    (expired,) = deciding.expire(session, last + A_DAY, AT)
    assert (expired.kind, expired.organisation_id) == (DecisionKind.EXPIRE, maker.organisation.id)
    assert deciding.expire(session, last + A_DAY, AT) == []


def test_approval_that_was_renewed_has_not_run_out(session: Session) -> None:
    maker = CaseMaker(session)
    maker.approved()
    begins, ends = TODAY + timedelta(days=100), TODAY + timedelta(days=465)
    case = maker.checked(maker.examined(CaseKind.RENEWAL))
    maker.decide(maker.proposed(case, terms=make_terms(first_on=begins, last_on=ends)))
    assert deciding.expire(session, begins + A_DAY, AT) == []
    (expired,) = deciding.expire(session, ends + A_DAY, AT)
    assert expired.effective_on == ends


def test_withdrawn_application_leaves_nothing_open(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.proposed(maker.checked(maker.examined()))
    applying.withdraw(session, case, act=maker.by_owner)
    with pytest.raises(DecisionNotAllowed, match="nothing_is_proposed"):
        maker.decide(case)


@pytest.mark.parametrize("statement", ["UPDATE decision SET kind = 'reject'", "DELETE FROM decision"])
def test_decision_is_never_changed_nor_removed(session: Session, statement: str) -> None:
    CaseMaker(session).approved()
    with pytest.raises(IntegrityError, match="never"):
        session.execute(text(statement))


def test_public_actor_can_be_warned_and_nothing_else(session: Session) -> None:
    maker = CaseMaker(session)
    case = maker.review()
    case.track = "public"
    with pytest.raises(DecisionNotAllowed, match="not_of_this_case"):
        examining.hear(session, case, DecisionKind.REVOKE, "Vi overvejer.", due_on=TODAY, act=maker.by_lead)
    maker.heard(case, DecisionKind.WARN)
    decision = maker.decide(maker.proposed(case, DecisionKind.WARN, make_terms(last_on=None)))
    assert decision.kind == DecisionKind.WARN
    assert of_person(maker.lead.id, AT).user_id == decision.decided_by
