"""A decision takes two people, fresh checks and, where the party loses something, a hearing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import create_app
from portal.cases.facts import case_facts
from portal.config import Settings
from providers.approval.cases import examining
from providers.approval.cases.checks import CvrAnswer, CvrFacts
from providers.approval.cases.codes import DecisionKind, Outcome
from providers.approval.cases.models import ApprovalCase, Decision, Letter
from providers.approval.models import Approval
from providers.approval.standard_files import versions
from providers.listings.commands import set_availability
from providers.listings.queries import listings_of
from providers.people.models import AuthorityRole
from providers.reference.queries import target_groups
from tests.factories.cases import TODAY, CaseMaker, make_terms
from tests.factories.organisations import make_content, make_listing
from tests.factories.people import AT, make_authority_user
from tests.portal.for_authority.case_desk import CaseDesk, open_case
from tests.support.people import Visitor
from tests.support.staff import Clock

END = TODAY + timedelta(days=365)
# Nobody can ask the register in tests, so a caseworker has confirmed what it says.
UNASKED = CvrFacts(CvrAnswer.NOT_ASKED)


@pytest.fixture
def app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """Give a portal at the moment at which the cases of tests are made."""
    app = create_app(settings, now=Clock())
    app.jinja_env.bytecode_cache = compiled_templates
    app.testing = True
    yield app
    app.extensions["portal"].database.dispose()


def ready(maker: CaseMaker) -> ApprovalCase:
    """Check a case on what the portal itself finds, so that the checks hold as long as nothing changes."""
    whole = make_content()
    priced = tuple(type(each)(each.kind, whole.support[0].price) for each in whole.support)
    listing = make_listing(maker.session, maker.organisation, content=make_content(support=priced))
    set_availability(maker.session, listing, places=2, waiting_days=7, at=AT)
    maker.session.flush()
    found = case_facts(maker.session, maker.organisation.id, UNASKED, AT)
    return confirmed(maker, maker.checked(maker.examined(), found))


def confirmed(maker: CaseMaker, case: ApprovalCase) -> ApprovalCase:
    for standard_id in ("registration", "solvency"):
        examining.judge(
            maker.session, case, versions()[0].get(standard_id), Outcome.MET, "", act=maker.by_caseworker
        )
    return case


def proposed(maker: CaseMaker) -> ApprovalCase:
    return maker.proposed(ready(maker), terms=make_terms(last_on=END))


def fill_in(desk: CaseDesk, **changes: object) -> TestResponse:
    """Send the form of a proposal, with everything that was applied for unless a test says otherwise."""
    groups = [group.id for group in target_groups(TODAY)]
    whole = {
        "kind": "approve",
        "facts": "Ansøgningen er komplet.",
        "ground": "Alt er opfyldt.",
        "first_on": TODAY,
        "last_on": END,
        "municipalities": ["615", "751"],
        "target_groups": groups,
    }
    return desk.send(desk.caseworker, "proposal/new", {**whole, **changes})


def test_proposal_is_decided_by_somebody_else_with_a_letter(app: Flask) -> None:
    desk = open_case(app, ready)
    assert fill_in(desk).status_code == 303
    assert desk.case().state == "proposed"
    assert "Ansøgningen er komplet." in desk.lead.get(f"{desk.address}/proposal").text
    assert desk.send(desk.lead, "proposal/decide").status_code == 303
    with desk.state.database.reading() as session:
        decision = session.scalars(select(Decision)).one()
        assert (decision.proposed_by, decision.decided_by) == (desk.maker.caseworker.id, desk.maker.lead.id)
        assert session.scalars(select(Approval)).one().target_groups is None
        assert session.scalars(select(Letter.decision_id)).all() == [decision.id]
    assert "Foreslået af" in desk.caseworker.get(desk.address).text


def test_caseworker_does_not_decide_and_a_lead_not_their_own_proposal(app: Flask) -> None:
    desk = open_case(app, proposed)
    assert desk.send(desk.caseworker, "proposal/decide").status_code == 403

    own = open_case(app, by_lead, 2)
    assert "En anden leder skal afgøre den." in own.lead.get(f"{own.address}/proposal").text
    answer = own.send(own.lead, "proposal/decide")
    assert answer.status_code == 400
    assert "Du har selv foreslået afgørelsen." in answer.text
    assert own.case().state == "proposed"


def by_lead(maker: CaseMaker) -> ApprovalCase:
    maker.by_caseworker = maker.by_lead
    return proposed(maker)


def test_of_two_leads_the_second_is_told_that_somebody_was_first(app: Flask) -> None:
    desk = open_case(app, proposed)
    seen = desk.case().version
    with desk.state.database.transaction() as session:
        other = make_authority_user(session, AuthorityRole.LEAD, 77)
    second = Visitor(app).sign_in_as(other)
    assert desk.send(desk.lead, "proposal/decide", seen=seen).status_code == 303
    late = desk.send(second, "proposal/back", {"note": "Se på forsikringen."}, seen=seen)
    assert late.status_code == 409
    assert "Se på forsikringen." in late.text
    assert desk.address in late.text


def test_proposal_goes_back_with_a_note_and_is_not_written_twice(app: Flask) -> None:
    desk = open_case(app, proposed)
    assert "Skriv, hvad der skal ændres." in desk.send(desk.lead, "proposal/back", {"note": " "}).text
    assert desk.send(desk.lead, "proposal/back", {"note": "Skriv mere."}).status_code == 303
    assert "Skriv mere." in desk.caseworker.get(desk.address).text
    assert "Alle standarder er opfyldt." in desk.caseworker.get(f"{desk.address}/proposal/new").text


def test_nothing_is_decided_on_checks_that_no_longer_hold(app: Flask) -> None:
    desk = open_case(app, proposed)
    with desk.state.database.transaction() as session:
        listing = listings_of(session, [desk.maker.organisation.id])[0].listing
        set_availability(session, listing, places=2, waiting_days=None, at=AT)
    answer = desk.send(desk.lead, "proposal/decide")
    assert answer.status_code == 400
    assert "Kontrollen siger noget andet nu end dengang." in answer.text
    assert versions()[0].get("coverage").name.da in answer.text
    assert desk.case().state == "proposed"


LATE = {
    "kind": "approve_with_conditions",
    "condition_1": "Send en police.",
    "due_1": END,
    "condition_2": "Sig, hvem der svarer for den.",
}


@pytest.mark.parametrize(
    ("changes", "field", "why"),
    [
        ({"last_on": TODAY + timedelta(days=800)}, "last_on", "Så længe kan godkendelsen ikke gælde."),
        ({"last_on": ""}, "last_on", "Vælg den sidste dag"),
        ({"first_on": TODAY - timedelta(days=1)}, "first_on", "Vælg en dag, der ikke er gået."),
        ({"last_on": TODAY - timedelta(days=1)}, "last_on", "Den sidste dag skal komme efter den første."),
        ({"kind": "reject"}, "kind", "Aktøren skal høres om netop den afgørelse først"),
        ({"kind": "approve_with_conditions"}, "condition_1", "skal have mindst ét vilkår"),
        ({"ground": ""}, "ground", "Skriv begrundelsen."),
        ({"facts": ""}, "facts", "Skriv sagens oplysninger."),
        ({"municipalities": []}, "municipalities", "Vælg mindst én."),
        ({"due_2": END}, "condition_2", "Skriv vilkåret til den dag, du har valgt."),
        ({"kind": "revoke"}, "kind", "Vælg en af mulighederne."),
        ({**LATE, "due_2": TODAY - timedelta(days=1)}, "due_2", "Dagen for vilkåret skal komme"),
        ({**LATE, "due_2": END + timedelta(days=1)}, "due_2", "Dagen for vilkåret skal komme"),
    ],
)
@pytest.mark.sqlite_only
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    app: Flask, changes: dict[str, object], field: str, why: str
) -> None:
    desk = open_case(app, ready)
    answer = fill_in(desk, condition_5="", **{"ground": "Det vejer tungest.", **changes})
    assert answer.status_code == 400
    assert why in answer.text
    assert f'href="#{field}"' in answer.text
    assert "ground" in changes or "Det vejer tungest." in answer.text
    assert desk.case().state == "examined"


def test_approval_with_a_condition_follows_a_hearing(app: Flask) -> None:
    desk = open_case(app, lambda maker: maker.heard(ready(maker), DecisionKind.APPROVE_WITH_CONDITIONS))
    changes = {"kind": "approve_with_conditions", "condition_1": "Send en ny police.", "due_1": END}
    assert fill_in(desk, **changes).status_code == 303
    page = desk.lead.get(f"{desk.address}/proposal").text
    assert "Vi er uenige." in page
    assert "Send en ny police. Senest" in page
    assert desk.send(desk.lead, "proposal/decide").status_code == 303


def test_review_is_opened_about_who_is_approved_and_closed_with_a_reason(app: Flask) -> None:
    desk = open_case(app, proposed)
    slug = desk.maker.organisation.slug
    assert desk.lead.get(f"/authority/reviews/new/{slug}").status_code == 404
    desk.send(desk.lead, "proposal/decide")
    address = f"/authority/reviews/new/{slug}"
    assert "Skriv, hvorfor sagen bliver åbnet." in desk.lead.post(address, {"ground": ""}).text
    opened = desk.lead.post(address, {"ground": "Resultatet er svagt.", "employees": "4"})
    assert opened.status_code == 303
    assert "allerede en åben sag" in desk.lead.post(address, {"ground": "Igen.", "employees": "4"}).text
    review = CaseDesk(app, desk.number + 1, desk.maker, desk.caseworker, desk.lead)
    assert "Resultatet er svagt." in desk.lead.get(review.address).text
    assert review.send(desk.lead, "close", {"text": "Det var en fejl."}).status_code == 303
    assert review.case().state == "closed"
