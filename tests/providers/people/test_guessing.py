"""Wrong guesses are counted however many come at once, and stop nobody but whoever is guessed at."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.database import Database
from providers.people import guessing
from providers.people.guessing import Guesser, TooManyGuesses
from providers.people.models import SignInFailure
from providers.people.rules import GUESSES, GUESSES_WITHIN
from tests.factories.people import AT

SECOND = timedelta(seconds=1)


def guesser(account: int = 1, address: int = 1) -> Guesser:
    return Guesser(f"{account:064x}", f"{address + 1000:064x}")


def guess(session: Session, times: int, account: int = 1, address: int = 1) -> None:
    for _time in range(times):
        guessing.count_try(session, guesser(account, address), AT)


def test_eleventh_guess_must_wait_until_the_first_is_five_minutes_old(session: Session) -> None:
    for number in range(GUESSES):
        guessing.count_try(session, guesser(), AT + number * SECOND)
    now = AT + 60 * SECOND
    with pytest.raises(TooManyGuesses) as stopped:
        guessing.count_try(session, guesser(), now)
    assert stopped.value.wait == timedelta(minutes=4)
    guessing.count_try(session, guesser(), now + stopped.value.wait)
    with pytest.raises(TooManyGuesses):
        guessing.count_try(session, guesser(), now + stopped.value.wait)


def test_guesses_at_one_account_count_from_wherever_they_come(session: Session) -> None:
    for address in range(GUESSES):
        guess(session, 1, address=address)
    with pytest.raises(TooManyGuesses):
        guess(session, 1, address=99)


def test_other_account_is_not_harmed_by_guesses_at_one(session: Session) -> None:
    guess(session, GUESSES)
    guess(session, 1, account=2, address=2)


def test_somebody_behind_the_same_address_is_not_harmed_by_guesses_at_one_account(session: Session) -> None:
    guess(session, GUESSES)
    guess(session, 1, account=2)


def test_ten_guesses_at_one_account_and_one_at_another_stop_no_third(session: Session) -> None:
    guess(session, GUESSES)
    guess(session, 1, account=2)
    guess(session, 1, account=3)


@pytest.mark.parametrize("accounts", range(1, 21))
def test_no_more_than_twenty_guesses_get_through_from_one_address(session: Session, accounts: int) -> None:
    let_through = 0
    for number in range(30):
        with suppress(TooManyGuesses):
            guess(session, 1, account=number % accounts)
            let_through += 1
    assert let_through <= 20


def test_it_is_told_apart_whether_one_account_was_guessed_at_or_many(session: Session) -> None:
    guess(session, GUESSES)
    with pytest.raises(TooManyGuesses) as at_one:
        guess(session, 1)
    for account in range(2, 5):
        guess(session, 2, account=account)
    with pytest.raises(TooManyGuesses) as at_many:
        guess(session, 1, account=5)
    assert (at_one.value.at_many, at_many.value.at_many) == (False, True)


def test_address_that_guesses_at_many_accounts_is_stopped_at_all_of_them(session: Session) -> None:
    for account in range(GUESSES):
        guess(session, 1, account=account)
    with pytest.raises(TooManyGuesses) as stopped:
        guess(session, 1, account=99)
    assert stopped.value.wait == GUESSES_WITHIN
    guess(session, 1, account=99, address=2)


def test_try_that_was_right_is_not_counted(session: Session) -> None:
    for _time in range(3 * GUESSES):
        guessing.take_back(session, guessing.count_try(session, guesser(), AT))


def test_stopped_tries_are_not_counted_so_that_nobody_is_kept_out_for_ever(session: Session) -> None:
    guess(session, GUESSES)
    for _time in range(5):
        with pytest.raises(TooManyGuesses):
            guess(session, 1)
    assert session.scalar(select(func.count()).select_from(SignInFailure)) == GUESSES


def test_owner_who_has_proved_to_be_one_can_try_again(session: Session) -> None:
    guess(session, GUESSES)
    guess(session, 1, account=2, address=2)
    guessing.forgive(session, guesser().account_hash)
    guess(session, 1)
    assert session.scalar(select(func.count()).select_from(SignInFailure)) == 2


def test_twenty_guesses_at_the_same_moment_are_counted_like_twenty_in_a_row(database: Database) -> None:
    def one(_number: int) -> bool:
        try:
            with database.transaction() as session:
                guessing.count_try(session, guesser(), AT)
        except TooManyGuesses:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        let_through = list(pool.map(one, range(20)))
    assert let_through.count(True) == GUESSES
