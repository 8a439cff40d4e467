"""Trails for tests: as events, in a database, and after somebody has had a hand in them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.database import Database
from providers.audit.commands import record
from providers.audit.models import SYSTEM, AuditEvent, person
from providers.audit.queries import get_head, in_order
from providers.audit.rules import FIELDS, GENESIS, Fault, Head, first_fault, seal

NOON = datetime(2026, 11, 22, 12, 30, 15, 123456, tzinfo=UTC)


def make_event(**changes: Any) -> AuditEvent:
    """Make an event that stands in no trail yet."""
    values: dict[str, Any] = {
        "at": NOON,
        "actor_kind": "person",
        "actor_id": 7,
        "action": "user.disabled",
        "object_type": "user",
        "object_id": "12",
        "before": {"status": "active"},
        "after": {"status": "disabled"},
    }
    return AuditEvent(**(values | changes))


def chained(events: Iterable[AuditEvent]) -> tuple[list[AuditEvent], Head]:
    """Put events one after the other into a trail, and say where it ends."""
    trail, head = list(events), GENESIS
    for event in trail:
        head = seal(event, head)
    return trail, head


def copied(event: AuditEvent, **changes: Any) -> AuditEvent:
    """Make an event like another, its hash included, with some columns changed."""
    values = {name: getattr(event, name) for name in (*FIELDS, "hash")}
    return AuditEvent(**(values | changes))


def record_some(database: Database, number: int = 5) -> Head:
    """Record so many events in a database, and say where its trail ends then."""
    with database.transaction() as session:
        for place in range(number):
            actor = person(place + 1) if place % 2 else SYSTEM
            at = NOON + timedelta(minutes=place)
            record(
                session, actor, "user.role_added", "user", place, after={"roles": ["lead", "auditor"]}, at=at
            )
        return get_head(session)


def fault_of(session: Session, known: Head | None = None) -> Fault | None:
    """Check the trail of a database as it stands there."""
    session.expire_all()
    return first_fault(in_order(session), get_head(session), known)


def tamper(database: Database, *statements: str) -> None:
    """Change the trail behind the back of the triggers, as somebody who owns the database can."""
    with database.transaction() as session:
        for statement in (*_without_triggers(session), *statements):
            session.execute(text(statement))


def rewrite(database: Database) -> Head:
    """Change the first event and make everything that follows fit, up to the head."""
    tamper(database, "UPDATE audit_event SET action = 'user.greeted' WHERE seq = 1")
    with database.transaction() as session:
        events, head = chained(in_order(session))
        session.execute(text("UPDATE audit_head SET hash = :hash"), {"hash": head.hash})
        assert events
    return head


def _without_triggers(session: Session) -> list[str]:
    if session.get_bind().dialect.name == "postgresql":
        return [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in ("audit_event", "audit_head")]
    names = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'")
    return [f"DROP TRIGGER {name}" for name in session.scalars(names)]
