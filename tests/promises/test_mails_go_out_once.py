"""Workers are killed at every step and run beside each other: no mail is lost, and none arrives twice."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from portal.database import Database
from portal.mail import queue_mail
from portal.state import utc_now
from providers.outbox.models import OutboxMessage
from tests.support.mail_server import MailServer
from tests.support.portals import environment
from tests.support.processes import tied_to_us
from tests.support.source_tree import ROOT

MAILS = 100
SEED = 2026
SECONDS_TO_WORK = 60
# Where a worker is killed, each after some mails have gone out: at a step of the conversation, or so many
# seconds after the server has taken a mail, while the worker notes it and begins the next one.
KILLS: tuple[str | float, ...] = ("MAIL", "RCPT", "DATA", 0.0, 0.001, 0.003, 0.006, 0.01, "DATA")


class Workers:
    """The worker processes of a test, which end with it."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        self._env = env
        self.log = log
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        """Start a real worker, as its operator would."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                tied_to_us([sys.executable, "-m", "flask", "jobs", "work", *options]),
                cwd=ROOT,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stderr=log,
            )
        self.started.append(process)
        return process


@pytest.fixture
def workers(database_url: str, tmp_path: Path, mail_server: MailServer) -> Iterator[Workers]:
    workers = Workers(
        environment(
            tmp_path,
            DATABASE_URL=database_url,
            PORTAL_ADDRESS="https://portal.example",
            PORTAL_SECRET_KEY="a secret of the tests, long enough to be one",
            PORTAL_SMTP_URL=mail_server.url,
        ),
        tmp_path / "workers.log",
    )
    yield workers
    for process in workers.started:
        process.kill()
        process.wait(10)


def ask(database: Database, number: int) -> None:
    with database.transaction() as session:
        for one in range(number):
            to = f"anna{one}@firma.example"
            queue_mail(session, "account_disabled", to=to, language="da", values={}, at=utc_now())


def let_claims_run_out(database: Database) -> None:
    """Let the time pass that a dead worker's mails are left alone."""
    with database.transaction() as session:
        held = update(OutboxMessage).where(OutboxMessage.claimed_until.is_not(None))
        session.execute(held.values(claimed_until=utc_now() - timedelta(days=1)))


def states(database: Database) -> dict[str, str]:
    """Tell where each mail stands, by the one it is for."""
    with database.reading() as session:
        return {message.payload["to"]: message.state for message in session.scalars(select(OutboxMessage))}


def wait_for(
    mail_server: MailServer, number: int, process: subprocess.Popen[bytes], workers: Workers
) -> None:
    deadline = time.monotonic() + SECONDS_TO_WORK
    while len(mail_server.messages) < number:
        assert process.poll() is None, workers.log.read_text("utf-8")[-2000:]
        assert time.monotonic() < deadline, "The worker sends nothing."
        time.sleep(0.0005)


def kill_at(mail_server: MailServer, process: subprocess.Popen[bytes], where: str | float) -> None:
    if isinstance(where, str):
        mail_server.at_step[where] = process.kill
    else:
        time.sleep(where)
        process.kill()
    assert process.wait(SECONDS_TO_WORK) == -signal.SIGKILL
    mail_server.at_step.clear()


def test_workers_that_are_killed_lose_no_mail_and_send_none_twice(
    database: Database, mail_server: MailServer, workers: Workers
) -> None:
    ask(database, MAILS)
    chance = random.Random(SEED)
    for where in KILLS:
        process = workers.start()
        wait_for(mail_server, len(mail_server.messages) + chance.randint(3, 9), process, workers)
        kill_at(mail_server, process, where)
        let_claims_run_out(database)
    assert workers.start("--once").wait(SECONDS_TO_WORK) == 0
    arrived = Counter(received.recipient for received in mail_server.messages)
    standing = states(database)
    assert len(standing) == MAILS
    assert set(standing.values()) <= {"done", "uncertain"}
    assert set(arrived.values()) == {1}
    assert {to for to, state in standing.items() if state == "done"} <= arrived.keys()
    assert list(standing.values()).count("uncertain") <= len(KILLS)


def test_workers_beside_each_other_send_each_mail_once(
    database: Database, mail_server: MailServer, workers: Workers
) -> None:
    ask(database, MAILS)
    together = [workers.start("--once") for _ in range(2)]
    assert [process.wait(SECONDS_TO_WORK) for process in together] == [0, 0]
    arrived = Counter(received.recipient for received in mail_server.messages)
    assert (len(arrived), set(arrived.values())) == (MAILS, {1})
    assert set(states(database).values()) == {"done"}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_told_to_end_finishes_the_mail_in_hand(
    database: Database, mail_server: MailServer, workers: Workers, ending: signal.Signals
) -> None:
    mail_server.seconds["DATA"] = 0.5
    ask(database, 3)
    process = workers.start()
    mail_server.at_step["DATA"] = lambda: process.send_signal(ending)
    assert process.wait(SECONDS_TO_WORK) == 0
    assert len(mail_server.messages) == 1
    assert sorted(states(database).values()) == ["done", "waiting", "waiting"]
