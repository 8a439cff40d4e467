"""Open the database, SQLite or PostgreSQL, with one way to read and one to write."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection

import portal.models  # noqa: F401 - erasing and copies reach every subject's tables, whoever else has asked

REVISION_STATEMENT = "SELECT number FROM catalogue_revision"
SQLITE_BUSY_MILLISECONDS = 10_000


class Database:
    """One process's door to the database."""

    def __init__(self, url: str) -> None:
        """Prepare the engine; nothing is opened before the first use."""
        self.engine = make_engine(url)
        self._kept = threading.local()
        self._writing = self.engine.execution_options(portal_writes=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that leaves nothing behind: whatever happens in it is rolled back."""
        with Session(self.engine, autoflush=False) as session:
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Give a session whose work is committed at the end, or undone when anything is raised."""
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            session.connection()  # Take SQLite's write lock now, so that nothing is read before it.
            yield session

    def catalogue_revision(self) -> int:
        """Read the number that moves when the public catalogue has changed: one small statement.

        Every page asks it, so each thread keeps a connection for it and goes straight to the driver, which
        takes a thirtieth of the time of a SQLAlchemy statement.
        """
        try:
            return self._ask_revision()
        except self.engine.dialect.loaded_dbapi.Error as error:
            self._let_go()
            raise OperationalError(REVISION_STATEMENT, None, error) from error

    def dispose(self) -> None:
        """Close all connections of this thread and the pool; none may cross a fork."""
        self._let_go()
        self.engine.dispose()

    def _ask_revision(self) -> int:
        connection: PoolProxiedConnection | None = getattr(self._kept, "connection", None)
        if connection is None:
            connection = self.engine.raw_connection()
            driver = connection.dbapi_connection
            if driver is not None and self.engine.dialect.name == "postgresql":
                self.engine.dialect.set_isolation_level(driver, "AUTOCOMMIT")  # never idle in a transaction
            self._kept.connection = connection
        cursor = connection.cursor()
        cursor.execute(REVISION_STATEMENT)
        row = cursor.fetchone()
        cursor.close()
        return int(row[0]) if row else 0

    def _let_go(self) -> None:
        connection: PoolProxiedConnection | None = getattr(self._kept, "connection", None)
        self._kept.connection = None
        if connection is not None:
            connection.invalidate()


def make_engine(url: str) -> Engine:
    """Make an engine; SQLite gets WAL, foreign keys, and a write lock when a writing transaction starts."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(
            parsed, pool_pre_ping=True, hide_parameters=True, connect_args={"connect_timeout": 5}
        )
    engine = create_engine(parsed, hide_parameters=True)
    if parsed.database and parsed.database != ":memory:":
        _keep_to_ourselves(engine, Path(parsed.database))
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _keep_to_ourselves(engine: Engine, file: Path) -> None:
    """Let nobody else on the machine read a new folder or file; SQLite's own files beside it follow."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)

    def make_file(*_what_is_connected: object) -> None:
        with suppress(OSError):  # SQLite itself then says what is wrong
            if not file.exists():
                file.touch(mode=0o600)

    event.listen(engine, "do_connect", make_file)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's own "begin" event sends BEGIN instead of the driver.
    connection.execute(f"PRAGMA busy_timeout = {SQLITE_BUSY_MILLISECONDS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("portal_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
