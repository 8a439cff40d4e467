"""A new actor applies: from the first button to the receipt, a question, and a decision to read."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import Database
from providers.approval.cases import applying, examining
from providers.approval.cases.carrying_over import OF_AN_ANSWER
from providers.approval.cases.codes import CaseState, DecisionKind
from providers.approval.cases.documents import accept
from providers.approval.cases.models import ApprovalCase, CaseAnswer, CaseCheck, Letter
from providers.listings.queries import listings_of
from providers.organisations.models import MemberRole, Organisation
from providers.outbox.models import OutboxMessage
from tests.factories.cases import TODAY, CaseMaker, make_terms
from tests.factories.people import make_member
from tests.support.people import Visitor

APPROVAL = "/office/vejen-videre-1/approval"
CASE = f"{APPROVAL}/1"
PDF = b"%PDF-1.7\ntrailer\n%%EOF\n"
SEEN = re.compile(r'name="seen" value="(\d+)"')
GAP = re.compile(r'<a href="(/office/[^"#]+/approval/1/[^"]+)">')
LISTING = {
    "name": "Ny Vej",
    "summary": "Vi hjælper dig i gang.",
    "area": "all",
    "target_groups": ["2.2"],
    "support": [],
    "languages": ["da"],
    "formats": ["video"],
    "phone": "+45 12 34 56 78",
    "waiting_days": "0",
}


@pytest.fixture
def maker(database: Database) -> CaseMaker:
    """Give an organisation that has never been approved, with its owner and the authority's people."""
    with database.transaction() as session:
        return CaseMaker(session)


@pytest.fixture
def owner(visitor: Visitor, maker: CaseMaker) -> Visitor:
    """Give the owner, signed in."""
    return visitor.sign_in_as(maker.owner)


def save(who: Visitor, path: str, data: dict[str, Any] | None = None, *, page: str | None = None) -> Any:
    """Send a form of a case with the version that its page shows."""
    shown = SEEN.search(who.get(page or path).text)
    assert shown is not None
    return who.post(path, {"seen": shown[1], **(data or {})}, page=page)


def begun(owner: Visitor) -> Visitor:
    assert owner.post(APPROVAL, {"kind": "first"}).location == CASE
    return owner


def written(owner: Visitor) -> Visitor:
    """Write everything but the listing, which the organisation of the tests has."""
    begun(owner)
    assert save(owner, f"{CASE}/who", {"employees": "4"}).status_code == 303
    assert save(owner, f"{CASE}/scope", {"area": "all", "groups": "all"}).status_code == 303
    for group in ("organisation", "rights", "help", "listing", "results"):
        page = owner.get(f"{CASE}/standards/{group}")
        if page.status_code == 404:
            continue
        fields = re.findall(r'<textarea[^>]* name="([a-z_]+)"', page.text)
        answer = save(owner, f"{CASE}/standards/{group}", dict.fromkeys(fields, "Sådan gør vi."))
        assert answer.status_code == 303
    return owner


def the_case(database: Database) -> ApprovalCase:
    with database.reading() as session:
        return session.scalars(select(ApprovalCase)).one()


def test_an_actor_without_approval_is_told_so_and_can_apply(owner: Visitor) -> None:
    page = owner.get(APPROVAL).text
    assert "I er ikke godkendt i dag." in page
    assert "Søg om godkendelse" in page
    assert "Kladde" in begun(owner).get(APPROVAL).text


def test_a_kind_that_does_not_fit_is_refused(owner: Visitor) -> None:
    assert owner.post(APPROVAL, {"kind": "renewal"}).status_code == 400


def test_every_gap_leads_to_where_it_is_given(owner: Visitor) -> None:
    page = begun(owner).get(f"{CASE}/check").text
    links = GAP.findall(page)
    assert f"{CASE}/who" in links
    assert f"{CASE}/scope" in links
    for link in set(links):
        assert owner.get(link.partition("#")[0]).status_code == 200


def test_sending_with_gaps_shows_them_and_sends_nothing(owner: Visitor, database: Database) -> None:
    answer = save(begun(owner), f"{CASE}/send", page=f"{CASE}/check")
    assert answer.status_code == 400
    assert "Skriv, hvor mange ansatte I har" in answer.text
    assert the_case(database).state == CaseState.DRAFT


def test_a_whole_application_is_sent_with_receipt_checks_and_mail(owner: Visitor, database: Database) -> None:
    written(owner)
    with database.transaction() as session:
        own = listings_of(session, [1])
    if not own:
        _write_listing(owner)
    answer = save(owner, f"{CASE}/send", page=f"{CASE}/check")
    assert answer.location == f"{CASE}/receipt"
    assert "nummer 1" in owner.get(f"{CASE}/receipt").text
    case = the_case(database)
    assert (case.state, case.track) == (CaseState.RECEIVED, "light")
    with database.reading() as session:
        assert session.scalars(select(CaseCheck)).first() is not None
        assert session.scalars(select(Letter)).one().kind == "receipt"
        mails = [each.payload.get("template") for each in session.scalars(select(OutboxMessage))]
    assert mails.count("application_received") == 1


def _write_listing(owner: Visitor, **changes: Any) -> Any:
    page = owner.get(f"{CASE}/listing").text
    kind = re.findall(r'name="support"[^>]*value="([^"]+)"', page)[0]
    group = re.findall(r'name="target_groups"[^>]*value="([^"]+)"', page)[0]
    wanted = {**LISTING, "support": [kind], "target_groups": [group], f"price-{kind}": "4500", **changes}
    return save(owner, f"{CASE}/listing", wanted)


def test_a_first_page_is_kept_as_a_draft(owner: Visitor, database: Database) -> None:
    assert _write_listing(begun(owner)).status_code == 303
    with database.reading() as session:
        own = listings_of(session, [1])[0]
    assert own.published is None
    assert own.draft is not None
    assert own.draft.content["support"][0]["price"]["amount_ore"] == 450_000
    assert own.listing.claimed_on == own.listing.registered_on  # its own words, from the first day
    assert 'value="4500"' in owner.get(f"{CASE}/listing").text


def test_fields_of_work_and_special_needs_can_be_ticked_and_left_out(
    owner: Visitor, database: Database
) -> None:
    ticked = {"fields": ["handel", "byggeri"], "accommodations": ["tolk"]}
    assert _write_listing(begun(owner), **ticked).status_code == 303
    page = owner.get(f"{CASE}/listing").text
    assert re.findall(r'name="(?:fields|accommodations)"[^>]*value="([a-z_]+)"\s+checked', page) == [
        "byggeri",
        "handel",
        "tolk",
    ]
    with database.reading() as session:
        draft = listings_of(session, [1])[0].draft
    assert draft is not None
    assert (draft.content["fields"], draft.content["accommodations"]) == (["byggeri", "handel"], ["tolk"])
    assert _write_listing(owner).status_code == 303
    with database.reading() as session:
        draft = listings_of(session, [1])[0].draft
    assert draft is not None
    assert {"fields", "accommodations"}.isdisjoint(draft.content)


def test_a_field_of_work_that_is_not_on_the_list_is_refused_and_what_was_typed_stays(owner: Visitor) -> None:
    answer = _write_listing(begun(owner), fields=["handel", "rumfart"], name="Min egen vej")
    assert answer.status_code == 400
    assert "Det kan ikke bruges her. Ret det, og prøv igen." in answer.text
    assert "Min egen vej" in answer.text
    assert re.search(r'value="handel"\s+checked', answer.text)


def test_a_page_with_faults_keeps_what_was_typed(owner: Visitor) -> None:
    answer = _write_listing(begun(owner), phone="", name="Min egen vej")
    assert answer.status_code == 400
    assert "Min egen vej" in answer.text
    assert 'value="4500"' in answer.text


def test_an_editor_writes_and_only_an_owner_sends(owner: Visitor, app: Flask, database: Database) -> None:
    begun(owner)
    with database.transaction() as session:
        editor = make_member(session, session.get_one(Organisation, 1), MemberRole.EDITOR, number=7)
    other = Visitor(app).sign_in_as(editor)
    assert save(other, f"{CASE}/who", {"employees": "12"}).status_code == 303
    assert "Kun en ejer kan sende" in other.get(f"{CASE}/check").text
    assert other.post(f"{CASE}/send", {"seen": "2"}, page=f"{CASE}/who").status_code == 403


def test_whoever_is_second_keeps_what_was_typed(owner: Visitor) -> None:
    begun(owner)
    path = f"{CASE}/standards/rights"
    field = re.findall(r'<textarea[^>]* name="([a-z_]+)"', owner.get(path).text)[0]
    assert save(owner, path, {field: "Den første."}).status_code == 303
    answer = owner.post(path, {"seen": "1", field: "Den anden, som kom for sent."})
    assert answer.status_code == 409
    assert "Den anden, som kom for sent." in answer.text


def test_an_answer_that_is_too_long_is_kept_on_the_page(owner: Visitor, database: Database) -> None:
    begun(owner)
    path = f"{CASE}/standards/rights"
    field = re.findall(r'<textarea[^>]* name="([a-z_]+)"', owner.get(path).text)[0]
    answer = save(owner, path, {field: "å" * 4001})
    assert answer.status_code == 400
    assert "å" * 4001 in answer.text
    with database.reading() as session:
        assert session.scalars(select(CaseAnswer)).all() == []


def test_an_answer_with_a_cpr_number_is_refused_and_kept_on_the_page(
    owner: Visitor, database: Database
) -> None:
    begun(owner)
    path = f"{CASE}/standards/rights"
    field = re.findall(r'<textarea[^>]* name="([a-z_]+)"', owner.get(path).text)[0]
    answer = save(owner, path, {field: "Vi hjalp 010190-1234 i job."})
    assert answer.status_code == 400
    assert "Her står noget, der ligner et CPR-nummer." in answer.text
    assert "Vi hjalp 010190-1234 i job." in answer.text
    with database.reading() as session:
        assert session.scalars(select(CaseAnswer)).all() == []


def test_an_application_is_withdrawn_after_a_question(owner: Visitor, database: Database) -> None:
    begun(owner)
    assert "Ja, træk ansøgningen tilbage" in owner.get(f"{CASE}/withdraw").text
    assert save(owner, f"{CASE}/withdraw").location == APPROVAL
    assert the_case(database).state == CaseState.WITHDRAWN


def test_a_question_stands_on_top_and_is_answered(
    owner: Visitor, maker: CaseMaker, database: Database
) -> None:
    with database.transaction() as session:
        maker.session = session
        case = maker.examined()
        examining.ask(session, case, "Send jeres regnskab.", due_on=TODAY, act=maker.by_caseworker)
    page = owner.get(APPROVAL).text
    assert page.index("Myndigheden venter på jer.") < page.index("Godkendt i dag")
    assert "Send jeres regnskab." in owner.get(f"{CASE}/answer").text
    assert save(owner, f"{CASE}/answer", {"text": ""}).status_code == 400
    assert save(owner, f"{CASE}/answer", {"text": "Her er det."}).location == CASE
    assert the_case(database).state == CaseState.EXAMINED
    assert "Her er det." in owner.get(CASE).text


def test_what_was_sent_can_be_read_with_its_documents_until_the_case_is_forgotten(
    owner: Visitor, maker: CaseMaker, database: Database
) -> None:
    with database.transaction() as session:
        maker.session = session
        draft = maker.draft()
        applying.attach(session, draft, "insurance", accept("police.pdf", PDF), act=maker.by_owner)
        case = maker.examined()
        examining.ask(session, case, "Send jeres regnskab.", due_on=TODAY, act=maker.by_caseworker)
        applying.attach(session, case, OF_AN_ANSWER, accept("regnskab.pdf", PDF + b"\n"), act=maker.by_owner)
        applying.answer_inquiry(session, case, "Her er det.", act=maker.by_owner)
        maker.decide(maker.proposed(maker.checked(case)))
    page = owner.get(CASE).text
    sent = page[page.index("Det har I sendt") :]
    assert "Sådan gør vi." in sent
    assert "police.pdf" in sent
    answered = page[page.index("Jeres svar") : page.index("Det har I sendt")]
    assert "regnskab.pdf" in answered
    for link in re.findall(rf'href="({CASE}/documents/\d+)"', page):
        assert owner.get(link).headers["Content-Disposition"].startswith("attachment")
    assert len(re.findall(rf'href="{CASE}/documents/\d+"', page)) == 2


def test_a_decision_is_read_with_its_ground_and_days(
    owner: Visitor, maker: CaseMaker, database: Database
) -> None:
    with database.transaction() as session:
        maker.session = session
        maker.approved()
    page = owner.get(CASE).text
    assert "Alle standarder er opfyldt." in page
    assert "Fra og med" in page
    assert "Søg om ny godkendelse" in owner.get(APPROVAL).text


@pytest.mark.parametrize(
    ("kind", "on_the_overview", "among_the_cases"),
    [
        (DecisionKind.SUSPEND, "er suspenderet til og med den 22. december 2026", "Midlertidig suspension."),
        (DecisionKind.REVOKE, "er kaldt tilbage fra den 22. november 2026", "Tilbagekaldelse."),
    ],
)
def test_an_actor_is_told_on_its_own_pages_that_it_is_stopped(
    app: Flask, kind: DecisionKind, on_the_overview: str, among_the_cases: str
) -> None:
    with app.extensions["portal"].database.transaction() as session:
        maker = CaseMaker(session)
        maker.approved()
        case = maker.heard(maker.review(), kind)
        last_on = TODAY + timedelta(days=30) if kind is DecisionKind.SUSPEND else None
        maker.decide(maker.proposed(case, kind, make_terms(last_on=last_on)))
    owner = Visitor(app).sign_in_as(maker.owner)
    assert f"Godkendelsen {on_the_overview}" in owner.get("/office").text
    page = owner.get(APPROVAL).text
    assert ("Suspenderet til og med" if last_on else "Kaldt tilbage fra") in page
    assert among_the_cases in page


def test_answers_from_last_time_must_be_looked_at(
    owner: Visitor, maker: CaseMaker, database: Database
) -> None:
    with database.transaction() as session:
        maker.session = session
        maker.approved()
    number = owner.post(APPROVAL, {"kind": "renewal"}).location.rpartition("/")[2]
    path = f"{APPROVAL}/{number}/standards/rights"
    page = owner.get(path).text
    fields = re.findall(r'<textarea[^>]* name="([a-z_]+)"', page)
    assert page.count("Svaret er fra sidst.") == len(fields)
    typed = dict.fromkeys(fields, "Sådan gør vi.") | {f"keep-{fields[0]}": "y"}
    save(owner, path, typed)
    assert owner.get(path).text.count("Svaret er fra sidst.") == len(fields) - 1
