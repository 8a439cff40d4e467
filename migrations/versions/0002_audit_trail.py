"""Make the tables of the audit trail, and let nobody change or remove what stands in it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ALWAYS = "1 = 1"
CHANGED = "An audit event cannot be changed."
DELETED = "An audit event cannot be deleted."
MOVED = "The head of the audit trail cannot be moved but to the next event."
HEAD_DELETED = "The head of the audit trail cannot be deleted."

RULES = {
    "audit_event_is_never_changed": ("audit_event", "UPDATE", ALWAYS, CHANGED),
    "audit_event_is_never_deleted": ("audit_event", "DELETE", ALWAYS, DELETED),
    "audit_head_only_moves_on": ("audit_head", "UPDATE", "NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1", MOVED),
    "audit_head_is_never_deleted": ("audit_head", "DELETE", ALWAYS, HEAD_DELETED),
}
RULES_OF_ONE = {
    # INSERT OR REPLACE puts another row in a row's place without asking the triggers above.
    "sqlite": {
        "audit_event_is_never_replaced": (
            "audit_event",
            "INSERT",
            "EXISTS (SELECT 1 FROM audit_event WHERE seq = NEW.seq)",
            CHANGED,
        ),
        "audit_head_is_never_replaced": ("audit_head", "INSERT", "EXISTS (SELECT 1 FROM audit_head)", MOVED),
    },
    # TRUNCATE empties a table without looking at its rows.
    "postgresql": {
        "audit_event_is_never_emptied": ("audit_event", "TRUNCATE", ALWAYS, DELETED),
        "audit_head_is_never_emptied": ("audit_head", "TRUNCATE", ALWAYS, HEAD_DELETED),
    },
}


def upgrade() -> None:
    _make_audit_event()
    _make_audit_head()
    for name, rule in _rules().items():
        _make_trigger(name, *rule)


def downgrade() -> None:
    # Triggers and indexes go with their tables; PostgreSQL keeps the functions behind the triggers.
    op.drop_table("audit_head")
    op.drop_table("audit_event")
    if op.get_context().dialect.name == "postgresql":
        for name in _rules():
            op.execute(f"DROP FUNCTION {name}()")


def _rules() -> dict[str, tuple[str, str, str, str]]:
    return RULES | RULES_OF_ONE[op.get_context().dialect.name]


def _make_audit_event() -> None:
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_kind", sa.String(10), nullable=False),
        sa.Column("actor_id", sa.Integer),
        sa.Column("action", sa.String(80), nullable=False),
        sa.Column("object_type", sa.String(80), nullable=False),
        sa.Column("object_id", sa.String(80), nullable=False),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
        sa.Column("previous_hash", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_audit_event_seq_is_positive")),
        sa.CheckConstraint(
            "actor_kind IN ('person', 'system', 'operator')", name=op.f("ck_audit_event_actor_kind_is_known")
        ),
        sa.CheckConstraint(
            "(actor_kind = 'person') = (actor_id IS NOT NULL)", name=op.f("ck_audit_event_person_has_an_id")
        ),
    )
    op.create_index(op.f("ix_audit_event_at"), "audit_event", ["at"])
    op.create_index(op.f("ix_audit_event_actor_id"), "audit_event", ["actor_id", "seq"])
    op.create_index(op.f("ix_audit_event_object_type"), "audit_event", ["object_type", "object_id", "seq"])


def _make_audit_head() -> None:
    table = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
        sa.CheckConstraint("id = 1", name=op.f("ck_audit_head_only_one")),
    )
    op.execute(sa.insert(table).values(id=1, seq=0, hash="0" * 64))


def _make_trigger(name: str, table: str, event: str, condition: str, message: str) -> None:
    per = "STATEMENT" if event == "TRUNCATE" else "ROW"
    head = f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {per} WHEN ({condition})"
    if op.get_context().dialect.name == "sqlite":
        op.execute(f"{head} BEGIN SELECT RAISE(ABORT, '{message}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(f"{head} EXECUTE FUNCTION {name}()")
