"""Members see the conditions of their approval, tell that one is met, and are reminded in their overview."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.test import TestResponse

from portal import create_app
from portal.config import Settings
from portal.database import Database
from providers.approval.cases import conditions
from providers.approval.cases.codes import ConditionState, DecisionKind
from providers.approval.cases.conditions import documents_about, get_condition
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.terms import Condition
from tests.factories.cases import CONDITION, TODAY, CaseMaker, make_terms
from tests.support.people import Visitor
from tests.support.staff import Clock

OFFICE = "/office/vejen-videre-1/approval"
PATH = f"{OFFICE}/1/conditions/1"
SEEN = re.compile(r'name="seen" value="(\d+)"')
PDF = b"%PDF-1.7\ntrailer\n%%EOF\n"


@pytest.fixture
def app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """Give a portal at the moment at which the cases of tests are made."""
    app = create_app(settings, now=Clock())
    app.jinja_env.bytecode_cache = compiled_templates
    app.testing = True
    yield app
    app.extensions["portal"].database.dispose()


@pytest.fixture
def maker(database: Database) -> CaseMaker:
    """Give an organisation that was approved with a condition."""
    with database.transaction() as session:
        maker = CaseMaker(session)
        maker.approved_with(CONDITION)
    return maker


@pytest.fixture
def owner(app: Flask, maker: CaseMaker) -> Visitor:
    """Give its owner, signed in."""
    return Visitor(app).sign_in_as(maker.owner)


def tell(owner: Visitor, text: str, content: bytes | None = None, seen: str | None = None) -> TestResponse:
    shown = SEEN.search(owner.get(PATH).text)
    data: dict[str, object] = {"seen": seen or (shown[1] if shown else ""), "text": text}
    if content is not None:
        data["file"] = (io.BytesIO(content), "police.pdf")
    return owner.post(PATH, data, page=PATH)


def state(database: Database) -> ConditionState:
    with database.reading() as session:
        return get_condition(session, 1, 1).state


def judge(database: Database, maker: CaseMaker, judged: ConditionState, note: str) -> None:
    with database.transaction() as session:
        case = session.get_one(ApprovalCase, 1)
        conditions.judge(session, case, 1, judged, note, act=maker.by_caseworker)


def test_open_condition_stands_on_the_approval_page_with_its_day(owner: Visitor) -> None:
    page = owner.get(OFFICE).text
    assert CONDITION.text in page
    assert "Senest 1. marts 2027." in page
    assert PATH in page


def test_answer_with_a_document_is_kept_and_said_to_be_sent(owner: Visitor, database: Database) -> None:
    sent = tell(owner, "Den er tegnet.", PDF)
    assert (sent.status_code, sent.location) == (303, OFFICE)
    assert "Svaret er sendt." in owner.get(OFFICE).text
    assert state(database) is ConditionState.ANSWERED
    with database.reading() as session:
        assert [each.name for each in documents_about(session, 1, 1)] == ["police.pdf"]
    page = owner.get(PATH).text
    assert "Den er tegnet." in page
    assert "police.pdf" in page


@pytest.mark.parametrize(
    ("text", "content", "sentence"),
    [
        ("", None, "Skriv, hvordan vilkåret er opfyldt."),
        ("a" * 4001, None, "Skriv højst 4.000 tegn."),
        ("Den er tegnet.", b"noget helt andet", "Den slags fil kan ikke bruges."),
    ],
)
def test_answer_that_cannot_be_kept_is_sent_back_with_what_was_typed(
    owner: Visitor, database: Database, text: str, content: bytes | None, sentence: str
) -> None:
    sent = tell(owner, text, content)
    assert sent.status_code == 400
    assert sentence in sent.text
    assert text in sent.text
    assert state(database) is ConditionState.OPEN


def test_colleague_who_saw_it_before_is_told_that_somebody_was_first(
    owner: Visitor, database: Database
) -> None:
    shown = SEEN.search(owner.get(PATH).text)
    assert shown is not None
    tell(owner, "Den er tegnet.")
    late = tell(owner, "Jeg sender den nu.", seen=shown[1])
    assert (late.status_code, "Jeg sender den nu." in late.text) == (409, True)
    with database.reading() as session:
        assert len(get_condition(session, 1, 1).said) == 1


def test_member_reads_what_was_lacking_and_can_answer_again(
    owner: Visitor, database: Database, maker: CaseMaker
) -> None:
    judge(database, maker, ConditionState.NOT_MET, "Policen er fra sidste år.")
    page = owner.get(PATH).text
    assert "Policen er fra sidste år." in page
    assert str(maker.caseworker.name) not in page
    assert "Et vilkår for godkendelsen venter på jer." in owner.get("/office").text
    assert tell(owner, "Her er den nye.").status_code == 303
    assert "venter på jer" not in owner.get("/office").text


def test_condition_that_is_met_is_not_asked_for_again(
    owner: Visitor, database: Database, maker: CaseMaker
) -> None:
    judge(database, maker, ConditionState.MET, "")
    assert "Send svaret" not in owner.get(PATH).text
    assert "Opfyldt." in owner.get(OFFICE).text
    assert tell(owner, "Den er tegnet.", seen="99").status_code == 409


def test_condition_of_an_approval_that_was_revoked_asks_for_nothing(
    owner: Visitor, database: Database, maker: CaseMaker
) -> None:
    with database.transaction() as session:
        maker.session = session
        review = maker.heard(maker.review(), DecisionKind.REVOKE)
        maker.decide(maker.proposed(review, DecisionKind.REVOKE, make_terms(last_on=None)))
    assert CONDITION.text not in owner.get(OFFICE).text
    page = owner.get(PATH).text
    assert "Godkendelsen gælder ikke mere" in page
    assert "Send svaret" not in page


@pytest.mark.parametrize(("days", "is_told"), [(15, False), (14, True), (0, True)])
def test_overview_tells_of_a_condition_from_a_fortnight_before_its_day(
    app: Flask, database: Database, days: int, is_told: bool
) -> None:
    with database.transaction() as session:
        maker = CaseMaker(session)
        maker.approved_with(Condition("Send en police.", TODAY + timedelta(days=days)))
    page = Visitor(app).sign_in_as(maker.owner).get("/office").text
    assert ("Et vilkår for godkendelsen venter på jer." in page) is is_told


def test_condition_of_another_actor_is_not_found(owner: Visitor, database: Database) -> None:
    with database.transaction() as session:
        CaseMaker(session, 2).approved_with(CONDITION)
    assert owner.get(f"{OFFICE}/2/conditions/1").status_code == 404
    assert owner.get(f"{OFFICE}/1/conditions/2").status_code == 404
