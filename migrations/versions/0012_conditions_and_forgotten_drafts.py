"""Follow up the conditions of approvals, and know when somebody last wrote in a draft of an application."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
# Code before this migration leaves them out, so they may be empty.
DRAFTS = ("touched_at", "told_at")


def upgrade() -> None:
    op.create_table(
        "condition_follow_up",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("decision_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("said_by", sa.Integer),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('answered', 'met', 'not_met')", name=op.f("ck_condition_follow_up_state_is_known")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_condition_follow_up_number_from_one")),
        sa.CheckConstraint(
            "state = 'met' OR text <> ''", name=op.f("ck_condition_follow_up_all_but_met_say_why")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_condition_follow_up_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(
            ["said_by"], ["portal_user.id"], name=op.f("fk_condition_follow_up_said_by_portal_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition_follow_up")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_condition_follow_up_decision_id"), "condition_follow_up", ["decision_id"])
    op.create_index(op.f("ix_condition_follow_up_said_by"), "condition_follow_up", ["said_by"])
    for column in DRAFTS:
        op.add_column("approval_case", sa.Column(column, MOMENT))
    _tell_when_touched()


def downgrade() -> None:
    with op.batch_alter_table("approval_case") as approval_case:
        for column in DRAFTS:
            approval_case.drop_column(column)
    op.drop_table("condition_follow_up")


def _tell_when_touched() -> None:
    """Take the latest answer or document of each case, or else its beginning."""
    op.execute("UPDATE approval_case SET touched_at = started_at")
    op.execute(
        "UPDATE approval_case SET touched_at ="
        " (SELECT max(changed_at) FROM case_answer WHERE case_id = approval_case.id)"
        " WHERE touched_at < (SELECT max(changed_at) FROM case_answer WHERE case_id = approval_case.id)"
    )
    op.execute(
        "UPDATE approval_case SET touched_at ="
        " (SELECT max(added_at) FROM case_document WHERE case_id = approval_case.id)"
        " WHERE touched_at < (SELECT max(added_at) FROM case_document WHERE case_id = approval_case.id)"
    )
