"""The queue and the page of a case: what is asked, answered, found, and who may do what."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from portal import create_app
from portal.config import Settings
from providers.approval.cases import applying
from providers.approval.cases.documents import accept
from providers.approval.cases.models import ApprovalCase
from providers.organisations.members import members
from providers.organisations.models import Membership
from providers.people.models import AuthorityRole
from tests.factories.cases import TODAY, CaseMaker
from tests.factories.people import AT, make_authority_user
from tests.portal.for_authority.case_desk import CaseDesk, open_case
from tests.portal.for_authority.conftest import name_of
from tests.support.people import Visitor
from tests.support.staff import Clock

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def clock() -> Clock:
    """Give a clock at the moment at which the cases of tests are made."""
    return Clock()


@pytest.fixture
def app(settings: Settings, compiled_templates: FileSystemBytecodeCache, clock: Clock) -> Iterator[Flask]:
    """Give a portal whose clock a test moves."""
    app = create_app(settings, now=clock)
    app.jinja_env.bytecode_cache = compiled_templates
    app.testing = True
    yield app
    app.extensions["portal"].database.dispose()


def auditor_of(desk: CaseDesk) -> Visitor:
    with desk.state.database.transaction() as session:
        user = make_authority_user(session, AuthorityRole.AUDITOR, 99)
    return Visitor(desk.app).sign_in_as(user)


def test_queue_says_how_many_working_days_are_left_and_who_has_the_case(app: Flask, clock: Clock) -> None:
    desk = open_case(app, CaseMaker.examined)
    page = desk.caseworker.get("/authority/cases").text
    assert desk.maker.organisation.name in page
    assert "arbejdsdage tilbage" in page
    assert name_of(desk.maker.caseworker) in page
    clock.wait(days=44)
    fresh = desk.caseworker.sign_in_as(desk.maker.caseworker)
    assert "over fristen" in fresh.get("/authority/cases").text


def test_queue_is_narrowed_by_state_and_to_what_is_mine(app: Flask) -> None:
    desk = open_case(app, CaseMaker.examined)
    assert "1 sag" in desk.caseworker.get("/authority/cases?whose=mine").text
    assert "0 sager" in desk.lead.get("/authority/cases?whose=mine").text
    assert "0 sager" in desk.lead.get("/authority/cases?state=hearing").text
    assert "1 sag" in desk.lead.get("/authority/cases?state=all").text
    assert "1 sag" in desk.lead.get("/authority/cases?state=no-such-state&page=77").text


def test_too_few_decided_cases_say_so(app: Flask) -> None:
    desk = open_case(app, CaseMaker.sent)
    assert "Ingen ansøgninger er afgjort" in desk.lead.get("/authority/cases").text


def test_draft_is_not_there_for_the_authority(app: Flask) -> None:
    desk = open_case(app, CaseMaker.draft)
    assert desk.lead.get(desk.address).status_code == 404
    assert desk.maker.organisation.name not in desk.lead.get("/authority/cases?state=all").text


def test_case_shows_answers_beside_standards_with_what_was_found(app: Flask) -> None:
    desk = open_case(app, lambda maker: maker.checked(maker.examined()))
    page = desk.caseworker.get(desk.address).text
    assert "Sådan gør vi." in page
    assert "CVR-registret siger: NORMAL." in page
    assert "Vurderet af" in page
    assert "Alle standarder er vurderet." in page


def test_document_is_handed_out_to_be_saved_and_never_shown(app: Flask) -> None:
    def with_document(maker: CaseMaker) -> ApprovalCase:
        case = maker.draft()
        accepted = accept("../<b>regnskab</b>.pdf", PDF)
        applying.attach(maker.session, case, "insurance", accepted, act=maker.by_owner)
        return maker.sent()

    desk = open_case(app, with_document)
    answer = desk.caseworker.get(f"{desk.address}/documents/1")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert desk.caseworker.get(f"{desk.address}/documents/2").status_code == 404


def test_caseworker_takes_a_case_and_whoever_was_too_late_is_told(app: Flask) -> None:
    desk = open_case(app, CaseMaker.sent)
    seen = desk.case().version
    assert desk.send(desk.caseworker, "assign").status_code == 303
    assert (desk.case().state, desk.case().assigned_to) == ("examined", desk.maker.caseworker.id)
    late = desk.send(desk.lead, "assign", seen=seen)
    assert late.status_code == 409
    assert desk.address in late.text
    assert desk.case().assigned_to == desk.maker.caseworker.id


def test_case_is_given_to_a_colleague_and_to_nobody_else(app: Flask) -> None:
    desk = open_case(app, CaseMaker.examined)
    assert desk.send(desk.caseworker, "assign", {"to": desk.maker.lead.id}).status_code == 303
    assert desk.case().assigned_to == desk.maker.lead.id
    assert desk.send(desk.caseworker, "assign", {"to": desk.maker.owner.id}).status_code == 400


def test_checks_run_again_and_leave_what_was_found_before(app: Flask) -> None:
    desk = open_case(app, CaseMaker.examined)
    for _time in range(2):
        assert desk.send(desk.caseworker, "checks").status_code == 303
    page = desk.caseworker.get(desk.address).text
    assert "Slå op selv, og bekræft." in page
    assert "Tidligere vurderinger" in page


def test_judgement_is_kept_and_leads_to_the_next_standard(app: Flask) -> None:
    desk = open_case(app, CaseMaker.examined)
    answer = desk.send(desk.caseworker, "standards/insurance", {"outcome": "met", "note": ""})
    assert answer.status_code == 303
    assert "/standards/" in answer.headers["Location"]
    assert "Opfyldt" in desk.caseworker.get(desk.address).text


def test_standard_that_is_not_met_needs_a_note_and_keeps_what_was_chosen(app: Flask) -> None:
    desk = open_case(app, CaseMaker.examined)
    answer = desk.send(desk.caseworker, "standards/insurance", {"outcome": "not_met", "note": ""})
    assert answer.status_code == 400
    assert "Skriv en note, som siger hvorfor." in answer.text
    assert 'value="not_met"' in answer.text


def test_what_the_portal_finds_out_is_not_judged(app: Flask) -> None:
    desk = open_case(app, lambda maker: maker.checked(maker.examined()))
    answer = desk.send(desk.caseworker, "standards/registration", {"outcome": "met", "note": ""})
    assert answer.status_code == 400
    assert "Det finder portalen selv ud af." in answer.text
    assert desk.caseworker.get(f"{desk.address}/standards/nothing").status_code == 404


def test_auditor_reads_all_and_is_offered_nothing_to_do(app: Flask) -> None:
    desk = open_case(app, CaseMaker.examined)
    auditor = auditor_of(desk)
    page = auditor.get(desk.address).text
    assert "Sådan gør vi." in page
    assert "Det kan du gøre" not in page
    assert desk.send(auditor, "assign").status_code == 403
    assert desk.case().assigned_to == desk.maker.caseworker.id


@pytest.mark.parametrize(("step", "too_soon", "saturday"), [("information", 1, 13), ("hearing", 13, 20)])
def test_letter_needs_time_enough_and_a_working_day(
    app: Flask, step: str, too_soon: int, saturday: int
) -> None:
    desk = open_case(app, CaseMaker.examined)
    for day, why in (
        (TODAY + timedelta(days=too_soon), "Vælg tidligst"),
        (TODAY + timedelta(days=saturday), "Fristen skal være en arbejdsdag"),
        ("", "Vælg en dag."),
    ):
        about = {"about": "reject"} if step == "hearing" else {}
        data = {"text": "Send jeres regnskab.", "due_on": day, **about}
        answer = desk.send(desk.caseworker, step, data)
        assert answer.status_code == 400
        assert why in answer.text
        assert "Send jeres regnskab." in answer.text
    assert desk.case().state == "examined"


def test_question_waits_for_the_party_with_a_letter(app: Flask) -> None:
    desk = open_case(app, CaseMaker.examined)
    data = {"text": "Send jeres regnskab.", "due_on": TODAY + timedelta(days=15)}
    assert desk.send(desk.caseworker, "information", data).status_code == 303
    assert desk.case().state == "information"
    page = desk.caseworker.get(desk.address).text
    assert "Send jeres regnskab." in page
    assert "Frist for svar" in page
    again = desk.send(desk.caseworker, "information", data)
    assert again.status_code == 409
    assert "Send jeres regnskab." in again.text


@pytest.mark.parametrize("is_left", [False, True])
def test_letter_that_nobody_can_read_is_warned_of_before_it_is_sent(app: Flask, is_left: bool) -> None:
    desk = open_case(app, CaseMaker.examined)
    if is_left:
        with desk.state.database.transaction() as session:
            for membership, _user in members(session, desk.maker.organisation.id):
                session.get_one(Membership, membership.id).ended_at = AT
    page = desk.caseworker.get(f"{desk.address}/hearing").text
    assert ("Ingen hos aktøren har adgang til portalen endnu" in page) is is_left


def test_hearing_says_which_decision_is_meant(app: Flask) -> None:
    desk = open_case(app, CaseMaker.examined)
    data = {"text": "I mangler en forsikring.", "due_on": TODAY + timedelta(days=15)}
    assert "Vælg, hvad I overvejer." in desk.send(desk.caseworker, "hearing", data).text
    assert desk.send(desk.caseworker, "hearing", {**data, "about": "reject"}).status_code == 303
    assert desk.case().state == "hearing"
    assert "Partshøring om afslag" in desk.caseworker.get(desk.address).text


def test_note_is_kept_with_who_wrote_it(app: Flask) -> None:
    desk = open_case(app, CaseMaker.examined)
    assert desk.send(desk.caseworker, "note", {"text": "Ring til dem."}).status_code == 303
    assert "Ring til dem." in desk.lead.get(desk.address).text
    assert desk.send(desk.caseworker, "note", {"text": "  "}).status_code == 400
