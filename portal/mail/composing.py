"""Write a mail from what was asked for: in its reader's language, with the address and link of the moment."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.locale import gettext as _
from portal.locale import let_translate, speaking
from providers.outbox.models import OutboxMessage
from providers.people.models import User

# Makes the address that a one-time link has now; None when it has been used, withdrawn or has run out.
LinkMaker = Callable[[Session, int], str | None]
# Finds the address that a user has now; None when there is none, or the user is gone.
AddressFinder = Callable[[Session, int], str | None]

TEMPLATES = Path(__file__).parents[1] / "templates"
LOCAL_PART = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


class AddressUnusable(Exception):
    """Nothing can be sent to an address that is written like this."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail ready to go; its number is the outbox's, so that each try gives the same mail."""

    number: int
    sender: str
    recipient: str = field(repr=False)
    content: bytes = field(repr=False)


class Writer:
    """What every mail is written with."""

    def __init__(
        self,
        settings: Settings,
        link_makers: Mapping[str, LinkMaker],
        find_address: AddressFinder | None = None,
    ) -> None:
        """Take what is known about the portal, and a way to make a link of each value that stands for one.

        `find_address` gives a user's address at the moment; without it only staff have one.
        """
        self._find_address = find_address or find_email
        self._settings = settings
        self._link_makers = link_makers
        self._templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            undefined=StrictUndefined,
            trim_blocks=True,
            autoescape=False,  # nosec B701 # noqa: S701 - a mail is plain text, in which nothing is markup
        )
        let_translate(self._templates)

    def write(self, session: Session, asked: OutboxMessage, at: datetime) -> Mail | None:
        """Write a mail, or nothing when its reader is gone or its link is of no use any more."""
        recipient = self._address_of(session, asked)
        values = {name: one_line(value) for name, value in asked.payload["values"].items()}
        for name in values.keys() & self._link_makers.keys():
            link = self._link_makers[name](session, int(values.pop(name)))
            if link is None:
                return None
            values["link"] = link
        if recipient is None:
            return None
        with speaking(asked.payload["language"]):
            return self._written(asked, usable_address(recipient), values, at)

    def _written(self, asked: OutboxMessage, recipient: str, values: dict[str, str], at: datetime) -> Mail:
        text = self._templates.get_template(f"mail/{asked.payload['template']}.txt").render(
            **values,
            site_address=self._settings.address,
            authority_name=self._settings.authority_name,
        )
        subject, _newline, body = text.partition("\n")
        name, sender = parseaddr(self._settings.mail_from)
        message = EmailMessage(policy=policy.SMTP)
        message["From"] = Address(name or _("Find hjælp til job"), addr_spec=sender)
        message["To"] = Address(addr_spec=recipient)
        message["Subject"] = subject
        message["Date"] = format_datetime(at)
        message["Message-ID"] = self._message_id(asked, sender)
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body.strip("\n") + "\n", charset="utf-8", cte="quoted-printable")
        return Mail(asked.id, sender, recipient, message.as_bytes())

    def _address_of(self, session: Session, asked: OutboxMessage) -> str | None:
        if "user_id" in asked.payload:
            return self._find_address(session, asked.payload["user_id"])
        return str(asked.payload["to"])

    def _message_id(self, asked: OutboxMessage, sender: str) -> str:
        """Name the mail the same on every try, so that a receiver can see that it has it already."""
        host = urlsplit(self._settings.address).hostname or sender.rpartition("@")[2]
        return f"<{asked.id}.{int(asked.created_at.timestamp())}@{host}>"


def find_email(session: Session, user_id: int) -> str | None:
    """Find a user's address; whoever has been erased, and every citizen, has none."""
    return session.scalar(select(User.email).where(User.id == user_id))


def usable_address(text: str) -> str:
    """Give an address as mail servers take it; raise AddressUnusable when it is not one."""
    local, at_sign, domain = text.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode()
    except UnicodeError:
        domain = ""
    if not at_sign or not LOCAL_PART.fullmatch(local) or not DOMAIN.fullmatch(domain):
        raise AddressUnusable
    return f"{local}@{domain}"


def one_line(value: str | int) -> str:
    """Make a value fill one line, so that it can be nothing but a part of a sentence."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(value)).split())
