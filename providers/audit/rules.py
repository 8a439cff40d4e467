"""Chain events so that a change shows, find the first fault, and replay them into the state they tell of.

An event's hash is the SHA-256, in lower-case hexadecimal, of its canonical form in UTF-8. The canonical form
is one JSON object with all columns but `hash` itself: keys sorted, no white space, everything outside ASCII
escaped. `at` is written in UTC with six decimals and its offset, such as 2026-11-22T10:00:00.000000+00:00.
`previous_hash` is the hash of the event before; that of event 1 is 64 zeros. Anybody can so check a trail
without this code.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from providers.audit.models import AuditEvent

FIELDS = tuple(column.name for column in AuditEvent.__table__.columns if column.name != "hash")


@dataclass(frozen=True, slots=True)
class Head:
    """Where a trail ends: the number of its last event and that event's hash."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


GENESIS = Head(0, "0" * 64)


class FaultKind(StrEnum):
    """Say what is wrong with a trail."""

    CHANGED = "changed"
    MISSING = "missing"
    OUT_OF_ORDER = "out_of_order"
    REPLACED = "replaced"
    CUT_OFF = "cut_off"
    BEYOND_HEAD = "beyond_head"
    NOT_THE_HEAD = "not_the_head"
    REWRITTEN = "rewritten"


SENTENCES = {
    FaultKind.CHANGED: "Event {seq} has been changed.",
    FaultKind.MISSING: "Event {seq} has been removed.",
    FaultKind.OUT_OF_ORDER: "Event {seq} stands in the wrong place.",
    FaultKind.REPLACED: "Event {seq} does not follow from event {before}, so one of them was replaced.",
    FaultKind.CUT_OFF: "The trail has been cut off: event {seq} and what came after it have been removed.",
    FaultKind.BEYOND_HEAD: "Event {seq} has been added behind the head of the trail.",
    FaultKind.NOT_THE_HEAD: "Event {seq} is not what the trail's head says, so one of them was changed.",
    FaultKind.REWRITTEN: "Event {seq} is not what was written down, so the trail has been rewritten.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that is wrong with a trail, and at which event."""

    kind: FaultKind
    seq: int

    def __str__(self) -> str:
        return SENTENCES[self.kind].format(seq=self.seq, before=self.seq - 1)


class StateDisagrees(Exception):
    """An event says that an object was otherwise before than the events before it tell."""


def canonical(event: AuditEvent) -> str:
    """Write all of an event but its hash, so that equal events give equal text."""
    fields = {name: getattr(event, name) for name in FIELDS}
    return json.dumps(
        {**fields, "at": _moment(event.at)}, sort_keys=True, separators=(",", ":"), default=_foreign
    )


def hash_of(event: AuditEvent) -> str:
    """Give the hash that an event must have."""
    return hashlib.sha256(canonical(event).encode()).hexdigest()


def seal(event: AuditEvent, head: Head) -> Head:
    """Make an event the next one after a head, and give the head that the trail has then."""
    event.seq = head.seq + 1
    event.previous_hash = head.hash
    event.hash = hash_of(event)
    return Head(event.seq, event.hash)


def first_fault(events: Iterable[AuditEvent], head: Head, known: Head | None = None) -> Fault | None:
    """Read a trail from its beginning and say what is wrong first, or nothing.

    `head` is where the trail says that it ends. `known` is a head that was written down earlier, outside the
    database: only with it is a trail found out that was rewritten wholly.
    """
    reached = GENESIS
    for event in events:
        fault = _fault_between(reached, event) or _fault_against(known, event)
        if fault:
            return fault
        if event.seq > head.seq:
            return Fault(FaultKind.BEYOND_HEAD, event.seq)
        reached = Head(event.seq, event.hash)
    return _fault_at_end(reached, head) or _fault_at_end_of_known(reached, known)


def replay(events: Iterable[AuditEvent]) -> dict[tuple[str, str], dict[str, Any]]:
    """Give the state of each object, by its type and id, that a trail tells of.

    An event's `after` is laid over what is known. One with a `before` and no `after` removes the object. One
    with neither, such as a look, changes no state. A `before` that is left out says nothing; one that does
    not agree with what is known raises StateDisagrees.
    """
    states: dict[tuple[str, str], dict[str, Any]] = {}
    for event in events:
        key = (event.object_type, event.object_id)
        _require_agreement(event, states.get(key))
        if event.after is not None:
            states[key] = {**states.get(key, {}), **event.after}
        elif event.before is not None:
            del states[key]
    return states


def _moment(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("A time needs a zone; give it in UTC.")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _foreign(value: object) -> dict[str, str]:
    """Write what only tampering can have put into a column, such as bytes, as no real event is written."""
    return {type(value).__name__: repr(value)}


def _fault_between(reached: Head, event: AuditEvent) -> Fault | None:
    expected = reached.seq + 1
    if event.seq > expected:
        return Fault(FaultKind.MISSING, expected)
    if event.seq < expected:
        return Fault(FaultKind.OUT_OF_ORDER, event.seq)
    if event.hash != hash_of(event):
        return Fault(FaultKind.CHANGED, event.seq)
    if event.previous_hash != reached.hash:
        return Fault(FaultKind.REPLACED, event.seq)
    return None


def _fault_against(known: Head | None, event: AuditEvent) -> Fault | None:
    if known is not None and known.seq == event.seq and known.hash != event.hash:
        return Fault(FaultKind.REWRITTEN, event.seq)
    return None


def _fault_at_end(reached: Head, head: Head) -> Fault | None:
    if reached.seq < head.seq:
        return Fault(FaultKind.CUT_OFF, reached.seq + 1)
    return None if reached == head else Fault(FaultKind.NOT_THE_HEAD, reached.seq)


def _fault_at_end_of_known(reached: Head, known: Head | None) -> Fault | None:
    if known is not None and known.seq > reached.seq:
        return Fault(FaultKind.CUT_OFF, reached.seq + 1)
    return None


def _require_agreement(event: AuditEvent, known: dict[str, Any] | None) -> None:
    if event.before is None:
        return
    which = f"{event.object_type} {event.object_id}"
    if known is None:
        raise StateDisagrees(f"Event {event.seq} says how {which} was, but no event before it made that.")
    for field, value in event.before.items():
        if known.get(field) != value:
            raise StateDisagrees(
                f"Event {event.seq} disagrees with the events before it on {field} of {which}."
            )
