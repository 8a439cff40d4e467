"""Check a block of rows a column at a time: each different text is read once, however often it stands."""

import re
from dataclasses import dataclass, field

import numpy as np

from ratings.measured_results.method.spell_columns import UNKNOWN
from ratings.measured_results.register_files.cells import Cell, Read, band_of
from ratings.measured_results.register_files.mapping import Field, Mapping
from ratings.measured_results.register_files.problems import (
    HEADER_ROW,
    MOST_KEPT,
    Problem,
    Problems,
    Reason,
    of_the_file,
    shown,
)
from ratings.measured_results.register_files.raw_columns import Flags, RawChunk, RawColumn, Whole, constant

NOTHING_WRONG = 0
REASONS = (None, *Reason)
BITS_OF_A_REASON = 6
MOST_REMEMBERED = 50_000
NUMBER_OF = {reason: number for number, reason in enumerate(REASONS)}
# A condition with more levels than this is a number that was not put in bands, or a name.
MOST_LEVELS = 50
OWN_CODE = re.compile(r"[A-Za-z0-9_.-]+")


class Reader:
    """Reads the texts of one field: what a mapping says of them comes first, then what the field can hold."""

    def __init__(
        self, read: Read, given: Field, missing: frozenset[str], *, required: bool = False, name: str
    ) -> None:
        self.name = given.column or name
        self.given = given
        self._read = read
        self._missing = missing | {""}
        self._nothing: Cell = (UNKNOWN, Reason.MISSING if required else None)
        self._known: dict[str, int] = {}

    def raw(self, chunk: RawChunk) -> RawColumn:
        """Give the cells as they stand."""
        if self.given.column is None:
            return constant(self.given.constant or "", len(chunk))
        return chunk.columns[self.given.column]

    def take(self, column: RawColumn) -> tuple[Whole, Whole]:
        """Give the values (N,) and the numbers of the reasons (N,), NOTHING_WRONG where it is so."""
        texts = [*column.texts, ""]
        packed = [self._known.get(text) for text in texts]
        if None in packed:
            for place, text in enumerate(texts):
                if packed[place] is None:
                    packed[place] = self._packed(text)
        table = np.array(packed, dtype=np.int64)[column.codes]
        return table >> BITS_OF_A_REASON, table & ((1 << BITS_OF_A_REASON) - 1)

    def _packed(self, text: str) -> int:
        """Read a text as one number that holds value and reason, and remember the first of them."""
        value, reason = self._cell(text.strip())
        found = value << BITS_OF_A_REASON | NUMBER_OF[reason]
        if len(self._known) < MOST_REMEMBERED:
            self._known[text] = found
        return found

    def is_blank(self, column: RawColumn) -> Flags:
        """Say of each cell whether nothing stands there, (N,)."""
        if not self.given.values and self._missing.isdisjoint(map(str.strip, column.texts)):
            return column.codes < 0
        blank = [self._meant(text.strip()) is None for text in (*column.texts, "")]
        found: Flags = np.array(blank, dtype=bool)[column.codes]
        return found

    def _meant(self, text: str) -> str | None:
        """Give what a text says, or None when it says nothing."""
        if text in self._missing:
            return None
        meant = self.given.values.get(text, text)
        return None if meant in self._missing else meant

    def _cell(self, text: str) -> Cell:
        meant = self._meant(text)
        return self._nothing if meant is None else self._read(self.given.prefix + meant)


@dataclass(slots=True)
class Vocabulary:
    """Words in the order in which they came; with `longest` any new word of at most that length joins."""

    words: list[str] = field(default_factory=list)
    longest: int = 0
    numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.numbers = {word: number for number, word in enumerate(self.words)}

    def read(self, unknown: Reason) -> Read:
        """Make a reader of these words."""

        def read(text: str) -> Cell:
            if (number := self.numbers.get(text)) is not None:
                return number, None
            if not self.longest or len(text) > self.longest or OWN_CODE.fullmatch(text) is None:
                return UNKNOWN, unknown
            return self.add(text), None

        return read

    def add(self, word: str) -> int:
        """Let one more word in, and give its number."""
        self.numbers[word] = len(self.words)
        self.words.append(word)
        return self.numbers[word]


class RowChecks:
    """One block of rows while it is checked: `bad` (N,) are the rows with any problem so far."""

    def __init__(self, chunk: RawChunk, problems: Problems) -> None:
        self.chunk = chunk
        self.bad: Flags = np.zeros(len(chunk), dtype=bool)
        self._problems = problems

    def read(self, reader: Reader) -> Whole:
        """Read a field of all rows, (N,), and note what is wrong."""
        raw = reader.raw(self.chunk)
        values, faults = reader.take(raw)
        if faults.any():
            for number in np.unique(faults[faults != NOTHING_WRONG]):
                reason = REASONS[number]
                if reason is not None:
                    self.refuse(faults == number, reader.name, reason, raw)
        return values

    def refuse(self, which: Flags, column: str, reason: Reason, raw: RawColumn | None = None) -> None:
        """Note a problem in some rows; without the cells no value is told, since it is somebody's own."""
        indexes = np.flatnonzero(which)
        if len(indexes):
            self.bad |= which
            rows = self.chunk.rows
            first = [
                Problem(int(rows[index]), column, shown(raw.text(index)) if raw else None, reason)
                for index in indexes[:MOST_KEPT].tolist()
            ]
            self._problems.add_many(first, len(indexes))


def require_columns(header: tuple[str, ...], mapping: Mapping, problems: Problems) -> None:
    """Refuse a file that lacks columns; where every column must be known, one with others too."""
    for name in mapping.columns():
        if name not in header:
            problems.add(HEADER_ROW, name, None, Reason.COLUMN_MISSING)
    if mapping.closed:
        for name in header:
            if name not in mapping.columns():
                problems.add(HEADER_ROW, shown(name) or "", None, Reason.COLUMN_UNKNOWN)
    problems.refuse_any()


def level_reader(name: str, words: Vocabulary, bands: tuple[int, ...]) -> Read:
    """Make a reader of one framework condition; UNKNOWN stands where nothing is told."""

    def read(text: str) -> Cell:
        if bands:
            level = band_of(text, bands)
            if level is None:
                return UNKNOWN, Reason.NOT_A_NUMBER
        else:
            level = text
        if shown(level) is None:
            return UNKNOWN, Reason.CPR_NUMBER
        if len(level) > 60:
            return UNKNOWN, Reason.TOO_LONG
        if level not in words.numbers and len(words.words) >= MOST_LEVELS:
            raise of_the_file(Reason.TOO_MANY_LEVELS, name)
        found = words.numbers.get(level)
        return (words.add(level) if found is None else found), None

    return read
