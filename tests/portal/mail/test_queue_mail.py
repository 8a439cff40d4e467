"""A mail stands or falls with the transaction that asks for it; one that cannot be written is refused."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.database import Database
from portal.mail import MailCannotBeWritten, queue_mail
from providers.outbox.models import OutboxMessage
from tests.portal.mail.mails import AT

RESET: dict[str, str | int] = {"name": "Anna", "link_id": 3}


def test_a_mail_waits_in_the_outbox_without_link_or_password(session: Session) -> None:
    queue_mail(session, "password_reset", user_id=5, language="en", values=RESET, at=AT)
    message = session.scalars(select(OutboxMessage)).one()
    assert (message.kind, message.state) == ("mail", "waiting")
    assert message.payload == {
        "template": "password_reset",
        "language": "en",
        "user_id": 5,
        "values": {"name": "Anna", "link_id": 3},
    }


def test_a_mail_of_a_transaction_that_fails_is_not_asked_for(database: Database) -> None:
    with database.transaction() as session:
        queue_mail(session, "account_disabled", user_id=5, language="da", values={}, at=AT)
        session.rollback()
    with database.reading() as session:
        assert session.scalars(select(OutboxMessage)).all() == []


def test_a_double_click_asks_for_one_mail(session: Session) -> None:
    for _ in range(2):
        queue_mail(session, "account_disabled", user_id=5, language="da", values={}, at=AT, key="rights:5:2")
    assert len(session.scalars(select(OutboxMessage)).all()) == 1


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("template", "wrong"),
    [
        ("no_such_mail", {"to": "anna@firma.example", "values": {}}),
        ("password_reset", {"to": "anna@firma.example", "values": {}}),
        ("account_disabled", {"to": "anna@firma.example", "values": {"password": "hemmelig"}}),
        ("account_disabled", {"values": {}}),
        ("account_disabled", {"to": "anna@firma.example", "user_id": 5, "values": {}}),
    ],
)
def test_what_cannot_be_written_is_refused_while_somebody_is_there(
    session: Session, template: str, wrong: dict[str, Any]
) -> None:
    with pytest.raises(MailCannotBeWritten):
        queue_mail(session, template, language="da", at=AT, **wrong)
