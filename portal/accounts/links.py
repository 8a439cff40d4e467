"""Mailed links: computed when a mail goes out, read when somebody follows one, and stored nowhere."""

import hmac
import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from portal.keys import keyed_hash
from portal.mail import queue_mail
from portal.state import portal
from providers.audit.models import Actor
from providers.people import links
from providers.people.links import LinkNotUsable
from providers.people.models import LinkPurpose, OneTimeLink, User

LONGEST_TOKEN = 100


def send_invitation(session: Session, user: User, *, to_what: str, by: Actor, at: datetime) -> OneTimeLink:
    """Invite somebody by mail; `to_what` names the organisation or the task, and stands in the mail."""
    link = links.issue(session, user, LinkPurpose.INVITATION, nonce=secrets.token_hex(16), by=by, at=at)
    values: dict[str, str | int] = {"link_id": link.id, "name": user.name or "", "to_what": to_what}
    queue_mail(session, "invitation", user_id=user.id, language=user.language, values=values, at=at)
    return link


def send_password_reset(session: Session, user: User, *, by: Actor, at: datetime) -> OneTimeLink:
    """Mail somebody a link with which they choose a new password."""
    link = links.issue(session, user, LinkPurpose.PASSWORD_RESET, nonce=secrets.token_hex(16), by=by, at=at)
    values: dict[str, str | int] = {"link_id": link.id, "name": user.name or ""}
    queue_mail(session, "password_reset", user_id=user.id, language=user.language, values=values, at=at)
    return link


def address_of_link(session: Session, link_id: int) -> str | None:
    """Give the whole address of a link, at the moment its mail goes out; None when it no longer works."""
    state = portal()
    link = links.find_open_link(session, link_id, state.now())
    if link is None or state.keys is None:
        return None
    user = session.get_one(User, link.user_id)
    prefix = "" if user.language == "da" else f"/{user.language}"
    return f"{state.settings.address}{prefix}/links/{token_of(link, state.keys.links)}"


def token_of(link: OneTimeLink, key: bytes) -> str:
    """Compute a link's token: its number, and a hash that only this installation can make."""
    return f"{link.id}-{keyed_hash(key, str(link.id), link.purpose, link.nonce)}"


def get_link(session: Session, token: str, at: datetime) -> tuple[OneTimeLink, User]:
    """Give the link that a token stands for and whom it is for, or raise LinkNotUsable."""
    number, _, _ = token.partition("-")
    keys = portal().keys
    if keys is None or len(token) > LONGEST_TOKEN or not (number.isascii() and number.isdigit()):
        raise LinkNotUsable("unknown")
    if len(number) > 9:
        raise LinkNotUsable("unknown")
    known = session.get(OneTimeLink, int(number))
    if known is None or not hmac.compare_digest(token_of(known, keys.links), token):
        raise LinkNotUsable("unknown")
    return links.get_usable(session, known.id, at)
