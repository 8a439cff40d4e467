"""What leads ask of releases and a worker then does, and what the pictures of a release show."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("release_chart", sa.Column("facts", sa.JSON))
    op.create_table(
        "release_order",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("step", sa.String(10), nullable=False),
        sa.Column("first_quarter", sa.SmallInteger, nullable=False),
        sa.Column("last_quarter", sa.SmallInteger, nullable=False),
        sa.Column("release_id", sa.Integer),
        sa.Column("corrects_id", sa.Integer),
        sa.Column("note", sa.Text),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("fact", sa.String(60)),
        sa.Column("asked_by", sa.Integer),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_order")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_order_release_id_release")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["release.id"], name=op.f("fk_release_order_corrects_id_release")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["portal_user.id"], name=op.f("fk_release_order_asked_by_portal_user")
        ),
        sa.CheckConstraint(
            "step IN ('make', 'preview', 'publish', 'withdraw')", name=op.f("ck_release_order_step_is_known")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'working', 'done', 'refused', 'failed')",
            name=op.f("ck_release_order_state_is_known"),
        ),
        sa.CheckConstraint(
            "(state IN ('waiting', 'working')) = (ended_at IS NULL)",
            name=op.f("ck_release_order_ended_has_a_time"),
        ),
    )


def downgrade() -> None:
    op.drop_table("release_order")
    op.drop_column("release_chart", "facts")
