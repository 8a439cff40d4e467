"""Caseworkers see which conditions wait, judge each, and are led on to a review of what is not met."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from portal import create_app
from portal.config import Settings
from providers.approval.cases import conditions
from providers.approval.cases.codes import ConditionState
from providers.approval.cases.conditions import get_condition
from providers.approval.cases.documents import accept
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.moving import of_person
from providers.approval.cases.terms import Condition
from providers.people.models import AuthorityRole
from tests.factories.cases import CONDITION, TODAY, CaseMaker
from tests.factories.people import AT, make_authority_user
from tests.portal.for_authority.case_desk import CaseDesk, open_case
from tests.support.people import Visitor
from tests.support.staff import Clock

LIST, PATH = "/authority/conditions", "conditions/1"
PDF = accept("police.pdf", b"%PDF-1.7\ntrailer\n%%EOF\n")
TODAYS = Condition("Send en police.", TODAY)


@pytest.fixture
def app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """Give a portal at the moment at which the cases of tests are made."""
    app = create_app(settings, now=Clock())
    app.jinja_env.bytecode_cache = compiled_templates
    app.testing = True
    yield app
    app.extensions["portal"].database.dispose()


@dataclass(frozen=True)
class Approved:
    """Take an application to an approval with conditions."""

    conditions: tuple[Condition, ...]

    def __call__(self, maker: CaseMaker) -> ApprovalCase:
        decision = maker.approved_with(*self.conditions)
        return maker.session.get_one(ApprovalCase, decision.case_id)


def opened(app: Flask, *held: Condition) -> CaseDesk:
    return open_case(app, Approved(held or (CONDITION,)))


def answered(desk: CaseDesk) -> None:
    with desk.state.database.transaction() as session:
        case = session.get_one(ApprovalCase, desk.number)
        conditions.answer(
            session, case, 1, "Den er tegnet i dag.", [PDF], act=of_person(desk.maker.owner.id, AT)
        )


def standing(desk: CaseDesk) -> ConditionState:
    with desk.state.database.reading() as session:
        return get_condition(session, desk.number, 1).state


def test_answered_condition_is_in_the_overview_and_leads_to_its_answer(app: Flask) -> None:
    desk = opened(app)
    assert "vilkår skal vurderes" not in desk.caseworker.get("/authority").text
    assert CONDITION.text not in desk.caseworker.get(LIST).text
    answered(desk)
    assert "1 vilkår skal vurderes" in desk.caseworker.get("/authority").text
    assert f"{desk.address}/{PATH}" in desk.caseworker.get(LIST).text
    page = desk.caseworker.get(f"{desk.address}/{PATH}").text
    assert "Den er tegnet i dag." in page
    assert "police.pdf" in page
    assert "Vurder vilkåret" in page


def test_condition_waits_on_its_day_though_nobody_has_answered(app: Flask) -> None:
    desk = opened(app, TODAYS, Condition("Send en til.", TODAY + timedelta(days=1)))
    assert "1 vilkår skal vurderes" in desk.caseworker.get("/authority").text
    page = desk.caseworker.get(LIST).text
    assert "Send en police." in page
    assert "Send en til." not in page
    everything = desk.caseworker.get(f"{LIST}?show=all").text
    assert everything.index("Send en police.") < everything.index("Send en til.")


def test_condition_that_is_met_waits_no_more_and_everybody_can_see_it(app: Flask) -> None:
    desk = opened(app)
    answered(desk)
    sent = desk.send(desk.caseworker, PATH, {"state": "met", "text": ""})
    assert sent.headers["Location"].endswith(f"{desk.address}/{PATH}")
    assert standing(desk) is ConditionState.MET
    assert "vilkår skal vurderes" not in desk.caseworker.get("/authority").text
    public = Visitor(app).get(f"/approvals/{desk.maker.organisation.slug}").text
    assert "(Opfyldt 22. november 2026)" in public
    page = desk.caseworker.get(desk.address).text
    assert "vurderede vilkår 1 i afgørelse" in page


def test_condition_that_is_not_met_leads_on_to_a_review_with_its_ground(app: Flask) -> None:
    desk = opened(app)
    sent = desk.send(desk.caseworker, PATH, {"state": "not_met", "text": "Der er ingen police."})
    assert sent.status_code == 303
    review = sent.headers["Location"]
    form = unescape(desk.caseworker.get(review).text)
    assert "Vilkår 1 i sag 1 er ikke opfyldt: Send en ny forsikring." in form
    assert "Der er ingen police." in form
    begun = desk.caseworker.post(review, {"ground": "Vilkåret er ikke opfyldt.", "employees": "4"})
    assert begun.status_code == 303
    page = desk.caseworker.get(f"{desk.address}/{PATH}").text
    assert "Se den åbne sag om godkendelsen" in page
    assert f'href="{begun.headers["Location"]}"' in page


def test_what_was_not_met_is_between_the_authority_and_the_actor(app: Flask) -> None:
    desk = opened(app)
    desk.send(desk.caseworker, PATH, {"state": "not_met", "text": "Der er ingen police."})
    public = Visitor(app).get(f"/approvals/{desk.maker.organisation.slug}").text
    assert "(Senest 1. marts 2027)" in public
    assert "Der er ingen police." not in public
    assert "kke opfyldt" not in public


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"state": "", "text": "Nej."}, "Vælg en af mulighederne."),
        ({"state": "answered", "text": "Nej."}, "Vælg en af mulighederne."),
        ({"state": "not_met", "text": " "}, "Skriv en note, som siger hvorfor."),
        ({"state": "met", "text": "a" * 4001}, "Skriv højst 4.000 tegn."),
    ],
)
def test_judgement_that_says_nothing_is_refused_and_nothing_typed_is_lost(
    app: Flask, given: dict[str, object], sentence: str
) -> None:
    desk = opened(app)
    sent = desk.send(desk.caseworker, PATH, given)
    assert sent.status_code == 400
    assert sentence in sent.text
    assert str(given["text"]).strip() in sent.text
    assert standing(desk) is ConditionState.OPEN


def test_whoever_saw_it_before_a_colleague_judged_is_told_so(app: Flask) -> None:
    desk = opened(app)
    seen = desk.case().version
    desk.send(desk.caseworker, PATH, {"state": "met", "text": ""})
    late = desk.send(desk.lead, PATH, {"state": "not_met", "text": "Nej, se her."}, seen=seen)
    assert (late.status_code, "Nej, se her." in late.text) == (409, True)
    again = desk.send(desk.lead, PATH, {"state": "not_met", "text": "Nej, se her."})
    assert again.status_code == 409
    assert standing(desk) is ConditionState.MET


def test_auditor_reads_and_judges_nothing(app: Flask) -> None:
    desk = opened(app)
    with desk.state.database.transaction() as session:
        auditor = make_authority_user(session, AuthorityRole.AUDITOR, 99)
    reader = Visitor(app).sign_in_as(auditor)
    page = reader.get(f"{desk.address}/{PATH}").text
    assert CONDITION.text in page
    assert "Vurder vilkåret" not in page
    assert desk.send(reader, PATH, {"state": "met", "text": ""}).status_code == 403


def test_condition_that_is_not_there_is_not_found(app: Flask) -> None:
    desk = opened(app)
    assert desk.caseworker.get(f"{desk.address}/conditions/2").status_code == 404
    for because in ("condition-1-2", "condition-9-1", "condition-1", "x", f"condition-{10**12}-1"):
        address = f"/authority/reviews/new/{desk.maker.organisation.slug}?because={because}"
        assert desk.caseworker.get(address).status_code == 404
