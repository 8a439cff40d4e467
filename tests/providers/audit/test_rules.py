"""An unbroken trail is found whole, and whatever is wrong with another is found first where it begins."""

import hashlib
import json
from datetime import timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.audit.models import AuditEvent
from providers.audit.rules import (
    FIELDS,
    GENESIS,
    Fault,
    FaultKind,
    Head,
    StateDisagrees,
    canonical,
    first_fault,
    hash_of,
    replay,
)
from tests.providers.audit.trails import NOON, chained, copied, make_event

CODES = st.text("abcdefghij_.:0", max_size=8)
SCALARS = st.none() | st.booleans() | st.integers() | CODES
STATES = st.none() | st.dictionaries(CODES, SCALARS | st.lists(SCALARS, max_size=3), max_size=3)
ZONES = st.integers(-23, 23).map(lambda hours: timezone(timedelta(hours=hours)))
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "at": st.datetimes(min_value=NOON.replace(tzinfo=None, year=1900), timezones=ZONES),
    "actor_kind": st.sampled_from(["person", "system", "operator"]),
    "actor_id": st.none() | st.integers(1, 2**31 - 1),
    "action": CODES,
    "object_type": CODES,
    "object_id": CODES,
    "before": STATES,
    "after": STATES,
}
OTHER_VALUES = VALUES | {
    "seq": st.integers(-3, 12),
    "previous_hash": st.text("0123456789abcdef", min_size=64, max_size=64),
    "hash": st.text("0123456789abcdef", min_size=64, max_size=64),
}
EVENTS = st.lists(
    st.fixed_dictionaries(VALUES).map(lambda values: AuditEvent(**values)), min_size=1, max_size=8
)


def five() -> tuple[list[AuditEvent], Head]:
    return chained(make_event(object_id=str(number)) for number in range(5))


def test_canonical_form_is_the_documented_one() -> None:
    (event,), _ = chained([make_event(after={"roles": ["lead", 1, True, None], "a": "ø"})])
    assert canonical(event) == (
        '{"action":"user.disabled","actor_id":7,"actor_kind":"person",'
        '"after":{"a":"\\u00f8","roles":["lead",1,true,null]},'
        '"at":"2026-11-22T12:30:15.123456+00:00","before":{"status":"active"},'
        f'"object_id":"12","object_type":"user","previous_hash":"{"0" * 64}","seq":1}}'
    )
    assert event.hash == hashlib.sha256(canonical(event).encode()).hexdigest()


def test_whole_second_is_written_with_its_decimals() -> None:
    assert '"at":"2026-11-22T12:30:15.000000+00:00"' in canonical(make_event(at=NOON.replace(microsecond=0)))


def test_time_without_a_zone_has_no_canonical_form() -> None:
    with pytest.raises(ValueError, match="A time needs a zone"):
        canonical(make_event(at=NOON.replace(tzinfo=None)))


def test_trail_without_events_ends_at_its_beginning() -> None:
    assert first_fault([], GENESIS) is None


@given(EVENTS)
def test_any_row_of_events_makes_an_unbroken_trail(events: list[AuditEvent]) -> None:
    trail, head = chained(events)
    assert head == Head(len(events), trail[-1].hash)
    for known in (None, head, Head(1, trail[0].hash), GENESIS):
        assert first_fault(trail, head, known) is None


@given(EVENTS)
def test_hash_is_the_same_after_json_and_in_another_zone(events: list[AuditEvent]) -> None:
    for event in chained(events)[0]:
        through_json = {name: json.loads(json.dumps(getattr(event, name))) for name in ("before", "after")}
        moved = copied(event, at=event.at.astimezone(timezone(timedelta(hours=5))), **through_json)
        assert hash_of(moved) == event.hash


@given(EVENTS, st.data())
def test_any_single_change_is_found(events: list[AuditEvent], data: st.DataObject) -> None:
    trail, head = chained(events)
    place = data.draw(st.integers(0, len(trail) - 1))
    field = data.draw(st.sampled_from(sorted(OTHER_VALUES)))
    old = canonical(trail[place]), trail[place].hash
    trail[place] = copied(trail[place], **{field: data.draw(OTHER_VALUES[field])})
    changed = (canonical(trail[place]), trail[place].hash) != old
    assert (first_fault(trail, head) is not None) == changed


@given(EVENTS, st.data())
def test_any_event_taken_out_is_found(events: list[AuditEvent], data: st.DataObject) -> None:
    trail, head = chained(events)
    seq = data.draw(st.integers(1, len(trail)))
    kind = FaultKind.CUT_OFF if seq == len(trail) else FaultKind.MISSING
    assert first_fault([event for event in trail if event.seq != seq], head) == Fault(kind, seq)


@pytest.mark.parametrize("field", FIELDS)
def test_every_column_counts_in_the_hash(field: str) -> None:
    others: dict[str, Any] = {
        "seq": 2,
        "at": NOON + timedelta(microseconds=1),
        "actor_kind": "system",
        "actor_id": 8,
        "action": "user.enabled",
        "object_type": "listing",
        "object_id": "13",
        "before": None,
        "after": {},
        "previous_hash": "f" * 64,
    }
    (event,), _ = chained([make_event()])
    assert hash_of(copied(event, **{field: others[field]})) != event.hash


def test_yes_and_one_are_not_the_same_state() -> None:
    assert hash_of(make_event(after={"open": True})) != hash_of(make_event(after={"open": 1}))


def test_bytes_that_somebody_wrote_into_a_column_are_a_change() -> None:
    trail, head = five()
    trail[1] = copied(trail[1], object_id=b"1")
    assert first_fault(trail, head) == Fault(FaultKind.CHANGED, 2)


def test_changed_event_is_named() -> None:
    trail, head = five()
    trail[2] = copied(trail[2], object_id="99")
    fault = first_fault(trail, head)
    assert fault == Fault(FaultKind.CHANGED, 3)
    assert str(fault) == "Event 3 has been changed."


def test_changed_event_with_a_hash_that_fits_breaks_the_chain_after_it() -> None:
    trail, head = five()
    trail[2] = copied(trail[2], object_id="99")
    trail[2].hash = hash_of(trail[2])
    fault = first_fault(trail, head)
    assert fault == Fault(FaultKind.REPLACED, 4)
    assert str(fault) == "Event 4 does not follow from event 3, so one of them was replaced."


def test_changed_last_event_with_a_hash_that_fits_is_not_what_the_head_says() -> None:
    trail, head = five()
    trail[4] = copied(trail[4], object_id="99")
    trail[4].hash = hash_of(trail[4])
    assert first_fault(trail, head) == Fault(FaultKind.NOT_THE_HEAD, 5)


@pytest.mark.parametrize(("order", "seq"), [((0, 1, 1, 2, 3, 4), 2), ((0, 1, 2, 0, 3, 4), 1)])
def test_event_in_the_wrong_place_is_named(order: tuple[int, ...], seq: int) -> None:
    trail, head = five()
    fault = first_fault([trail[place] for place in order], head)
    assert fault == Fault(FaultKind.OUT_OF_ORDER, seq)


def test_two_events_that_changed_places_are_found_at_the_gap_they_leave() -> None:
    trail, head = five()
    assert first_fault([trail[place] for place in (0, 2, 1, 3, 4)], head) == Fault(FaultKind.MISSING, 2)


def test_event_behind_the_head_is_named() -> None:
    trail, _ = five()
    assert first_fault(trail, Head(4, trail[3].hash)) == Fault(FaultKind.BEYOND_HEAD, 5)


def test_trail_rewritten_wholly_is_found_with_a_head_that_was_written_down() -> None:
    old, _ = five()
    new, head = chained(make_event(object_id=str(number), actor_id=8) for number in range(5))
    assert first_fault(new, head) is None
    assert first_fault(new, head, Head(3, old[2].hash)) == Fault(FaultKind.REWRITTEN, 3)


def test_trail_cut_off_together_with_its_head_is_found_with_a_head_that_was_written_down() -> None:
    trail, head = five()
    short = trail[:3], Head(3, trail[2].hash)
    assert first_fault(*short) is None
    assert first_fault(*short, head) == Fault(FaultKind.CUT_OFF, 4)


def event_of(before: dict[str, Any] | None, after: dict[str, Any] | None, object_id: str = "1") -> AuditEvent:
    return make_event(before=before, after=after, object_id=object_id)


def test_replay_lays_each_event_over_the_state_before() -> None:
    trail, _ = chained(
        [
            event_of(None, {"status": "invited", "roles": []}),
            event_of(None, {"status": "active"}, "2"),
            event_of({"status": "invited"}, {"status": "active"}),
            event_of({"roles": []}, {"roles": ["lead"]}),
        ]
    )
    assert replay(trail) == {
        ("user", "1"): {"status": "active", "roles": ["lead"]},
        ("user", "2"): {"status": "active"},
    }


def test_event_with_a_before_and_no_after_removes_the_object() -> None:
    made, erased = event_of(None, {"status": "active"}), event_of({"status": "active"}, None)
    assert replay(chained([made, erased])[0]) == {}
    assert replay(chained([made, erased, event_of(None, {"status": "new"})])[0]) == {
        ("user", "1"): {"status": "new"}
    }


def test_event_with_neither_before_nor_after_changes_no_state() -> None:
    trail, _ = chained([event_of(None, None), event_of(None, {"status": "active"}), event_of(None, None)])
    assert replay(trail) == {("user", "1"): {"status": "active"}}


def test_field_that_was_never_set_was_nothing_before() -> None:
    trail, _ = chained([event_of(None, {"status": "active"}), event_of({"level": None}, {"level": "high"})])
    assert replay(trail) == {("user", "1"): {"status": "active", "level": "high"}}


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ([event_of(None, {"status": "invited"})], "Event 2 disagrees .* on status of user 1"),
        ([event_of(None, {"level": "high"})], "Event 2 disagrees .* on status of user 1"),
        ([], "Event 1 says how user 1 was, but no event before it made that"),
    ],
)
def test_before_that_does_not_agree_with_the_trail_is_a_fault(first: list[AuditEvent], said: str) -> None:
    trail, _ = chained(
        [copied(event) for event in first] + [event_of({"status": "active"}, {"status": "closed"})]
    )
    with pytest.raises(StateDisagrees, match=said):
        replay(trail)
