"""Read an answer of the Jobindsats API, version 3, as the rows of a file that a mapping can be written for.

The shape is the one that docs/data-formats.md says we assume: `columns` and `rows`, with Danish labels and
numbers with decimal comma, and `next` with the address of the next page when there is one.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


class AnswerNotUnderstood(Exception):
    """An answer has not the shape that we know; the text says what is different."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a table: the names of its columns, its rows as texts, and where the next page is."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    next: str | None


def read_page(document: Any) -> Page:
    """Read an answer, or raise AnswerNotUnderstood."""
    if not isinstance(document, dict) or not {"columns", "rows"} <= document.keys():
        raise AnswerNotUnderstood("The answer has no columns and rows.")
    columns, rows, following = document["columns"], document["rows"], document.get("next")
    if not isinstance(columns, list) or not columns:
        raise AnswerNotUnderstood("The answer's columns are no list.")
    names = tuple(_name(column) for column in columns)
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise AnswerNotUnderstood("The answer's rows are no lists.")
    for number, row in enumerate(rows, 1):
        if len(row) != len(names):
            raise AnswerNotUnderstood(f"Row {number} of the answer has {len(row)} cells, not {len(names)}.")
    if following is not None and not isinstance(following, str):
        raise AnswerNotUnderstood("The address of the next page is no text.")
    return Page(names, tuple(tuple(_text(cell) for cell in row) for row in rows), following or None)


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as a CSV file; the same rows are the same bytes, so that they are known again."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue().encode()


def _name(column: Any) -> str:
    """Give a column's label, which stands alone or under `label` or `name`."""
    found = column
    if isinstance(column, dict):
        found = column.get("label", column.get("name"))
    if not isinstance(found, str) or not found.strip():
        raise AnswerNotUnderstood("A column of the answer has no name.")
    return found.strip()


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise AnswerNotUnderstood("A cell of the answer is neither text nor a number.")
    return str(cell)
