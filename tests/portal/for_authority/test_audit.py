"""Leads and auditors read the trail, narrow it, check its chain and take it with them."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import text

from portal.database import Database
from portal.for_authority import audit
from portal.state import utc_now
from providers.audit.commands import record
from providers.audit.models import OPERATOR, SYSTEM, person
from providers.audit.queries import get_head
from providers.people.models import AuthorityRole, User
from tests.portal.for_authority.conftest import Desk, desk, name_of
from tests.support.people import Visitor

TRAIL = "/authority/audit"


def note(database: Database, action: str, number: int, at: datetime | None = None) -> None:
    """Put an event about a mail into the trail."""
    with database.transaction() as session:
        record(
            session,
            OPERATOR,
            action,
            "outbox_message",
            number,
            after={"state": "waiting"},
            at=at or utc_now(),
        )


def tamper(database: Database, statement: str) -> None:
    """Change the trail as somebody could who owns the database."""
    with database.engine.begin() as connection:
        if database.engine.dialect.name == "postgresql":
            for table in ("audit_event", "audit_head"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        else:
            triggers = text(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'"
            )
            for name in connection.scalars(triggers).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))


def check(reader: Desk) -> str:
    return reader.browser.post(f"{TRAIL}/check", page=TRAIL, follow_redirects=True).text


@pytest.mark.parametrize(
    ("role", "status"),
    [(AuthorityRole.LEAD, 200), (AuthorityRole.AUDITOR, 200), (AuthorityRole.CASEWORKER, 403)],
)
def test_leads_and_auditors_read_the_trail(
    app: Flask, database: Database, role: AuthorityRole, status: int
) -> None:
    reader = desk(app, database, role).browser
    assert reader.get(TRAIL).status_code == status
    assert reader.get(f"{TRAIL}.csv").status_code == status
    checked = reader.post(f"{TRAIL}/check", page="/authority/people")
    assert checked.status_code == (303 if status == 200 else status)


def test_nobody_outside_the_authority_reads_the_trail(
    app: Flask, visitor: Visitor, owner: User, municipal: User, citizen: User
) -> None:
    for path in (TRAIL, f"{TRAIL}.csv"):
        assert visitor.get(path).status_code == 303
        for somebody in (owner, municipal, citizen):
            assert Visitor(app).sign_in_as(somebody).get(path).status_code == 403


def test_events_are_told_in_both_languages_newest_first(
    auditor: Desk, citizen: User, database: Database
) -> None:
    with database.transaction() as session:
        record(
            session,
            person(citizen.id),
            "profile.told",
            "profile",
            citizen.id,
            after={"told": True},
            at=utc_now(),
        )
        record(session, SYSTEM, "user.disabled", "user", 14, at=utc_now())
    danish, english = auditor.browser.get(TRAIL).text, auditor.browser.get(f"/en{TRAIL}").text
    in_order = (
        "Portalen lukkede person nummer 14 ude.",
        f"Borger nummer {citizen.id} oplyste sin kommune.",
        "oprettede revisor nummer",
    )
    assert [danish.index(sentence) for sentence in in_order] == sorted(
        danish.index(each) for each in in_order
    )
    assert f"{name_of(auditor.user)} loggede ind." in danish
    assert "The portal locked person number 14 out." in english


def test_action_without_a_sentence_is_told_by_its_code(auditor: Desk, database: Database) -> None:
    note(database, "comet.seen", 7)
    assert "Driften: comet.seen (outbox_message 7)" in auditor.browser.get(TRAIL).text


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ("group=mail", True),
        ("group=user", False),
        ("type=outbox_message", True),
        ("type=outbox_message&number=7", True),
        ("type=outbox_message&number=8", False),
        ("number=7", True),
        ("from=2026-03-28&to=2026-03-29", True),
        ("from=2026-03-30", False),
        ("to=2026-03-28", False),
        ("person=1", False),
        ("other=1", False),
    ],
)
def test_trail_is_narrowed(auditor: Desk, database: Database, query: str, *, is_shown: bool) -> None:
    note(
        database, "mail.resent", 7, datetime(2026, 3, 29, 21, 59, tzinfo=UTC)
    )  # 23.59, the night the clock moved
    page = auditor.browser.get(f"{TRAIL}?{query}").text
    assert ("Driften lod mail 7 blive sendt igen." in page) == is_shown


def test_what_somebody_did_is_found_by_their_name(auditor: Desk, lead: Desk) -> None:
    page = auditor.browser.get(f"{TRAIL}?person={lead.user.id}").text
    assert f"{name_of(lead.user)} loggede ind." in page
    assert f"{name_of(auditor.user)} loggede ind." not in page
    assert re.search(rf'<option value="{lead.user.id}"\s+selected>', page)


@pytest.mark.parametrize(
    "query",
    ["group=nonsense", "type=x'y", "number=" + "9" * 200, "number=%00", "number=%C3%A6", "person=Leif",
     "person=99999999999", "other=-1", "from=2026-02-30", "from=x", "to=0000-00-00", "to=9999-12-31",
     "from=0001-01-01", "from=2026-05-02&to=2026-05-01", "from=%F0%9D%9F%9A026-01-01"],
)  # fmt: skip
def test_impossible_choice_shows_nothing_and_says_why(auditor: Desk, query: str) -> None:
    page = auditor.browser.get(f"{TRAIL}?{query}")
    assert page.status_code == 200
    assert "Der er noget, du skal rette" in page.text
    assert 'class="form-error-message"' in page.text
    assert "loggede ind." not in page.text
    assert f"{TRAIL}.csv" not in page.text
    refused = auditor.browser.get(f"{TRAIL}.csv?{query}")
    assert refused.status_code == 400
    assert "Der er noget, du skal rette" in refused.text


def test_what_was_typed_is_kept_beside_what_is_wrong_with_it(auditor: Desk) -> None:
    page = auditor.browser.get(f"{TRAIL}?other=zzz&from=abc&to=2026-11-01").text
    assert re.search(r'name="other"[^>]*value="zzz"[^>]*aria-describedby="other-error"', page)
    assert re.search(r'name="from"\s+type="text"[^>]*value="abc"', page)
    assert re.search(r'name="to"\s+type="date"[^>]*value="2026-11-01"', page)
    swapped = auditor.browser.get(f"{TRAIL}?from=2026-11-30&to=2026-11-01").text
    assert "Den sidste dag ligger før den første. Byt dem om." in swapped


@pytest.mark.parametrize("query", ["before=x", "before=99999999999", "before=%00", "before=-1", "unknown=1"])
def test_impossible_place_in_the_trail_is_its_end(auditor: Desk, query: str) -> None:
    assert "loggede ind." in auditor.browser.get(f"{TRAIL}?{query}").text


def test_older_events_follow_and_keep_the_choices(auditor: Desk, database: Database) -> None:
    for number in range(1, 61):
        note(database, "mail.resent", number)
    page = auditor.browser.get(f"{TRAIL}?group=mail").text
    assert page.count("blive sendt igen.") == 50
    with database.reading() as session:
        oldest = get_head(session).seq - 49
    assert f"{TRAIL}?group=mail&amp;before={oldest}" in page
    older = auditor.browser.get(f"{TRAIL}?group=mail&before={oldest}").text
    assert older.count("blive sendt igen.") == 10
    assert "Ældre hændelser" not in older


def test_whole_chain_is_told_with_its_end(auditor: Desk, database: Database) -> None:
    assert "Kæden er hel:" in check(auditor)
    with database.reading() as session:
        assert str(get_head(session)) in auditor.browser.get(TRAIL).text


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE audit_event SET action = 'user.enabled' WHERE seq = 1", "Hændelse 1 er blevet ændret."),
        ("DELETE FROM audit_event WHERE seq = 1", "Hændelse 1 er blevet fjernet."),
        ("DELETE FROM audit_event WHERE seq = 2", "Sporet er skåret over: hændelse 2"),
        ("DELETE FROM audit_head", "sporets ende er fjernet"),
    ],
)
def test_broken_chain_is_told(auditor: Desk, database: Database, statement: str, sentence: str) -> None:
    tamper(database, statement)
    page = check(auditor)
    assert "Kæden er brudt" in page
    assert sentence in page


@pytest.mark.sqlite_only
def test_event_that_cannot_be_read_is_told_and_not_an_error(auditor: Desk, database: Database) -> None:
    tamper(database, "UPDATE audit_event SET at = 'yesterday' WHERE seq = 1")
    page = auditor.browser.get(TRAIL)
    assert page.status_code == 200
    assert "En hændelse kan ikke læses" in page.text
    assert "Kæden er brudt" in check(auditor)


@pytest.mark.sqlite_only
def test_states_that_are_none_are_told_and_not_an_error(auditor: Desk, database: Database) -> None:
    tamper(database, "UPDATE audit_event SET after = '[1]' WHERE seq = 1")
    assert auditor.browser.get(TRAIL).status_code == 200


def test_trail_that_is_too_long_for_a_request_is_left_to_the_operator(
    auditor: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "MOST_CHECKED", 1)
    assert "flask audit verify" in check(auditor)


def test_trail_without_an_end_can_still_be_read(auditor: Desk, database: Database) -> None:
    tamper(database, "DELETE FROM audit_head")
    assert auditor.browser.get(TRAIL).status_code == 200


def test_chosen_events_are_taken_along_without_a_formula(
    auditor: Desk, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.for_authority.audit_download.EVENTS_AT_A_TIME", 2)
    with database.transaction() as session:
        for number in ("=1+1", "-2", "+3", "5"):
            record(session, OPERATOR, "mail.resent", "outbox_message", number, at=utc_now())
    answer = auditor.browser.get(f"{TRAIL}.csv?group=mail")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    head, *rows = csv.reader(io.StringIO(answer.text), delimiter=";")
    assert [row[head.index("object_id")] for row in rows] == ["5", "'+3", "'-2", "'=1+1"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert name_of(auditor.user) not in answer.text
