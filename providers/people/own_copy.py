"""Give a person a copy of everything that is kept about them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.people.erasure import belongs_to, table_of
from providers.people.kept import Kept
from providers.people.models import User, UserKind
from providers.people.personal_data import KEPT

OwnCopy = Mapping[str, Sequence[Mapping[str, Any]]]


def copy_of(session: Session, user: User) -> OwnCopy:
    """Give each part of what is kept about somebody, with the values that are theirs to see; secrets stay."""
    return {
        kept.part: _rows(session, kept, user.id)
        for kept in reversed(KEPT)
        if UserKind(user.kind) in kept.about and kept.copied
    }


def parts_about(kind: UserKind) -> list[str]:
    """List the parts in which something can be kept about people of a kind."""
    return [kept.part for kept in reversed(KEPT) if kind in kept.about and kept.copied]


def _rows(session: Session, kept: Kept, user_id: int) -> list[dict[str, Any]]:
    table = table_of(kept)
    wanted = select(*(table.c[name] for name in kept.copied)).where(belongs_to(kept, user_id))
    found = session.execute(wanted.order_by(*table.primary_key.columns))
    return [dict(row) for row in found.mappings()]
