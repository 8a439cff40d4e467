"""Users and what belongs to them: ways to sign in, mailed links, sessions, and who has looked at them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from providers.base import NUMBERS_ARE_GIVEN_ONCE, Base, UtcTime


class UserKind(StrEnum):
    """Say in what capacity somebody uses the portal; a person with two capacities has two users."""

    CITIZEN = "citizen"
    PROVIDER = "provider"
    MUNICIPALITY = "municipality"
    AUTHORITY = "authority"


# They decide about others or see citizens' facts, so a password alone never lets them in.
SECOND_FACTOR_KINDS = frozenset({UserKind.AUTHORITY, UserKind.MUNICIPALITY})
STAFF_KINDS = frozenset({UserKind.PROVIDER, UserKind.MUNICIPALITY, UserKind.AUTHORITY})


class AuthorityRole(StrEnum):
    """Say what somebody does in the approval authority; an auditor reads everything and changes nothing."""

    CASEWORKER = "caseworker"
    LEAD = "lead"
    AUDITOR = "auditor"


class LinkPurpose(StrEnum):
    """Say what a mailed link lets its reader do, once."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a purpose, not a password


class SignInMethod(StrEnum):
    """Say how somebody has proved who they are."""

    BROKER = "broker"
    PASSWORD = "password"  # noqa: S105 - the name of a method, not a password
    DEMONSTRATION = "demonstration"


class SessionEnd(StrEnum):
    """Say why a session has ended."""

    SIGNED_OUT = "signed_out"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    REPLACED = "replaced"
    RIGHTS_CHANGED = "rights_changed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason, not a password
    DISABLED = "disabled"


class LookPurpose(StrEnum):
    """Say why a member of staff looks at a citizen's facts; there is no other reason."""

    GUIDANCE = "guidance"
    DECISION = "decision"
    COMPLAINT = "complaint"
    CORRECTION = "correction"


class User(Base):
    """Somebody who can sign in; of a citizen neither name nor address is kept here."""

    __tablename__ = "portal_user"
    __table_args__ = (
        CheckConstraint("(kind = 'authority') = (authority_role IS NOT NULL)", name="authority_has_role"),
        CheckConstraint(
            "(kind = 'municipality') = (municipality_code IS NOT NULL)", name="municipality_has_code"
        ),
        CheckConstraint(
            "(kind = 'citizen') = (name IS NULL) AND (kind = 'citizen') = (email IS NULL)",
            name="only_staff_have_name_and_email",
        ),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str | None] = mapped_column(String(120))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    language: Mapped[str] = mapped_column(String(2))
    authority_role: Mapped[str | None] = mapped_column(String(10))
    municipality_code: Mapped[str | None] = mapped_column(String(3))
    simulated: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    version: Mapped[int] = mapped_column()

    # The second of two who change the same user at once finds out.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it off the class


class Identity(Base):
    """A user at a broker: the broker's subject is kept as a keyed hash only."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("broker", "subject_hash"), NUMBERS_ARE_GIVEN_ONCE)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), index=True)
    broker: Mapped[str] = mapped_column(String(40))
    subject_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Password(Base):
    """A local password, as an argon2 hash."""

    __tablename__ = "password"

    user_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(255))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class SecondFactor(Base):
    """A secret that an app makes six digits of; sealed with the installation's key, each step used once."""

    __tablename__ = "second_factor"

    user_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), primary_key=True)
    sealed_secret: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    last_step: Mapped[int | None]


class RecoveryCode(Base):
    """A code that stands in for a lost second factor, once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class OneTimeLink(Base):
    """A mailed link that works once; the token is computed from the row and a key, and stored nowhere."""

    __tablename__ = "one_time_link"
    __table_args__ = NUMBERS_ARE_GIVEN_ONCE

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    nonce: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)


class LoginSession(Base):
    """A browser in which somebody is signed in; the token in its cookie is kept as a hash."""

    __tablename__ = "login_session"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_because IS NULL)", name="end_has_a_reason"),
        NUMBERS_ARE_GIVEN_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    method: Mapped[str] = mapped_column(String(15))
    device: Mapped[str] = mapped_column(String(60))
    begun_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    ends_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_because: Mapped[str | None] = mapped_column(String(25))


class SignInFailure(Base):
    """A guess that was wrong, by keyed hashes of the account tried and of the address it came from."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (
        Index("ix_sign_in_failure_account_hash_at", "account_hash", "at"),
        Index("ix_sign_in_failure_address_hash_at", "address_hash", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_hash: Mapped[str] = mapped_column(String(64))
    address_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)


class CitizenProfile(Base):
    """What a citizen has told about themselves: the home municipality, whose staff may then look."""

    __tablename__ = "citizen_profile"

    user_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), primary_key=True)
    municipality_code: Mapped[str] = mapped_column(String(3), index=True)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class Look(Base):
    """That a member of staff has looked at a citizen's facts: who, whom, when and why."""

    __tablename__ = "look"
    __table_args__ = NUMBERS_ARE_GIVEN_ONCE

    id: Mapped[int] = mapped_column(primary_key=True)
    citizen_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), index=True)
    viewer_id: Mapped[int] = mapped_column(ForeignKey("portal_user.id"), index=True)
    municipality_code: Mapped[str] = mapped_column(String(3))
    purpose: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(UtcTime)
