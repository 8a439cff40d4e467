"""Everybody takes along what is kept about them, as a file that nobody else's browser keeps."""

import csv
import io
import json

import pytest
from flask import Flask

from portal.accounts.copies import BEGINS_A_FORMULA, as_csv, cell
from portal.database import Database
from providers.people.models import AuthorityRole
from tests.factories.people import (
    AARHUS,
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
    assert AARHUS in response.text


def test_both_files_say_the_same(visitor: Visitor, database: Database) -> None:
    with database.transaction() as session:
        citizen = make_citizen(session, AARHUS)
    visitor.sign_in_as(citizen)
    as_object = json.loads(visitor.get("/account/data.json").data)
    table = list(
        csv.DictReader(io.StringIO(visitor.get("/account/data.csv").data.decode("utf-8-sig")), delimiter=";")
    )
    assert as_object["user"] == [
        {row["Felt"]: as_object["user"][0][row["Felt"]] for row in table if row["Del"] == "user"}
    ]
    assert {row["Del"] for row in table} == {part for part, rows in as_object.items() if rows}


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
def test_no_cell_begins_a_formula(sign: str) -> None:
    assert cell(f"{sign}cmd|' /C calc'!A0").startswith("'")
    table = as_csv({"user": [{"name": f"{sign}SUM(A1)"}]}).decode("utf-8-sig")
    assert [row[3][0] for row in csv.reader(io.StringIO(table), delimiter=";")][1:] == ["'"]
