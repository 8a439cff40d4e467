"""Choices and their courses: contact details and who opened them, absences, and the municipality's cases."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
IS_OPEN = sa.text("state IN ('suggested', 'waiting', 'accepted', 'running')")
GOES_ON = sa.text("closed_at IS NULL")


def upgrade() -> None:
    _choices()
    _contacts()
    _absences()
    _none_fits()
    _cases()


def downgrade() -> None:
    for table in ("choice_case", "none_fits", "absence", "contact_look", "choice_contact", "choice"):
        op.drop_table(table)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _choices() -> None:
    op.create_table(
        "choice",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("citizen_id", sa.Integer, nullable=False),
        sa.Column("listing_id", sa.Integer, nullable=False),
        sa.Column("listing_version_id", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("municipality_code", sa.String(3), nullable=False),
        sa.Column("target_group", sa.String(40), nullable=False),
        sa.Column("corrected_group", sa.String(40)),
        sa.Column("how", sa.String(7), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("notice_until", sa.Date),
        sa.Column("held_at", MOMENT),
        sa.Column("answer_by", sa.Date),
        sa.Column("answered_at", MOMENT),
        sa.Column("decline_ground", sa.String(12)),
        sa.Column("decline_reason", sa.Text),
        sa.Column("leave_reason", sa.Text),
        sa.Column("lapse_ground", sa.String(22)),
        sa.Column("closed_at", MOMENT),
        sa.Column("started_on", sa.Date),
        sa.Column("planned_end_on", sa.Date),
        sa.Column("ended_on", sa.Date),
        sa.Column("ended_by", sa.String(12)),
        sa.Column("end_ground", sa.String(22)),
        sa.Column("version", sa.Integer, nullable=False),
        *_checks_of_choices(),
        _key("choice", "citizen_id", "portal_user"),
        _key("choice", "listing_id", "listing"),
        _key("choice", "listing_version_id", "listing_version"),
        _key("choice", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choice")),
        sqlite_autoincrement=True,
    )
    _index("choice", "citizen_id", "listing_version_id", "organisation_id", "municipality_code")
    op.create_index("ix_choice_listing_id_state", "choice", ["listing_id", "state"])
    op.create_index(
        "uq_choice_one_open",
        "choice",
        ["citizen_id"],
        unique=True,
        sqlite_where=IS_OPEN,
        postgresql_where=IS_OPEN,
    )


def _checks_of_choices() -> list[sa.CheckConstraint]:
    checks = {
        "how_is_known": "how IN ('chosen', 'by_rule')",
        "rule_gives_notice": "(how = 'by_rule') = (notice_until IS NOT NULL)",
        "declined_on_a_ground": "(state = 'declined') = (decline_ground IS NOT NULL)",
        "declined_with_a_reason": "(decline_ground IS NULL) = (decline_reason IS NULL)",
        "lapsed_on_a_ground": "(state = 'lapsed') = (lapse_ground IS NOT NULL)",
        "open_is_not_closed": f"({IS_OPEN}) = (closed_at IS NULL)",
        "runs_from_a_day": "state NOT IN ('running', 'ended') OR started_on IS NOT NULL",
        "ends_after_it_starts": "ended_on IS NULL OR started_on IS NOT NULL AND ended_on >= started_on",
        "end_has_somebody_and_a_ground": (
            "(ended_on IS NULL) = (ended_by IS NULL) AND (ended_on IS NULL) = (end_ground IS NULL)"
        ),
    }
    return [sa.CheckConstraint(rule, name=op.f(f"ck_choice_{name}")) for name, rule in checks.items()]


def _contacts() -> None:
    op.create_table(
        "choice_contact",
        sa.Column("choice_id", sa.Integer, nullable=False),
        sa.Column("citizen_id", sa.Integer, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        _key("choice_contact", "choice_id", "choice"),
        _key("choice_contact", "citizen_id", "portal_user"),
        sa.PrimaryKeyConstraint("choice_id", name=op.f("pk_choice_contact")),
    )
    _index("choice_contact", "citizen_id")
    op.create_table(
        "contact_look",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("choice_id", sa.Integer, nullable=False),
        sa.Column("citizen_id", sa.Integer, nullable=False),
        sa.Column("viewer_id", sa.Integer),
        sa.Column("organisation_id", sa.Integer),
        sa.Column("municipality_code", sa.String(3)),
        sa.Column("purpose", sa.String(9), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(organisation_id IS NULL) <> (municipality_code IS NULL)",
            name=op.f("ck_contact_look_for_an_actor_or_a_municipality"),
        ),
        _key("contact_look", "choice_id", "choice"),
        _key("contact_look", "citizen_id", "portal_user"),
        _key("contact_look", "viewer_id", "portal_user"),
        _key("contact_look", "organisation_id", "organisation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_look")),
        sqlite_autoincrement=True,
    )
    _index("contact_look", "choice_id", "citizen_id", "viewer_id")


def _absences() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("choice_id", sa.Integer, nullable=False),
        sa.Column("citizen_id", sa.Integer, nullable=False),
        sa.Column("absent_on", sa.Date, nullable=False),
        sa.Column("kind", sa.String(11), nullable=False),
        sa.Column("reported_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "kind IN ('cancelled', 'stayed_away', 'left_early')", name=op.f("ck_absence_kind_is_known")
        ),
        _key("absence", "choice_id", "choice"),
        _key("absence", "citizen_id", "portal_user"),
        sa.UniqueConstraint("choice_id", "absent_on", name=op.f("uq_absence_choice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sqlite_autoincrement=True,
    )
    _index("absence", "citizen_id")


def _none_fits() -> None:
    op.create_table(
        "none_fits",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("citizen_id", sa.Integer, nullable=False),
        sa.Column("municipality_code", sa.String(3), nullable=False),
        sa.Column("target_group", sa.String(40), nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("said_at", MOMENT, nullable=False),
        _key("none_fits", "citizen_id", "portal_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_none_fits")),
        sqlite_autoincrement=True,
    )
    _index("none_fits", "citizen_id", "municipality_code")


def _cases() -> None:
    op.create_table(
        "choice_case",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("citizen_id", sa.Integer, nullable=False),
        sa.Column("municipality_code", sa.String(3), nullable=False),
        sa.Column("choose_by", sa.Date, nullable=False),
        sa.Column("target_group", sa.String(40)),
        sa.Column("group_reason", sa.Text),
        sa.Column("group_said_at", MOMENT),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
        _key("choice_case", "citizen_id", "portal_user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choice_case")),
        sqlite_autoincrement=True,
    )
    _index("choice_case", "citizen_id", "municipality_code")
    op.create_index(
        "uq_choice_case_one_going_on",
        "choice_case",
        ["citizen_id"],
        unique=True,
        sqlite_where=GOES_ON,
        postgresql_where=GOES_ON,
    )
