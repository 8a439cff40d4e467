"""Write the trail: one event for each change, in the transaction of the change itself."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from providers.audit.models import Actor, AuditEvent, AuditHead, State
from providers.audit.queries import get_head_to_move
from providers.audit.rules import seal
from providers.audit.values import require_id, require_name, require_states


def record(  # noqa: PLR0913 - an event is no less than who, what, to which object and when, and each is named
    session: Session,
    actor: Actor,
    action: str,
    object_type: str,
    object_id: int | str,
    *,
    before: Mapping[str, State] | None = None,
    after: Mapping[str, State] | None = None,
    at: datetime,
) -> AuditEvent:
    """Add an event to the trail; NotForTheTrail is raised for what looks like a person's own value.

    Record last in a command: from here until its transaction ends, everybody else who records waits. A
    removal is told by a `before` without an `after`; an event with neither changes no state.
    """
    if at.tzinfo is None:
        raise ValueError("A time needs a zone; give it in UTC.")
    event = AuditEvent(
        at=at.astimezone(UTC),
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        action=require_name("The action", action),
        object_type=require_name("The object's type", object_type),
        object_id=require_id(object_id),
        before=require_states(before),
        after=require_states(after),
    )
    session.flush()  # what the caller changed takes its locks before the head, which everybody needs
    head = seal(event, get_head_to_move(session))
    session.add(event)
    session.execute(update(AuditHead).values(seq=head.seq, hash=head.hash))
    session.flush()
    return event
