"""Decide what a user may be, when a session or a link is over, and when guesses are too many."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from providers.people.models import LinkPurpose, LoginSession, OneTimeLink, User

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
# How old the note of somebody's last request may be; writing it at every request would be for nothing.
SEEN_EVERY = timedelta(minutes=1)
LIFETIME = {LinkPurpose.INVITATION: timedelta(days=7), LinkPurpose.PASSWORD_RESET: timedelta(hours=1)}
LONGEST_NAME = 120
LONGEST_EMAIL = 254

GUESSES = 10
GUESSES_WITHIN = timedelta(minutes=5)

State = dict[str, str | int | bool | None]


def state_of(user: User) -> State:
    """Describe a user for the audit trail, without anything personal."""
    return {
        "kind": user.kind,
        "authority_role": user.authority_role,
        "municipality": user.municipality_code,
        "disabled": user.disabled_at is not None,
    }


def state_of_session(login: LoginSession) -> State:
    """Describe a session for the audit trail."""
    return {"user": login.user_id, "method": login.method, "ended": login.ended_because}


def state_of_link(link: OneTimeLink) -> State:
    """Describe a mailed link for the audit trail."""
    ended = "used" if link.used_at else "withdrawn" if link.withdrawn_at else None
    return {"user": link.user_id, "purpose": link.purpose, "ended": ended}


def is_live(login: LoginSession, at: datetime) -> bool:
    """Say whether a session still counts: not ended, not idle for too long, not past its last moment."""
    return login.ended_at is None and at < login.ends_at and at - login.seen_at < IDLE


def is_open(link: OneTimeLink, at: datetime) -> bool:
    """Say whether a mailed link still works."""
    return link.used_at is None and link.withdrawn_at is None and at < link.expires_at


def tidy_email(text: str) -> str:
    """Write an address the one way in which it is kept and compared."""
    return text.strip().casefold()


def is_email(text: str) -> bool:
    """Say whether a text can be a mail address: one @, a dot after it, no spaces or control characters."""
    return (
        len(text) <= LONGEST_EMAIL
        and text.isprintable()
        and re.fullmatch(r"[^@\s<>,;:\"()\[\]\\]+@[^@\s.]+(\.[^@\s.]+)+", text) is not None
    )


def too_many_guesses(of_account: int, from_address: Sequence[str]) -> bool:
    """Say whether another try must wait.

    `of_account` counts the wrong guesses at the account within GUESSES_WITHIN, from wherever; `from_address`
    holds the account of each wrong guess from the address. An address that has guessed at one account only
    does not lock the others out: many people can share it.
    """
    if of_account >= GUESSES:
        return True
    return len(from_address) >= GUESSES and len(set(from_address)) > 1
