"""Cases about approval: what was applied for, answered, handed in, checked, asked and proposed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
GOING_ON = "state NOT IN ('decided', 'withdrawn', 'closed')"
AN_APPLICATION = f"kind <> 'review' AND {GOING_ON}"
A_REVIEW = f"kind = 'review' AND {GOING_ON}"
TABLES = (
    "document_content",
    "approval_case",
    "case_answer",
    "case_check",
    "case_document",
    "case_note",
    "inquiry",
    "proposal",
)


def upgrade() -> None:
    for make in (
        _make_document_content,
        _make_approval_case,
        _make_case_answer,
        _make_case_check,
        _make_case_document,
        _make_case_note,
        _make_inquiry,
        _make_proposal,
    ):
        make()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _make_document_content() -> None:
    op.create_table(
        "document_content",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_document_content")),
    )


def _make_approval_case() -> None:
    op.create_table(
        "approval_case",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("standards_version", sa.String(7), nullable=False),
        sa.Column("track", sa.String(6), nullable=False),
        sa.Column("employees", sa.Integer),
        sa.Column("municipalities", sa.JSON),
        sa.Column("target_groups", sa.JSON),
        sa.Column("ground", sa.Text),
        sa.Column("assigned_to", sa.Integer),
        sa.Column("started_by", sa.Integer),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("decide_by", sa.Date),
        sa.Column("ended_at", MOMENT),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint(
            "kind <> 'review' OR ground IS NOT NULL", name=op.f("ck_approval_case_review_has_a_ground")
        ),
        sa.CheckConstraint("employees >= 0", name=op.f("ck_approval_case_employees_not_negative")),
        sa.ForeignKeyConstraint(
            ["assigned_to"], ["portal_user.id"], name=op.f("fk_approval_case_assigned_to_portal_user")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_approval_case_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["started_by"], ["portal_user.id"], name=op.f("fk_approval_case_started_by_portal_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_case")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_approval_case_assigned_to"), "approval_case", ["assigned_to"])
    op.create_index(op.f("ix_approval_case_organisation_id"), "approval_case", ["organisation_id"])
    op.create_index(op.f("ix_approval_case_started_by"), "approval_case", ["started_by"])
    op.create_index(
        "uq_approval_case_one_application",
        "approval_case",
        ["organisation_id"],
        unique=True,
        sqlite_where=sa.text(AN_APPLICATION),
        postgresql_where=sa.text(AN_APPLICATION),
    )
    op.create_index(
        "uq_approval_case_one_review",
        "approval_case",
        ["organisation_id"],
        unique=True,
        sqlite_where=sa.text(A_REVIEW),
        postgresql_where=sa.text(A_REVIEW),
    )


def _make_case_answer() -> None:
    op.create_table(
        "case_answer",
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("standard_id", sa.String(40), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("reused", sa.Boolean, nullable=False),
        sa.Column("changed_by", sa.Integer),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["approval_case.id"], name=op.f("fk_case_answer_case_id_approval_case")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["portal_user.id"], name=op.f("fk_case_answer_changed_by_portal_user")
        ),
        sa.PrimaryKeyConstraint("case_id", "standard_id", name=op.f("pk_case_answer")),
    )
    op.create_index(op.f("ix_case_answer_changed_by"), "case_answer", ["changed_by"])


def _make_case_check() -> None:
    op.create_table(
        "case_check",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("standard_id", sa.String(40), nullable=False),
        sa.Column("outcome", sa.String(14), nullable=False),
        sa.Column("evidence", sa.JSON),
        sa.Column("note", sa.Text),
        sa.Column("checked_by", sa.Integer),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "outcome IN ('met', 'not_met', 'not_applicable', 'to_confirm')",
            name=op.f("ck_case_check_outcome_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["approval_case.id"], name=op.f("fk_case_check_case_id_approval_case")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["portal_user.id"], name=op.f("fk_case_check_checked_by_portal_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_check")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_case_check_case_id"), "case_check", ["case_id"])
    op.create_index(op.f("ix_case_check_checked_by"), "case_check", ["checked_by"])


def _make_case_document() -> None:
    op.create_table(
        "case_document",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("standard_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("reused", sa.Boolean, nullable=False),
        sa.Column("added_by", sa.Integer),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by"], ["portal_user.id"], name=op.f("fk_case_document_added_by_portal_user")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["approval_case.id"], name=op.f("fk_case_document_case_id_approval_case")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["document_content.sha256"], name=op.f("fk_case_document_sha256_document_content")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_document")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_case_document_added_by"), "case_document", ["added_by"])
    op.create_index(op.f("ix_case_document_case_id"), "case_document", ["case_id"])
    op.create_index(op.f("ix_case_document_sha256"), "case_document", ["sha256"])


def _make_case_note() -> None:
    op.create_table(
        "case_note",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("written_by", sa.Integer),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["approval_case.id"], name=op.f("fk_case_note_case_id_approval_case")
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["portal_user.id"], name=op.f("fk_case_note_written_by_portal_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
    )
    op.create_index(op.f("ix_case_note_case_id"), "case_note", ["case_id"])
    op.create_index(op.f("ix_case_note_written_by"), "case_note", ["written_by"])


def _make_inquiry() -> None:
    op.create_table(
        "inquiry",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(11), nullable=False),
        sa.Column("about", sa.String(24)),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("sent_by", sa.Integer),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("answered_by", sa.Integer),
        sa.Column("answered_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        sa.CheckConstraint(
            "(kind = 'hearing') = (about IS NOT NULL)", name=op.f("ck_inquiry_hearing_names_a_decision")
        ),
        sa.CheckConstraint(
            "answered_at IS NULL OR ended_at IS NOT NULL", name=op.f("ck_inquiry_answered_has_ended")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["portal_user.id"], name=op.f("fk_inquiry_answered_by_portal_user")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["approval_case.id"], name=op.f("fk_inquiry_case_id_approval_case")
        ),
        sa.ForeignKeyConstraint(["sent_by"], ["portal_user.id"], name=op.f("fk_inquiry_sent_by_portal_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_inquiry_answered_by"), "inquiry", ["answered_by"])
    op.create_index(op.f("ix_inquiry_case_id"), "inquiry", ["case_id"])
    op.create_index(op.f("ix_inquiry_sent_by"), "inquiry", ["sent_by"])
    op.create_index(
        "uq_inquiry_one_open",
        "inquiry",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def _make_proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("case_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("terms", sa.JSON, nullable=False),
        sa.Column("checks_hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("note", sa.Text),
        sa.Column("proposed_by", sa.Integer),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["approval_case.id"], name=op.f("fk_proposal_case_id_approval_case")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["portal_user.id"], name=op.f("fk_proposal_proposed_by_portal_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_proposal_case_id"), "proposal", ["case_id"])
    op.create_index(op.f("ix_proposal_proposed_by"), "proposal", ["proposed_by"])
    op.create_index(
        "uq_proposal_one_open",
        "proposal",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
