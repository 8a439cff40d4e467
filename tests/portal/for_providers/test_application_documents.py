"""Documents of an application: looked at by content, refused with the reason, handed out as files only."""

import io
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from portal.database import Database
from portal.for_providers import document_upload
from providers.approval.cases.models import CaseAnswer, CaseDocument
from tests.factories.cases import CaseMaker
from tests.factories.organisations import make_organisation
from tests.factories.people import make_authority_user, make_member
from tests.support.people import FROM_OUR_PAGE, Visitor

CASE = "/office/vejen-videre-1/approval/1"
PAGE = f"{CASE}/standards/organisation"
PDF = b"%PDF-1.7\ntrailer\n%%EOF\n"
SEEN = re.compile(r'name="seen" value="(\d+)"')


@pytest.fixture
def owner(visitor: Visitor, database: Database) -> Visitor:
    """Give the owner of an organisation that has begun an application."""
    with database.transaction() as session:
        maker = CaseMaker(session)
        maker.draft()
    return visitor.sign_in_as(maker.owner)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a document be large sooner."""
    monkeypatch.setattr("providers.approval.cases.documents.LARGEST", 1000)
    monkeypatch.setattr(document_upload, "LARGEST", 1000)


def upload(who: Visitor, name: str, content: bytes, text: str = "Vi er forsikrede.") -> tuple[int, str]:
    """Hand a document in about the insurance, beside an answer."""
    shown = SEEN.search(who.get(PAGE).text)
    assert shown is not None
    data = {
        "csrf_token": who.token(PAGE),
        "seen": shown[1],
        "insurance": text,
        "file-insurance": (io.BytesIO(content), name),
    }
    answer = who.client.post(PAGE, data=data, headers=FROM_OUR_PAGE, content_type="multipart/form-data")
    return answer.status_code, answer.text


def held(database: Database) -> list[str]:
    with database.reading() as session:
        return [each.name for each in session.scalars(select(CaseDocument))]


def answered(database: Database) -> str:
    with database.reading() as session:
        return session.scalars(select(CaseAnswer.text).where(CaseAnswer.standard_id == "insurance")).one()


def test_a_document_is_kept_and_given_back_as_a_file_only(owner: Visitor, database: Database) -> None:
    assert upload(owner, "police.pdf", PDF)[0] == 303
    assert held(database) == ["police.pdf"]
    given = owner.get(f"{CASE}/documents/1")
    assert given.data == PDF
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Security-Policy"].startswith("sandbox")


def test_what_is_not_what_it_says_is_refused_and_the_answer_is_kept(
    owner: Visitor, database: Database
) -> None:
    status, page = upload(owner, "police.pdf", b"MZ this is a program")
    assert status == 400
    assert "Den slags fil kan ikke bruges." in page
    assert "Vi er forsikrede." in page
    assert (held(database), answered(database)) == ([], "Vi er forsikrede.")


@pytest.mark.usefixtures("small")
def test_a_document_that_is_too_large_is_refused_and_the_answer_is_kept(
    owner: Visitor, database: Database
) -> None:
    status, page = upload(owner, "police.pdf", PDF + b" " * 2000)
    assert status == 413
    assert "Filen fylder mere end 10 MB." in page
    assert answered(database) == "Vi er forsikrede."


def test_more_than_the_server_reads_is_told_with_a_way_back(
    owner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_upload, "LARGEST_FORM", 2000)
    status, page = upload(owner, "police.pdf", PDF + b" " * 5000)
    assert status == 413
    assert "tilbageknap" in page


def test_a_name_that_lies_about_folders_is_tidied(owner: Visitor, database: Database) -> None:
    upload(owner, "../../etc/pol\u202eice.pdf", PDF)
    assert held(database) == ["police.pdf"]


def test_a_document_is_removed_before_it_is_sent(owner: Visitor, database: Database) -> None:
    upload(owner, "police.pdf", PDF)
    shown = SEEN.search(owner.get(PAGE).text)
    assert shown is not None
    answer = owner.post(f"{CASE}/documents/1/remove", {"seen": shown[1]}, page=PAGE)
    assert answer.location.endswith("#insurance")
    assert held(database) == []


def test_other_organisations_and_other_cases_reach_no_document(
    owner: Visitor, app: Flask, database: Database
) -> None:
    upload(owner, "police.pdf", PDF)
    with database.transaction() as session:
        stranger = make_member(session, make_organisation(session, 2), number=2)
        worker = make_authority_user(session, number=3)
    strange = Visitor(app).sign_in_as(stranger)
    assert strange.get(f"{CASE}/documents/1").status_code == 404
    assert strange.get("/office/vejen-videre-2/approval/1/documents/1").status_code == 404
    assert Visitor(app).sign_in_as(worker).get("/authority/cases/1/documents/1").status_code == 404


def test_a_scanner_that_does_not_answer_lets_nothing_in(
    owner: Visitor, database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(document_upload, "scanner_of", lambda: str(tmp_path / "nobody"))
    status, page = upload(owner, "police.pdf", PDF)
    assert status == 400
    assert "Vi kan ikke se efter virus lige nu" in page
    assert (held(database), answered(database)) == ([], "Vi er forsikrede.")
