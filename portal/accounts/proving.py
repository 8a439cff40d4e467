"""Find out whether somebody knows their password, at the same cost whoever it is, and count wrong tries."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from portal.accounts.sealing import guesser
from portal.state import portal
from providers.people import guessing, passwords
from providers.people.models import User

# Passwords, six digits and recovery codes are counted together.
SIGNING_IN = "signing_in"


@dataclass(frozen=True, slots=True)
class Proof:
    """That somebody has typed the right password: whose, the hash it fits, and the number of the try."""

    user_id: int
    hash: str
    tried: int


def count_try(email: str, at: datetime) -> int:
    """Count a try at an account as wrong until it turns out to be right, or raise TooManyGuesses."""
    with portal().database.transaction() as writing:
        return guessing.count_try(writing, guesser(SIGNING_IN, email), at)


def is_stopped(reading: Session, email: str, at: datetime) -> bool:
    """Say whether another try at an account must wait."""
    return guessing.is_stopped(reading, guesser(SIGNING_IN, email), at)


def prove(email: str, typed: str, at: datetime) -> Proof | None:
    """Look at a password; one hash is computed, whether or not there is such an account."""
    tried = count_try(email, at)
    with portal().database.reading() as reading:
        found = passwords.find_account(reading, email)
    user, kept = found or (None, None)
    if not passwords.is_right(kept, typed) or user is None or kept is None:
        return None
    proof = Proof(user.id, kept.hash, tried)
    return _renewed(proof, typed) if passwords.is_outdated(kept) else proof


def accept(writing: Session, proof: Proof) -> User | None:
    """Take a proof into a transaction; nobody comes of it when the account has been changed meanwhile."""
    guessing.take_back(writing, proof.tried)
    kept = passwords.hold_password(writing, proof.user_id)
    user = writing.get_one(User, proof.user_id, populate_existing=True)
    if kept is None or kept.hash != proof.hash or user.disabled_at is not None:
        return None
    return user


def _renewed(proof: Proof, typed: str) -> Proof:
    """Keep the password by a hash that costs what is asked for now."""
    new = passwords.hash_of(typed)
    with portal().database.transaction() as writing:
        passwords.renew_hash(writing, proof.user_id, proof.hash, new)
    return replace(proof, hash=new)
