"""Read the cells of a CSV or Parquet file, a block of rows at a time and no more columns than are wanted."""

import codecs
import csv
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any
from weakref import ref

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from pyarrow import parquet

from ratings.measured_results.register_files.problems import HEADER_ROW, Problems, Reason, of_the_file
from ratings.measured_results.register_files.raw_columns import RawChunk, RawColumn, Whole

PARQUET = b"PAR1"
DELIMITERS = (",", ";", "\t")
BLOCK = 1 << 23
SECONDS_TO_LET_GO = 5
ROWS_OF_A_BLOCK = 1 << 16
CODED = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True, slots=True)
class ResultFile:
    """A file that can be read: its hash, its columns, and about how many rows it has.

    Of a CSV file `first_row` is the number of the row after the names of the columns.
    """

    path: Path
    hash: str
    header: tuple[str, ...]
    rows: int
    is_parquet: bool
    first_row: int = HEADER_ROW + 1
    encoding: str = "utf-8"
    delimiter: str = ","

    def chunks(
        self, columns: Sequence[str], problems: Problems, different: str | None = None
    ) -> Iterator[RawChunk]:
        """Give the rows block by block; a row with another number of cells is a problem and left out.

        A column that says something `different` in nearly every row is read quicker when it is named.
        """
        wanted = {name: pa.string() if name == different else CODED for name in columns}
        chunks = _parquet_chunks(self, wanted) if self.is_parquet else _CsvReading(self, wanted, problems)
        return (_without_empty_rows(chunk) for chunk in chunks)


def open_results(path: Path, delimiter: str | None = None) -> ResultFile:
    """Look at a file, or raise ResultsRefused when it is no table; OSError when it cannot be read."""
    with path.open("rb") as file:
        is_parquet = file.read(len(PARQUET)) == PARQUET
    found = _open_parquet(path) if is_parquet else _open_csv(path, delimiter)
    twice = next((name for name in found.header if found.header.count(name) > 1), None)
    if twice is not None:
        raise of_the_file(Reason.COLUMN_TWICE, twice)
    return found


def _open_parquet(path: Path) -> ResultFile:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        with parquet.ParquetFile(path) as table:
            names, rows = tuple(table.schema_arrow.names), table.metadata.num_rows
    except (pa.ArrowException, OSError):
        raise of_the_file(Reason.NOT_A_TABLE) from None
    return ResultFile(path, digest, names, rows, is_parquet=True)


def _open_csv(path: Path, delimiter: str | None) -> ResultFile:
    """Read the file once for its hash, its encoding and its number of lines."""
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    encoding, lines, marks, first = "utf-8", 0, 0, b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            first = first or block
            digest.update(block)
            lines += block.count(b"\n")
            marks += block.count(b'"')
            encoding = _encoding(encoding, decoder, block)
            if b"\0" in block:
                raise of_the_file(Reason.NOT_A_TABLE)
    encoding = _encoding(encoding, decoder, b"", final=True)
    if marks % 2:
        raise of_the_file(Reason.NEVER_ENDS)  # or the rest of the file would be one cell
    text = first.removeprefix(codecs.BOM_UTF8)
    names = text.lstrip(b"\r\n")
    blank = len((text[: len(text) - len(names)] + b".").splitlines()) - 1
    if not names.strip():
        raise of_the_file(Reason.NO_ROWS)
    try:
        line = names.splitlines()[0].decode(encoding)
    except UnicodeDecodeError:
        raise of_the_file(Reason.ENCODING) from None
    sign = delimiter or max(DELIMITERS, key=line.count)
    header = tuple(name.strip() for name in next(csv.reader([line], delimiter=sign)))
    first_row = HEADER_ROW + 1 + blank
    hexdigest, rows = digest.hexdigest(), max(1, lines - blank - 1)
    return ResultFile(path, hexdigest, header, rows, False, first_row, encoding, sign)


def _encoding(so_far: str, decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> str:
    """Take a text for UTF-8 until a block is none."""
    if so_far == "utf-8":
        try:
            decoder.decode(block, final)
        except UnicodeDecodeError:
            return "cp1252"
    return so_far


class _CsvReading:
    """Reads a CSV file; the parser may be ahead of the rows that have been given.

    A thread of the parser's own is the last to let go of what we hand it, and needs Python for that: when
    Python has begun to end by then, the whole process is aborted. So a reading ends when that is done.
    """

    def __init__(self, file: ResultFile, columns: Mapping[str, Any], problems: Problems) -> None:
        self._file = file
        self._columns = columns
        self._problems = problems
        self._next_row = file.first_row
        self._left_out: list[int] = []
        self._let_go = Event()
        self._watched: Any = None

    def __iter__(self) -> Iterator[RawChunk]:
        try:
            for batch in self._reader():
                yield RawChunk(self._rows(batch.num_rows), _raw_columns(batch, self._columns))
        except UnicodeDecodeError:
            raise of_the_file(Reason.ENCODING) from None
        except pa.ArrowInvalid as error:
            if "straddl" not in str(error):
                raise of_the_file(Reason.NO_ROWS) from None
            self._problems.add(self._next_row, "", None, Reason.NEVER_ENDS)
        finally:
            self._let_go.wait(SECONDS_TO_LET_GO)

    def _reader(self) -> Any:
        return arrow_csv.open_csv(
            self._file.path,
            read_options=arrow_csv.ReadOptions(
                use_threads=False,  # or the parser does not know the numbers of the rows
                block_size=BLOCK,
                column_names=self._file.header,
                skip_rows=self._file.first_row - 1,
                encoding=self._file.encoding,
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=self._file.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=self._watch(self._leave_out),
            ),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=list(self._columns),
                column_types=dict(self._columns),
                strings_can_be_null=False,
                check_utf8=False,
            ),
        )

    def _watch(self, handler: Callable[[Any], str]) -> Callable[[Any], str]:
        """Give a handler to nobody but the parser, and notice when it is let go of."""
        self._watched = ref(handler, lambda _gone: self._let_go.set())
        return handler

    def _leave_out(self, row: Any) -> str:
        self._left_out.append(row.number)
        self._problems.add(row.number, "", None, Reason.NUMBER_OF_CELLS)
        return "skip"

    def _rows(self, count: int) -> Whole:
        """Give the numbers of a block's rows, passing over those that were left out."""
        candidates = np.arange(self._next_row, self._next_row + count + len(self._left_out))
        rows = candidates[~np.isin(candidates, self._left_out)][:count]
        if count:
            self._next_row = int(rows[-1]) + 1
            self._left_out = [row for row in self._left_out if row >= self._next_row]
        return rows


def _parquet_chunks(file: ResultFile, columns: Mapping[str, Any]) -> Iterator[RawChunk]:
    row = file.first_row
    try:
        with parquet.ParquetFile(file.path) as table:
            for batch in table.iter_batches(ROWS_OF_A_BLOCK, columns=list(columns)):
                rows = np.arange(row, row + batch.num_rows)
                yield RawChunk(rows, _raw_columns(batch, columns))
                row += batch.num_rows
    except (pa.ArrowException, OSError):
        raise of_the_file(Reason.NOT_A_TABLE) from None


def _raw_columns(batch: Any, columns: Mapping[str, Any]) -> dict[str, RawColumn]:
    return {name: _raw_column(name, batch.column(name)) for name in columns}


def _raw_column(name: str, array: Any) -> RawColumn:
    """Give a column's cells as texts, the way a program would write them to CSV."""
    if array.type == pa.string() and not array.null_count:
        return RawColumn(array.to_pylist(), np.arange(len(array)))
    if not pa.types.is_dictionary(array.type) or array.type.value_type != pa.string():
        array = _texts(name, array)
    codes = pc.fill_null(array.indices, -1).to_numpy(zero_copy_only=False)
    return RawColumn(array.dictionary.to_pylist(), codes)


def _texts(name: str, array: Any) -> Any:
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_timestamp(array.type):
        array = array.cast(pa.date32(), safe=False)
    if pa.types.is_floating(array.type):
        array = pc.if_else(pc.is_nan(array), None, array)
    try:
        return array.cast(pa.string()).dictionary_encode()
    except pa.ArrowException:
        raise of_the_file(Reason.COLUMN_TYPE, name) from None


def _without_empty_rows(chunk: RawChunk) -> RawChunk:
    """Leave out rows in which nothing stands at all, such as a blank line at the end."""
    empty = np.ones(len(chunk), dtype=bool)
    for column in sorted(chunk.columns.values(), key=lambda each: len(each.texts)):
        blank = np.array([not text.strip() for text in (*column.texts, "")])
        empty &= blank[column.codes]
        if not empty.any():
            return chunk
    columns = {name: RawColumn(raw.texts, raw.codes[~empty]) for name, raw in chunk.columns.items()}
    return RawChunk(chunk.rows[~empty], columns)
