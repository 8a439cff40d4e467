"""Write what was wrong with a file as a table that a spreadsheet opens, and that runs nothing in it."""

import csv
import io
from collections.abc import Callable, Iterable

from providers.spreadsheets import as_text
from ratings.measured_results.register_files.problems import SENTENCES, Problem, Reason

HEADER = ("row", "column", "value", "reason", "explanation")
# Spreadsheets in Denmark take a comma for the decimal sign, and know UTF-8 by its mark.
BETWEEN_CELLS = ";"
ENCODING = "utf-8-sig"


def reject_list(
    problems: Iterable[Problem], explain: Callable[[Reason], str] = SENTENCES.__getitem__
) -> bytes:
    """Write problems, a line each; `explain` says a reason in the reader's language."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=BETWEEN_CELLS)
    writer.writerow(HEADER)
    for problem in problems:
        texts = (problem.column, problem.value or "", problem.reason.value, explain(problem.reason))
        writer.writerow([problem.row, *map(as_text, texts)])
    return buffer.getvalue().encode(ENCODING)
