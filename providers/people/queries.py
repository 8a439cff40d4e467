"""Read users, their identities and their sessions."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from providers.people.models import CitizenProfile, Identity, LoginSession, User
from providers.people.rules import is_live, tidy_email


class UserNotFound(Exception):
    """No user has this number."""


def find_user(session: Session, user_id: int) -> User | None:
    """Find a user."""
    return session.get(User, user_id)


def get_user(session: Session, user_id: int) -> User:
    """Give a user, or raise UserNotFound."""
    user = find_user(session, user_id)
    if user is None:
        raise UserNotFound(f"There is no user {user_id}.")
    return user


def users_by_number(session: Session, numbers: Collection[int]) -> dict[int, User]:
    """Give some users by their numbers; those who have been erased are left out."""
    return {user.id: user for user in session.scalars(select(User).where(User.id.in_(numbers)))}


def find_user_by_email(session: Session, email: str) -> User | None:
    """Find the user with a mail address, however it is typed."""
    return session.scalars(select(User).where(User.email == tidy_email(email))).one_or_none()


def find_user_by_identity(session: Session, broker: str, subject_hash: str) -> User | None:
    """Find the user that a broker's subject belongs to."""
    wanted = select(User).join(Identity, Identity.user_id == User.id)
    return session.scalars(
        wanted.where(Identity.broker == broker, Identity.subject_hash == subject_hash)
    ).one_or_none()


def has_identity(session: Session, user_id: int) -> bool:
    """Say whether a user signs in through a broker."""
    return bool(session.scalar(select(exists().where(Identity.user_id == user_id))))


def find_live_session(session: Session, token_hash: str, at: datetime) -> tuple[LoginSession, User] | None:
    """Find a session by the hash of its token, with its user; only while both still count."""
    wanted = select(LoginSession, User).join(User, User.id == LoginSession.user_id)
    found = session.execute(wanted.where(LoginSession.token_hash == token_hash)).one_or_none()
    if found is None:
        return None
    login, user = found
    return (login, user) if user.disabled_at is None and is_live(login, at) else None


def live_sessions(session: Session, user_id: int, at: datetime) -> Sequence[LoginSession]:
    """List where a user is signed in, the latest first."""
    wanted = select(LoginSession).where(LoginSession.user_id == user_id, LoginSession.ended_at.is_(None))
    found = session.scalars(wanted.order_by(LoginSession.seen_at.desc(), LoginSession.id.desc()))
    return [login for login in found if is_live(login, at)]


def find_profile(session: Session, user_id: int) -> CitizenProfile | None:
    """Find what a citizen has told about themselves."""
    return session.get(CitizenProfile, user_id)
