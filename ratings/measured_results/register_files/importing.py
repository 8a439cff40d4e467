"""Take in a file of results: all of it or nothing, once, with one event in the trail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor, State
from providers.clock import danish_day
from ratings.measured_results.models import ResultImport
from ratings.measured_results.register_files.aggregate_checking import AggregateChecking, CheckedCount
from ratings.measured_results.register_files.checking import CheckedSpells, SpellChecking
from ratings.measured_results.register_files.known import known_on
from ratings.measured_results.register_files.loading import ResultFile, open_results
from ratings.measured_results.register_files.mapping import Kind, Mapping, plain_mapping
from ratings.measured_results.register_files.problems import Problem, Problems, Reason, of_the_file
from ratings.measured_results.register_files.row_checks import require_columns
from ratings.measured_results.register_files.storing import (
    course_keys,
    known_cells,
    store_aggregates,
    store_spells,
)
from ratings.measured_results.rules import last_day

CHECKING, STORING = "checking", "storing"
Progress = Callable[[str, int, int], object]


class AlreadyImported(Exception):
    """The same file has been imported before, as `import_id`, so nothing is added."""

    def __init__(self, import_id: int) -> None:
        super().__init__(f"The file is import {import_id}.")
        self.import_id = import_id


@dataclass(frozen=True, slots=True)
class PlainFile:
    """What has to be said of a file whose columns have our own names and that needs no mapping."""

    source: str
    simulated: bool
    observed_until: date | None


@dataclass(frozen=True, slots=True)
class Summary:
    """What an import has done: rows of the file, rows or counts taken, and what was wrong with the others."""

    import_id: int
    kind: Kind
    rows: int
    accepted: int
    problems: tuple[Problem, ...]
    problem_count: int


def import_results(
    session: Session,
    path: Path,
    mapping: Mapping | PlainFile,
    *,
    at: datetime,
    by: Actor,
    progress: Progress = lambda _step, _done, _total: None,
    good_rows_only: bool = False,
) -> Summary:
    """Import a file, or raise ResultsRefused with what is wrong, or AlreadyImported.

    `progress` is told the step, how many rows are done and about how many there are. Two imports at once come
    one after the other. OSError is raised when the file cannot be read.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE result_import IN SHARE ROW EXCLUSIVE MODE"))
    delimiter = mapping.delimiter if isinstance(mapping, Mapping) else None
    file = open_results(path, delimiter)
    before = session.scalar(select(ResultImport.id).where(ResultImport.file_hash == file.hash))
    if before is not None:
        raise AlreadyImported(before)
    taking = _Taking(session, file, _mapping_of(file, mapping), at, progress)
    checked = taking.check()
    if not good_rows_only:
        taking.problems.refuse_any()
    if not len(checked):
        taking.problems.refuse_any()
        raise of_the_file(Reason.NO_ROWS)
    made = taking.store(checked, by)
    return Summary(
        import_id=made.id,
        kind=taking.mapping.kind,
        rows=made.rows,
        accepted=made.accepted,
        problems=tuple(taking.problems.kept()),
        problem_count=taking.problems.count,
    )


class _Taking:
    """One file while it is taken in."""

    def __init__(
        self, session: Session, file: ResultFile, mapping: Mapping, at: datetime, progress: Progress
    ) -> None:
        self.problems = Problems()
        self.mapping = mapping
        self._session = session
        self._file = file
        self._at = at
        self._progress = progress
        self._rows = 0

    def check(self) -> CheckedSpells | list[CheckedCount]:
        """Check every row, and leave out what an earlier import has told."""
        require_columns(self._file.header, self.mapping, self.problems)
        known = known_on(self._session, self.mapping.observed_until or danish_day(self._at))
        if self.mapping.kind is Kind.AGGREGATES:
            counting = AggregateChecking(self.mapping, known, self.problems)
            self._read_into(counting)
            return counting.without(known_cells(self._session, self.mapping.source))
        checking = SpellChecking(self.mapping, known, self.problems)
        self._read_into(checking)
        spells = checking.result()
        if not len(spells):
            return spells
        quarters = spells.columns["quarter"]
        there = course_keys(self._session, int(quarters.min()), int(quarters.max()))
        again = np.flatnonzero(np.isin(spells.columns["course_key"], there))
        return checking.without(spells, again, Reason.KNOWN_COURSE)

    def store(self, checked: CheckedSpells | list[CheckedCount], by: Actor) -> ResultImport:
        """Write the import with all its rows, and leave one event."""
        made = ResultImport(
            kind=self.mapping.kind.value,
            source=self.mapping.source,
            file_hash=self._file.hash,
            mapping=dict(self.mapping.document),
            simulated=self.mapping.simulated,
            observed_until=self.mapping.observed_until or _end_of(checked),
            rows=self._rows,
            accepted=len(checked),
            imported_by=by.id,
            imported_at=self._at,
        )
        self._session.add(made)
        self._session.flush()
        if isinstance(checked, CheckedSpells):
            store_spells(self._session, made.id, checked, _counting(self._progress, len(checked)))
        else:
            store_aggregates(self._session, made.id, checked)
        after: dict[str, State] = {
            "kind": made.kind,
            "rows": made.rows,
            "accepted": made.accepted,
            "simulated": made.simulated,
            "file_hash": made.file_hash,
        }
        record(self._session, by, "result_import.made", "result_import", made.id, after=after, at=self._at)
        return made

    def _read_into(self, checking: SpellChecking | AggregateChecking) -> None:
        person = self.mapping.fields.get("person")
        columns, different = self.mapping.columns(), person.column if person else None
        for chunk in self._file.chunks(columns, self.problems, different):
            checking.take(chunk)
            self._rows += len(chunk)
            self._progress(CHECKING, self._rows, max(self._rows, self._file.rows))


def _mapping_of(file: ResultFile, given: Mapping | PlainFile) -> Mapping:
    if isinstance(given, Mapping):
        return given
    return plain_mapping(
        file.header, source=given.source, simulated=given.simulated, observed_until=given.observed_until
    )


def _end_of(checked: CheckedSpells | list[CheckedCount]) -> date:
    """Give the last day of the latest quarter that is counted."""
    if isinstance(checked, CheckedSpells):
        raise ValueError("Spells come with the last day that the registers cover.")
    return last_day(max(count.last_quarter for count in checked))


def _counting(progress: Progress, total: int) -> Callable[[int], object]:
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        progress(STORING, done, total)

    return advance
