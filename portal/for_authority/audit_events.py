"""Make events of the audit trail ready to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.for_authority.audit_words import object_labels, sentence_of, sentences, states_in
from portal.labels import moment_label
from portal.locale import gettext as _
from providers.audit.models import AuditEvent
from providers.people.staff import names_of

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
    """Tell events in the reader's language; the staff who acted are named, in one statement for all."""
    names = names_of(session, {event.actor_id for event in events if event.actor_id is not None})
    known, labels = sentences(), object_labels()
    return [
        EventView(
            seq=event.seq,
            sentence=sentence_of(event, known, names),
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


def _changes(event: AuditEvent) -> tuple[tuple[str, str, str], ...]:
    before, after = states_in(event.before), states_in(event.after)
    fields = sorted({*before, *after})
    return tuple((name, _written(before, name), _written(after, name)) for name in fields)


def _written(states: dict[str, Any], name: str) -> str:
    """Write a state; what is not told of is a dash."""
    value = states.get(name)
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
