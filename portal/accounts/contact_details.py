"""How a chosen actor reaches a citizen: sealed before it is kept, and opened only for whoever may look."""

import json
from dataclasses import asdict, dataclass

from cryptography.fernet import InvalidToken
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.sealing import the_keys
from portal.mail.composing import find_email
from providers.courses.models import ChoiceContact


@dataclass(frozen=True, slots=True)
class ContactDetails:
    """A name, and a phone number or a mail address; what was not given is empty."""

    name: str
    phone: str = ""
    email: str = ""


def seal_contact(details: ContactDetails) -> str:
    """Close contact details so that only this installation can read them."""
    text = json.dumps(asdict(details), ensure_ascii=False)
    return the_keys().contact_seal.encrypt(text.encode()).decode()


def open_contact(sealed: str) -> ContactDetails | None:
    """Open sealed contact details; nothing comes out when they were sealed with another secret."""
    try:
        text = the_keys().contact_seal.decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None
    return ContactDetails(**json.loads(text))


def find_address(session: Session, user_id: int) -> str | None:
    """Find where mails to somebody go: for a citizen, to the address told with the latest choice, if any."""
    return find_email(session, user_id) or _told_address(session, user_id)


def _told_address(session: Session, citizen_id: int) -> str | None:
    wanted = select(ChoiceContact.sealed).where(ChoiceContact.citizen_id == citizen_id)
    sealed = session.scalar(wanted.order_by(ChoiceContact.choice_id.desc()).limit(1))
    details = open_contact(sealed) if sealed else None
    return (details.email or None) if details else None
