"""What every table of the portal shares: the declarative base, UTC times and naming of constraints."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Be the common ancestor of all tables."""

    metadata = MetaData(naming_convention=NAMING)


# The trail keeps the numbers of rows that are gone, so SQLite must not give them to new rows;
# PostgreSQL never does.
NUMBERS_ARE_GIVEN_ONCE = {"sqlite_autoincrement": True}


class UtcTime(TypeDecorator[datetime]):
    """Store a moment as UTC and give it back aware, also from SQLite, which keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone, since nobody could tell what it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time needs a zone; give it in UTC.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Give the moment back with its zone."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
