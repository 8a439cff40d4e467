"""A listing, its immutable versions, its availability and the revision of the public catalogue."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from providers.base import Base, UtcTime


class VersionStatus(StrEnum):
    """Say where a listing version stands: being written, shown to citizens, or replaced by a later one."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class Listing(Base):
    """An actor's listing in the portal; its slug never changes and is never given to another."""

    __tablename__ = "listing"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    key: Mapped[str] = mapped_column(String(80))
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    p_number: Mapped[str | None] = mapped_column(String(10))
    registered_on: Mapped[date]
    claimed_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class ListingVersion(Base):
    """What a listing said from one moment; only its status and its two times ever change."""

    __tablename__ = "listing_version"
    __table_args__ = (
        UniqueConstraint("listing_id", "number"),
        Index(
            "uq_listing_version_one_published",
            "listing_id",
            unique=True,
            sqlite_where=text("status = 'published'"),
            postgresql_where=text("status = 'published'"),
        ),
        Index(
            "uq_listing_version_one_draft",
            "listing_id",
            unique=True,
            sqlite_where=text("status = 'draft'"),
            postgresql_where=text("status = 'draft'"),
        ),
        CheckConstraint("number > 0", name="number_is_positive"),
        CheckConstraint("(status = 'draft') = (published_at IS NULL)", name="draft_is_not_published"),
        CheckConstraint(
            "(status = 'superseded') = (superseded_at IS NOT NULL)", name="superseded_has_a_time"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), index=True)
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(10))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcTime)
    superseded_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Availability(Base):
    """Free places and waiting time right now; nothing stated is empty, which is not the same as none."""

    __tablename__ = "availability"
    __table_args__ = (
        CheckConstraint("places >= 0", name="places_not_negative"),
        CheckConstraint("waiting_days >= 0", name="waiting_days_not_negative"),
    )

    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    places: Mapped[int | None]
    waiting_days: Mapped[int | None]
    confirmed_at: Mapped[datetime] = mapped_column(UtcTime)


class CatalogueRevision(Base):
    """The one row whose number moves whenever something that citizens can see has changed."""

    __tablename__ = "catalogue_revision"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
