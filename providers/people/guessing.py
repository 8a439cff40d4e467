"""Count wrong guesses in the database, so that nobody can try on and on, whichever process answers them.

A try is counted as wrong before it is looked at and taken back when it was right. So twenty tries at the same
moment are counted like twenty tries one after another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from providers.people.models import SignInFailure
from providers.people.rules import GUESSES, GUESSES_WITHIN, too_many_guesses


class TooManyGuesses(Exception):
    """Another try must wait; `wait` says how long."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"There were too many guesses; the next is in {wait}.")
        self.wait = wait


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
    of_account = _times(session, SignInFailure.account_hash == guesser.account_hash, at)
    from_address = session.execute(
        select(SignInFailure.account_hash, SignInFailure.at)
        .where(SignInFailure.address_hash == guesser.address_hash, SignInFailure.at > at - GUESSES_WITHIN)
        .order_by(SignInFailure.at.desc())
    ).all()
    if too_many_guesses(len(of_account), [row[0] for row in from_address]):
        raise TooManyGuesses(_wait(of_account, [row[1] for row in from_address], at))
    failure = SignInFailure(account_hash=guesser.account_hash, address_hash=guesser.address_hash, at=at)
    session.add(failure)
    session.flush()
    return failure.id


def take_back(session: Session, failure_id: int) -> None:
    """Take a try back that was right."""
    session.execute(delete(SignInFailure).where(SignInFailure.id == failure_id))


def forgive(session: Session, account_hash: str) -> None:
    """Forget the guesses at an account whose owner has proved in another way who they are."""
    session.execute(delete(SignInFailure).where(SignInFailure.account_hash == account_hash))


def _times(session: Session, condition: ColumnElement[bool], at: datetime) -> Sequence[datetime]:
    wanted = select(SignInFailure.at).where(condition, SignInFailure.at > at - GUESSES_WITHIN)
    return session.scalars(wanted.order_by(SignInFailure.at.desc())).all()


def _wait(of_account: Sequence[datetime], from_address: Sequence[datetime], at: datetime) -> timedelta:
    """Say when the guess that is one too many is too old to count."""
    one_too_many = [times[GUESSES - 1] for times in (of_account, from_address) if len(times) >= GUESSES]
    return max(one_too_many) + GUESSES_WITHIN - at


def _take_turns(session: Session, guesser: Guesser) -> None:
    """Make tries at the same account or from the same address wait for each other until they are counted.

    SQLite's writers do so by themselves.
    """
    if session.get_bind().dialect.name == "postgresql":
        for text in sorted((guesser.account_hash, guesser.address_hash)):
            session.execute(select(func.pg_advisory_xact_lock(int(text[:15], 16))))
