"""While a file is checked others write, and what they bring in meanwhile is found before it is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest

from portal.database import Database
from providers.audit.models import OPERATOR
from ratings.measured_results.register_files.importing import (
    CHECKING,
    AlreadyImported,
    Checked,
    check_results,
    keep_results,
)
from ratings.measured_results.register_files.problems import Reason, ResultsRefused
from tests.factories.organisations import make_organisation
from tests.factories.results import AT, PLAIN, make_actors, make_spells, take_in, write_csv


@pytest.fixture
def path(database: Database, tmp_path: Path) -> Path:
    """Give a file of five courses."""
    with database.transaction() as session:
        make_actors(session)
    return write_csv(tmp_path / "fil.csv", make_spells(5))


def check(
    database: Database,
    path: Path,
    progress: Callable[[str, int, int], object] = lambda _step, _done, _total: None,
    *,
    good_rows_only: bool = False,
) -> Checked:
    with database.reading() as session:
        return check_results(session, path, PLAIN, at=AT, progress=progress, good_rows_only=good_rows_only)


def test_others_write_while_a_file_is_checked(database: Database, path: Path) -> None:
    def write(step: str, _done: int, _total: int) -> None:
        if step == CHECKING:
            with database.transaction() as other:
                make_organisation(other, 9)

    checked = check(database, path, write)
    with database.transaction() as session:
        assert keep_results(session, checked, by=OPERATOR).accepted == 5


def test_same_file_that_somebody_brought_in_meanwhile_adds_nothing(database: Database, path: Path) -> None:
    checked = check(database, path)
    with database.transaction() as session:
        take_in(session, path)
    with database.transaction() as session, pytest.raises(AlreadyImported):
        keep_results(session, checked, by=OPERATOR)


@pytest.mark.parametrize("good_rows_only", [False, True])
def test_courses_that_somebody_brought_in_meanwhile_do_not_count_twice(
    database: Database, path: Path, tmp_path: Path, *, good_rows_only: bool
) -> None:
    checked = check(database, path, good_rows_only=good_rows_only)
    with database.transaction() as session:
        take_in(session, write_csv(tmp_path / "other.csv", make_spells(2)))
    with database.transaction() as session:
        if good_rows_only:
            assert keep_results(session, checked, by=OPERATOR).accepted == 3
            return
        with pytest.raises(ResultsRefused) as refused:
            keep_results(session, checked, by=OPERATOR)
    assert {problem.reason for problem in refused.value.problems} == {Reason.KNOWN_COURSE}
