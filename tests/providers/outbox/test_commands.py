"""A message is put once, held by one worker, tried again, and never sent twice by itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.database import Database
from providers.audit.models import OPERATOR, AuditEvent
from providers.outbox import commands, queries
from providers.outbox.models import MessageState, OutboxMessage
from providers.outbox.rules import MoveNotAllowed

AT = datetime(2026, 11, 22, 10, tzinfo=UTC)
UNTIL = AT + timedelta(minutes=2)
LATER = UNTIL + timedelta(seconds=1)
KINDS = ("mail",)


def put(session: Session, number: int = 1, **more: Any) -> OutboxMessage:
    message = commands.put(session, "mail", {"number": number}, at=AT, **more)
    assert message is not None
    return message


def claim(session: Session, at: datetime = AT) -> OutboxMessage:
    message = commands.claim(session, KINDS, at=at, until=at + (UNTIL - AT))
    assert message is not None
    return message


def test_a_message_waits_until_it_is_claimed(session: Session) -> None:
    put(session)
    assert queries.has_work(session, KINDS, AT)
    held = claim(session)
    assert (held.state, held.attempts, held.payload) == ("claimed", 1, {"number": 1})
    assert commands.claim(session, KINDS, at=AT, until=UNTIL) is None
    assert not queries.has_work(session, KINDS, AT)


def test_the_same_key_is_put_once(session: Session) -> None:
    put(session, key="reset:1")
    assert commands.put(session, "mail", {}, at=AT, key="reset:1") is None
    put(session)
    put(session)
    assert queries.count_by_state(session)[MessageState.WAITING] == 3


def test_two_who_put_the_same_key_at_once_have_one_effect(database: Database) -> None:
    together = Barrier(2)

    def click(_number: int) -> bool:
        together.wait(10)
        with database.transaction() as session:
            return commands.put(session, "mail", {}, at=AT, key="invitation:7") is not None

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(click, range(2))) == [False, True]


def test_a_message_for_later_is_not_due_yet(session: Session) -> None:
    put(session, due_at=LATER)
    assert commands.claim(session, KINDS, at=AT, until=UNTIL) is None
    assert claim(session, LATER).payload == {"number": 1}


def test_only_the_kinds_that_a_worker_knows_are_claimed(session: Session) -> None:
    commands.put(session, "telegram", {}, at=AT)
    assert commands.claim(session, KINDS, at=AT, until=UNTIL) is None


def test_many_workers_at_once_never_hold_the_same_message(database: Database) -> None:
    with database.transaction() as session:
        for number in range(24):
            put(session, number)
    together = Barrier(4)

    def work(_worker: int) -> list[int]:
        together.wait(10)
        held: list[int] = []
        while True:
            with database.transaction() as session:
                message = commands.claim(session, KINDS, at=AT, until=UNTIL)
                if message is None:
                    return held
                held.append(message.id)

    with ThreadPoolExecutor(4) as pool:
        taken = [number for held in pool.map(work, range(4)) for number in held]
    assert len(taken) == len(set(taken)) == 24


def test_what_a_dead_worker_had_only_claimed_is_taken_up_by_another(session: Session) -> None:
    put(session)
    first = claim(session)
    session.expunge(first)
    assert claim(session, LATER).attempts == 2
    with pytest.raises(commands.ClaimLost):
        commands.hand_over(session, first, until=UNTIL)


def test_what_a_dead_worker_was_handing_over_is_doubted_and_not_sent_again(session: Session) -> None:
    put(session)
    commands.hand_over(session, claim(session), until=UNTIL)
    assert commands.doubt_forsaken(session, at=AT) == []
    assert commands.claim(session, KINDS, at=LATER, until=LATER) is None
    assert queries.has_work(session, KINDS, LATER)
    (doubted,) = commands.doubt_forsaken(session, at=LATER)
    assert (doubted.state, doubted.claimed_until) == ("uncertain", None)
    assert not queries.has_work(session, KINDS, LATER)


def test_a_message_that_keeps_failing_fails_for_good(session: Session) -> None:
    put(session)
    at, tries = AT, 0
    while True:
        message = commands.put_back(session, claim(session, at), at=at, error="smtp_450")
        tries += 1
        if message.state == MessageState.FAILED:
            break
        at = message.due_at
    assert tries == 17
    assert message.last_error == "smtp_450"
    assert [one.id for one in queries.list_messages(session, MessageState.FAILED, 10)] == [message.id]


def test_what_was_done_long_ago_says_nothing_any_more(session: Session) -> None:
    put(session, 1, key="once")
    done = commands.finish(session, claim(session), at=AT)
    put(session, 2)
    assert commands.empty_old(session, before=AT) == 0
    assert commands.empty_old(session, before=LATER) == 1
    assert commands.empty_old(session, before=LATER) == 0
    session.refresh(done)
    assert (done.payload, done.state) == ({}, "done")
    assert commands.put(session, "mail", {}, at=AT, key="once") is None
    assert claim(session).payload == {"number": 2}


@pytest.mark.parametrize("end", ["failed", "uncertain"])
def test_what_failed_or_is_uncertain_is_sent_again_when_a_person_says_so(session: Session, end: str) -> None:
    put(session)
    held = claim(session)
    if end == "failed":
        commands.give_up(session, held, error="smtp_550")
    else:
        commands.doubt(session, commands.hand_over(session, held, until=UNTIL), error="TimeoutError")
    again = commands.resend(session, held.id, by=OPERATOR, at=LATER)
    assert (again.state, again.attempts, again.due_at) == ("waiting", 0, LATER)
    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.object_type, event.object_id) == (
        "mail.resent",
        "outbox_message",
        str(held.id),
    )
    assert (event.before, event.after) == (None, None)


def test_what_waits_or_is_done_is_not_sent_again(session: Session) -> None:
    message = put(session)
    with pytest.raises(MoveNotAllowed, match="is waiting"):
        commands.resend(session, message.id, by=OPERATOR, at=AT)
    commands.finish(session, claim(session), at=AT)
    with pytest.raises(MoveNotAllowed, match="is done"):
        commands.resend(session, message.id, by=OPERATOR, at=AT)


def test_what_failed_long_ago_says_nothing_any_more_and_cannot_be_sent_again(session: Session) -> None:
    message = put(session)
    commands.give_up(session, claim(session), error="smtp_550")
    assert commands.empty_old(session, before=LATER) == 1
    with pytest.raises(MoveNotAllowed, match="erased"):
        commands.resend(session, message.id, by=OPERATOR, at=LATER)


def test_a_message_that_nobody_put_is_not_found(session: Session) -> None:
    with pytest.raises(queries.MessageNotFound):
        queries.get_message(session, 1)
