"""Mails for tests: what was asked for, and a writer whose links are plain to see."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.config import Settings, settings_from
from portal.mail import INVITATION_ID, LINK_ID, SIGN_UP_ID
from portal.mail.composing import Writer
from providers.outbox.models import OutboxMessage

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
ADDRESS = "https://portal.example"
GONE_LINK = 404
VALUES: Mapping[str, str | int] = {
    "name": "Anna Ås",
    "to_what": "Vejen Videre ApS",
    "organisation": "Vejen Videre ApS",
    "role": "editor",
    "company": "Vejen Videre ApS",
    "cvr": "01234560",
    "by": "Bo Bæk",
    "left": 7,
    "number": 7,
    "day": "1. marts 2027",
    "period": "2025-Q1 til 2025-Q4",
    "until": "2026-12-09",
    LINK_ID: 12,
    INVITATION_ID: 12,
    SIGN_UP_ID: 12,
}


def settings_of_mail(**more: str) -> Settings:
    """Give the settings of a real portal that sends mails."""
    return settings_from(
        {
            "PORTAL_DATA_DIR": "/nowhere",
            "PORTAL_ADDRESS": ADDRESS,
            "PORTAL_MAIL_FROM": "portal@portal.example",
            **more,
        }
    )


def make_link(_session: Session, link_id: int) -> str | None:
    """Make a link, unless it is the one that has been used."""
    return None if link_id == GONE_LINK else f"{ADDRESS}/links/{link_id}-abc"


def writer(**more: str) -> Writer:
    """Give a writer of mails."""
    return Writer(settings_of_mail(**more), dict.fromkeys((LINK_ID, INVITATION_ID, SIGN_UP_ID), make_link))


def asked(template: str = "password_changed", **changes: Any) -> OutboxMessage:
    """Ask for a mail, without putting it anywhere."""
    payload = {"template": template, "language": "da", "to": "anna@firma.example", "values": {}, **changes}
    return OutboxMessage(id=7, kind="mail", payload=payload, created_at=AT)
