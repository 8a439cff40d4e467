"""Everybody takes along what is kept about them, as a file that nobody else's browser keeps."""

import csv
import io
import json

import pytest
from flask import Flask

from portal.accounts.copies import BEGINS_A_FORMULA, as_csv, cell
from portal.accounts.copy_words import field_words, part_words, value_words
from portal.database import Database
from portal.for_authority.audit_words import sentences
from portal.mail import MAILS
from providers.organisations.models import MemberRole
from providers.people.looks import record_look
from providers.people.models import (
    AuthorityRole,
    LinkPurpose,
    LookPurpose,
    SessionEnd,
    SignInMethod,
    UserKind,
)
from providers.people.personal_data import KEPT
from tests.factories.people import (
    AARHUS,
    AT,
    make_authority_user,
    make_citizen,
    make_municipality_user,
    make_provider_user,
)
from tests.support.people import Visitor

FORMATS = ("json", "csv")


@pytest.mark.parametrize("kind", FORMATS)
def test_file_is_an_attachment_that_is_not_stored(visitor: Visitor, database: Database, kind: str) -> None:
    with database.transaction() as session:
        citizen = make_citizen(session, AARHUS)
    visitor.sign_in_as(citizen)
    response = visitor.get(f"/account/data.{kind}")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"] == f'attachment; filename="mine-data.{kind}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def table_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def test_spreadsheet_says_in_words_and_danish_time_what_the_other_file_says(
    visitor: Visitor, database: Database
) -> None:
    with database.transaction() as session:
        citizen = make_citizen(session, AARHUS)
        record_look(session, make_municipality_user(session), citizen.id, LookPurpose.COMPLAINT, at=AT)
    visitor.sign_in_as(citizen)
    held = json.loads(visitor.get("/account/data.json").data)
    header, *lines = table_of(visitor.get("/account/data.csv").data)
    assert header == ["Emne", "Nummer", "Felt", "Indhold"]
    for line in (
        ["Dig", "1", "Slags bruger", "Borger"],
        ["Dig", "1", "Nummer", str(citizen.id)],
        ["Din kommune", "1", "Kommune", "Aarhus"],
        ["Når nogen har åbnet dine oplysninger", "1", "Hvornår", "22. november 2026 kl. 11:00"],
        ["Når nogen har åbnet dine oplysninger", "1", "Grund", "En klage"],
        ["Det, du har gjort", "1", "Handling", "Loggede ind"],
    ):
        assert line in lines
    said = sum(value not in (None, "") for rows in held.values() for row in rows for value in row.values())
    assert len(lines) == said
    assert all(content for *_, content in lines)


def test_spreadsheet_of_an_english_page_is_in_english(visitor: Visitor, database: Database) -> None:
    with database.transaction() as session:
        citizen = make_citizen(session, AARHUS)
    visitor.sign_in_as(citizen)
    assert ["You", "1", "Kind of user", "Citizen"] in table_of(visitor.get("/en/account/data.csv").data)


def test_mail_is_told_by_its_kind_and_words_without_its_link(app: Flask) -> None:
    payload = {"template": "invitation", "values": {"name": "Rosa", "role": "owner", "link_id": 12345}}
    with app.test_request_context():
        lines = table_of(as_csv({"mails": [{"payload": payload, "done_at": None}, {"payload": {}}]}))
    assert lines[1:] == [["Mails til dig", "1", "Mailens indhold", "Invitation, Rosa, Ejer"]]


def test_every_part_field_and_code_of_a_copy_has_words(app: Flask) -> None:
    with app.test_request_context():
        assert {kept.part for kept in KEPT if kept.copied} <= part_words().keys()
        assert {name for kept in KEPT for name in kept.copied} <= field_words().keys()
        codes = {
            "kind": UserKind,
            "authority_role": AuthorityRole,
            "role": MemberRole,
            "method": SignInMethod,
            "ended_because": SessionEnd,
            "purpose": (*LookPurpose, *LinkPurpose),
            "action": sentences(),
            "template": MAILS,
        }
        wordless = [
            (name, str(code))
            for name, known in codes.items()
            for code in known
            if value_words(name, str(code)) == str(code)
        ]
    assert wordless == []


def test_staff_of_every_kind_take_theirs_along_and_read_how_it_ends(app: Flask, database: Database) -> None:
    with database.transaction() as session:
        staff = [
            make_authority_user(session, AuthorityRole.AUDITOR),
            make_municipality_user(session),
            make_provider_user(session),
        ]
    for user in staff:
        visitor = Visitor(app).sign_in_as(user)
        held = json.loads(visitor.get("/account/data.json").data)
        assert (held["user"][0]["name"], held["user"][0]["email"]) == (user.name, user.email)
        assert all(str(other.email) not in str(held) for other in staff if other is not user)
        assert "12 måneder" in visitor.get("/account/data").text


def test_citizens_page_about_their_data_is_their_own(visitor: Visitor, database: Database) -> None:
    with database.transaction() as session:
        citizen = make_citizen(session)
    visitor.sign_in_as(citizen)
    assert visitor.get("/account/data").location == "/my/data"


def test_other_kinds_of_files_are_not_found(visitor: Visitor, database: Database) -> None:
    with database.transaction() as session:
        citizen = make_citizen(session)
    visitor.sign_in_as(citizen)
    assert visitor.get("/account/data.xml").status_code == 404


@pytest.mark.parametrize("sign", BEGINS_A_FORMULA)
def test_no_cell_begins_a_formula(app: Flask, sign: str) -> None:
    assert cell(f"{sign}cmd|' /C calc'!A0").startswith("'")
    with app.test_request_context():
        table = table_of(as_csv({"user": [{"name": f"{sign}SUM(A1)"}]}))
    assert [row[3][0] for row in table[1:]] == ["'"]
