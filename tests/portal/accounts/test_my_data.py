"""Everybody takes along what is kept about them, as a file that nobody else's browser keeps."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import CheckConstraint, Integer, String, Text
from sqlalchemy.orm import Session

from portal.accounts.brokers import Audience
from portal.accounts.copies import as_csv, cell
from portal.accounts.copy_code_words import WORDS_OF_CODES
from portal.accounts.copy_words import field_words, part_words, value_words
from portal.database import Database
from portal.for_authority.audit_words import sentences
from portal.locale import LANGUAGES
from portal.mail import MAILS
from providers.approval.cases.codes import CaseState, Outcome
from providers.approval.cases.terms import Condition, Terms, to_document
from providers.approval.standard_files import versions
from providers.base import Base
from providers.courses.codes import (
    AbsenceKind,
    ChoiceState,
    ContactPurpose,
    DeclineGround,
    EndGround,
    How,
    LapseGround,
    NoneFitsReason,
    Party,
)
from providers.organisations.models import MemberRole
from providers.people.looks import record_look
from providers.people.models import (
    AuthorityRole,
    LinkPurpose,
    LookPurpose,
    SessionEnd,
    SignInMethod,
    User,
    UserKind,
)
from providers.people.own_copy import OwnCopy
from providers.people.personal_data import KEPT
from providers.spreadsheets import BEGINS_A_FORMULA
from ratings.measured_results.orders import Step
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
        lines = table_of(as_csv({"mails": [{"payload": payload, "done_at": None}, {"payload": {}}]}, {}))
    assert lines[1:] == [["Mails til dig", "1", "Mailens indhold", "Invitation, Rosa, Ejer"]]


# What somebody wrote or what a machine calls itself; and numbers, of which the page says what they count.
NO_CODES = {
    "name", "email", "cvr", "company", "device", "source", "file_name", "id", "case_id", "organisation_id",
    "listing_id",
    "first_quarter", "last_quarter",
}  # fmt: skip
ONE_OF = re.compile(r"^(\w+) IN \((.*)\)$")


def test_every_part_and_field_of_a_copy_has_words(app: Flask) -> None:
    with app.test_request_context():
        assert {kept.part for kept in KEPT if kept.copied} <= part_words().keys()
        assert {name for kept in KEPT for name in kept.copied} <= field_words().keys()


def test_every_code_of_a_copy_has_words(app: Flask) -> None:
    codes: dict[str, Iterable[str]] = {
        "kind": (*UserKind, *AbsenceKind),
        "language": LANGUAGES,
        "authority_role": AuthorityRole,
        "municipality_code": (AARHUS,),
        "role": MemberRole,
        "method": SignInMethod,
        "ended_because": SessionEnd,
        "purpose": (*LookPurpose, *LinkPurpose, *ContactPurpose),
        "action": sentences_in(app),
        "template": MAILS,
        "step": Step,
        "broker": Audience,
        "state": (*CaseState, *ChoiceState),
        "target_group": ("dagpenge",),
        "corrected_group": ("dagpenge",),
        "how": How,
        "decline_ground": DeclineGround,
        "lapse_ground": LapseGround,
        "ended_by": Party,
        "end_ground": EndGround,
        "reasons": NoneFitsReason,
        "outcome": Outcome,
        "standard_id": [each.id for version in versions() for each in version.standards],
    }
    assert codes.keys() == WORDS_OF_CODES.keys()
    with app.test_request_context():
        wordless = [
            (name, str(code))
            for name, known in codes.items()
            for code in known
            if value_words(name, str(code)) == str(code)
        ]
    assert wordless == []


def sentences_in(app: Flask) -> Iterable[str]:
    with app.test_request_context():
        return sentences()


def test_column_that_can_hold_a_code_is_known_to_have_words() -> None:
    short = {
        (kept.table, name)
        for kept in KEPT
        for name in kept.copied
        if isinstance(Base.metadata.tables[kept.table].c[name].type, (String, Integer))
        and not isinstance(Base.metadata.tables[kept.table].c[name].type, Text)
    }
    assert [each for each in sorted(short) if each[1] not in NO_CODES | WORDS_OF_CODES.keys()] == []


def test_codes_that_the_database_allows_have_words(app: Flask) -> None:
    allowed = [
        (found[1], code.strip("' "))
        for kept in KEPT
        for rule in Base.metadata.tables[kept.table].constraints
        if isinstance(rule, CheckConstraint) and (found := ONE_OF.match(str(rule.sqltext)))
        if found[1] in kept.copied
        for code in found[2].split(",")
    ]
    assert ("outcome", "to_confirm") in allowed
    with app.test_request_context():
        assert [each for each in allowed if value_words(*each) == each[1]] == []


def test_spreadsheet_names_cases_actors_and_what_was_proposed(app: Flask) -> None:
    terms = Terms(
        "Sagens fakta.", "Fordi.", date(2027, 1, 1), None, None, None, (Condition("Ansæt to.", None),)
    )
    copy: OwnCopy = {
        "cases_you_were_given": [{"organisation_id": 182, "state": "hearing"}],
        "standards_you_judged": [{"standard_id": versions()[0].standards[0].id, "outcome": "not_met"}],
        "releases_you_made": [{"first_quarter": 2025 * 4, "last_quarter": 2025 * 4 + 3}],
        "decisions_you_proposed": [{"terms": to_document(terms)}],
    }
    with app.test_request_context():
        told = [row[3] for row in table_of(as_csv(copy, {182: "Vejen Videre ApS"}))]
    assert told[1:-1] == [
        "Vejen Videre ApS (nummer 182)",
        "I partshøring",
        versions()[0].standards[0].name.da,
        "Ikke opfyldt",
        "1. kvartal 2025",
        "4. kvartal 2025",
    ]
    assert told[-1].splitlines() == ["Sagens fakta.", "Fordi.", "Ansæt to.", "Fra og med: 1. januar 2027"]


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


@pytest.mark.parametrize(
    ("make", "theirs", "others"),
    [
        (make_authority_user, "Offentliggørelser, du har lavet", "Nøgler til API, du har lavet"),
        (
            make_municipality_user,
            "Når du har åbnet en borgers oplysninger",
            "Offentliggørelser, du har lavet",
        ),
        (make_provider_user, "Nøgler til API, du har lavet", "Når du har åbnet en borgers oplysninger"),
    ],
)
def test_staff_read_which_kinds_of_facts_are_kept_about_people_like_them(
    visitor: Visitor, database: Database, make: Callable[[Session], User], theirs: str, others: str
) -> None:
    with database.transaction() as session:
        user = make(session)
    page = visitor.sign_in_as(user).get("/account/data").text
    assert f"<li>{theirs}</li>" in page
    assert "<li>Når du har været logget ind</li>" in page
    assert others not in page
    assert all(part not in page for part in ("Din kommune", "Når nogen har åbnet dine oplysninger"))


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
        table = table_of(as_csv({"user": [{"name": f"{sign}SUM(A1)"}]}, {}))
    assert [row[3][0] for row in table[1:]] == ["'"]
