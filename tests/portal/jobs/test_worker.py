"""A worker does what is due, ends when it is told to, and outlives a database that is away."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

import pytest
from sqlalchemy.exc import OperationalError

from portal.jobs import worker as workers
from portal.jobs.worker import MAILS_IN_A_ROUND, Worker, process_is_gone
from portal.mail.sending import MailSender
from portal.state import Portal

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
NO_STATE = cast(Portal, None)


class Stack:
    """A pile of mails to send; `then` is what happens while each is in hand."""

    def __init__(self, number: int, then: Callable[[], None] = lambda: None) -> None:
        self.left = number
        self.then = then
        self.closed = False

    def send_next(self) -> bool:
        if not self.left:
            return False
        self.then()
        self.left -= 1
        return True

    def close(self) -> None:
        self.closed = True


def worker(stack: Stack, is_gone: Callable[[], bool] = lambda: False) -> Worker:
    return Worker(NO_STATE, (), cast(MailSender, stack), is_gone)


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test wait for the worker's pauses."""
    monkeypatch.setattr(workers, "SECONDS_BETWEEN_LOOKS", 0.01)
    monkeypatch.setattr(workers, "SECONDS_WHEN_DATABASE_IS_AWAY", 0.01)


def test_once_ends_when_nothing_is_due_any_more() -> None:
    stack = Stack(3 * MAILS_IN_A_ROUND + 1)
    worker(stack).run(once=True)
    assert (stack.left, stack.closed) == (0, True)


def test_a_worker_that_is_stopped_finishes_the_mail_in_hand_and_no_other() -> None:
    stack = Stack(5)
    stopped = worker(stack)
    stack.then = stopped.stop
    stopped.run(once=False)
    assert (stack.left, stack.closed) == (4, True)


def test_a_worker_ends_with_the_process_it_works_for() -> None:
    answers = iter([False, False, True])
    worker(Stack(0), lambda: next(answers)).run(once=False)
    assert next(answers, None) is None


def test_a_database_that_is_away_is_told_once_and_waited_for(capsys: pytest.CaptureFixture[str]) -> None:
    tries = iter(range(3))

    def fail() -> None:
        if next(tries, None) is not None:
            raise OperationalError("SELECT", None, Exception("password=hemmelig"))

    stack = Stack(1, fail)
    answers = iter([False] * 4 + [True])
    worker(stack, lambda: next(answers)).run(once=False)
    printed = "".join(capsys.readouterr())
    assert stack.left == 0
    assert printed.count("worker_has_no_database") == 1
    assert "hemmelig" not in printed


def test_processes_are_known_to_live_or_to_have_ended() -> None:
    assert not process_is_gone(os.getpid())
    assert not process_is_gone(1)
    ended = subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.DEVNULL)
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    if sys.platform == "linux":
        assert process_is_gone(ended.pid)  # ended, although nobody has buried it
    ended.wait()
    assert process_is_gone(ended.pid)
