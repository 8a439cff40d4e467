"""Issue mailed links that work once, and use them up."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor, person
from providers.people.models import LinkPurpose, OneTimeLink, User
from providers.people.rules import LIFETIME, is_open, state_of_link


class LinkNotUsable(Exception):
    """A mailed link does not work (any more); `fact` is unknown, used, withdrawn, expired or disabled."""

    def __init__(self, fact: str, purpose: str | None = None) -> None:
        super().__init__(f"The link is {fact}.")
        self.fact = fact
        self.purpose = purpose


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
    # All of them are held before anything is recorded: see sessions.hold_all.
    for link in session.scalars(_unused(user_id, purpose).with_for_update()).all():
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
    link = session.get(OneTimeLink, link_id, with_for_update=True, populate_existing=True)
    if link is None:
        raise LinkNotUsable("unknown")
    user = session.get_one(User, link.user_id)
    fact = _why_not(link, user, at)
    if fact is not None:
        raise LinkNotUsable(fact, link.purpose)
    return link, user


def use(session: Session, link: OneTimeLink, *, at: datetime) -> None:
    """Use a link up, in the transaction in which it does what it is for."""
    before = state_of_link(link)
    link.used_at = at
    session.flush()
    by = person(link.user_id)
    record(session, by, "link.used", "link", link.id, before=before, after=state_of_link(link), at=at)


def count_issued(session: Session, user_id: int, purpose: LinkPurpose, since: datetime) -> int:
    """Count the links of a purpose that a user has been sent since a moment."""
    wanted = select(func.count()).where(OneTimeLink.user_id == user_id, OneTimeLink.purpose == purpose)
    return session.scalar(wanted.where(OneTimeLink.created_at > since)) or 0


def _why_not(link: OneTimeLink, user: User, at: datetime) -> str | None:
    """Say why a link does not work, or nothing."""
    if user.disabled_at is not None:
        return "disabled"
    if link.used_at is not None:
        return "used"
    if link.withdrawn_at is not None:
        return "withdrawn"
    return None if is_open(link, at) else "expired"


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
