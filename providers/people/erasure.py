"""Erase a person: everything that is kept about them goes at once; the trail keeps numbers only."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, select, update
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor, AuditEvent
from providers.audit.rules import replay
from providers.base import Base
from providers.people.kept import Erasing, Kept
from providers.people.models import STAFF_KINDS, User, UserKind
from providers.people.personal_data import KEPT
from providers.people.sessions import hold_all


class ErasureNotAllowed(Exception):
    """Somebody can't be erased (like this); `fact` is a code that says why."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The user can't be erased: {fact}.")
        self.fact = fact


def erase_citizen(session: Session, user: User, *, by: Actor, at: datetime) -> None:
    """Erase a citizen; whoever has been erased already stays so."""
    if user.kind != UserKind.CITIZEN:
        raise ErasureNotAllowed("not_a_citizen")
    _erase(session, user, by, at)


def erase_staff(session: Session, user: User, *, by: Actor, at: datetime) -> None:
    """Erase somebody who worked; not while a citizen can still see that they have looked."""
    if user.kind not in STAFF_KINDS:
        raise ErasureNotAllowed("not_staff")
    _erase(session, user, by, at)


def belongs_to(kept: Kept, user_id: int) -> ColumnElement[bool]:
    """Describe which rows of a table are kept about a person."""
    if kept.owner is None:
        raise ValueError(f"Nobody can tell whose a row of {kept.table} is.")
    column = table_of(kept).c[kept.owner]
    number: ColumnElement[int] = column["user_id"].as_integer() if kept.owner == "payload" else column
    return number == user_id


def table_of(kept: Kept) -> Table:
    """Give a table by its name; subjects above this one have theirs here as well."""
    return Base.metadata.tables[kept.table]


def remove_rows(session: Session, kept: Kept, keys: Sequence[Any], *, by: Actor, at: datetime) -> int:
    """Remove rows by their keys, close what the trail tells of them, and count those there were."""
    gone = _delete(session, kept, _key(table_of(kept)).in_(keys))
    _tell_removed(session, kept, gone, by, at)
    return len(gone)


def _erase(session: Session, user: User, by: Actor, at: datetime) -> None:
    """Remove a person's rows, those that refer to others first, and only then tell the trail."""
    hold_all(session, user.id)
    if session.scalar(select(User.id).where(User.id == user.id).with_for_update()) is None:
        return
    _refuse_if_held(session, user.id)
    gone = [(kept, _take(session, kept, user.id)) for kept in _of_one_person()]
    session.expunge(user)
    for kept, keys in gone:
        _tell_removed(session, kept, keys, by, at)


def _of_one_person() -> Iterator[Kept]:
    return (kept for kept in KEPT if kept.erasing in (Erasing.ROW, Erasing.REFERENCE))


def _refuse_if_held(session: Session, user_id: int) -> None:
    for kept in KEPT:
        if kept.erasing is Erasing.HOLDS:
            held = select(_key(table_of(kept))).where(belongs_to(kept, user_id)).limit(1)
            if session.execute(held).first() is not None:
                raise ErasureNotAllowed(kept.part)


def _take(session: Session, kept: Kept, user_id: int) -> list[Any]:
    """Remove what one table keeps about a person, or the person's number from it; give what was removed."""
    mine = belongs_to(kept, user_id)
    if kept.erasing is Erasing.REFERENCE:
        session.execute(update(table_of(kept)).where(mine).values({kept.owner: None}))
        return []
    return _delete(session, kept, mine)


def _delete(session: Session, kept: Kept, which: ColumnElement[bool]) -> list[Any]:
    """Delete rows and give the numbers under which the trail knows them."""
    table = table_of(kept)
    number = table.c[kept.numbered_by] if kept.numbered_by else _key(table)
    return sorted(set(session.scalars(delete(table).where(which).returning(number))))


def _tell_removed(session: Session, kept: Kept, keys: Iterable[Any], by: Actor, at: datetime) -> None:
    """Close in the trail the objects that it tells of; what it has never told of needs no end."""
    if kept.trail is None:
        return
    for key in keys:
        before = _standing(session, kept.trail, str(key))
        if before is not None:
            record(session, by, f"{kept.trail}.erased", kept.trail, key, before=before, at=at)


def _standing(session: Session, object_type: str, object_id: str) -> dict[str, Any] | None:
    """Give what the trail says of an object; nothing when it has ended or was never told of."""
    events = select(AuditEvent).where(
        AuditEvent.object_type == object_type, AuditEvent.object_id == object_id
    )
    states = replay(session.scalars(events.order_by(AuditEvent.seq)))
    return states.get((object_type, object_id))


def _key(table: Table) -> ColumnElement[Any]:
    """Give the one column that a table's rows are known by."""
    key: ColumnElement[Any] = next(iter(table.primary_key.columns))
    return key
