"""The demonstration's cases stand in every state, and the trail behind them holds."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demonstration import cases
from portal.demonstration.people import load_people
from portal.state import Portal
from providers.approval.cases.codes import CaseState, DecisionKind
from providers.approval.cases.models import ApprovalCase, Decision, Letter
from providers.approval.cases.queries import current_checks
from providers.approval.cases.warnings import warnings_of
from providers.listings.commands import set_availability
from providers.listings.content import Payer, Price, PriceUnit, SupportOffered
from tests.factories.organisations import make_content, make_fund, make_listing, make_organisation
from tests.factories.people import AT

FREE = Price(0, PriceUnit.COURSE, Payer.MUNICIPALITY)
CONTENT = make_content(support=(SupportOffered("mentor", FREE),))


def load(session: Session, app: Flask, actors: int) -> int:
    for number in range(1, actors + 1):
        listing = make_listing(session, make_organisation(session, number), content=CONTENT)
        set_availability(session, listing, places=3, waiting_days=7, at=AT)
    load_people(session, AT)
    state: Portal = app.extensions["portal"]
    return cases.load_cases(session, state.settings, AT)


def test_every_state_and_every_kind_of_decision_is_there(session: Session, app: Flask) -> None:
    assert not cases.has_cases(session)
    assert load(session, app, 12) == 11
    assert cases.has_cases(session)
    states = set(session.scalars(select(ApprovalCase.state)))
    assert states == set(CaseState) - {CaseState.CLOSED}
    assert set(session.scalars(select(Decision.kind))) == {
        DecisionKind.APPROVE_WITH_CONDITIONS,
        DecisionKind.REJECT,
        DecisionKind.SUSPEND,
        DecisionKind.REVOKE,
    }


def test_every_decision_and_every_question_has_its_letter(session: Session, app: Flask) -> None:
    load(session, app, 12)
    decided = set(session.scalars(select(Decision.id)))
    assert set(session.scalars(select(Letter.decision_id).where(Letter.decision_id.is_not(None)))) == decided
    for case in session.scalars(select(ApprovalCase).where(ApprovalCase.state == CaseState.RECEIVED)):
        assert current_checks(session, case.id)


def test_an_invented_fund_is_warned_when_there_is_one(session: Session, app: Flask) -> None:
    fund = make_fund(session)
    listing = make_listing(session, fund, content=CONTENT)
    set_availability(session, listing, places=3, waiting_days=7, at=AT)
    assert load(session, app, 12) == 12
    (warned,) = warnings_of(session)
    assert (warned.organisation_id, warned.standards) == (fund.id, ("privacy",))


def test_too_few_actors_have_no_cases(session: Session, app: Flask) -> None:
    assert load(session, app, 3) == 0
