"""Every event is the next one of a single chain, whoever records, however many at once, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.database import Database
from providers.audit.commands import record
from providers.audit.models import OPERATOR, SYSTEM, AuditEvent, person
from providers.audit.queries import TrailHasNoHead, get_head, in_order
from providers.audit.rules import GENESIS, Head
from providers.audit.values import NotForTheTrail
from tests.providers.audit.trails import NOON, fault_of, record_some, tamper

WRITERS = 20
EVENTS_EACH = 5
SECONDS_TO_END = 60

STATES = st.none() | st.dictionaries(
    st.sampled_from(["status", "roles", "level"]),
    st.none() | st.booleans() | st.integers(-999, 999) | st.lists(st.sampled_from(["lead", "auditor"])),
)
CALLS = st.fixed_dictionaries(
    {
        "actor": st.sampled_from([SYSTEM, OPERATOR, person(7)]),
        "action": st.sampled_from(["user.invited", "user.disabled", "session.ended"]),
        "object_type": st.sampled_from(["user", "session"]),
        "object_id": st.integers(1, 2**63) | st.sampled_from(["cvr:01234567"]),
        "before": STATES,
        "after": STATES,
        "at": st.datetimes(datetime(1971, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis adds the zone
    }
).filter(lambda call: not (isinstance(call["object_id"], int) and len(str(call["object_id"])) == 10))


class Status(StrEnum):
    ACTIVE = "active"


class ChangedTheirMind(Exception):
    """A writer leaves without ending the work."""


def test_event_says_who_did_what_to_which_object(session: Session) -> None:
    record(session, person(7), "user.disabled", "user", 12, before={"status": "active"}, at=NOON)
    record(session, OPERATOR, "register.imported", "register", "file", after={"listings": 3}, at=NOON)
    session.expire_all()
    first, second = in_order(session)
    assert (first.seq, first.at, first.actor_kind, first.actor_id) == (1, NOON, "person", 7)
    assert (first.action, first.object_type, first.object_id) == ("user.disabled", "user", "12")
    assert (first.before, first.after) == ({"status": "active"}, None)
    assert (second.seq, second.actor_kind, second.actor_id, second.previous_hash) == (
        2,
        "operator",
        None,
        first.hash,
    )
    assert get_head(session) == Head(2, second.hash)


def test_new_database_has_an_empty_trail(session: Session) -> None:
    assert get_head(session) == GENESIS
    assert fault_of(session) is None


def test_time_from_another_zone_hashes_the_same_when_it_is_read_back(session: Session) -> None:
    for at in (NOON, NOON.replace(microsecond=0), NOON.astimezone(timezone(timedelta(hours=-7)))):
        event = record(session, SYSTEM, "clock.ticked", "clock", 1, at=at)
        assert (event.at, event.at.tzinfo) == (at, UTC)
    assert fault_of(session) is None


@pytest.mark.sqlite_only
def test_time_without_a_zone_is_refused(session: Session) -> None:
    with pytest.raises(ValueError, match="A time needs a zone"):
        record(session, SYSTEM, "clock.ticked", "clock", 1, at=NOON.replace(tzinfo=None))


def test_states_are_kept_as_plain_values(session: Session) -> None:
    states: dict[str, Any] = {"status": Status.ACTIVE, "roles": ("lead", Status.ACTIVE), "open": True}
    event = record(session, SYSTEM, "user.made", "user", 1, after=states, at=NOON)
    assert event.after == {"status": "active", "roles": ["lead", "active"], "open": True}
    assert event.after is not None
    assert type(event.after["status"]) is str
    assert fault_of(session) is None


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "call",
    [
        {"object_id": "anna@example.dk"},
        {"object_id": 3112991234},
        {"action": "Disabled by Anna"},
        {"object_type": "010190-1234"},
        {"before": {"name": "Anna Hansen"}},
        {"after": {"cpr": "010190-1234"}},
    ],
)
def test_personal_value_is_refused_and_leaves_nothing(session: Session, call: dict[str, Any]) -> None:
    event: dict[str, Any] = {"action": "user.disabled", "object_type": "user", "object_id": 1}
    with pytest.raises(NotForTheTrail):
        record(session, SYSTEM, **(event | call), at=NOON)
    assert get_head(session) == GENESIS
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CALLS, max_size=6))
def test_whatever_is_recorded_verifies_when_it_is_read_back(
    session: Session, calls: list[dict[str, Any]]
) -> None:
    before = get_head(session).seq
    for call in calls:
        record(session, **call)
    assert fault_of(session) is None
    assert get_head(session).seq == before + len(calls)


def test_twenty_writers_at_once_make_one_unbroken_chain(database: Database) -> None:
    together = Barrier(WRITERS)

    def write(writer: int) -> None:
        together.wait(SECONDS_TO_END)
        for number in range(EVENTS_EACH):
            with database.transaction() as session:
                record(session, person(writer + 1), "user.renewed", "user", number, at=NOON)

    with ThreadPoolExecutor(WRITERS) as writers:
        list(writers.map(write, range(WRITERS), timeout=SECONDS_TO_END))
    with database.reading() as session:
        assert fault_of(session) is None
        assert get_head(session).seq == WRITERS * EVENTS_EACH
        by_writer = select(AuditEvent.actor_id, func.count()).group_by(AuditEvent.actor_id)
        found = dict(session.execute(by_writer).all())
    assert found == {writer + 1: EVENTS_EACH for writer in range(WRITERS)}


def test_writer_who_gives_up_leaves_no_gap(database: Database) -> None:
    def write(writer: int) -> None:
        with database.transaction() as session:
            record(session, person(writer + 1), "user.renewed", "user", 1, at=NOON)
            if writer % 2:
                raise ChangedTheirMind

    with ThreadPoolExecutor(6) as writers:
        done = [writers.submit(write, writer) for writer in range(12)]
        failed = [one.exception(SECONDS_TO_END) for one in done]
    assert [isinstance(one, ChangedTheirMind) for one in failed] == [False, True] * 6
    with database.reading() as session:
        assert fault_of(session) is None
        assert get_head(session).seq == 6


def test_trail_without_its_head_takes_no_event(database: Database) -> None:
    record_some(database)
    tamper(database, "DELETE FROM audit_head")
    with pytest.raises(TrailHasNoHead), database.transaction() as session:
        record(session, SYSTEM, "clock.ticked", "clock", 1, at=NOON)
