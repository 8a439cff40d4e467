"""Count requests to the API, so that all workers together keep to one limit."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "api_use",
        sa.Column("caller_hash", sa.String(64), nullable=False),
        sa.Column("minute_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requests", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("caller_hash", name=op.f("pk_api_use")),
    )
    op.create_index(op.f("ix_api_use_minute_at"), "api_use", ["minute_at"])


def downgrade() -> None:
    op.drop_table("api_use")
