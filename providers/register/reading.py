"""Read a whole register file line by line, and note what its lines make impossible together."""

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from providers.register.lines import LINE, LineReader, decode, parse_header
from providers.register.records import (
    Header,
    ListingRecord,
    OrganisationRecord,
    Problem,
    RegisterFile,
)
from providers.register.values import Unfit

LONGEST_LINE = 1_000_000
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
Advance = Callable[[int], object]


def read(file: BinaryIO, advance: Advance = lambda _size: None) -> RegisterFile:
    """Read a file to its end; `advance` is told how many bytes have been read since the last time."""
    reading = _Reading()
    for number, raw in _numbered_lines(file, advance):
        reading.take(number, raw)
        if reading.header is None:
            break  # without the file's day nothing else can be judged
    return reading.result()


class _Reading:
    """What has been read so far."""

    def __init__(self) -> None:
        self.header: Header | None = None
        self._reader: LineReader | None = None
        self._organisations: dict[int, OrganisationRecord] = {}
        self._listings: dict[int, ListingRecord] = {}
        self._problems: list[Problem] = []
        self._doubtful: set[str] = set()
        self._first_line_of: dict[tuple[str, ...], int] = {}

    def take(self, number: int, raw: bytes) -> None:
        """Read one more line."""
        if len(raw) > LONGEST_LINE:
            shown = raw[:40].decode(errors="backslashreplace")
            self._note(number, LINE, shown, f"a line has at most {LONGEST_LINE} bytes")
            return
        try:
            given = decode(raw)
        except Unfit as unfit:
            for value, reason in unfit.faults:
                self._note(number, LINE, value, reason)
            return
        if self._reader is None:
            self._take_header(number, given)
        else:
            self._take_record(number, given, self._reader)

    def result(self) -> RegisterFile:
        """Give the file as it was read."""
        if self.header is None and not self._problems:
            self._note(1, LINE, "", "the file is empty; its first line must be the register line")
        return RegisterFile(
            self.header, self._organisations, self._listings, self._problems, frozenset(self._doubtful)
        )

    def _take_header(self, number: int, given: Any) -> None:
        header = parse_header(number, given)
        if isinstance(header, Header):
            self.header, self._reader = header, LineReader(header.as_of)
        else:
            self._problems.extend(header)

    def _take_record(self, number: int, given: Any, reader: LineReader) -> None:
        record = reader.parse(number, given)
        if isinstance(record, OrganisationRecord):
            self._organisations[number] = record
            self._must_be_first(number, "organisation", record.key, ("organisation", record.key))
            self._must_be_first(number, "slug", record.slug, ("organisation slug", record.slug))
        elif isinstance(record, ListingRecord):
            self._listings[number] = record
            self._must_be_first(number, "key", record.key, ("listing", record.organisation, record.key))
            self._must_be_first(number, "slug", record.slug, ("listing slug", record.slug))
        else:
            self._problems.extend(record)
            named = given.get("organisation") if isinstance(given, dict) else None
            if isinstance(named, str):
                self._doubtful.add(named)

    def _must_be_first(self, number: int, field: str, value: str, name: tuple[str, ...]) -> None:
        first = self._first_line_of.setdefault(name, number)
        if first != number:
            self._note(number, field, value, f"line {first} has the same {name[0]}")

    def _note(self, number: int, field: str, value: Any, reason: str) -> None:
        self._problems.append(Problem(number, field, value, reason))


def _numbered_lines(file: BinaryIO, advance: Advance) -> Iterator[tuple[int, bytes]]:
    """Give the lines that are not blank with their numbers; of a line that is too long only the beginning."""
    number = 0
    while raw := file.readline(LONGEST_LINE + 2):
        number += 1
        advance(len(raw))
        rest = raw
        while len(rest) == LONGEST_LINE + 2 and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE + 2)
            advance(len(rest))
        line = raw.removeprefix(BYTE_ORDER_MARK) if number == 1 else raw
        line = line.rstrip(b"\r\n")
        if line.strip(b" \t"):
            yield number, line
