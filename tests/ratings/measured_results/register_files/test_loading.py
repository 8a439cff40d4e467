"""Any CSV that registers and spreadsheets write is read, and Parquet; what is no table is refused."""

import codecs
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from time import monotonic
from typing import Any
from weakref import ReferenceType, ref

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pytest
from pyarrow import parquet

from ratings.measured_results.register_files import loading
from ratings.measured_results.register_files.loading import open_results
from ratings.measured_results.register_files.problems import Problems, Reason, ResultsRefused
from tests.factories.results import write_parquet

Cells = dict[str, list[str]]


def cells(path: Path, *columns: str) -> tuple[list[int], Cells, Problems]:
    problems = Problems()
    file = open_results(path)
    rows: list[int] = []
    found: Cells = {name: [] for name in columns}
    for chunk in file.chunks(columns, problems):
        rows += chunk.rows.tolist()
        for name in columns:
            found[name] += chunk.columns[name].each()
    return rows, found, problems


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "fil.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("cp1252", b"")])
def test_delimiter_line_end_and_encoding_are_found_out(
    tmp_path: Path, sign: str, line_end: str, encoding: str, mark: bytes
) -> None:
    text = line_end.join([sign.join(("navn", "antal")), sign.join(("Ærø", "3")), sign.join(("Ås", ""))])
    rows, found, problems = cells(written(tmp_path, mark + text.encode(encoding)), "navn", "antal")
    assert (rows, problems.count) == ([2, 3], 0)
    assert found == {"navn": ["Ærø", "Ås"], "antal": ["3", ""]}


def test_row_with_too_few_or_many_cells_is_told_with_its_number_and_the_others_are_read(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, b"a,b,c\n1,2,3\n4,5\n\n6,7,8\n9,9,9,9\n10,11,12\n,,\n")
    rows, found, problems = cells(path, "a", "c")
    assert rows == [2, 5, 7]
    assert found["c"] == ["3", "8", "12"]
    assert [(each.row, each.reason) for each in problems.kept()] == [
        (3, Reason.NUMBER_OF_CELLS),
        (6, Reason.NUMBER_OF_CELLS),
    ]


def test_line_break_in_quotes_belongs_to_the_cell(tmp_path: Path) -> None:
    _, found, _ = cells(written(tmp_path, b'a,b\n"x\ny",1\nz,2\n'), "a", "b")
    assert found == {"a": ["x\ny", "z"], "b": ["1", "2"]}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", Reason.NO_ROWS),
        (b"\n\n", Reason.NO_ROWS),
        (b"PK\x03\x04\0\0", Reason.NOT_A_TABLE),
        ("person;henvist\nx;y\n".encode("utf-16"), Reason.NOT_A_TABLE),
        (b"PAR1 and nothing more", Reason.NOT_A_TABLE),
        (b"a,b\n\x81,2\n", Reason.ENCODING),
        (b"a,a\n1,2\n", Reason.COLUMN_TWICE),
        (b'a,b\n1,"2\n3,4\n', Reason.NEVER_ENDS),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, reason: Reason) -> None:
    with pytest.raises(ResultsRefused) as caught:
        cells(written(tmp_path, content), "a")
    assert [each.reason for each in caught.value.problems] == [reason]


def test_cell_as_long_as_a_file_is_told_as_a_quotation_mark_left_open(tmp_path: Path) -> None:
    path = written(tmp_path, b'a,b\n1,"2\n' + b"3,4\n" * 5_000_000 + b'5,6"\n')
    _, _, problems = cells(path, "a", "b")
    assert [each.reason for each in problems.kept()] == [Reason.NEVER_ENDS]


def test_parquet_gives_the_same_texts_as_csv(tmp_path: Path) -> None:
    row: dict[str, Any] = {
        "day": date(2026, 1, 2),
        "moment": datetime(2026, 1, 2),  # noqa: DTZ001 - a register's own moments have no zone
        "yes": True,
        "share": 0.5,
        "whole": 3.0,
        "price": Decimal("12.50"),
        "name": "Ærø",
    }
    nothing = dict.fromkeys(row)
    rows, found, _ = cells(write_parquet(tmp_path / "fil.parquet", [row, nothing, row]), *row)
    assert rows == [2, 4]  # a row in which nothing stands is passed over
    assert {name: each[0] for name, each in found.items()} == {
        "day": "2026-01-02",
        "moment": "2026-01-02",
        "yes": "true",
        "share": "0.5",
        "whole": "3",
        "price": "12.50",
        "name": "Ærø",
    }


def test_parquet_column_of_lists_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fil.parquet"
    parquet.write_table(pa.table({"a": [[1, 2], [3]]}), path)
    with pytest.raises(ResultsRefused) as caught:
        cells(path, "a")
    assert caught.value.problems[0].reason is Reason.COLUMN_TYPE


def test_parquet_with_nan_and_coded_columns_is_read(tmp_path: Path) -> None:
    path = tmp_path / "fil.parquet"
    table = pa.table({"a": pa.array([1.0, float("nan")]), "b": pa.array(["x", "y"]).dictionary_encode()})
    parquet.write_table(table, path)
    assert cells(path, "a", "b")[1] == {"a": ["1", ""], "b": ["x", "y"]}


def test_same_bytes_have_the_same_hash(tmp_path: Path) -> None:
    first = open_results(written(tmp_path, b"a,b\n1,2\n")).hash
    assert open_results(written(tmp_path, b"a,b\n1,2\n")).hash == first
    assert open_results(written(tmp_path, b"a,b\n1,3\n")).hash != first


@pytest.mark.parametrize("rows", [b"", b"a;b\n" * 3, b"a;b\na;b;c\n"])
def test_parser_has_let_go_of_us_when_a_reading_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: bytes
) -> None:
    handed: list[ReferenceType[Any]] = []
    options = arrow_csv.ParseOptions

    def watched(**facts: Any) -> Any:
        handed.append(ref(facts["invalid_row_handler"]))
        return options(**facts)

    monkeypatch.setattr(arrow_csv, "ParseOptions", watched)
    path = tmp_path / "fil.csv"
    path.write_bytes(b"a;b\n" + rows)
    began = monotonic()
    with suppress(ResultsRefused):
        list(open_results(path).chunks(["a", "b"], Problems()))
    assert [each() for each in handed] == [None]
    assert monotonic() - began < loading.SECONDS_TO_LET_GO
