"""Begin, note and end the sessions of those who are signed in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor, person
from providers.people.models import LoginSession, SessionEnd, SignInMethod, User
from providers.people.rules import IDLE, LONGEST, SEEN_EVERY, state_of_session

LONGEST_DEVICE = 60
# Why a session is over that nobody has ended; of one whose row is gone nothing is known.
IDLE_TOO_LONG = "idle_too_long"
LASTED_TOO_LONG = "lasted_too_long"
UNKNOWN = "unknown"


def begin(
    session: Session, user: User, *, token_hash: str, method: SignInMethod, device: str, at: datetime
) -> LoginSession:
    """Sign a user in; the token whose hash this is has never been used before."""
    login = LoginSession(
        user_id=user.id,
        token_hash=token_hash,
        method=method,
        device=device[:LONGEST_DEVICE],
        begun_at=at,
        seen_at=at,
        ends_at=at + LONGEST,
    )
    session.add(login)
    session.flush()
    record(
        session,
        person(user.id),
        "session.begun",
        "login_session",
        login.id,
        after=state_of_session(login),
        at=at,
    )
    return login


def note_seen(session: Session, session_id: int, at: datetime) -> None:
    """Note that somebody is still there; nothing else of a request is kept."""
    session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.ended_at.is_(None), LoginSession.seen_at < at)
        .values(seen_at=at)
    )


def is_worth_noting(seen_at: datetime, at: datetime) -> bool:
    """Say whether the last note of somebody's presence is old enough to be renewed."""
    return at - seen_at >= SEEN_EVERY


def end(session: Session, login: LoginSession, because: SessionEnd, *, by: Actor, at: datetime) -> None:
    """End a session; one that has ended already stays as it is."""
    if login.ended_at is not None:
        return
    before = state_of_session(login)
    login.ended_at, login.ended_because = at, because
    session.flush()
    record(
        session,
        by,
        "session.ended",
        "login_session",
        login.id,
        before=before,
        after=state_of_session(login),
        at=at,
    )


def why_over(session: Session, token_hash: str, at: datetime) -> str:
    """Say by a code why a session that counts no more does not: a SessionEnd, or one of the three others."""
    login = session.scalars(select(LoginSession).where(LoginSession.token_hash == token_hash)).one_or_none()
    if login is None:
        return UNKNOWN
    if login.ended_because is not None:
        return login.ended_because
    if login.seen_at + IDLE <= min(at, login.ends_at):
        return IDLE_TOO_LONG
    return LASTED_TOO_LONG if login.ends_at <= at else SessionEnd.DISABLED


def kind_of(session: Session, token_hash: str) -> str | None:
    """Say what kind of user a session belongs or belonged to; None where it is unknown."""
    wanted = select(User.kind).join(LoginSession, LoginSession.user_id == User.id)
    return session.scalar(wanted.where(LoginSession.token_hash == token_hash))


def hold_all(session: Session, user_id: int) -> Sequence[LoginSession]:
    """Give a user's sessions that have not been ended, held until the transaction ends.

    Whoever changes rights calls it before anything is recorded: the trail's end is the last thing to wait
    for, so that nobody who holds a session and waits for the trail is waited for in turn.
    """
    wanted = select(LoginSession).where(LoginSession.user_id == user_id, LoginSession.ended_at.is_(None))
    return session.scalars(wanted.order_by(LoginSession.id).with_for_update()).all()


def end_all(
    session: Session, user_id: int, because: SessionEnd, *, by: Actor, at: datetime, but: int | None = None
) -> int:
    """End all of a user's sessions, or all but one; give how many there were."""
    logins = [login for login in hold_all(session, user_id) if login.id != but]
    for login in logins:
        end(session, login, because, by=by, at=at)
    return len(logins)
