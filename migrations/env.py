"""Run the migrations in one transaction, so that a failing one leaves the database as it was."""

# ruff: noqa: INP001 - this folder is Alembic's, not a package of the house
from alembic import context
from sqlalchemy import Connection, Engine

from portal.database import make_engine
from portal.models import all_tables

# Any fixed number: it makes a second migration of the same PostgreSQL database wait for the first.
MIGRATION_LOCK = 20_270_101


def run() -> None:
    """Migrate the database that was asked for."""
    engine = make_engine(_url())
    try:
        _migrate(engine)
    finally:
        engine.dispose()


def _url() -> str:
    """Take the address that a caller hands over, or `-x url=...` on Alembic's own command line."""
    given = context.config.attributes.get("url") or context.get_x_argument(as_dictionary=True).get("url")
    if not given:
        raise RuntimeError("Say which database: alembic -x url=sqlite:///portal.sqlite3 upgrade head")
    return str(given)


def _migrate(engine: Engine) -> None:
    with engine.execution_options(portal_writes=True).connect() as connection:
        if engine.dialect.name == "sqlite":
            _let_tables_be_rebuilt(connection)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
            context.configure(
                connection=connection,
                target_metadata=all_tables(),
                compare_server_default=True,
                render_as_batch=True,
                transactional_ddl=True,
            )
            context.run_migrations()
            if engine.dialect.name == "sqlite":
                _refuse_broken_references(connection)


def _let_tables_be_rebuilt(connection: Connection) -> None:
    """Switch foreign keys off before the transaction: SQLite changes a table by making it anew."""
    driver_connection = connection.connection.driver_connection
    if driver_connection is not None:
        driver_connection.execute("PRAGMA foreign_keys = OFF")


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"The migration would leave rows that refer to nothing: {broken[:5]}")


run()
