"""A fresh, migrated database for each test, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

from migrations.running import upgrade
from portal.database import Database
from tests.support.postgresql import Cluster, running_cluster
from tests.support.source_tree import ROOT

ENGINES = [
    pytest.param("sqlite", id="sqlite"),
    pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgresql),
]
TEMPLATE = "template_portal"
# What a page says is tried on SQLite. What it asks the database is tried on both: by the tests of providers,
# matching and ratings, and by promises/test_pages_on_postgresql.py, which opens every page.
PAGES = tuple(
    ROOT / "tests/portal" / name for name in ("accounts", "for_authority", "for_citizens", "for_providers")
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what asks for a database on both, unless it is about a page or is marked for one of them only.

    What many do at once is marked `both_databases` wherever it stands, since each has locks of its own.
    """
    engines = ENGINES
    is_about_a_page = any(metafunc.definition.path.is_relative_to(folder) for folder in PAGES)
    if is_about_a_page and not metafunc.definition.get_closest_marker("both_databases"):
        engines = ENGINES[:1]
    for mark, only in (("sqlite_only", ENGINES[:1]), ("postgresql_only", ENGINES[1:])):
        if metafunc.definition.get_closest_marker(mark):
            engines = only
    for fixture in ("database_url", "empty_database_url"):
        if fixture in metafunc.fixturenames:
            metafunc.parametrize(fixture, engines, indirect=True)


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[Cluster]:
    """Start a PostgreSQL server, once for each process of the tests, with a migrated template."""
    with running_cluster() as cluster:
        upgrade(cluster.create(TEMPLATE))
        yield cluster


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one SQLite file, for the tests to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a migrated database that nobody else uses."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "portal.sqlite3")
        yield f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    else:
        yield from _postgresql_database(request, TEMPLATE)


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    else:
        yield from _postgresql_database(request, "template0")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Give the portal's door to the database."""
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """Give a session in a writing transaction that is undone after the test."""
    with Session(database.engine, expire_on_commit=False) as session:
        session.connection(execution_options={"portal_writes": True})
        yield session
        session.rollback()


def _postgresql_database(request: pytest.FixtureRequest, template: str) -> Iterator[str]:
    cluster: Cluster = request.getfixturevalue("postgresql_cluster")
    name = f"test_{next(cluster.numbers)}"
    url = cluster.create(name, template)
    opened: list[DBAPIConnection] = []

    def note(connection: DBAPIConnection, _record: object) -> None:
        opened.append(connection)

    event.listen(Pool, "connect", note)
    yield url
    event.remove(Pool, "connect", note)
    for connection in opened:  # one left open would be reported in the middle of a later test
        connection.close()
    cluster.drop(name)
