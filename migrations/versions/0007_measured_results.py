"""Make the tables of measured results: what registers tell, releases, their figures and objections."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _make_result_import()
    _make_result_upload()
    _make_case_mix()
    _make_spell()
    _make_aggregate()
    _make_release()
    _make_result()
    _make_release_chart()
    _make_objection()


def downgrade() -> None:
    op.drop_table("objection")
    op.drop_table("release_chart")
    op.drop_table("result")
    op.drop_table("release")
    op.drop_table("aggregate")
    op.drop_table("spell")
    op.drop_table("case_mix")
    op.drop_table("result_upload")
    op.drop_table("result_import")


def _make_result_import() -> None:
    op.create_table(
        "result_import",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("file_hash", sa.String(64), nullable=False),
        sa.Column("mapping", sa.JSON, nullable=False),
        sa.Column("simulated", sa.Boolean, nullable=False),
        sa.Column("observed_until", sa.Date, nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("accepted", sa.Integer, nullable=False),
        sa.Column("imported_by", sa.Integer),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.Column("erased_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_import")),
        sa.ForeignKeyConstraint(
            ["imported_by"], ["portal_user.id"], name=op.f("fk_result_import_imported_by_portal_user")
        ),
        sa.UniqueConstraint("file_hash", name=op.f("uq_result_import_file_hash")),
        sa.CheckConstraint("kind IN ('spells', 'aggregates')", name=op.f("ck_result_import_kind_is_known")),
        sqlite_autoincrement=True,
    )


def _make_result_upload() -> None:
    op.create_table(
        "result_upload",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("stored_as", sa.String(64), nullable=False),
        sa.Column("mapping_text", sa.Text, nullable=False),
        sa.Column("good_rows_only", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("rows_done", sa.Integer, nullable=False),
        sa.Column("rows_total", sa.Integer),
        sa.Column("problems", sa.JSON, nullable=False),
        sa.Column("problem_count", sa.Integer, nullable=False),
        sa.Column("import_id", sa.Integer),
        sa.Column("uploaded_by", sa.Integer),
        sa.Column("uploaded_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_upload")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["result_import.id"], name=op.f("fk_result_upload_import_id_result_import")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["portal_user.id"], name=op.f("fk_result_upload_uploaded_by_portal_user")
        ),
        sa.UniqueConstraint("stored_as", name=op.f("uq_result_upload_stored_as")),
        sa.CheckConstraint(
            "state IN ('waiting', 'reading', 'done', 'known', 'refused', 'failed')",
            name=op.f("ck_result_upload_state_is_known"),
        ),
    )


def _make_case_mix() -> None:
    op.create_table(
        "case_mix",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("levels", sa.JSON, nullable=False),
        sa.Column("levels_hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_mix")),
        sa.UniqueConstraint("levels_hash", name=op.f("uq_case_mix_levels_hash")),
    )


def _make_spell() -> None:
    op.create_table(
        "spell",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("import_id", sa.Integer, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("course_key", sa.BigInteger, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("listing_id", sa.Integer),
        sa.Column("target_group", sa.String(40), nullable=False),
        sa.Column("municipality_code", sa.String(3)),
        sa.Column("case_mix_id", sa.Integer, nullable=False),
        sa.Column("quarter", sa.SmallInteger, nullable=False),
        sa.Column("referred_on", sa.Date, nullable=False),
        sa.Column("ended_on", sa.Date),
        sa.Column("work_3", sa.SmallInteger),
        sa.Column("work_6", sa.SmallInteger),
        sa.Column("work_12", sa.SmallInteger),
        sa.Column("weeks_in_work", sa.SmallInteger),
        sa.Column("subsidised", sa.SmallInteger),
        sa.Column("passive_weeks_6", sa.SmallInteger),
        sa.Column("passive_weeks_12", sa.SmallInteger),
        sa.Column("company_weeks", sa.SmallInteger),
        sa.Column("active_weeks", sa.SmallInteger),
        sa.Column("price", sa.Integer),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spell")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["result_import.id"], name=op.f("fk_spell_import_id_result_import")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_spell_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_spell_listing_id_listing")),
        sa.ForeignKeyConstraint(["case_mix_id"], ["case_mix.id"], name=op.f("fk_spell_case_mix_id_case_mix")),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on >= referred_on", name=op.f("ck_spell_ends_after_referral")
        ),
        sa.UniqueConstraint("course_key", name=op.f("uq_spell_course_key")),
    )
    op.create_index("ix_spell_import_id", "spell", ["import_id"])
    op.create_index("ix_spell_quarter", "spell", ["quarter"])


def _make_aggregate() -> None:
    op.create_table(
        "aggregate",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("import_id", sa.Integer, nullable=False),
        sa.Column("row", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("listing_id", sa.Integer),
        sa.Column("target_group", sa.String(40), nullable=False),
        sa.Column("area", sa.String(10)),
        sa.Column("first_quarter", sa.SmallInteger, nullable=False),
        sa.Column("last_quarter", sa.SmallInteger, nullable=False),
        sa.Column("measure", sa.String(20), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("observed", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aggregate")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["result_import.id"], name=op.f("fk_aggregate_import_id_result_import")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_aggregate_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_aggregate_listing_id_listing")),
        sa.CheckConstraint("observed >= 0 AND observed <= n", name=op.f("ck_aggregate_observed_within_n")),
    )
    op.create_index("ix_aggregate_import_id", "aggregate", ["import_id"])


def _make_release() -> None:
    op.create_table(
        "release",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("first_quarter", sa.SmallInteger, nullable=False),
        sa.Column("last_quarter", sa.SmallInteger, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("simulated", sa.Boolean, nullable=False),
        sa.Column("observed_until", sa.Date, nullable=False),
        sa.Column("method_version", sa.String(20), nullable=False),
        sa.Column("code_version", sa.String(40), nullable=False),
        sa.Column("inputs", sa.JSON, nullable=False),
        sa.Column("fits", sa.JSON, nullable=False),
        sa.Column("input_hash", sa.String(64), nullable=False),
        sa.Column("results_hash", sa.String(64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.Integer),
        sa.Column("preview_until", sa.Date),
        sa.Column("published_at", MOMENT),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("note", sa.Text),
        sa.Column("corrects_id", sa.Integer),
        sa.Column("patterns", sa.LargeBinary),
        sa.Column("public_figures", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.ForeignKeyConstraint(["made_by"], ["portal_user.id"], name=op.f("fk_release_made_by_portal_user")),
        sa.ForeignKeyConstraint(["corrects_id"], ["release.id"], name=op.f("fk_release_corrects_id_release")),
        sa.CheckConstraint(
            "state IN ('draft', 'preview', 'published', 'withdrawn')", name=op.f("ck_release_state_is_known")
        ),
        sa.CheckConstraint("first_quarter <= last_quarter", name=op.f("ck_release_period_runs_forward")),
        sa.CheckConstraint(
            "(state IN ('published', 'withdrawn')) = (published_at IS NOT NULL)",
            name=op.f("ck_release_published_has_a_time"),
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("ck_release_withdrawn_has_a_time")
        ),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR note IS NOT NULL", name=op.f("ck_release_withdrawn_with_a_note")
        ),
        sa.CheckConstraint(
            "(published_at IS NULL) = (public_figures IS NULL)",
            name=op.f("ck_release_published_has_public_figures"),
        ),
        sqlite_autoincrement=True,
    )


def _make_result() -> None:
    op.create_table(
        "result",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("release_id", sa.Integer, nullable=False),
        sa.Column("level", sa.String(12), nullable=False),
        sa.Column("organisation_id", sa.Integer),
        sa.Column("listing_id", sa.Integer),
        sa.Column("target_group", sa.String(40)),
        sa.Column("quarter", sa.SmallInteger),
        sa.Column("measure", sa.String(20), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("observed", sa.Integer),
        sa.Column("expected", sa.Double),
        sa.Column("variance", sa.Double),
        sa.Column("value", sa.Double),
        sa.Column("value_lower", sa.Double),
        sa.Column("value_upper", sa.Double),
        sa.Column("ratio", sa.Double),
        sa.Column("ratio_lower", sa.Double),
        sa.Column("ratio_upper", sa.Double),
        sa.Column("shrunken", sa.Double),
        sa.Column("shrunken_lower", sa.Double),
        sa.Column("shrunken_upper", sa.Double),
        sa.Column("reliability", sa.Double),
        sa.Column("grade", sa.String(20)),
        sa.Column("reason", sa.String(20)),
        sa.Column("people_missing", sa.Integer),
        sa.Column("hidden", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_result_release_id_release")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_result_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["listing_id"], ["listing.id"], name=op.f("fk_result_listing_id_listing")),
    )
    op.create_index("ix_result_release_id_level", "result", ["release_id", "level"])
    op.create_index("ix_result_release_id_organisation_id", "result", ["release_id", "organisation_id"])


def _make_release_chart() -> None:
    op.create_table(
        "release_chart",
        sa.Column("release_id", sa.Integer, nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("svg", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("release_id", "name", "language", name=op.f("pk_release_chart")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_chart_release_id_release")
        ),
    )


def _make_objection() -> None:
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("release_id", sa.Integer, nullable=False),
        sa.Column("organisation_id", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("made_by", sa.Integer),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("upheld", sa.Boolean),
        sa.Column("answered_by", sa.Integer),
        sa.Column("answered_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_objection_release_id_release")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_objection_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["portal_user.id"], name=op.f("fk_objection_made_by_portal_user")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["portal_user.id"], name=op.f("fk_objection_answered_by_portal_user")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_objection_answer_has_a_time")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_objection_release_id_organisation_id", "objection", ["release_id", "organisation_id"])
