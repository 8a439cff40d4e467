"""Know who is signed in: Flask-Login's manager over our own sessions in the database."""

import hashlib
import secrets
from datetime import datetime

from flask import Flask, request, session
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from portal.access import the_person
from portal.sessions import Member, SessionCookie, SignedIn
from portal.state import portal
from providers.audit.models import person
from providers.organisations.members import memberships_of
from providers.organisations.models import MemberRole
from providers.people import sessions
from providers.people.models import AuthorityRole, LoginSession, SessionEnd, SignInMethod, User, UserKind
from providers.people.queries import find_live_session

# In the cookie of somebody who has signed out here, or has had all that is kept about them erased.
LEFT = "left"
ERASED = "erased"


def init_people(app: Flask) -> None:
    """Let Flask-Login find people by their session, and nothing else.

    Its own init_app would look at every visitor's cookie for a "remember me", which we do not offer.
    """
    keys = app.extensions["portal"].keys
    app.secret_key = keys.cookies if keys else None
    app.session_interface = SessionCookie()
    manager = LoginManager()
    manager.session_protection = None  # the session's row says what holds, not the browser's name
    manager.user_loader(_load)
    app.login_manager = manager  # type: ignore[attr-defined]


def sign_in(writing: Session, user: User, method: SignInMethod, at: datetime) -> None:
    """Sign a user in with a new session; whatever the browser held before is gone.

    Call it inside the transaction in which it was found out who they are.
    """
    _end_current(writing, SessionEnd.REPLACED, at)
    session.clear()
    token = secrets.token_urlsafe(32)
    login = sessions.begin(writing, user, token_hash=hash_of(token), method=method, device=_device(), at=at)
    login_user(_signed_in(writing, user, login, token))


def sign_out(writing: Session, at: datetime) -> None:
    """End this browser's session; its other tabs then know why they are signed out."""
    _end_current(writing, SessionEnd.SIGNED_OUT, at)
    logout_user()
    session.clear()
    session[LEFT] = True


def why_signed_out() -> str:
    """Say by a code why whoever was signed in in this browser is so no more; nothing when nobody was."""
    token = session.get("_user_id")
    if current_user.is_authenticated or token is None:
        return next((mark for mark in (LEFT, ERASED) if mark in session), "")
    with portal().database.reading() as reading:
        return sessions.why_over(reading, hash_of(token), portal().now())


def was_a_citizen() -> bool:
    """Say whether whoever was signed in in this browser is known to be a citizen, who has no lead."""
    token = session.get("_user_id")
    if token is None:
        return False
    with portal().database.reading() as reading:
        return sessions.kind_of(reading, hash_of(token)) == UserKind.CITIZEN


def hash_of(token: str) -> str:
    """Give what is kept of a random token; it is long, so a plain hash can't be guessed at."""
    return hashlib.sha256(token.encode()).hexdigest()


def _end_current(writing: Session, because: SessionEnd, at: datetime) -> None:
    if current_user.is_authenticated:
        here = the_person()
        login = writing.get_one(LoginSession, here.session_id)
        sessions.end(writing, login, because, by=person(here.id), at=at)


def _load(token: str) -> SignedIn | None:
    """Find whoever holds a session's token, with the rights they have at this moment."""
    state = portal()
    at = state.now()
    with state.database.reading() as reading:
        found = find_live_session(reading, hash_of(token), at)
        if found is None:
            return None
        login, user = found
        signed_in = _signed_in(reading, user, login, token)
    if sessions.is_worth_noting(login.seen_at, at):
        _note_seen(login.id, at)
    return signed_in


def _note_seen(session_id: int, at: datetime) -> None:
    """Note the presence; a database that can't be written to must not keep anybody from reading."""
    try:
        with portal().database.transaction() as writing:
            sessions.note_seen(writing, session_id, at)
    except OperationalError:
        return


def _signed_in(reading: Session, user: User, login: LoginSession, token: str) -> SignedIn:
    memberships = memberships_of(reading, user.id) if user.kind == UserKind.PROVIDER else ()
    return SignedIn(
        id=user.id,
        kind=UserKind(user.kind),
        name=user.name,
        email=user.email,
        authority_role=AuthorityRole(user.authority_role) if user.authority_role else None,
        municipality_code=user.municipality_code,
        memberships=tuple(
            Member(organisation.id, organisation.slug, organisation.name, MemberRole(membership.role))
            for membership, organisation in memberships
        ),
        session_id=login.id,
        token=token,
    )


def _device() -> str:
    """Name the browser and the system as far as a person would, so that they know their own devices."""
    agent = request.user_agent.string
    browsers = (
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("Chrom", "Chrome"),
        ("Safari", "Safari"),
    )
    systems = (
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
        ("Mac OS", "Mac"), ("Linux", "Linux"),
    )  # fmt: skip
    found = [next((name for mark, name in names if mark in agent), "") for names in (browsers, systems)]
    return ", ".join(name for name in found if name)
