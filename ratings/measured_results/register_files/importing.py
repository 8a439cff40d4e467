"""Take in a file of results: all of it or nothing, once, with one event in the trail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import func, select, text
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
from ratings.measured_results.register_files.problems import (
    Problem,
    Problems,
    Reason,
    of_the_file,
    require_past,
)
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
    """The same file has been imported before, as `import_id` from `source`, so nothing is added.

    Nor is it when another source or mapping is given now: the rows would count twice.
    """

    def __init__(self, import_id: int, source: str) -> None:
        super().__init__(f"The file is import {import_id}.")
        self.import_id = import_id
        self.source = source


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
    """Check and keep a file in one transaction, which lets nobody else write to SQLite meanwhile."""
    checked = check_results(session, path, mapping, at=at, progress=progress, good_rows_only=good_rows_only)
    return keep_results(session, checked, by=by)


def check_results(
    session: Session,
    path: Path,
    mapping: Mapping | PlainFile,
    *,
    at: datetime,
    progress: Progress = lambda _step, _done, _total: None,
    good_rows_only: bool = False,
) -> "Checked":
    """Read a file and check every row, or raise ResultsRefused with what is wrong, or AlreadyImported.

    It only reads, so that nobody has to wait for it before they can write. `progress` is told the step, how
    many rows are done and about how many there are. OSError is raised when the file cannot be read.
    """
    file = open_results(path, mapping.delimiter if isinstance(mapping, Mapping) else None)
    _refuse_known(session, file.hash)
    checked = Checked(file, _mapping_of(file, mapping), at, progress, good_rows_only=good_rows_only)
    checked.check(session)
    return checked


def keep_results(session: Session, checked: "Checked", *, by: Actor) -> Summary:
    """Keep what was checked, or raise AlreadyImported or ResultsRefused when others were first.

    Two imports at once come one after the other.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE result_import IN SHARE ROW EXCLUSIVE MODE"))
    _refuse_known(session, checked.file.hash)
    if checked.seen != _last_import(session):
        checked.leave_out_known(session)
    made = checked.store(session, by)
    return Summary(
        import_id=made.id,
        kind=checked.mapping.kind,
        rows=made.rows,
        accepted=made.accepted,
        problems=tuple(checked.problems.kept()),
        problem_count=checked.problems.count,
    )


class Checked:
    """One file whose rows have been checked; `seen` is the last import that they were compared with."""

    def __init__(
        self, file: ResultFile, mapping: Mapping, at: datetime, progress: Progress, *, good_rows_only: bool
    ) -> None:
        self.file = file
        self.mapping = mapping
        self.problems = Problems()
        self.seen: int | None = None
        self._at = at
        self._progress = progress
        self._good_rows_only = good_rows_only
        self._rows = 0
        self._checking: SpellChecking | AggregateChecking
        self._found: CheckedSpells | list[CheckedCount] = []

    def check(self, session: Session) -> None:
        """Check every row, and leave out what an earlier import has told."""
        today = danish_day(self._at)
        require_past(self.mapping.observed_until, today)
        require_columns(self.file.header, self.mapping, self.problems)
        known = known_on(session, self.mapping.observed_until or today)
        if self.mapping.kind is Kind.AGGREGATES:
            self._checking = AggregateChecking(self.mapping, known, self.problems, today)
        else:
            self._checking = SpellChecking(self.mapping, known, self.problems)
        self._read()
        self._found = self._checking.result()
        self.leave_out_known(session)

    def leave_out_known(self, session: Session) -> None:
        """Leave out what an earlier import has told, or refuse the whole file for it."""
        self.seen = _last_import(session)
        if isinstance(self._checking, AggregateChecking):
            self._found = self._checking.without(known_cells(session, self.mapping.source))
        elif isinstance(self._found, CheckedSpells) and len(self._found):
            quarters = self._found.columns["quarter"]
            there = course_keys(session, int(quarters.min()), int(quarters.max()))
            again = np.flatnonzero(np.isin(self._found.columns["course_key"], there))
            self._found = self._checking.without(self._found, again, Reason.KNOWN_COURSE)
        if not self._good_rows_only or not len(self._found):
            self.problems.refuse_any()
        if not len(self._found):
            raise of_the_file(Reason.NO_ROWS)

    def store(self, session: Session, by: Actor) -> ResultImport:
        """Write the import with all its rows, and leave one event."""
        found = self._found
        made = ResultImport(
            kind=self.mapping.kind.value,
            source=self.mapping.source,
            file_hash=self.file.hash,
            mapping=dict(self.mapping.document),
            simulated=self.mapping.simulated,
            observed_until=self.mapping.observed_until or _end_of(found),
            rows=self._rows,
            accepted=len(found),
            imported_by=by.id,
            imported_at=self._at,
        )
        session.add(made)
        session.flush()
        if isinstance(found, CheckedSpells):
            store_spells(session, made.id, found, _counting(self._progress, len(found)))
        else:
            store_aggregates(session, made.id, found)
        after: dict[str, State] = {
            "kind": made.kind,
            "rows": made.rows,
            "accepted": made.accepted,
            "simulated": made.simulated,
            "file_hash": made.file_hash,
        }
        record(session, by, "result_import.made", "result_import", made.id, after=after, at=self._at)
        return made

    def _read(self) -> None:
        person = self.mapping.fields.get("person")
        columns, different = self.mapping.columns(), person.column if person else None
        for chunk in self.file.chunks(columns, self.problems, different):
            self._checking.take(chunk)
            self._rows += len(chunk)
            self._progress(CHECKING, self._rows, max(self._rows, self.file.rows))


def _refuse_known(session: Session, file_hash: str) -> None:
    before = session.scalar(select(ResultImport).where(ResultImport.file_hash == file_hash))
    if before is not None:
        raise AlreadyImported(before.id, before.source)


def _last_import(session: Session) -> int | None:
    return session.scalar(select(func.max(ResultImport.id)))


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
