"""Decisions with their letters and appeals, and what ends an approval before its last day."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NEVER_CHANGED = ("decision", "letter", "letter_file")
TABLES = ("decision", "appeal", "letter", "letter_file")


def upgrade() -> None:
    for make in (
        _make_decision,
        _make_appeal,
        _make_letter,
        _make_letter_file,
    ):
        make()
    with op.batch_alter_table("approval") as approval:
        approval.add_column(sa.Column("revoked_on", sa.Date))
        approval.add_column(sa.Column("suspended_from", sa.Date))
        approval.add_column(sa.Column("suspended_to", sa.Date))
        approval.add_column(sa.Column("standards_version", sa.String(7)))
        approval.add_column(sa.Column("decision_id", sa.Integer))
        approval.create_foreign_key(
            op.f("fk_approval_decision_id_decision"), "decision", ["decision_id"], ["id"]
        )
        approval.create_check_constraint(
            op.f("ck_approval_suspension_has_both_days"),
            "(suspended_from IS NULL) = (suspended_to IS NULL) AND suspended_to >= suspended_from",
        )
    for table in NEVER_CHANGED:
        for event in ("UPDATE", "DELETE"):
            _never(table, event)


def downgrade() -> None:
    with op.batch_alter_table("approval") as approval:
        approval.drop_constraint(op.f("ck_approval_suspension_has_both_days"), type_="check")
        approval.drop_constraint(op.f("fk_approval_decision_id_decision"), type_="foreignkey")
        for column in ("decision_id", "standards_version", "suspended_to", "suspended_from", "revoked_on"):
            approval.drop_column(column)
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_context().dialect.name == "postgresql":
        for table in NEVER_CHANGED:
            for event in ("update", "delete"):
                op.execute(f"DROP FUNCTION {table}_no_{event}()")


def _never(table: str, event: str) -> None:
    name = f"{table}_no_{event.lower()}"
    message = f"A row of {table} is never changed and never removed."
    head = f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW"
    if op.get_context().dialect.name == "sqlite":
        op.execute(f"{head} BEGIN SELECT RAISE(ABORT, '{message}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(f"{head} EXECUTE FUNCTION {name}()")


def _make_decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("terms", sa.JSON, nullable=False),
        sa.Column("standards_version", sa.String(7), nullable=False),
        sa.Column("effective_on", sa.Date, nullable=False),
        sa.Column("proposed_by", sa.Integer),
        sa.Column("decided_by", sa.Integer),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(kind = 'expire') = (case_id IS NULL)", name=op.f("ck_decision_all_but_expiry_have_a_case")
        ),
        sa.CheckConstraint(
            "(kind = 'expire') = (decided_by IS NULL)", name=op.f("ck_decision_all_but_expiry_are_decided")
        ),
        sa.CheckConstraint("proposed_by <> decided_by", name=op.f("ck_decision_two_people")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["approval_case.id"], name=op.f("fk_decision_case_id_approval_case")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_decision_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("case_id", name=op.f("uq_decision_case_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_decision_organisation_id"), "decision", ["organisation_id"])


def _make_appeal() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("decision_id", sa.Integer, nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("answered_on", sa.Date),
        sa.Column("noted_by", sa.Integer),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(state = 'received') = (answered_on IS NULL)", name=op.f("ck_appeal_answer_has_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_appeal_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["noted_by"], ["portal_user.id"], name=op.f("fk_appeal_noted_by_portal_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_appeal_decision_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_appeal_noted_by"), "appeal", ["noted_by"])


def _make_letter() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer),
        sa.Column("decision_id", sa.Integer),
        sa.Column("inquiry_id", sa.Integer),
        sa.Column("kind", sa.String(11), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["approval_case.id"], name=op.f("fk_letter_case_id_approval_case")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_letter_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(["inquiry_id"], ["inquiry.id"], name=op.f("fk_letter_inquiry_id_inquiry")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_letter_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_letter_decision_id")),
        sa.UniqueConstraint("inquiry_id", name=op.f("uq_letter_inquiry_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_letter_case_id"), "letter", ["case_id"])
    op.create_index(op.f("ix_letter_organisation_id"), "letter", ["organisation_id"])


def _make_letter_file() -> None:
    op.create_table(
        "letter_file",
        sa.Column("letter_id", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_file_letter_id_letter")),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_letter_file")),
    )
