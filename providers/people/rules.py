"""Decide what a user may be, when a session or a link is over, and when guesses are too many."""

import re
from collections import Counter
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
# So many wrong guesses at one account count against the address; with them twenty tries from one address are
# stopped, however they are spread.
GUESSES_OF_ONE_ACCOUNT = 4

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


def counted_from_address(guesses: Sequence[tuple[str, datetime]]) -> list[datetime]:
    """Choose the wrong guesses that count against the address they came from: the latest few at each account.

    Takes the account and the moment of each, newest first. One person who has forgotten a password does not
    lock out everybody who shares the address; guesses at three accounts or more can.
    """
    of_account: Counter[str] = Counter()
    counted = []
    for account, at in guesses:
        of_account[account] += 1
        if of_account[account] <= GUESSES_OF_ONE_ACCOUNT:
            counted.append(at)
    return counted


def wait_after(guesses: Sequence[datetime], at: datetime) -> timedelta:
    """Say how long another try must wait after wrong guesses, newest first: until one too many is too old."""
    if len(guesses) < GUESSES:
        return timedelta(0)
    return guesses[GUESSES - 1] + GUESSES_WITHIN - at
