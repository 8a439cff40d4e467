"""Jobs are due by the clock on the wall, also on the nights it is moved, and one worker runs each."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from portal.jobs import JOBS
from portal.jobs.schedule import PATIENCE, Daily, Every, Job, run_due
from portal.state import Portal
from providers.outbox.models import ScheduledJob

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
HOURLY = Every(timedelta(hours=1))


class Clock:
    """A portal whose clock the test moves, and a job that notes when it was run."""

    def __init__(self, app: Flask) -> None:
        self.at = AT
        self.runs: list[datetime] = []
        self.fault: BaseException | None = None
        held: Portal = app.extensions["portal"]
        parts = {name: getattr(held, name) for name in Portal.__slots__}
        self.state = Portal(**{**parts, "now": lambda: self.at})

    def run(self, _state: Portal, now: datetime) -> None:
        self.runs.append(now)
        if self.fault is not None:
            raise self.fault

    def tick(self, forward: timedelta = timedelta(), when: Every | Daily = HOURLY) -> None:
        """Move the clock and let a worker look."""
        self.at += forward
        run_due(self.state, [Job("test.job", when, self.run)])

    def row(self) -> ScheduledJob:
        with self.state.database.reading() as session:
            return session.scalars(select(ScheduledJob)).one()


@pytest.fixture
def clock(app: Flask) -> Clock:
    return Clock(app)


def in_utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def next_four(when: Daily, start: str) -> str:
    moments = [in_utc(start)]
    for _ in range(4):
        moments.append(when.next_after(moments[-1]))
    return ", ".join(f"{moment:%m-%d %H:%M}" for moment in moments[1:])


@pytest.mark.parametrize(
    ("at_time", "start", "expected"),
    [
        # 25 October 2026 has 02:00 to 03:00 twice: the job comes once, at the first of them.
        (time(2, 30), "2026-10-23T12:00", "10-24 00:30, 10-25 00:30, 10-26 01:30, 10-27 01:30"),
        (time(3, 20), "2026-10-23T12:00", "10-24 01:20, 10-25 02:20, 10-26 02:20, 10-27 02:20"),
        # 28 March 2027 has no 02:00 to 03:00: the job comes once, at half past three.
        (time(2, 30), "2027-03-26T12:00", "03-27 01:30, 03-28 01:30, 03-29 00:30, 03-30 00:30"),
        (time(0, 0), "2027-03-26T12:00", "03-26 23:00, 03-27 23:00, 03-28 22:00, 03-29 22:00"),
    ],
)
def test_a_daily_job_comes_once_a_day_also_when_the_clock_is_moved(
    at_time: time, start: str, expected: str
) -> None:
    assert next_four(Daily(at_time), start) == expected


@pytest.mark.parametrize("day", ["2026-10-25", "2027-03-28", "2028-02-29", "2026-12-31"])
def test_from_any_minute_of_a_strange_day_the_next_time_lies_ahead_and_within_a_day(day: str) -> None:
    when = Daily(time(2, 30))
    start = in_utc(f"{day}T00:00") - timedelta(hours=3)
    for minutes in range(0, 30 * 60, 7):
        at = start + timedelta(minutes=minutes)
        assert timedelta() < when.next_after(at) - at <= timedelta(hours=25)


def test_a_job_comes_again_and_again(clock: Clock) -> None:
    clock.tick()
    for _ in range(3):
        clock.tick(timedelta(minutes=30))
        clock.tick(timedelta(minutes=30))
    assert clock.runs == [AT + timedelta(hours=hours) for hours in (1, 2, 3)]


def test_what_was_missed_in_an_outage_is_made_up_for_once(clock: Clock) -> None:
    clock.tick()
    clock.tick(timedelta(days=3))
    clock.tick()
    clock.tick(timedelta(minutes=59))
    assert clock.runs == [AT + timedelta(days=3)]


def test_a_job_that_fails_is_told_by_kind_and_tried_again_soon(clock: Clock) -> None:
    daily = Daily(time(3, 20))
    clock.fault = LookupError("anna@firma.example")
    clock.tick(when=daily)
    clock.tick(timedelta(days=1), when=daily)
    assert clock.row().last_error == "LookupError"
    clock.fault = None
    clock.tick(PATIENCE, when=daily)
    assert (len(clock.runs), clock.row().last_error) == (2, None)
    assert clock.row().last_ended_at == clock.at


def test_a_job_whose_worker_died_is_run_again(clock: Clock) -> None:
    clock.tick()
    clock.fault = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        clock.tick(timedelta(hours=1))
    clock.fault = None
    clock.tick()
    assert len(clock.runs) == 1
    clock.tick(PATIENCE)
    assert len(clock.runs) == 2


def test_of_several_workers_one_runs_the_job(clock: Clock) -> None:
    clock.tick()
    clock.at += timedelta(hours=1)
    together = Barrier(4)

    def work(_worker: int) -> None:
        together.wait(10)
        clock.tick()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert len(clock.runs) == 1


def test_jobs_have_names_of_their_own() -> None:
    names = [job.name for job in JOBS]
    assert len(names) == len(set(names))
    assert all(len(name) <= 60 for name in names)
