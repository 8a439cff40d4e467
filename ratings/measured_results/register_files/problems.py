"""What is wrong with a file of results: row, column, value and reason; all counted, a thousand kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from providers.cpr import LIKE_CPR

MOST_KEPT = 1_000
LONGEST_VALUE = 80
HEADER_ROW = 1


class Reason(StrEnum):
    """Say why a row, or a whole file, cannot be taken."""

    NOT_A_TABLE = "not_a_table"
    ENCODING = "encoding"
    NO_ROWS = "no_rows"
    COLUMN_MISSING = "column_missing"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_TWICE = "column_twice"
    COLUMN_TYPE = "column_type"
    NUMBER_OF_CELLS = "number_of_cells"
    NEVER_ENDS = "never_ends"
    TOO_MANY_LEVELS = "too_many_levels"
    MISSING = "missing"
    TOO_LONG = "too_long"
    CPR_NUMBER = "cpr_number"
    UNKNOWN_ACTOR = "unknown_actor"
    UNKNOWN_LISTING = "unknown_listing"
    UNKNOWN_ORGANISATION = "unknown_organisation"
    LISTING_OF_ANOTHER = "listing_of_another"
    INVENTED_ROW_OF_REAL = "invented_row_of_real"
    REAL_ROW_OF_INVENTED = "real_row_of_invented"
    UNKNOWN_TARGET_GROUP = "unknown_target_group"
    UNKNOWN_MUNICIPALITY = "unknown_municipality"
    NOT_A_DAY = "not_a_day"
    IN_THE_FUTURE = "in_the_future"
    REGISTERS_AHEAD = "registers_ahead"
    ENDS_BEFORE_REFERRAL = "ends_before_referral"
    NOT_YES_OR_NO = "not_yes_or_no"
    NOT_KNOWN_YET = "not_known_yet"
    NOT_A_NUMBER = "not_a_number"
    NOT_WHOLE = "not_whole"
    OUT_OF_RANGE = "out_of_range"
    MORE_THAN_ACTIVE_WEEKS = "more_than_active_weeks"
    NEGATIVE = "negative"
    TOO_LARGE = "too_large"
    DUPLICATE_COURSE = "duplicate_course"
    KNOWN_COURSE = "known_course"
    NOT_A_QUARTER = "not_a_quarter"
    QUARTER_RUNS = "quarter_runs"
    PERIOD_RUNS_BACKWARD = "period_runs_backward"
    UNKNOWN_MEASURE = "unknown_measure"
    OBSERVED_ABOVE_N = "observed_above_n"
    NOT_A_SHARE = "not_a_share"
    DUPLICATE_CELL = "duplicate_cell"
    KNOWN_CELL = "known_cell"


SENTENCES = {
    Reason.NOT_A_TABLE: "the file is neither CSV nor Parquet; save it as one of them",
    Reason.ENCODING: "the text is neither UTF-8 nor Windows-1252; save the file as UTF-8",
    Reason.NO_ROWS: "the file has no rows",
    Reason.COLUMN_MISSING: "the file has no such column; the first row must hold the names of the columns, "
    "parted by comma, semicolon or tab",
    Reason.COLUMN_UNKNOWN: "this column is not known; take it out, or say in a mapping what it is",
    Reason.COLUMN_TWICE: "two columns have this name",
    Reason.COLUMN_TYPE: "a column of this type holds no single values",
    Reason.NUMBER_OF_CELLS: "the row has not as many cells as the first row",
    Reason.NEVER_ENDS: "from here on a quotation mark is opened and never closed",
    Reason.TOO_MANY_LEVELS: "has too many different values to be a framework condition; put them in bands",
    Reason.MISSING: "must be filled in",
    Reason.TOO_LONG: "is too long",
    Reason.CPR_NUMBER: "looks like a CPR number, which is never stored; give a pseudonym instead",
    Reason.UNKNOWN_ACTOR: "neither a listing nor an organisation is named",
    Reason.UNKNOWN_LISTING: "no listing in the register has this slug",
    Reason.UNKNOWN_ORGANISATION: "no organisation in the register has this slug or key",
    Reason.LISTING_OF_ANOTHER: "the listing belongs to another organisation",
    Reason.INVENTED_ROW_OF_REAL: "this actor is real, and the rows are simulated, which it must never be "
    "measured by",
    Reason.REAL_ROW_OF_INVENTED: "this actor is invented, so real rows cannot be about it; if the rows are "
    "simulated too, say so",
    Reason.UNKNOWN_TARGET_GROUP: "is not a target group",
    Reason.UNKNOWN_MUNICIPALITY: "is not a municipality",
    Reason.NOT_A_DAY: "is not a day that can be, such as 2026-11-01",
    Reason.IN_THE_FUTURE: "lies after the last day that the registers cover",
    Reason.REGISTERS_AHEAD: "lies in the future, and no register can tell of a day that has not come",
    Reason.ENDS_BEFORE_REFERRAL: "lies before the referral",
    Reason.NOT_YES_OR_NO: "must be 1, 0 or empty",
    Reason.NOT_KNOWN_YET: "cannot be known on the last day that the registers cover; leave it empty",
    Reason.NOT_A_NUMBER: "is not a number",
    Reason.NOT_WHOLE: "is not a whole number",
    Reason.OUT_OF_RANGE: "is not a number of weeks that the period has",
    Reason.MORE_THAN_ACTIVE_WEEKS: "is more than the active weeks",
    Reason.NEGATIVE: "is negative",
    Reason.TOO_LARGE: "is too large to be true",
    Reason.DUPLICATE_COURSE: "an earlier row has the same person, actor and day of referral",
    Reason.KNOWN_COURSE: "an earlier import has the same person, actor and day of referral",
    Reason.NOT_A_QUARTER: "is neither a quarter such as 2025-Q1 nor a year such as 2025",
    Reason.QUARTER_RUNS: "the quarter has not ended, so nobody can have counted all of it",
    Reason.PERIOD_RUNS_BACKWARD: "the last quarter lies before the first",
    Reason.UNKNOWN_MEASURE: "is not a measure that can be counted",
    Reason.OBSERVED_ABOVE_N: "more people had the outcome than there were people",
    Reason.NOT_A_SHARE: "is not a share from 0 to 1 (or to 100, where the mapping says per cent)",
    Reason.DUPLICATE_CELL: "an earlier row has the same actor, target group, area, period and measure",
    Reason.KNOWN_CELL: "an earlier import of this source has the same actor, group, area, period and measure",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file; the first row holds the names of the columns and is row 1.

    `value` is None where it may say something about a person.
    """

    row: int
    column: str
    value: str | None
    reason: Reason

    def __str__(self) -> str:
        place = f"row {self.row}, {self.column}" if self.column else f"row {self.row}"
        value = "" if self.value is None else f': "{self.value}"'
        return f"{place}{value} - {SENTENCES[self.reason]}"


class ResultsRefused(Exception):
    """A file of results cannot be imported; `problems` are the first of them and `count` says how many."""

    def __init__(self, problems: Sequence[Problem], count: int) -> None:
        """Keep the problems."""
        super().__init__(f"{count} problems")
        self.problems = tuple(problems)
        self.count = count


class Problems:
    """Collects the problems of a file: the first thousand by row, and how many there are."""

    def __init__(self) -> None:
        self.count = 0
        self._found: list[Problem] = []

    def add(self, row: int, column: str, value: str | None, reason: Reason) -> None:
        """Note one problem."""
        self.add_many([Problem(row, column, value, reason)], 1)

    def add_many(self, first: Iterable[Problem], count: int) -> None:
        """Note so many problems, of which the first thousand at least are given."""
        self._found.extend(first)
        self.count += count
        if len(self._found) > 20 * MOST_KEPT:
            self._found = self.kept()

    def kept(self) -> list[Problem]:
        """Give the first thousand."""
        return sorted(self._found, key=lambda each: (each.row, each.column, each.reason))[:MOST_KEPT]

    def refuse_any(self) -> None:
        """Raise ResultsRefused when there is any problem."""
        if self.count:
            raise ResultsRefused(self.kept(), self.count)


def shown(value: str) -> str | None:
    """Give a cell's value for people to find it again, or nothing when it can be a CPR number."""
    # What can be a CPR number is never repeated, whatever column it has got into.
    if LIKE_CPR.search(value):
        return None
    return value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}..."


def of_the_file(reason: Reason, column: str = "", value: str | None = None) -> ResultsRefused:
    """Refuse a whole file for one reason."""
    return ResultsRefused([Problem(HEADER_ROW, column, value, reason)], 1)


def require_past(observed_until: date | None, today: date) -> None:
    """Refuse registers that are said to reach past today, or raise ResultsRefused."""
    if observed_until is not None and observed_until > today:
        raise of_the_file(Reason.REGISTERS_AHEAD, "observed_until", observed_until.isoformat())
