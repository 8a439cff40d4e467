"""Check published counts: of so many people, so many had the outcome, and both must be able to be true."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from ratings.measured_results.method.spell_columns import UNKNOWN
from ratings.measured_results.register_files import cells
from ratings.measured_results.register_files.actors import ActorReaders
from ratings.measured_results.register_files.known import Known
from ratings.measured_results.register_files.mapping import COUNTABLE, Counts, Field, Mapping, Share
from ratings.measured_results.register_files.problems import Problems, Reason
from ratings.measured_results.register_files.raw_columns import RawChunk, Whole
from ratings.measured_results.register_files.row_checks import Reader, RowChecks, Vocabulary
from ratings.measured_results.rules import quarter_of

LONGEST_GROUP, LONGEST_AREA = 40, 10
CELL = ("organisation_id", "listing_id", "target_group", "area", "first_quarter", "last_quarter", "measure")


@dataclass(frozen=True, slots=True)
class CheckedCount:
    """A count that can be true, as it goes into the table."""

    row: int
    organisation_id: int
    listing_id: int | None
    target_group: str
    area: str | None
    first_quarter: int
    last_quarter: int
    measure: str
    n: int
    observed: int

    @property
    def cell(self) -> tuple[int | str | None, ...]:
        """Say what is counted: two counts of the same cannot both be true."""
        return tuple(getattr(self, name) for name in CELL)


class AggregateChecking:
    """Checks a file of aggregates block by block; a count that the source holds back is left out."""

    def __init__(self, mapping: Mapping, known: Known, problems: Problems, today: date) -> None:
        self._problems = problems
        self._running = quarter_of(today)
        own = mapping.own_codes
        self._groups = Vocabulary(
            [] if "target_group" in own else list(known.target_groups),
            LONGEST_GROUP if "target_group" in own else 0,
        )
        self._areas = Vocabulary(
            [] if "municipality" in own else list(known.municipalities),
            LONGEST_AREA if "municipality" in own else 0,
        )
        self._measures = Vocabulary([measure.value for measure in COUNTABLE])
        self._mapping = mapping
        self._actors = ActorReaders(mapping, known)
        self._fields = self._field_readers(mapping)
        self._counts = [self._count_readers(counts) for counts in mapping.counts]
        self._seen: set[tuple[int | str | None, ...]] = set()
        self._found: list[CheckedCount] = []

    def take(self, chunk: RawChunk) -> None:
        """Check one more block."""
        checks = RowChecks(chunk, self._problems)
        organisations, listings = self._actors.read(checks)
        read = {name: checks.read(reader) for name, reader in self._fields.items()}
        nothing = np.full(len(chunk), UNKNOWN)
        first, last = self._fields["first_quarter"], self._fields["last_quarter"]
        told = (read["first_quarter"] != UNKNOWN) & (read["last_quarter"] != UNKNOWN)
        backward = told & (read["last_quarter"] < read["first_quarter"])
        checks.refuse(backward, last.name, Reason.PERIOD_RUNS_BACKWARD, last.raw(chunk))
        checks.refuse(read["last_quarter"] >= self._running, last.name, Reason.QUARTER_RUNS, last.raw(chunk))
        if self._mapping.observed_until is not None:
            future = read["first_quarter"] > quarter_of(self._mapping.observed_until)
            checks.refuse(future, first.name, Reason.IN_THE_FUTURE, first.raw(chunk))
        for readers in self._counts:
            measures, n, observed, told = readers.read(checks)
            columns = [
                organisations, listings, read["target_group"], read.get("area", nothing),
                read["first_quarter"], read["last_quarter"], measures, n, observed,
            ]  # fmt: skip
            good = ~checks.bad & told
            table = np.column_stack([chunk.rows, *columns])[good]
            for values in table.tolist():
                self._keep(values, readers.n.name)

    def result(self) -> list[CheckedCount]:
        """Give all that can be true."""
        return self._found

    def without(self, known: set[tuple[int | str | None, ...]]) -> list[CheckedCount]:
        """Give those that are not there already, and note the others."""
        kept = []
        for each in self._found:
            if each.cell in known:
                self._problems.add(each.row, self._counts[0].n.name, str(each.n), Reason.KNOWN_CELL)
            else:
                kept.append(each)
        return kept

    def _keep(self, values: list[int], column: str) -> None:
        row, organisation, listing, group, area, first, last, measure, n, observed = values
        count = CheckedCount(
            row=row,
            organisation_id=organisation,
            listing_id=None if listing == UNKNOWN else listing,
            target_group=self._groups.words[group],
            area=None if area == UNKNOWN else self._areas.words[area],
            first_quarter=first,
            last_quarter=last,
            measure=self._measures.words[measure],
            n=n,
            observed=observed,
        )
        if count.cell in self._seen:
            self._problems.add(row, column, str(n), Reason.DUPLICATE_CELL)
            return
        self._seen.add(count.cell)
        self._found.append(count)

    def _field_readers(self, mapping: Mapping) -> dict[str, Reader]:
        fields = mapping.fields
        period = fields.get("period")
        found = {
            "target_group": (self._groups.read(Reason.UNKNOWN_TARGET_GROUP), fields["target_group"], True),
            "first_quarter": (cells.first_quarter, period or fields["first_quarter"], True),
            "last_quarter": (cells.last_quarter, period or fields["last_quarter"], True),
        }
        if "area" in fields:
            found["area"] = (self._areas.read(Reason.UNKNOWN_MUNICIPALITY), fields["area"], False)
        return {
            name: Reader(read, given, mapping.missing, required=required, name=name)
            for name, (read, given, required) in found.items()
        }

    def _count_readers(self, counts: Counts) -> "_CountReaders":
        def reader(read: cells.Read, given: Field, name: str, *, required: bool = False) -> Reader:
            return Reader(read, given, self._mapping.missing, required=required, name=name)

        observed, of = counts.observed, None
        if isinstance(observed, Share):
            of = reader(cells.whole, observed.of, "of")
            as_share = cells.percentage if observed.percent else cells.share
            observed_reader = reader(as_share, observed.share, "observed")
        else:
            observed_reader = reader(cells.whole, observed, "observed")
        measure = self._measures.read(Reason.UNKNOWN_MEASURE)
        return _CountReaders(
            reader(measure, counts.measure, "measure", required=True),
            reader(cells.whole, counts.n, "n"),
            observed_reader,
            of,
        )


@dataclass(frozen=True, slots=True)
class _CountReaders:
    """Reads the counts of one measure; `of` is there when the file gives a share."""

    measure: Reader
    n: Reader
    observed: Reader
    of: Reader | None

    def read(self, checks: RowChecks) -> tuple[Whole, Whole, Whole, Whole]:
        """Give measure, n, observed and whether both are told, each (N,)."""
        measures, n, observed = (checks.read(each) for each in (self.measure, self.n, self.observed))
        told = (n != UNKNOWN) & (observed != UNKNOWN)
        if self.of is not None:
            of = checks.read(self.of)
            told &= of != UNKNOWN
            exact = of * (observed / cells.SHARE_PARTS)
            observed = np.where(told, np.floor(exact + 0.5).astype(np.int64), UNKNOWN)
        above = told & (observed > n)
        raw = self.observed.raw(checks.chunk)
        checks.refuse(above, self.observed.name, Reason.OBSERVED_ABOVE_N, raw)
        return measures, n, observed, told
