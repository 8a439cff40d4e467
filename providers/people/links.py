"""Issue mailed links that work once, and use them up."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor, person
from providers.people.models import LinkPurpose, OneTimeLink, User
from providers.people.rules import LIFETIME, is_open, state_of_link


class LinkNotUsable(Exception):
    """A mailed link does not work (any more); `fact` is unknown, used, withdrawn, expired or disabled."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The link is {fact}.")
        self.fact = fact


def issue(
    session: Session, user: User, purpose: LinkPurpose, *, nonce: str, by: Actor, at: datetime
) -> OneTimeLink:
    """Issue a link; earlier ones of the same purpose stop working, so that only the latest mail counts."""
    withdraw_open(session, user.id, purpose, by=by, at=at)
    link = OneTimeLink(
        user_id=user.id, purpose=purpose, nonce=nonce, created_at=at, expires_at=at + LIFETIME[purpose]
    )
    session.add(link)
    session.flush()
    record(session, by, "link.issued", "link", link.id, after=state_of_link(link), at=at)
    return link


def withdraw_open(session: Session, user_id: int, purpose: LinkPurpose, *, by: Actor, at: datetime) -> None:
    """Make a user's unused links of a purpose stop working."""
    for link in session.scalars(_unused(user_id, purpose)):
        before = state_of_link(link)
        link.withdrawn_at = at
        session.flush()
        record(
            session, by, "link.withdrawn", "link", link.id, before=before, after=state_of_link(link), at=at
        )


def find_open_link(session: Session, link_id: int, at: datetime) -> OneTimeLink | None:
    """Find a link that still works."""
    link = session.get(OneTimeLink, link_id)
    return link if link is not None and is_open(link, at) else None


def open_invitation(session: Session, user_id: int, at: datetime) -> OneTimeLink | None:
    """Find the invitation that somebody has not answered yet."""
    found = session.scalars(_unused(user_id, LinkPurpose.INVITATION)).all()
    return next((link for link in found if is_open(link, at)), None)


def get_usable(session: Session, link_id: int, at: datetime) -> tuple[OneTimeLink, User]:
    """Give a link that works and whom it is for, held until the transaction ends; raise LinkNotUsable."""
    link = session.scalars(
        select(OneTimeLink).where(OneTimeLink.id == link_id).with_for_update()
    ).one_or_none()
    if link is None:
        raise LinkNotUsable("unknown")
    user = session.get_one(User, link.user_id)
    if user.disabled_at is not None:
        raise LinkNotUsable("disabled")
    if link.used_at is not None:
        raise LinkNotUsable("used")
    if link.withdrawn_at is not None:
        raise LinkNotUsable("withdrawn")
    if not is_open(link, at):
        raise LinkNotUsable("expired")
    return link, user


def use(session: Session, link: OneTimeLink, *, at: datetime) -> None:
    """Use a link up, in the transaction in which it does what it is for."""
    before = state_of_link(link)
    link.used_at = at
    session.flush()
    by = person(link.user_id)
    record(session, by, "link.used", "link", link.id, before=before, after=state_of_link(link), at=at)


def _unused(user_id: int, purpose: LinkPurpose) -> Select[OneTimeLink]:
    return (
        select(OneTimeLink)
        .where(
            OneTimeLink.user_id == user_id,
            OneTimeLink.purpose == purpose,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.withdrawn_at.is_(None),
        )
        .order_by(OneTimeLink.id)
    )
