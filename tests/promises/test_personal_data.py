"""S24: whatever is kept about people is known, can be taken along, and can be erased without a trace."""

import csv
import io
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import Column, Integer, MetaData, Table, Text
from sqlalchemy.orm import Session

from portal.accounts.copies import as_csv, as_json
from portal.database import Database
from portal.models import all_tables
from providers.audit.models import SYSTEM, person
from providers.audit.queries import get_head, in_order
from providers.audit.rules import first_fault, replay
from providers.people.erasure import erase_citizen, erase_staff
from providers.people.kept import Erasing
from providers.people.models import User
from providers.people.not_personal import NOT_PERSONAL
from providers.people.own_copy import copy_of
from providers.people.personal_data import KEPT, personal_columns
from tests.factories.people import AT
from tests.factories.whole_people import Whole, make_viewer, make_whole_citizen, make_whole_member
from tests.support.dumps import dump, text_of, without
from tests.support.source_tree import ROOT

DOCUMENT = ROOT / "docs" / "personal-data.md"
USERS = "portal_user"


def unclassified(tables: MetaData) -> set[str]:
    """Find the columns of which nobody has said whether they are personal."""
    said = {(kept.table, column) for kept in KEPT for column in personal_columns(kept)}
    said |= {(table, column) for table, columns in NOT_PERSONAL.items() for column in columns}
    return {
        f"{table.name}.{column.name}"
        for table in tables.sorted_tables
        for column in table.columns
        if (table.name, column.name) not in said
    }


def test_somebody_has_said_of_every_column_whether_it_is_personal() -> None:
    assert unclassified(all_tables()) == set()


def test_a_new_column_is_found() -> None:
    tables = MetaData()
    Table("citizen_profile", tables, Column("user_id", Integer), Column("favourite_colour", Text))
    assert unclassified(tables) == {"citizen_profile.favourite_colour"}


def test_portal_knows_every_table_that_it_may_have_to_erase_from() -> None:
    knows = "import portal; from providers.people.erasure import table_of, KEPT; [table_of(k) for k in KEPT]"
    subprocess.run([sys.executable, "-c", knows], cwd=ROOT, check=True)


def test_nothing_is_said_of_columns_that_are_not_there_or_said_twice() -> None:
    there = {(table.name, column.name) for table in all_tables().sorted_tables for column in table.columns}
    personal = {(kept.table, column) for kept in KEPT for column in personal_columns(kept)}
    other = [(table, column) for table, columns in NOT_PERSONAL.items() for column in columns]
    assert personal | set(other) <= there
    assert [name for name, times in Counter([*personal, *other]).items() if times > 1] == []


def test_every_reference_to_a_user_says_whose_the_row_is() -> None:
    owners = {(kept.table, kept.owner) for kept in KEPT}
    references = {
        (table.name, column.name)
        for table in all_tables().sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name == USERS
    }
    assert references <= owners


def test_every_personal_column_is_in_the_copy_or_withheld_for_a_reason() -> None:
    for kept in KEPT:
        assert all(kept.withheld.values()), kept.part
        assert not set(kept.copied) & kept.withheld.keys(), kept.part
        assert kept.copied or kept.erasing is Erasing.CLOCK, kept.part
        assert kept.why, kept.part
        assert kept.how_long, kept.part


def test_the_document_names_every_table_with_something_personal() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert [kept.table for kept in KEPT if f"`{kept.table}`" not in text] == []


def whole_citizen(session: Session) -> Whole:
    return make_whole_citizen(session, session.get_one(User, 1))


WHOLE: list[Callable[[Session], Whole]] = [whole_citizen, make_whole_member]
ERASERS: dict[Callable[[Session], Whole], Callable[..., None]] = {
    whole_citizen: erase_citizen,
    make_whole_member: erase_staff,
}


@pytest.fixture
def before(database: Database) -> dict[str, object]:
    """Let a caseworker be there already, and give what the database holds then."""
    with database.transaction() as session:
        make_viewer(session)
    return {"rows": without(dump(database), "audit_")}


@pytest.mark.parametrize("make", WHOLE)
@pytest.mark.usefixtures("before")
def test_the_copy_holds_all_that_is_theirs_and_no_secret(
    app: Flask, database: Database, make: Callable[[Session], Whole]
) -> None:
    with database.transaction() as session:
        whole = make(session)
        copy = copy_of(session, whole.user)
    as_object = as_json(copy).decode()
    with app.test_request_context():
        as_table = as_csv(copy, {}).decode("utf-8-sig")
    for value in whole.told:
        assert value in as_object
    for secret in whole.secret:
        assert secret in text_of(dump(database))
        assert secret not in as_object + as_table
    rows = list(csv.reader(io.StringIO(as_table), delimiter=";"))
    values = [value for part in json.loads(as_object).values() for row in part for value in row.values()]
    assert len(rows) == 1 + sum(value not in (None, "", {}) for value in values)


@pytest.mark.parametrize("make", WHOLE)
def test_every_table_that_can_hold_something_about_them_does_in_this_test(
    database: Database, before: dict[str, object], make: Callable[[Session], Whole]
) -> None:
    with database.transaction() as session:
        whole = make(session)
        copy = copy_of(session, whole.user)
    empty = {part for part, rows in copy.items() if not rows}
    assert empty == set()
    assert without(dump(database), "audit_") != before["rows"]


@pytest.mark.parametrize("make", WHOLE)
def test_nothing_of_an_erased_person_is_left_but_numbers_in_the_trail(
    database: Database, before: dict[str, object], make: Callable[[Session], Whole]
) -> None:
    with database.transaction() as session:
        whole = make(session)
    with database.transaction() as session:
        user = session.get_one(User, whole.user.id)
        ERASERS[make](session, user, by=person(user.id) if make is whole_citizen else SYSTEM, at=AT)
    after = dump(database)
    found = text_of(after)
    for value in (*whole.secret, whole.user.name, whole.user.email, whole.told[2]):
        assert value is None or value not in found
    assert rows_about(after, whole.user.id) == []
    if make is whole_citizen:
        assert without(after, "audit_") == before["rows"]


def rows_about(held: dict[str, list[dict[str, object]]], user_id: int) -> list[str]:
    """Find the rows outside the trail that still name a user by number."""
    named = {(kept.table, kept.owner) for kept in KEPT if kept.owner and kept.owner != "payload"}
    return [
        f"{table}.{column}"
        for table, column in named
        if not table.startswith("audit_")
        for row in held[table]
        if row[column] == user_id
    ]


@pytest.mark.parametrize("make", WHOLE)
@pytest.mark.usefixtures("before")
def test_the_trail_still_verifies_and_tells_that_all_of_it_is_gone(
    database: Database, make: Callable[[Session], Whole]
) -> None:
    with database.transaction() as session:
        whole = make(session)
    with database.transaction() as session:
        user = session.get_one(User, whole.user.id)
        ERASERS[make](session, user, by=SYSTEM, at=AT)
    with database.reading() as session:
        trail = list(in_order(session))
        assert first_fault(trail, get_head(session)) is None
    standing = replay(trail)
    number = whole.user.id
    assert ("user", str(number)) not in standing
    assert [key for key, state in standing.items() if state.get("user", state.get("citizen")) == number] == []
    assert (trail[-1].action, trail[-1].object_id, trail[-1].after) == ("user.erased", str(number), None)


@pytest.mark.parametrize("make", WHOLE)
@pytest.mark.usefixtures("before")
def test_erasing_twice_is_erasing_once(database: Database, make: Callable[[Session], Whole]) -> None:
    with database.transaction() as session:
        whole = make(session)
    with database.transaction() as first:
        user = first.get_one(User, whole.user.id)
        ERASERS[make](first, user, by=SYSTEM, at=AT)
    held = dump(database)
    with database.transaction() as second:
        ERASERS[make](second, user, by=SYSTEM, at=AT)
    assert dump(database) == held


def test_the_number_of_somebody_erased_is_never_given_again(database: Database) -> None:
    with database.transaction() as session:
        viewer = make_viewer(session)
        whole = make_whole_citizen(session, viewer)
    with database.transaction() as session:
        erase_citizen(session, session.get_one(User, whole.user.id), by=SYSTEM, at=AT)
    with database.transaction() as session:
        again = make_whole_citizen(session, session.get_one(User, viewer.id))
    assert again.user.id > whole.user.id
