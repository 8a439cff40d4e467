"""Count wrong guesses in the database, so that nobody can try on and on, whichever process answers them.

A try is counted as wrong before it is looked at and taken back when it was right. So twenty tries at the same
moment are counted like twenty tries one after another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from providers.people.models import SignInFailure
from providers.people.rules import GUESSES_WITHIN, counted_from_address, wait_after


class TooManyGuesses(Exception):
    """Another try must wait; `wait` says how long, and `at_many` that an address tried several accounts."""

    def __init__(self, wait: timedelta, *, at_many: bool) -> None:
        super().__init__(f"There were too many guesses; the next is in {wait}.")
        self.wait = wait
        self.at_many = at_many


@dataclass(frozen=True, slots=True)
class Guesser:
    """Where a try comes from and what it is aimed at, both as keyed hashes."""

    account_hash: str
    address_hash: str


def count_try(session: Session, guesser: Guesser, at: datetime) -> int:
    """Count a try as wrong until it turns out to be right, or raise TooManyGuesses.

    What is stopped is not counted, so that nobody can keep an owner out by going on for ever.
    """
    _take_turns(session, guesser)
    account_waits = wait_after(_of_account(session, guesser, at), at)
    address_waits = wait_after(counted_from_address(_from_address(session, guesser, at)), at)
    wait = max(account_waits, address_waits)
    if wait > timedelta(0):
        raise TooManyGuesses(wait, at_many=address_waits > account_waits)
    failure = SignInFailure(account_hash=guesser.account_hash, address_hash=guesser.address_hash, at=at)
    session.add(failure)
    session.flush()
    return failure.id


def is_stopped(session: Session, guesser: Guesser, at: datetime) -> bool:
    """Say whether there were so many wrong guesses at an account that the next one must wait."""
    return wait_after(_of_account(session, guesser, at), at) > timedelta(0)


def take_back(session: Session, failure_id: int) -> None:
    """Take a try back that was right."""
    session.execute(delete(SignInFailure).where(SignInFailure.id == failure_id))


def forgive(session: Session, account_hash: str) -> None:
    """Forget the guesses at an account whose owner has proved in another way who they are."""
    session.execute(delete(SignInFailure).where(SignInFailure.account_hash == account_hash))


def _of_account(session: Session, guesser: Guesser, at: datetime) -> Sequence[datetime]:
    mine = SignInFailure.account_hash == guesser.account_hash
    wanted = select(SignInFailure.at).where(mine, SignInFailure.at > at - GUESSES_WITHIN)
    return session.scalars(wanted.order_by(SignInFailure.at.desc())).all()


def _from_address(session: Session, guesser: Guesser, at: datetime) -> Sequence[tuple[str, datetime]]:
    from_here = SignInFailure.address_hash == guesser.address_hash
    wanted = select(SignInFailure.account_hash, SignInFailure.at)
    wanted = wanted.where(from_here, SignInFailure.at > at - GUESSES_WITHIN)
    found = session.execute(wanted.order_by(SignInFailure.at.desc()))
    return [(account, guessed_at) for account, guessed_at in found]


def _take_turns(session: Session, guesser: Guesser) -> None:
    """Make tries at the same account or from the same address wait for each other until they are counted.

    SQLite's writers do so by themselves.
    """
    if session.get_bind().dialect.name == "postgresql":
        for text in sorted((guesser.account_hash, guesser.address_hash)):
            session.execute(select(func.pg_advisory_xact_lock(int(text[:15], 16))))
