"""An operator starts the worker, sees what needs a person, and has a mail sent again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from portal import create_app
from portal.config import settings_from
from portal.mail import queue_mail
from portal.mail.folder import list_mails, mails_folder
from portal.state import Portal
from providers.audit.models import AuditEvent
from tests.support.mail_server import MailServer


@pytest.fixture
def sending_app(database_url: str, tmp_path: Path, mail_server: MailServer) -> Iterator[Flask]:
    """Give a real portal that sends through a mail server."""
    app = create_app(
        settings_from(
            {
                "PORTAL_DATA_DIR": str(tmp_path),
                "DATABASE_URL": database_url,
                "PORTAL_ADDRESS": "https://portal.example",
                "PORTAL_SECRET_KEY": "a secret of the tests, long enough to be one",
                "PORTAL_SMTP_URL": mail_server.url,
            }
        )
    )
    yield app
    app.extensions["portal"].database.dispose()


def ask(app: Flask, number: int = 1) -> None:
    state: Portal = app.extensions["portal"]
    with state.database.transaction() as session:
        to = f"anna{number}@firma.example"
        queue_mail(session, "account_disabled", to=to, language="da", values={}, at=state.now())


def run(app: Flask, *command: str) -> str:
    done = FlaskCliRunner(app).invoke(args=["jobs", *command])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_worker_sends_what_is_due_and_ends(sending_app: Flask, mail_server: MailServer) -> None:
    ask(sending_app, 1)
    ask(sending_app, 2)
    run(sending_app, "work", "--once")
    run(sending_app, "work", "--once")
    assert len(mail_server.messages) == 2
    assert "done: 2\n" in run(sending_app, "status")


def test_status_names_what_needs_a_person_but_not_the_person(
    sending_app: Flask, mail_server: MailServer
) -> None:
    mail_server.answers["RCPT"].append("550 nobody of that name")
    ask(sending_app)
    run(sending_app, "work", "--once")
    status = run(sending_app, "status")
    assert "failed: 1\n" in status
    assert "failed 1: account_disabled, asked for" in status
    assert "1 tries, smtp_550" in status
    assert "job outbox.cleanup: last never" in status
    assert "anna" not in status


def test_a_mail_is_sent_again_on_request_and_the_trail_tells(
    sending_app: Flask, mail_server: MailServer
) -> None:
    mail_server.answers["RCPT"].append("550 nobody of that name")
    ask(sending_app)
    run(sending_app, "work", "--once")
    assert "Message 1 waits to be sent." in run(sending_app, "resend", "1")
    run(sending_app, "work", "--once")
    assert len(mail_server.messages) == 1
    state: Portal = sending_app.extensions["portal"]
    with state.database.reading() as session:
        assert session.scalars(select(AuditEvent.action)).all() == ["mail.resent"]


@pytest.mark.parametrize(("number", "told"), [("1", "is done"), ("7", "There is no message 7")])
def test_what_cannot_be_sent_again_is_told_with_a_sentence(
    sending_app: Flask, number: str, told: str
) -> None:
    ask(sending_app)
    run(sending_app, "work", "--once")
    done = FlaskCliRunner(sending_app).invoke(args=["jobs", "resend", number])
    assert done.exit_code == 1
    assert told in done.output


def test_without_a_mail_server_mails_wait_and_it_is_said(app: Flask) -> None:
    ask(app)
    worked = FlaskCliRunner(app).invoke(args=["jobs", "work", "--once"])
    assert worked.exit_code == 0
    assert worked.stderr.count("mails_wait") == 1
    status = run(app, "status")
    assert "PORTAL_SMTP_URL" in status
    assert "waiting: 1\n" in status


def test_a_demonstration_keeps_its_mails_to_itself(database_url: str, tmp_path: Path) -> None:
    app = create_app(
        settings_from(
            {"PORTAL_DATA_DIR": str(tmp_path), "DATABASE_URL": database_url, "PORTAL_DEMONSTRATION": "1"}
        )
    )
    ask(app)
    run(app, "work", "--once")
    state: Portal = app.extensions["portal"]
    assert [mail.recipient for mail in list_mails(mails_folder(state.settings), 5)] == ["anna1@firma.example"]
    state.database.dispose()
