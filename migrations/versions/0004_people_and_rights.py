"""Make the tables of people and their rights: users, how they sign in, sessions, looks, members, keys."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "portal_user",
    "identity",
    "password",
    "second_factor",
    "recovery_code",
    "one_time_link",
    "login_session",
    "sign_in_failure",
    "citizen_profile",
    "look",
    "membership",
    "api_key",
)


def upgrade() -> None:
    _make_portal_user()
    _make_ways_to_sign_in()
    _make_one_time_link()
    _make_login_session()
    _make_sign_in_failure()
    _make_citizen_profile()
    _make_look()
    _make_membership()
    _make_api_key()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _make_portal_user() -> None:
    op.create_table(
        "portal_user",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String(120)),
        sa.Column("email", sa.String(254)),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("authority_role", sa.String(10)),
        sa.Column("municipality_code", sa.String(3)),
        sa.Column("simulated", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_user")),
        sa.UniqueConstraint("email", name=op.f("uq_portal_user_email")),
        sa.CheckConstraint(
            "(kind = 'authority') = (authority_role IS NOT NULL)",
            name=op.f("ck_portal_user_authority_has_role"),
        ),
        sa.CheckConstraint(
            "(kind = 'municipality') = (municipality_code IS NOT NULL)",
            name=op.f("ck_portal_user_municipality_has_code"),
        ),
        sa.CheckConstraint(
            "(kind = 'citizen') = (name IS NULL) AND (kind = 'citizen') = (email IS NULL)",
            name=op.f("ck_portal_user_only_staff_have_name_and_email"),
        ),
        sqlite_autoincrement=True,  # the trail keeps the numbers of rows that are gone
    )


def _make_ways_to_sign_in() -> None:
    op.create_table(
        "identity",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("broker", sa.String(40), nullable=False),
        sa.Column("subject_hash", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        _refers("identity", "user_id", "portal_user"),
        sa.UniqueConstraint("broker", "subject_hash", name=op.f("uq_identity_broker")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_identity_user_id"), "identity", ["user_id"])
    op.create_table(
        "password",
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(255), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_password")),
        _refers("password", "user_id", "portal_user"),
    )
    op.create_table(
        "second_factor",
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("sealed_secret", sa.String(255), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT),
        sa.Column("last_step", sa.Integer),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factor")),
        _refers("second_factor", "user_id", "portal_user"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        _refers("recovery_code", "user_id", "portal_user"),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"])


def _make_one_time_link() -> None:
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.Column("withdrawn_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        _refers("one_time_link", "user_id", "portal_user"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_one_time_link_user_id"), "one_time_link", ["user_id"])


def _make_login_session() -> None:
    op.create_table(
        "login_session",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("method", sa.String(15), nullable=False),
        sa.Column("device", sa.String(60), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("ended_because", sa.String(25)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        _refers("login_session", "user_id", "portal_user"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_because IS NULL)", name=op.f("ck_login_session_end_has_a_reason")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_login_session_user_id"), "login_session", ["user_id"])


def _make_sign_in_failure() -> None:
    op.create_table(
        "sign_in_failure",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("account_hash", sa.String(64), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_failure")),
    )
    op.create_index("ix_sign_in_failure_account_hash_at", "sign_in_failure", ["account_hash", "at"])
    op.create_index("ix_sign_in_failure_address_hash_at", "sign_in_failure", ["address_hash", "at"])
    op.create_index(op.f("ix_sign_in_failure_at"), "sign_in_failure", ["at"])


def _make_citizen_profile() -> None:
    op.create_table(
        "citizen_profile",
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("municipality_code", sa.String(3), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_citizen_profile")),
        _refers("citizen_profile", "user_id", "portal_user"),
    )
    op.create_index(op.f("ix_citizen_profile_municipality_code"), "citizen_profile", ["municipality_code"])


def _make_look() -> None:
    op.create_table(
        "look",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("citizen_id", sa.Integer, nullable=False),
        sa.Column("viewer_id", sa.Integer, nullable=False),
        sa.Column("municipality_code", sa.String(3), nullable=False),
        sa.Column("purpose", sa.String(12), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
        _refers("look", "citizen_id", "portal_user"),
        _refers("look", "viewer_id", "portal_user"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_look_citizen_id"), "look", ["citizen_id"])
    op.create_index(op.f("ix_look_viewer_id"), "look", ["viewer_id"])


def _make_membership() -> None:
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("user_id", sa.Integer, nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        _refers("membership", "organisation_id", "organisation"),
        _refers("membership", "user_id", "portal_user"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_membership_organisation_id"), "membership", ["organisation_id"])
    op.create_index(op.f("ix_membership_user_id"), "membership", ["user_id"])
    op.create_index(
        "uq_membership_one_open",
        "membership",
        ["organisation_id", "user_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _make_api_key() -> None:
    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("made_by", sa.Integer),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_on", sa.Date),
        sa.Column("revoked_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        _refers("api_key", "organisation_id", "organisation"),
        _refers("api_key", "made_by", "portal_user"),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_key_key_hash")),
    )
    op.create_index(op.f("ix_api_key_organisation_id"), "api_key", ["organisation_id"])


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))
