"""An organisation, the four kinds it can be, who acts for it or is asked to, its keys and their use."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from providers.base import NUMBERS_ARE_GIVEN_ONCE, Base, UtcTime

LONGEST_ORGANISATION_NAME = 200


class OrganisationKind(StrEnum):
    """Say what kind of actor an organisation is."""

    MUNICIPALITY = "municipality"
    UNEMPLOYMENT_FUND = "unemployment_fund"
    PRIVATE_ADVISER = "private_adviser"
    OTHER = "other"


class IdentifiedBy(StrEnum):
    """Say how it is known that whoever came first acts for an organisation with this number."""

    AUTHORITY = "authority"
    BROKER = "broker"
    MAIL = "mail"


# The law itself gives these the task, so their approval is statutory and has no end of ours.
STATUTORY_KINDS = frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.UNEMPLOYMENT_FUND})


class Organisation(Base):
    """A legal person that helps citizens; `identifier` is unique within its kind (see rules.py)."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(
            "(kind = 'municipality') = (municipality_code IS NOT NULL)", name="municipality_has_code"
        ),
        CheckConstraint(
            "(kind IN ('private_adviser', 'other')) = (cvr IS NOT NULL)", name="private_and_other_have_cvr"
        ),
        CheckConstraint("cvr IS NULL OR (cvr LIKE '0%') = simulated", name="simulated_cvr_begins_with_0"),
        CheckConstraint(
            "municipality_code IS NULL OR (municipality_code < '100') = simulated",
            name="simulated_municipality_code_below_100",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    cvr: Mapped[str | None] = mapped_column(String(8), unique=True)
    municipality_code: Mapped[str | None] = mapped_column(String(3), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST_ORGANISATION_NAME))
    simulated: Mapped[bool]
    identified_by: Mapped[str] = mapped_column(
        String(9), default=IdentifiedBy.AUTHORITY, server_default=IdentifiedBy.AUTHORITY
    )
    created_at: Mapped[datetime] = mapped_column(UtcTime)

    @property
    def key(self) -> str:
        """Name the organisation the way the register file does, such as `cvr:01234567`."""
        if self.kind == OrganisationKind.MUNICIPALITY:
            return f"municipality:{self.municipality_code}"
        if self.kind == OrganisationKind.UNEMPLOYMENT_FUND:
            return f"unemployment_fund:{self.slug}"
        return f"cvr:{self.cvr}"


class MemberRole(StrEnum):
    """Say what a member may do: an owner also decides who the members are."""

    OWNER = "owner"
    EDITOR = "editor"


class Membership(Base):
    """That a user acts for an organisation, in a role, for a time; the role changes by a new row."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_one_open",
            "organisation_id",
            "user_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    begun_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Invitation(Base):
    """That somebody with a mail address is asked to act for an organisation; nobody until they say yes.

    The token of the mailed link is computed from the row and a key, and stored nowhere.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        Index(
            "uq_invitation_one_open",
            "organisation_id",
            "email",
            unique=True,
            sqlite_where=text("accepted_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=text("accepted_at IS NULL AND withdrawn_at IS NULL"),
        ),
        CheckConstraint("(accepted_at IS NULL) = (accepted_by IS NULL)", name="accepted_by_somebody"),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(10))
    nonce: Mapped[str] = mapped_column(String(32))
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"), index=True)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)


class SignUp(Base):
    """That somebody wants to apply for a company which the portal does not know; nothing until they confirm.

    They confirm with the token of a mailed link, computed from the row and a key, and stored nowhere.
    """

    __tablename__ = "sign_up"
    __table_args__ = (
        CheckConstraint("(used_at IS NULL) = (used_by IS NULL)", name="used_by_somebody"),
        CheckConstraint("kind IN ('private_adviser', 'other')", name="kind_has_cvr"),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cvr: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(20))
    company: Mapped[str] = mapped_column(String(LONGEST_ORGANISATION_NAME))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), index=True)
    language: Mapped[str] = mapped_column(String(2))
    nonce: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    used_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"), index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ApiKey(Base):
    """A key with which an organisation's own system speaks to the API; kept as a hash."""

    __tablename__ = "api_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("portal_user.id"))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    used_on: Mapped[date | None]
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ApiUse(Base):
    """How often a key, or an address without one, has asked the API in the latest minute it asked at all."""

    __tablename__ = "api_use"

    caller_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    minute_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    requests: Mapped[int]
