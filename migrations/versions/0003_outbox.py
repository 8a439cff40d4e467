"""Make the tables of the outbox and of the jobs that the clock starts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("key", sa.String(200)),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("claimed_until", MOMENT),
        sa.Column("done_at", MOMENT),
        sa.Column("last_error", sa.String(60)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_message_key")),
        sa.CheckConstraint(
            "(state IN ('claimed', 'handing_over')) = (claimed_until IS NOT NULL)",
            name=op.f("ck_outbox_message_held_until_a_moment"),
        ),
        sa.CheckConstraint(
            "(state = 'done') = (done_at IS NOT NULL)", name=op.f("ck_outbox_message_done_has_a_time")
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_message_attempts_not_negative")),
    )
    op.create_index("ix_outbox_message_state_due_at", "outbox_message", ["state", "due_at"])
    op.create_table(
        "scheduled_job",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.Column("last_started_at", MOMENT),
        sa.Column("last_ended_at", MOMENT),
        sa.Column("last_error", sa.String(60)),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_scheduled_job")),
    )


def downgrade() -> None:
    op.drop_table("scheduled_job")
    op.drop_table("outbox_message")
