"""Mails leave the outbox one by one; whatever goes wrong with one is noted, and none goes out twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from portal.database import Database
from portal.mail import queue_mail
from portal.mail.sending import HELD_FOR, MailSender, delivery_of
from portal.mail.smtp import SmtpDelivery
from providers.outbox import commands
from providers.outbox.models import OutboxMessage
from tests.portal.mail.mails import AT, GONE_LINK, settings_of_mail, writer
from tests.support.mail_server import MailServer
from tests.support.processes import free_port


class Office:
    """A database with an outbox, a worker's sender, and a clock that the test moves."""

    def __init__(self, database: Database, url: str) -> None:
        self.at = AT
        self.database = database
        self.delivery = SmtpDelivery(url, "portal.example", 0.5)
        self.sender = MailSender(database, writer(), self.delivery, self.now)

    def now(self) -> datetime:
        return self.at

    def ask(self, number: int = 1, **changes: Any) -> None:
        """Ask for a mail to somebody."""
        wanted = {"language": "da", "to": f"anna{number}@firma.example", "values": {}, **changes}
        with self.database.transaction() as session:
            queue_mail(session, wanted.pop("template", "account_disabled"), at=AT, **wanted)

    def send_all(self) -> int:
        """Send what is due and count how many mails were taken in hand."""
        sent = 0
        while self.sender.send_next():
            sent += 1
        return sent

    def states(self) -> list[tuple[str, str | None]]:
        """Tell where each mail stands, and what went wrong with it."""
        with self.database.reading() as session:
            rows = session.execute(
                select(OutboxMessage.state, OutboxMessage.last_error).order_by(OutboxMessage.id)
            )
            return [(state, error) for state, error in rows]


@pytest.fixture
def office(database: Database, mail_server: MailServer) -> Iterator[Office]:
    office = Office(database, mail_server.url)
    yield office
    office.sender.close()


def test_mails_that_are_due_are_sent_once(office: Office, mail_server: MailServer) -> None:
    office.ask(1)
    office.ask(2)
    office.ask(3, due_at=AT + timedelta(days=1))
    assert office.send_all() == 2
    assert office.send_all() == 0
    assert [received.recipient for received in mail_server.messages] == [
        "anna1@firma.example",
        "anna2@firma.example",
    ]
    assert [state for state, _ in office.states()] == ["done", "done", "waiting"]


def test_a_mail_that_is_refused_for_now_is_sent_later(office: Office, mail_server: MailServer) -> None:
    mail_server.answers["RCPT"].extend(["450 busy", "450 busy"])
    office.ask()
    office.send_all()
    assert office.states() == [("waiting", "smtp_450")]
    assert office.send_all() == 0
    for minutes in (1, 5):
        office.at += timedelta(minutes=minutes)
        office.send_all()
    assert office.states() == [("done", None)]
    assert len(mail_server.messages) == 1


def test_a_mail_that_is_refused_for_good_stops_nobody_elses(office: Office, mail_server: MailServer) -> None:
    mail_server.answers["RCPT"].append("550 nobody of that name")
    office.ask(1)
    office.ask(2)
    office.send_all()
    assert office.states() == [("failed", "smtp_550"), ("done", None)]


def test_a_mail_to_what_is_no_address_fails_alone(office: Office) -> None:
    office.ask(to="anna")
    office.ask(2)
    office.send_all()
    assert office.states() == [("failed", "AddressUnusable"), ("done", None)]


def test_a_mail_whose_link_is_of_no_use_any_more_is_not_sent(office: Office, mail_server: MailServer) -> None:
    office.ask(template="password_reset", values={"name": "", "link_id": GONE_LINK})
    office.send_all()
    assert office.states() == [("done", None)]
    assert mail_server.messages == []


def test_a_mail_that_cannot_be_written_waits_for_a_repair(office: Office) -> None:
    office.ask(1)
    office.ask(2)
    with office.database.transaction() as session:
        broken = {"template": "no_such_mail", "language": "da", "to": "anna@firma.example", "values": {}}
        session.execute(update(OutboxMessage).where(OutboxMessage.id == 1).values(payload=broken))
    office.send_all()
    assert office.states() == [("waiting", "TemplateNotFound"), ("done", None)]


def test_a_server_that_is_away_is_left_in_peace_for_a_minute(database: Database) -> None:
    office = Office(database, f"smtp://127.0.0.1:{free_port()}")
    for number in range(3):
        office.ask(number)
    assert office.send_all() == 1
    assert office.send_all() == 0
    assert sorted(office.states(), key=str) == [
        ("waiting", "ConnectionRefusedError"),
        ("waiting", None),
        ("waiting", None),
    ]


def test_a_mail_without_an_answer_is_doubted_and_not_sent_again(
    office: Office, mail_server: MailServer
) -> None:
    mail_server.seconds["DATA"] = 2
    office.ask()
    office.send_all()
    mail_server.seconds.clear()
    office.at += timedelta(days=3)
    office.send_all()
    assert [state for state, _ in office.states()] == ["uncertain"]
    assert len(mail_server.messages) == 1


def test_a_worker_that_was_too_slow_leaves_its_mail_to_the_one_who_took_it(
    office: Office, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.ask()
    write = office.sender._writer.write  # noqa: SLF001 - what takes so long

    def slowly(*given: Any) -> Any:
        later = AT + HELD_FOR + timedelta(seconds=1)
        with office.database.transaction() as session:
            assert commands.claim(session, ("mail",), at=later, until=later + HELD_FOR) is not None
        return write(*given)

    monkeypatch.setattr(office.sender._writer, "write", slowly)  # noqa: SLF001 - see above
    office.send_all()
    assert mail_server.messages == []
    assert [state for state, _ in office.states()] == ["claimed"]


def test_the_log_tells_of_each_mail_but_not_to_whom_or_what(
    office: Office, mail_server: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    mail_server.answers["RCPT"].append("550 anna1@firma.example is unknown")
    office.ask(1, template="invitation", values={"name": "Anna", "to_what": "Vejen", "link_id": 9})
    office.ask(2, template="invitation", values={"name": "Anna", "to_what": "Vejen", "link_id": 9})
    office.send_all()
    printed = "".join(capsys.readouterr())
    assert printed.count("invitation") == 2
    assert "smtp_550" in printed
    for personal in ("anna", "Anna", "firma", "Vejen", "links/"):
        assert personal not in printed


@pytest.mark.parametrize(
    ("given", "way"),
    [
        ({}, None),
        ({"PORTAL_SMTP_URL": "smtp://mail.example"}, "SmtpDelivery"),
        ({"PORTAL_ADDRESS": "", "PORTAL_DEMONSTRATION": "1"}, "FolderDelivery"),
    ],
)
def test_mails_wait_where_there_is_no_way_out(given: dict[str, str], way: str | None) -> None:
    delivery = delivery_of(settings_of_mail(**given))
    assert (delivery and type(delivery).__name__) == way
