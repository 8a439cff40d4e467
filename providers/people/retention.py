"""Let go by the clock of what nobody needs any more; each period stands here once, with its reason.

Each function lets go of some, and says how many, so that the caller can take a little at a time. What is gone
stays gone: running it again does nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, exists, or_, select
from sqlalchemy.orm import Session, aliased

from providers.audit.models import SYSTEM
from providers.base import Base
from providers.people.erasure import erase_citizen, erase_staff, remove_rows
from providers.people.kept import Kept
from providers.people.models import (
    STAFF_KINDS,
    LoginSession,
    Look,
    OneTimeLink,
    SignInFailure,
    User,
    UserKind,
)
from providers.people.personal_data import KEPT

# Long enough for somebody to see that a stranger has been signed in as them, and to ask about it.
SESSIONS_KEPT = timedelta(days=30)
# Long enough to answer somebody who asks why a link in a mail did not work.
LINKS_KEPT = timedelta(days=30)
# Guesses are counted within minutes; a day lets whoever runs the portal see an attack on the morning after.
FAILURES_KEPT = timedelta(hours=24)
# Claims lapse after three years (forældelsesloven § 3), and one raised on the last day still takes its time.
LOOK_YEARS = 5
# A job can take up to two years of help; whoever has not come back by then does not use the page any more.
CITIZEN_YEARS = 2
# Actors and municipalities close a year's cases before they stop asking who did what.
STAFF_YEARS = 1


def remove_sessions(session: Session, *, at: datetime, limit: int) -> int:
    """Remove sessions that ended long ago; everybody's latest one stays, since it tells the last visit."""
    later = aliased(LoginSession)
    before = at - SESSIONS_KEPT
    wanted = select(LoginSession.id).where(
        or_(LoginSession.ended_at <= before, LoginSession.ends_at <= before),
        exists().where(later.user_id == LoginSession.user_id, later.id > LoginSession.id),
    )
    return _remove(
        session, "sessions", session.scalars(wanted.order_by(LoginSession.id).limit(limit)).all(), at
    )


def remove_links(session: Session, *, at: datetime, limit: int) -> int:
    """Remove mailed links that were used, withdrawn or ran out long ago."""
    before = at - LINKS_KEPT
    ended = (
        OneTimeLink.used_at <= before,
        OneTimeLink.withdrawn_at <= before,
        OneTimeLink.expires_at <= before,
    )
    wanted = select(OneTimeLink.id).where(or_(*ended)).order_by(OneTimeLink.id).limit(limit)
    return _remove(session, "mailed_links", session.scalars(wanted).all(), at)


def remove_invitations(session: Session, *, at: datetime, limit: int) -> int:
    """Remove invitations to act for an organisation as links are removed, with the address that they hold."""
    before = at - LINKS_KEPT
    sent = Base.metadata.tables["invitation"].c
    ended = (sent.accepted_at <= before, sent.withdrawn_at <= before, sent.expires_at <= before)
    wanted = select(sent.id).where(or_(*ended)).order_by(sent.id).limit(limit)
    return _remove(session, "invitations_you_accepted", session.scalars(wanted).all(), at)


def remove_sign_ups(session: Session, *, at: datetime, limit: int) -> int:
    """Remove sign-ups of companies as links are removed, with the name and the address that they hold."""
    before = at - LINKS_KEPT
    asked = Base.metadata.tables["sign_up"].c
    ended = or_(asked.used_at <= before, asked.expires_at <= before)
    wanted = select(asked.id).where(ended).order_by(asked.id).limit(limit)
    return _remove(session, "sign_ups_you_confirmed", session.scalars(wanted).all(), at)


def remove_failures(session: Session, *, at: datetime, limit: int) -> int:
    """Remove wrong guesses that are no use against whoever guesses now."""
    old = select(SignInFailure.id).where(SignInFailure.at <= at - FAILURES_KEPT)
    gone = delete(SignInFailure).where(SignInFailure.id.in_(old.order_by(SignInFailure.id).limit(limit)))
    return len(session.scalars(gone.returning(SignInFailure.id)).all())


def remove_looks(session: Session, *, at: datetime, limit: int) -> int:
    """Remove looks of so long ago that nobody can claim anything for them."""
    wanted = select(Look.id).where(Look.at <= years_before(at, LOOK_YEARS)).order_by(Look.id).limit(limit)
    return _remove(session, "looks_at_you", session.scalars(wanted).all(), at)


def erase_absent_citizens(session: Session, *, at: datetime, limit: int) -> int:
    """Erase citizens who have not been here for long."""
    before = years_before(at, CITIZEN_YEARS)
    is_absent = and_(
        User.kind == UserKind.CITIZEN,
        User.created_at <= before,
        ~exists().where(LoginSession.user_id == User.id, LoginSession.seen_at > before),
    )
    found = _held_users(session, is_absent, limit)
    for user in found:
        erase_citizen(session, user, by=SYSTEM, at=at)
    return len(found)


def erase_former_staff(session: Session, *, at: datetime, limit: int) -> int:
    """Erase staff who were shut out or left long ago; never while a citizen can still see their looks."""
    before = years_before(at, STAFF_YEARS)
    membership = Base.metadata.tables["membership"]
    is_former = and_(
        User.kind.in_(STAFF_KINDS),
        or_(User.disabled_at <= before, and_(User.kind == UserKind.PROVIDER, _has_left(membership, before))),
        ~exists().where(Look.viewer_id == User.id),
    )
    found = _held_users(session, is_former, limit)
    for user in found:
        erase_staff(session, user, by=SYSTEM, at=at)
    return len(found)


def years_before(at: datetime, years: int) -> datetime:
    """Give the same day so many years earlier; the leap day has its own on 28 February."""
    try:
        return at.replace(year=at.year - years)
    except ValueError:
        return at.replace(year=at.year - years, day=28)


def _has_left(membership: Table, before: datetime) -> ColumnElement[bool]:
    """Describe who is no member and has not been one, or new, since a moment."""
    mine = membership.c.user_id == User.id
    since = or_(membership.c.ended_at.is_(None), membership.c.ended_at > before)
    return and_(User.created_at <= before, ~exists().where(mine, since))


def _held_users(session: Session, condition: ColumnElement[bool], limit: int) -> Sequence[User]:
    """Give users of whom something is still true once nobody else can change them."""
    first = session.scalars(select(User.id).where(condition).order_by(User.id).limit(limit)).all()
    session.execute(select(User.id).where(User.id.in_(first)).order_by(User.id).with_for_update()).all()
    return session.scalars(select(User).where(User.id.in_(first), condition).order_by(User.id)).all()


def _remove(session: Session, part: str, keys: Sequence[Any], at: datetime) -> int:
    return remove_rows(session, _kept(part), keys, by=SYSTEM, at=at) if keys else 0


def _kept(part: str) -> Kept:
    return next(kept for kept in KEPT if kept.part == part)
