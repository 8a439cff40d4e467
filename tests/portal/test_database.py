"""One way to read, which leaves nothing behind, and one way to write, all or nothing."""

import os
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from portal.database import Database
from providers.organisations.models import Organisation, OrganisationKind

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def fund(slug: str) -> Organisation:
    return Organisation(
        kind=OrganisationKind.UNEMPLOYMENT_FUND, slug=slug, name=slug, simulated=True, created_at=NOON
    )


def count(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(select(func.count()).select_from(Organisation)).one()


def test_a_transaction_that_ends_well_is_kept(database: Database) -> None:
    with database.transaction() as session:
        session.add(fund("opdigtet"))
    assert count(database) == 1


def test_a_transaction_in_which_something_is_raised_leaves_nothing(database: Database) -> None:
    def change_your_mind() -> None:
        with database.transaction() as session:
            session.add(fund("opdigtet"))
            session.flush()
            raise RuntimeError("the view changed its mind")

    with pytest.raises(RuntimeError):
        change_your_mind()
    assert count(database) == 0


def test_what_is_written_while_reading_is_undone(database: Database) -> None:
    with database.reading() as session:
        session.add(fund("opdigtet"))
        session.flush()
    assert count(database) == 0


def test_foreign_keys_are_enforced(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.execute(
            text("INSERT INTO availability (listing_id, confirmed_at) VALUES (999, '2026-11-22 12:00:00')")
        )


def test_times_come_back_in_utc(database: Database) -> None:
    with database.transaction() as session:
        session.add(fund("opdigtet"))
    with database.reading() as session:
        assert session.scalars(select(Organisation.created_at)).one() == NOON


def test_a_new_database_begins_at_a_revision(database: Database) -> None:
    assert database.catalogue_revision() >= 0


@pytest.mark.sqlite_only
def test_a_second_writer_waits_for_the_first(database: Database) -> None:
    """BEGIN IMMEDIATE takes the lock at the start, so nobody fails half-way with `database is locked`."""
    inside = threading.Event()
    order: list[str] = []

    def write_second() -> None:
        inside.wait(5)
        with database.transaction() as session:
            session.add(fund("second"))
            session.flush()
            order.append("second")

    other = threading.Thread(target=write_second)
    other.start()
    with database.transaction() as session:
        inside.set()
        session.add(fund("first"))
        session.flush()
        other.join(0.3)
        order.append("first")
    other.join(10)
    assert order == ["first", "second"]
    assert count(database) == 2


@pytest.fixture
def everybody_may_read() -> Iterator[None]:
    """Let new files be read by all, as most machines do unless they are told otherwise."""
    usual = os.umask(0o022)
    yield
    os.umask(usual)


@pytest.mark.usefixtures("everybody_may_read")
def test_nobody_else_on_the_machine_can_read_a_new_sqlite_database(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    database = Database(f"sqlite:///{folder / 'portal.sqlite3'}")
    with database.transaction() as session:
        session.execute(text("CREATE TABLE secrets (word TEXT)"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    database.dispose()
    assert modes == {
        "data": 0o700,
        "portal.sqlite3": 0o600,
        "portal.sqlite3-wal": 0o600,
        "portal.sqlite3-shm": 0o600,
    }


@pytest.mark.usefixtures("everybody_may_read")
def test_an_operator_s_own_folder_keeps_the_rights_it_has(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    Database(f"sqlite:///{tmp_path / 'portal.sqlite3'}").dispose()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o750
