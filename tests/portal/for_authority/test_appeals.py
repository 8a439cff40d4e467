"""A complaint about a decision is noted, and its answer; what is changed or sent back begins anew."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import select

from portal import create_app
from portal.config import Settings
from providers.approval.cases.codes import CaseState, DecisionKind
from providers.approval.cases.models import Appeal, ApprovalCase
from providers.approval.cases.queries import answers_of
from tests.factories.cases import TODAY, CaseMaker, make_terms
from tests.portal.for_authority.case_desk import CaseDesk, open_case
from tests.support.staff import Clock

COMPLAINT = {"text": "Vi har en forsikring.", "on": TODAY}


@pytest.fixture
def app(settings: Settings, compiled_templates: FileSystemBytecodeCache) -> Iterator[Flask]:
    """Give a portal at the moment at which the cases of tests are made."""
    app = create_app(settings, now=Clock())
    app.jinja_env.bytecode_cache = compiled_templates
    app.testing = True
    yield app
    app.extensions["portal"].database.dispose()


def rejected(maker: CaseMaker) -> ApprovalCase:
    case = maker.heard(maker.checked(maker.examined()), DecisionKind.REJECT)
    maker.decide(maker.proposed(case, DecisionKind.REJECT, make_terms(last_on=None)))
    return case


def cases(desk: CaseDesk) -> list[ApprovalCase]:
    with desk.state.database.reading() as session:
        return list(session.scalars(select(ApprovalCase).order_by(ApprovalCase.id)))


def test_decision_that_was_sent_back_is_examined_anew_with_what_was_answered(app: Flask) -> None:
    desk = open_case(app, rejected)
    assert "Noter en klage" in desk.caseworker.get(desk.address).text
    assert desk.send(desk.caseworker, "appeal", COMPLAINT).status_code == 303
    page = desk.caseworker.get(f"{desk.address}/appeal").text
    assert "Vi har en forsikring." in page
    answer = {"state": "sent_back", "text": "Sagen skal ses igen.", "on": TODAY}
    sent = desk.send(desk.caseworker, "appeal", answer)
    old, new = cases(desk)
    assert sent.headers["Location"].endswith(f"/authority/cases/{new.id}")
    assert (old.state, new.state) == (CaseState.DECIDED, CaseState.RECEIVED)
    with desk.state.database.reading() as session:
        assert set(answers_of(session, new.id)) == set(answers_of(session, old.id))
    assert "Klage: Hjemvist" in desk.caseworker.get(desk.address).text


def test_decision_that_was_upheld_stands(app: Flask) -> None:
    desk = open_case(app, rejected)
    desk.send(desk.caseworker, "appeal", COMPLAINT)
    desk.send(desk.caseworker, "appeal", {"state": "upheld", "text": "Den står.", "on": TODAY})
    assert len(cases(desk)) == 1
    page = desk.caseworker.get(desk.address).text
    assert "Klage: Stadfæstet" in page
    assert "Noter svaret" not in page
    assert desk.caseworker.get(f"{desk.address}/appeal").status_code == 303


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text": ""}, "Skriv en tekst."),
        ({"text": "a" * 4001}, "Skriv højst 4000 tegn."),
        ({"on": ""}, "Skriv en dag"),
        ({"on": TODAY + timedelta(days=1)}, "Skriv en dag"),
        ({"on": TODAY - timedelta(days=1)}, "Skriv en dag"),
        ({"on": "i går"}, "Skriv en dag"),
        ({"text": "Borger 010190-1234 klager."}, "Her står noget, der ligner et CPR-nummer."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    app: Flask, change: dict[str, object], sentence: str
) -> None:
    desk = open_case(app, rejected)
    answer = desk.send(desk.caseworker, "appeal", {**COMPLAINT, **change})
    assert answer.status_code == 400
    assert sentence in answer.text
    assert str({**COMPLAINT, **change}["text"]) in answer.text
    with desk.state.database.reading() as session:
        assert session.scalars(select(Appeal)).all() == []


def test_answer_needs_to_say_how_it_ended(app: Flask) -> None:
    desk = open_case(app, rejected)
    desk.send(desk.caseworker, "appeal", COMPLAINT)
    answer = desk.send(desk.caseworker, "appeal", {"text": "Svar.", "on": TODAY})
    assert (answer.status_code, "Vælg, hvordan klagen endte." in answer.text) == (400, True)


def test_actor_with_another_open_case_does_not_get_a_second_one(app: Flask) -> None:
    desk = open_case(app, rejected)
    desk.send(desk.caseworker, "appeal", COMPLAINT)
    with desk.state.database.transaction() as session:
        desk.maker.session = session
        desk.maker.sent()
    answer = desk.send(desk.caseworker, "appeal", {"state": "changed", "text": "Godkend dem.", "on": TODAY})
    assert answer.status_code == 400
    assert "Aktøren har allerede en åben sag." in answer.text
    with desk.state.database.reading() as session:
        assert session.scalars(select(Appeal.state)).all() == ["received"]


def test_case_without_a_decision_has_nothing_to_complain_about(app: Flask) -> None:
    desk = open_case(app, CaseMaker.examined)
    assert desk.caseworker.get(f"{desk.address}/appeal").status_code == 404
