"""Two imports at once come one after the other, and one that breaks off leaves nothing behind."""

import io
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from datetime import date

import pytest

from portal.database import Database
from providers.register import commands
from providers.register.commands import Summary, import_file
from providers.register.deciding import Count
from providers.register.export import export_lines
from providers.register.reading import read
from tests.factories.organisations import AT, many_register_lines

FILE = many_register_lines(20)
SECONDS_TO_SEE_IT_WAIT = 0.4
SECONDS_TO_END = 30


class BrokenOff(Exception):
    """Something went wrong in the middle of an import."""


def take_in(database: Database) -> Summary:
    with database.transaction() as session:
        return import_file(session, read(io.BytesIO(FILE)), AT)


def lines(database: Database) -> list[str]:
    with database.reading() as session:
        return list(export_lines(session, date(2026, 11, 1)))


def must_wait(second: "Future[Summary]") -> None:
    with pytest.raises(NotYet):
        second.result(SECONDS_TO_SEE_IT_WAIT)


def test_second_import_waits_for_the_first_and_finds_its_work_done(database: Database) -> None:
    with ThreadPoolExecutor(1) as other:
        with database.transaction() as session:
            first = import_file(session, read(io.BytesIO(FILE)), AT)
            second = other.submit(take_in, database)
            must_wait(second)
        assert first == Summary(Count(new=5), Count(new=20))
        assert second.result(SECONDS_TO_END) == Summary(Count(unchanged=5), Count(unchanged=20))
    assert database.catalogue_revision() == 2


def test_second_import_does_it_all_when_the_first_is_undone(database: Database) -> None:
    with ThreadPoolExecutor(1) as other:
        with database.transaction() as session:
            import_file(session, read(io.BytesIO(FILE)), AT)
            second = other.submit(take_in, database)
            must_wait(second)
            session.rollback()
        assert second.result(SECONDS_TO_END) == Summary(Count(new=5), Count(new=20))
    assert len(lines(database)) == 1 + 5 + 20


def test_many_imports_at_once_bring_everything_in_once(database: Database) -> None:
    with ThreadPoolExecutor(4) as others:
        summaries = list(others.map(take_in, [database] * 4, timeout=SECONDS_TO_END))
    assert sorted(summary.listings.new for summary in summaries) == [0, 0, 0, 20]
    assert len(lines(database)) == 1 + 5 + 20


def test_import_that_breaks_off_leaves_nothing_behind(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lines(database)

    def break_off(*_arguments: object) -> None:
        raise BrokenOff

    monkeypatch.setattr(commands, "touch_catalogue", break_off)
    with pytest.raises(BrokenOff):
        take_in(database)
    assert lines(database) == before
    assert database.catalogue_revision() == 1
