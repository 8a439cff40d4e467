"""Keep local passwords as argon2 hashes, and decide which passwords are good enough."""

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor
from providers.people.models import Password, SessionEnd, User
from providers.people.rules import State, is_email, tidy_email
from providers.people.sessions import end_all

# OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB of memory, two rounds, one lane.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Nobody's hash: checked where there is none, so that an account that does not exist takes as long as one that
# does. It must cost what HASHER costs.
NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$WcWAqXKM6A1MXXyRtkzPZg$bfo/XWPncJGX1c1EvMHfwmxK1srhP73PZOdgaS0tl0E"
)
# NIST SP 800-63B-4, 3.1.1.2: length is what counts; no rules about kinds of signs, no forced change. What is
# expected is refused: often chosen, repeated, in a row, or the owner's own name.
SHORTEST = 12
LONGEST = 128
# What people choose first when twelve signs are asked for, in Danish and English, in small letters.
COMMON_LIST = """
000000000000 111111111111 121212121212 123123123123 123412341234 1234567890ab 123456789012 1234567890123
12345678901234 123456789abc 123456789qwe 1q2w3e4r5t6y 1qaz2wsx3edc aaaaaaaaaaaa abcabcabcabc abcd12345678
abcdefghijkl abcdefghijklm adgangskode1 adgangskode12 adgangskode123 adgangskode1234 administrator
administrator1 administrator123 asdfasdfasdf asdfghjkl123 asdfghjklæøå basketball12 changeme1234
christopher1 danmark12345 fodboldfodbold hemmelighed1 hemmelighed123 hemmeligkode iloveyou1234
jegelskerdig jegelskerdig1 jegelskerdig123 kodeordkodeord kodeord12345 københavn1234 letmeinletmein
mitkodeord123 password0000 password1234 password12345 password123456 passwordpassword password2024
password2025 password2026 qazwsxedcrfv qweasdzxc123 qwerty123456 qwerty1234567 qwertyqwerty qwertyuiop12
qwertyuiop123 qwertyuiopå1 sommer2024sommer sommerferie1 sommerferie2025 sommerferie2026 velkommen123
velkommen1234 velkommen2025 velkommen2026 welcome12345 welcome123456
"""
COMMON = frozenset(COMMON_LIST.split())
# "aaaaaaaaaaaa" and "ababababab12" are as long as they should be and no harder to guess for it.
FEWEST_SIGNS = 5
# Signs that people type one after the other: digits, the alphabet, and the rows of a Danish keyboard.
ROWS = ("01234567890", "abcdefghijklmnopqrstuvwxyzæøå", "qwertyuiopå", "asdfghjklæø", "zxcvbnm")
NEIGHBOURS = frozenset(
    pair for row in ROWS for way in (row, row[::-1]) for pair in map("".join, pairwise(way))
)
# So much of a password may be steps along such a row; words hold some by chance.
MOST_STEPS = 0.6
# What must be left of a password without its owner's name and address, or the portal's; shorter parts stand
# in any word.
LEFT_WITHOUT_NAME = 6
SHORTEST_PART = 3
SPELLED_OUT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def fault_of(
    password: str, email: str, name: str | None = None, *, places: Collection[str] = ()
) -> str | None:
    """Say by a code what is wrong with a password that somebody chooses: nothing for a good one.

    `places` are names of what it opens, which whoever guesses tries too.
    """
    password = _tidy(password)
    if not SHORTEST <= len(password) <= LONGEST:
        return "too_short" if len(password) < SHORTEST else "too_long"
    plain = password.strip().casefold()
    local, _at, domain = tidy_email(email).partition("@")
    if _is_little_more_than(plain, (local, domain, (name or "").casefold())):
        return "personal"
    if _is_little_more_than(plain, [place.casefold() for place in places]):
        return "place"
    if len(set(plain)) < FEWEST_SIGNS or plain in (plain + plain)[1:-1]:
        return "repeated"
    if _follows_rows(plain):
        return "row"
    return "common" if plain in COMMON else None


def hash_of(password: str) -> str:
    """Give what is kept of a password; it takes long on purpose, so do it outside of a transaction."""
    return HASHER.hash(_tidy(password))


def is_right(kept: Password | None, password: str) -> bool:
    """Say whether a password is the one that is kept; takes as long where none is kept."""
    try:
        fits = HASHER.verify(kept.hash if kept else NOBODYS_HASH, _tidy(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None and fits


def is_outdated(kept: Password) -> bool:
    """Say whether a hash was made more cheaply than we make them now."""
    return HASHER.check_needs_rehash(kept.hash)


def find_password(session: Session, user_id: int) -> Password | None:
    """Find what is kept of a user's password."""
    return session.get(Password, user_id)


def hold_password(session: Session, user_id: int) -> Password | None:
    """Find what is kept of a user's password; others who change how they sign in wait."""
    return session.get(Password, user_id, with_for_update=True, populate_existing=True)


def find_account(session: Session, email: str) -> tuple[User, Password | None] | None:
    """Find a user who may come in, and their password, by the address they type."""
    typed = tidy_email(email)
    if not is_email(typed):
        return None
    wanted = select(User, Password).outerjoin(Password, Password.user_id == User.id)
    found = session.execute(wanted.where(User.email == typed, User.disabled_at.is_(None))).one_or_none()
    return (found[0], found[1]) if found else None


def set_password(
    session: Session, user: User, new_hash: str, *, by: Actor, at: datetime, but: int | None = None
) -> Password:
    """Set a user's password; they are signed out everywhere, but in one session if it is named."""
    password = hold_password(session, user.id)
    before = state_of_password(password) if password else None
    if password is None:
        password = Password(user_id=user.id)
        session.add(password)
    password.hash, password.changed_at = new_hash, at
    session.flush()
    end_all(session, user.id, SessionEnd.PASSWORD_CHANGED, by=by, at=at, but=but)
    record(
        session,
        by,
        "password.set",
        "password",
        user.id,
        before=before,
        after=state_of_password(password),
        at=at,
    )
    return password


def renew_hash(session: Session, user_id: int, outdated: str, new_hash: str) -> None:
    """Keep the same password by a hash that costs what is asked for now."""
    password = hold_password(session, user_id)
    if password is not None and password.hash == outdated:
        password.hash = new_hash
        session.flush()


def state_of_password(_password: Password) -> State:
    """Describe a password for the audit trail: that there is one."""
    return {"set": True}


def _is_little_more_than(plain: str, names: Collection[str]) -> bool:
    """Say whether a password is little more than some names or their parts, æ, ø and å spelled out or not."""
    parts = {part for name in names for part in (name, *re.split(r"[\W\d_]+", name))}
    parts |= {part.translate(SPELLED_OUT) for part in parts}
    left = plain
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= SHORTEST_PART:
            left = left.replace(part, "")
    return left != plain and len(re.sub(r"[\W_]", "", left)) < LEFT_WITHOUT_NAME


def _follows_rows(plain: str) -> bool:
    """Say whether a password is mostly signs that stand, or are counted, beside each other."""
    pairs = list(map("".join, pairwise(plain)))
    return sum(pair in NEIGHBOURS for pair in pairs) > MOST_STEPS * len(pairs)


def _tidy(password: str) -> str:
    """Write signs the one way, whatever keyboard they come from: æ, ø and å can be sent in two ways."""
    return unicodedata.normalize("NFC", password)
