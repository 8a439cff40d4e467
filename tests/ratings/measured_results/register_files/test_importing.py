"""A file comes in whole, once and with one event, or not at all; what was imported can be let go of again."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from providers.audit.models import OPERATOR, AuditEvent
from providers.audit.queries import in_order
from providers.clock import danish_day
from ratings.measured_results.models import Aggregate, CaseMix, ResultImport, Spell
from ratings.measured_results.register_files.importing import AlreadyImported, import_results
from ratings.measured_results.register_files.problems import Problem, Reason, ResultsRefused
from ratings.measured_results.register_files.removing import (
    ImportInUse,
    ImportNotFound,
    erase_spells,
    remove_import,
)
from tests.factories.releases import make_release
from tests.factories.results import (
    AT,
    OBSERVED_UNTIL,
    PLAIN,
    Row,
    make_actors,
    make_count,
    make_spell,
    make_spells,
    take_in,
    write_csv,
)


@pytest.fixture(autouse=True)
def actors(session: Session) -> None:
    make_actors(session, 2)


def count(session: Session, table: type[Spell | Aggregate | CaseMix | ResultImport]) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def events(session: Session) -> list[AuditEvent]:
    return [event for event in in_order(session) if event.action.startswith("result_import")]


def test_import_says_what_it_has_done_and_leaves_one_event(session: Session, tmp_path: Path) -> None:
    summary = take_in(session, write_csv(tmp_path / "fil.csv", make_spells(5)))
    assert (summary.kind, summary.rows, summary.accepted, summary.problem_count) == ("spells", 5, 5, 0)
    made = session.get_one(ResultImport, summary.import_id)
    assert (made.source, made.simulated, made.observed_until) == ("Prøveregister", True, OBSERVED_UNTIL)
    (event,) = events(session)
    assert (event.action, event.object_id) == ("result_import.made", str(summary.import_id))
    assert event.after == {
        "kind": "spells", "rows": 5, "accepted": 5, "simulated": True, "file_hash": made.file_hash,
    }  # fmt: skip


def test_same_file_twice_adds_nothing(session: Session, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "fil.csv", make_spells(5))
    first = take_in(session, path)
    with pytest.raises(AlreadyImported) as caught:
        take_in(session, path)
    assert caught.value.import_id == first.import_id
    assert (count(session, Spell), len(events(session))) == (5, 1)


def test_one_wrong_row_keeps_the_whole_file_out(session: Session, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "fil.csv", [*make_spells(4), make_spell(9, work_3=5)])
    with pytest.raises(ResultsRefused):
        take_in(session, path)
    assert (count(session, Spell), count(session, ResultImport), count(session, CaseMix)) == (0, 0, 0)
    assert events(session) == []


def test_good_rows_come_in_alone_when_that_is_wanted(session: Session, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "fil.csv", [*make_spells(4), make_spell(9, work_3=5), make_spell(2)])
    summary = take_in(session, path, good_rows_only=True)
    assert (summary.rows, summary.accepted, summary.problem_count) == (6, 4, 2)
    assert summary.problems == (
        Problem(6, "work_3", "5", Reason.NOT_YES_OR_NO),
        Problem(7, "person", None, Reason.DUPLICATE_COURSE),
    )
    assert count(session, Spell) == 4


def test_file_without_a_good_row_is_refused_in_any_case(session: Session, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "fil.csv", make_spells(3, work_3=5))
    with pytest.raises(ResultsRefused):
        take_in(session, path, good_rows_only=True)
    empty = write_csv(tmp_path / "tom.csv", make_spells(1))
    empty.write_text(empty.read_text().splitlines()[0] + "\n")
    with pytest.raises(ResultsRefused) as caught:
        take_in(session, empty)
    assert caught.value.problems[0].reason is Reason.NO_ROWS


def test_course_that_an_earlier_import_told_is_refused(session: Session, tmp_path: Path) -> None:
    take_in(session, write_csv(tmp_path / "a.csv", make_spells(3)))
    with pytest.raises(ResultsRefused) as caught:
        take_in(session, write_csv(tmp_path / "b.csv", [make_spell(8), make_spell(2, work_3="")]))
    assert caught.value.problems == (Problem(3, "person", None, Reason.KNOWN_COURSE),)


def test_counts_come_in_and_the_same_count_of_the_same_source_only_once(
    session: Session, tmp_path: Path
) -> None:
    take_in(session, write_csv(tmp_path / "a.csv", [make_count(), make_count(measure="work_12")]))
    assert count(session, Aggregate) == 2
    with pytest.raises(ResultsRefused) as caught:
        take_in(session, write_csv(tmp_path / "b.csv", [make_count(observed=50)]))
    assert caught.value.problems == (Problem(2, "n", "100", Reason.KNOWN_CELL),)


def test_import_is_removed_with_all_its_rows_and_can_come_in_again(session: Session, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "fil.csv", make_spells(5))
    summary = take_in(session, path)
    assert remove_import(session, summary.import_id, at=AT, by=OPERATOR) == 5
    assert (count(session, Spell), count(session, ResultImport), count(session, CaseMix)) == (0, 0, 0)
    assert [event.action for event in events(session)] == ["result_import.made", "result_import.removed"]
    assert take_in(session, path).accepted == 5


def test_import_that_is_not_there_cannot_be_removed(session: Session) -> None:
    with pytest.raises(ImportNotFound):
        remove_import(session, 7, at=AT, by=OPERATOR)


def test_import_of_a_public_release_stays_until_that_is_withdrawn(session: Session, tmp_path: Path) -> None:
    summary = take_in(session, write_csv(tmp_path / "fil.csv", make_spells(5)))
    file_hash = session.get_one(ResultImport, summary.import_id).file_hash
    inputs = [{"file_hash": file_hash}]
    release = make_release(session, state="published", published_at=AT, public_figures=b"", inputs=inputs)
    with pytest.raises(ImportInUse) as caught:
        remove_import(session, summary.import_id, at=AT, by=OPERATOR)
    assert caught.value.release_id == release.id
    release.state, release.withdrawn_at, release.note = "withdrawn", AT, "Forkert fil."
    session.flush()
    assert remove_import(session, summary.import_id, at=AT, by=OPERATOR) == 5


def test_spells_go_five_years_after_referral_a_few_at_a_time(session: Session, tmp_path: Path) -> None:
    summary = take_in(session, write_csv(tmp_path / "fil.csv", make_spells(5)))  # 9 to 13 January 2024
    on_the_eleventh = datetime(2029, 1, 11, 3, tzinfo=UTC)
    assert erase_spells(session, at=on_the_eleventh, limit=2) == 2
    assert erase_spells(session, at=on_the_eleventh, limit=2) == 1
    assert erase_spells(session, at=on_the_eleventh, limit=2) == 0
    assert session.get_one(ResultImport, summary.import_id).erased_at is None
    on_the_thirteenth = datetime(2029, 1, 13, 3, tzinfo=UTC)
    assert erase_spells(session, at=on_the_thirteenth, limit=100) == 2
    assert session.get_one(ResultImport, summary.import_id).erased_at == on_the_thirteenth
    assert [event.action for event in events(session)] == ["result_import.made", "result_import.erased"]
    assert erase_spells(session, at=on_the_thirteenth, limit=100) == 0


@pytest.mark.parametrize("ahead", [1, 1_000])
@pytest.mark.parametrize("row", [make_spell(), make_count()])
def test_registers_cannot_tell_of_a_day_that_has_not_come(
    session: Session, tmp_path: Path, row: Row, ahead: int
) -> None:
    until = danish_day(AT) + timedelta(days=ahead)
    with pytest.raises(ResultsRefused) as refused:
        take_in(session, write_csv(tmp_path / "fil.csv", [row]), replace(PLAIN, observed_until=until))
    told = Problem(1, "observed_until", until.isoformat(), Reason.REGISTERS_AHEAD)
    assert refused.value.problems == (told,)
    assert count(session, ResultImport) == 0


def test_the_day_is_the_danish_one(session: Session, tmp_path: Path) -> None:
    path, until = write_csv(tmp_path / "fil.csv", make_spells(2)), date(2026, 7, 1)
    file = replace(PLAIN, observed_until=until)
    with pytest.raises(ResultsRefused):
        import_results(session, path, file, at=datetime(2026, 6, 30, 21, 59, tzinfo=UTC), by=OPERATOR)
    late = datetime(2026, 6, 30, 22, tzinfo=UTC)  # midnight in Copenhagen
    assert import_results(session, path, file, at=late, by=OPERATOR).accepted == 2


@pytest.mark.parametrize("period", [("2026-Q4", "2026-Q4"), ("2026-Q1", "2027-Q1"), ("2031-Q1", "2031-Q1")])
def test_quarter_that_has_not_ended_is_not_counted(
    session: Session, tmp_path: Path, period: tuple[str, str]
) -> None:
    row = make_count(first_quarter=period[0], last_quarter=period[1])
    path = write_csv(tmp_path / "fil.csv", [make_count(), row])
    with pytest.raises(ResultsRefused) as refused:
        take_in(session, path, replace(PLAIN, observed_until=None))
    assert refused.value.problems == (Problem(3, "last_quarter", period[1], Reason.QUARTER_RUNS),)
