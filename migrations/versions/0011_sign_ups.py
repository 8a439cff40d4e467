"""Companies that sign up by themselves, and how it is known who acts for an organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    # Older code, which knows only the authority's register, keeps running beside this.
    op.add_column(
        "organisation", sa.Column("identified_by", sa.String(9), nullable=False, server_default="authority")
    )
    op.create_table(
        "sign_up",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("cvr", sa.String(8), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("company", sa.String(200), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("nonce", sa.String(32), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_by", sa.Integer),
        sa.Column("used_at", MOMENT),
        sa.CheckConstraint("(used_at IS NULL) = (used_by IS NULL)", name=op.f("ck_sign_up_used_by_somebody")),
        sa.CheckConstraint("kind IN ('private_adviser', 'other')", name=op.f("ck_sign_up_kind_has_cvr")),
        sa.ForeignKeyConstraint(["used_by"], ["portal_user.id"], name=op.f("fk_sign_up_used_by_portal_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_up")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_sign_up_email"), "sign_up", ["email"])
    op.create_index(op.f("ix_sign_up_used_by"), "sign_up", ["used_by"])


def downgrade() -> None:
    op.drop_table("sign_up")
    op.drop_column("organisation", "identified_by")
