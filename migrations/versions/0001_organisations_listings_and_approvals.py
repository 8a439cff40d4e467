"""Make the tables of organisations, approvals, listings and the catalogue's revision."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

# A version that citizens have seen is evidence of what was promised, so the database itself keeps it:
# only its status and its times may move, and only forwards. A slug is an address that others have kept.
RULES = {
    "listing_version": {
        "keeps_its_content": (
            "UPDATE",
            (
                "OLD.status <> 'draft' AND ({content} OR NEW.content_hash <> OLD.content_hash "
                "OR NEW.listing_id <> OLD.listing_id OR NEW.number <> OLD.number "
                "OR NEW.created_at <> OLD.created_at OR NEW.published_at <> OLD.published_at)"
            ),
            "A listing version that has been published cannot be changed.",
        ),
        "never_goes_back": (
            "UPDATE",
            (
                "(OLD.status <> 'draft' AND NEW.status = 'draft') "
                "OR (OLD.status = 'superseded' AND NEW.status <> 'superseded')"
            ),
            "A listing version cannot go back to an earlier status.",
        ),
        "is_never_deleted": (
            "DELETE",
            "OLD.status <> 'draft'",
            "A listing version that has been published cannot be deleted.",
        ),
    },
    "listing": {
        "keeps_its_slug": (
            "UPDATE",
            "NEW.slug <> OLD.slug",
            "A listing keeps its slug, since others have kept the address.",
        ),
    },
}
CONTENT_DIFFERS = {
    "sqlite": "NEW.content <> OLD.content",
    "postgresql": "NEW.content::text <> OLD.content::text",
}


def upgrade() -> None:
    _make_organisation()
    _make_approval()
    _make_listing()
    _make_listing_version()
    _make_availability()
    _make_catalogue_revision()
    for table, rules in RULES.items():
        for name, rule in rules.items():
            _make_trigger(table, f"{table}_{name}", *rule)


def downgrade() -> None:
    # Triggers and indexes go with their tables; PostgreSQL keeps the functions behind the triggers.
    for table in (
        "catalogue_revision",
        "availability",
        "listing_version",
        "listing",
        "approval",
        "organisation",
    ):
        op.drop_table(table)
    if op.get_context().dialect.name == "postgresql":
        for table, rules in RULES.items():
            for name in rules:
                op.execute(f"DROP FUNCTION {table}_{name}()")


def _make_organisation() -> None:
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("cvr", sa.String(8)),
        sa.Column("municipality_code", sa.String(3)),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("simulated", sa.Boolean, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
        sa.UniqueConstraint("cvr", name=op.f("uq_organisation_cvr")),
        sa.UniqueConstraint("municipality_code", name=op.f("uq_organisation_municipality_code")),
        sa.CheckConstraint(
            "(kind = 'municipality') = (municipality_code IS NOT NULL)",
            name=op.f("ck_organisation_municipality_has_code"),
        ),
        sa.CheckConstraint(
            "(kind IN ('private_adviser', 'other')) = (cvr IS NOT NULL)",
            name=op.f("ck_organisation_private_and_other_have_cvr"),
        ),
        sa.CheckConstraint(
            "cvr IS NULL OR (cvr LIKE '0%') = simulated",
            name=op.f("ck_organisation_simulated_cvr_begins_with_0"),
        ),
        sa.CheckConstraint(
            "municipality_code IS NULL OR (municipality_code < '100') = simulated",
            name=op.f("ck_organisation_simulated_municipality_code_below_100"),
        ),
    )


def _make_approval() -> None:
    op.create_table(
        "approval",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("ground", sa.Text, nullable=False),
        sa.Column("municipalities", sa.JSON),
        sa.Column("target_groups", sa.JSON),
        sa.Column("valid_from", sa.Date, nullable=False),
        sa.Column("valid_to", sa.Date),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_approval_organisation_id_organisation")
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_approval_ends_after_it_begins")
        ),
        sa.CheckConstraint(
            "basis = 'statutory' OR valid_to IS NOT NULL", name=op.f("ck_approval_decided_has_an_end")
        ),
    )
    op.create_index(op.f("ix_approval_organisation_id"), "approval", ["organisation_id"])


def _make_listing() -> None:
    op.create_table(
        "listing",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("slug", sa.String(80), nullable=False),
        sa.Column("p_number", sa.String(10)),
        sa.Column("registered_on", sa.Date, nullable=False),
        sa.Column("claimed_on", sa.Date),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_listing_organisation_id_organisation")
        ),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_listing_organisation_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_listing_slug")),
    )


def _make_listing_version() -> None:
    op.create_table(
        "listing_version",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("listing_id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT),
        sa.Column("superseded_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_version")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_listing_version_listing_id_listing")
        ),
        sa.UniqueConstraint("listing_id", "number", name=op.f("uq_listing_version_listing_id")),
        sa.CheckConstraint("number > 0", name=op.f("ck_listing_version_number_is_positive")),
        sa.CheckConstraint(
            "(status = 'draft') = (published_at IS NULL)",
            name=op.f("ck_listing_version_draft_is_not_published"),
        ),
        sa.CheckConstraint(
            "(status = 'superseded') = (superseded_at IS NOT NULL)",
            name=op.f("ck_listing_version_superseded_has_a_time"),
        ),
    )
    op.create_index(op.f("ix_listing_version_listing_id"), "listing_version", ["listing_id"])
    for status in ("published", "draft"):
        only = sa.text(f"status = '{status}'")
        op.create_index(
            f"uq_listing_version_one_{status}",
            "listing_version",
            ["listing_id"],
            unique=True,
            sqlite_where=only,
            postgresql_where=only,
        )


def _make_availability() -> None:
    op.create_table(
        "availability",
        sa.Column("listing_id", sa.Integer, nullable=False),
        sa.Column("places", sa.Integer),
        sa.Column("waiting_days", sa.Integer),
        sa.Column("confirmed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("listing_id", name=op.f("pk_availability")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listing.id"], name=op.f("fk_availability_listing_id_listing")
        ),
        sa.CheckConstraint("places >= 0", name=op.f("ck_availability_places_not_negative")),
        sa.CheckConstraint("waiting_days >= 0", name=op.f("ck_availability_waiting_days_not_negative")),
    )


def _make_catalogue_revision() -> None:
    table = op.create_table(
        "catalogue_revision",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_revision")),
        sa.CheckConstraint("id = 1", name=op.f("ck_catalogue_revision_only_one")),
    )
    op.execute(sa.insert(table).values(id=1, number=1, changed_at=sa.func.current_timestamp()))


def _make_trigger(table: str, name: str, event: str, condition: str, message: str) -> None:
    dialect = op.get_context().dialect.name
    condition = condition.format(content=CONTENT_DIFFERS[dialect])
    head = f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN ({condition})"
    if dialect == "sqlite":
        op.execute(f"{head} BEGIN SELECT RAISE(ABORT, '{message}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(f"{head} EXECUTE FUNCTION {name}()")
