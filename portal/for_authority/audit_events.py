"""Make events of the audit trail ready to read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.for_authority.audit_states import field_words, value_words
from portal.for_authority.audit_words import (
    Known,
    object_labels,
    organisation_in,
    person_in,
    sentence_of,
    sentences,
    states_in,
)
from portal.labels import moment_label
from providers.audit.models import AuditEvent
from providers.organisations.queries import names_by_number
from providers.people.queries import users_by_number

DIGITS_OF_HASH = 12


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as a reader sees it; `changes` are fields with what they were and what they became."""

    seq: int
    sentence: str
    moment: str
    action: str
    object_label: str
    object_type: str
    object_id: str
    changes: tuple[tuple[str, str, str], ...]
    hash: str


def told(session: Session, events: Sequence[AuditEvent]) -> list[EventView]:
    """Tell events in the reader's language."""
    known, written, labels = _known(session, events), sentences(), object_labels()
    return [
        EventView(
            seq=event.seq,
            sentence=sentence_of(event, written, known),
            moment=moment_label(event.at),
            action=event.action,
            object_label=labels.get(event.object_type, event.object_type),
            object_type=event.object_type,
            object_id=event.object_id,
            changes=_changes(event),
            hash=event.hash[:DIGITS_OF_HASH],
        )
        for event in events
    ]


def _known(session: Session, events: Sequence[AuditEvent]) -> Known:
    """Read whom and what events name by number, in two statements for all of them."""
    people = {
        number for event in events for number in (event.actor_id, person_in(event)) if number is not None
    }
    organisations = {number for event in events if (number := organisation_in(event)) is not None}
    return Known(users_by_number(session, people), names_by_number(session, organisations))


def _changes(event: AuditEvent) -> tuple[tuple[str, str, str], ...]:
    before, after, words = states_in(event.before), states_in(event.after), field_words()
    return tuple(
        (words.get(name, name), value_words(name, before.get(name)), value_words(name, after.get(name)))
        for name in sorted({*before, *after})
    )
