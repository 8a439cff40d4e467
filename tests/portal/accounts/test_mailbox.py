"""A demonstration shows its mails on a page, with links to press; a real portal has no such page."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal import create_app
from portal.accounts.mailbox import pieces
from portal.config import settings_from
from portal.database import Database
from portal.mail import LINK_ID
from portal.mail.composing import Writer
from portal.mail.folder import FolderDelivery, mails_folder
from portal.state import Portal
from tests.factories.people import make_citizen
from tests.portal.mail.mails import AT, asked

pytestmark = pytest.mark.sqlite_only
ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
def demonstration(database_url: str, tmp_path: Path) -> Flask:
    """Give a demonstration in which two people have been invited, one with a hostile name."""
    settings = settings_from(
        {"PORTAL_DATA_DIR": str(tmp_path), "DATABASE_URL": database_url, "PORTAL_DEMONSTRATION": "1"}
    )
    app = create_app(settings)
    writer = Writer(settings, {LINK_ID: lambda _session, link_id: f"{ADDRESS}/links/{link_id}-abc"})
    for number, name in (
        (1, "Anna Ås"),
        (2, f"<script>x</script> https://ond.example {ADDRESS}.ond.example/x"),
    ):
        message = asked("invitation", values={"name": name, "to_what": "Vejen", "link_id": 40 + number})
        message.id = number
        mail = writer.write(Session(), message, AT)
        assert mail is not None
        FolderDelivery(mails_folder(settings)).deliver(mail, lambda: None)
    return app


def test_mails_are_listed_newest_first_and_kept_nowhere(demonstration: Flask) -> None:
    page = demonstration.test_client().get("/demonstration/mails")
    assert page.text.index("/demonstration/mails/2") < page.text.index("/demonstration/mails/1")
    assert "Til anna@firma.example, 22. november 2026 kl. 11:00" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_sign_in_page_of_a_demonstration_leads_to_its_mails(demonstration: Flask) -> None:
    database: Database = demonstration.extensions["portal"].database
    with database.transaction() as session:
        make_citizen(session).simulated = True
    assert 'href="/demonstration/mails"' in demonstration.test_client().get("/sign-in").text


def test_a_mails_link_into_the_portal_can_be_pressed(demonstration: Flask) -> None:
    page = demonstration.test_client().get("/demonstration/mails/1").text
    assert f'<a href="/links/41-abc">{ADDRESS}/links/41-abc</a>' in page
    assert "Hej Anna Ås" in page


def test_what_a_mail_quotes_is_text_and_leads_nowhere(demonstration: Flask) -> None:
    page = demonstration.test_client().get("/demonstration/mails/2").text
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x" not in page
    assert 'href="https://ond' not in page
    assert ".ond.example/x</a>" not in page


@pytest.mark.parametrize("number", ["3", "0", "9" * 300, "..%2F1"])
def test_a_mail_that_is_not_there_is_not_found(demonstration: Flask, number: str) -> None:
    assert demonstration.test_client().get(f"/demonstration/mails/{number}").status_code == 404


def test_before_the_first_mail_the_page_says_so(demonstration: Flask) -> None:
    state: Portal = demonstration.extensions["portal"]
    for path in mails_folder(state.settings).iterdir():
        path.unlink()
    assert "Her er ingen mails endnu" in demonstration.test_client().get("/demonstration/mails").text


@pytest.mark.parametrize("path", ["/demonstration/mails", "/demonstration/mails/1"])
def test_a_real_portal_has_no_such_page(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code == 404


def test_only_addresses_of_this_portal_become_links() -> None:
    line = f"Se {ADDRESS}/a?b=c og {ADDRESS} og {ADDRESS}0/d og x{ADDRESS}/e."
    assert [(piece.text, piece.path) for piece in pieces(line, ADDRESS) if piece.path] == [
        (f"{ADDRESS}/a?b=c", "/a?b=c"),
        (ADDRESS, "/"),
    ]
    assert "".join(piece.text for piece in pieces(line, ADDRESS)) == line
