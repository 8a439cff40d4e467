"""A page shows the newest events first, narrowed and page by page; a check reads all of them in order."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.database import Database
from providers.audit.commands import record
from providers.audit.models import OPERATOR, SYSTEM, person
from providers.audit.queries import (
    EVENTS_AT_A_TIME,
    EventUnreadable,
    Wanted,
    events,
    get_head,
    hold_still,
    in_order,
)
from providers.audit.rules import first_fault
from tests.providers.audit.trails import NOON, record_some, tamper

HOUR = timedelta(hours=1)


@pytest.fixture
def trail(session: Session) -> Session:
    """Give a session with six events an hour apart."""
    doings = [
        (SYSTEM, "user.invited", "user", 1),
        (person(7), "user.disabled", "user", 1),
        (person(7), "user_session.ended", "session", 1),
        (person(8), "listing.published", "listing", 1),
        (person(8), "user.disabled", "user", 2),
        (OPERATOR, "listing.withdrawn", "listing", 1),
    ]
    for hours, (actor, action, object_type, object_id) in enumerate(doings):
        record(session, actor, action, object_type, object_id, at=NOON + hours * HOUR)
    return session


def seqs(session: Session, wanted: Wanted, before_seq: int | None = None, limit: int = 50) -> list[int]:
    return [event.seq for event in events(session, wanted, before_seq=before_seq, limit=limit)]


def test_newest_come_first_and_the_last_one_leads_to_the_older(trail: Session) -> None:
    assert [event.seq for event in events(trail, limit=4)] == [6, 5, 4, 3]
    assert [event.seq for event in events(trail, before_seq=3, limit=4)] == [2, 1]
    assert events(trail, before_seq=1, limit=4) == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(action_prefix="user."), [5, 2, 1]),
        (Wanted(action_prefix="user_"), [3]),
        (Wanted(action_prefix="%"), []),
        (Wanted(object_type="listing"), [6, 4]),
        (Wanted(object_type="user", object_id="1"), [2, 1]),
        (Wanted(actor_id=7), [3, 2]),
        (Wanted(since=NOON + 4 * HOUR), [6, 5]),
        (Wanted(until=NOON + HOUR), [1]),
        (Wanted(since=NOON + HOUR, until=NOON + 3 * HOUR), [3, 2]),
        (Wanted(action_prefix="user.disabled", object_id="2", actor_id=8), [5]),
        (Wanted(actor_id=9), []),
    ],
)
def test_events_are_narrowed(trail: Session, wanted: Wanted, found: list[int]) -> None:
    assert seqs(trail, wanted) == found


def test_narrowed_events_have_older_ones_too(trail: Session) -> None:
    assert seqs(trail, Wanted(action_prefix="user."), limit=2) == [5, 2]
    assert seqs(trail, Wanted(action_prefix="user."), before_seq=2, limit=2) == [1]


def test_whole_trail_comes_in_order_also_when_it_takes_several_readings(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("providers.audit.queries.EVENTS_AT_A_TIME", 3)
    assert EVENTS_AT_A_TIME > 3
    for number in range(10):
        record(session, SYSTEM, "clock.ticked", "clock", number, at=NOON)
    assert [event.seq for event in in_order(session)] == list(range(1, 11))


def test_check_sees_one_moment_while_others_go_on_recording(database: Database) -> None:
    record_some(database)
    with database.reading() as session:
        hold_still(session)
        head = get_head(session)
        record_some(database)
        assert first_fault(in_order(session), head) is None
        assert head.seq == 5


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "change", ["after = '{'", "after = x'00'", "at = 'noon'", f"after = '{'[' * 100_000}'"]
)
def test_event_that_cannot_be_read_any_more_is_named(database: Database, change: str) -> None:
    record_some(database)
    tamper(database, f"UPDATE audit_event SET {change} WHERE seq = 3")  # noqa: S608 - the changes stand above
    read: list[int] = []
    with database.reading() as session, pytest.raises(EventUnreadable, match="Event 3 cannot be read"):
        read.extend(event.seq for event in in_order(session))
    assert read == [1, 2]
