"""Write the copy of a person's data as a file: JSON for machines, CSV for spreadsheets."""

import csv
import io
import json
from datetime import date, datetime
from typing import Any

from portal.locale import gettext as _
from providers.people.own_copy import OwnCopy

# A spreadsheet takes a cell that begins with one of these as a formula, and would run what somebody typed.
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# Spreadsheets in Denmark take a comma for the decimal sign, and know UTF-8 by its mark.
BETWEEN_CELLS = ";"
ENCODING = "utf-8-sig"


def as_json(copy: OwnCopy) -> bytes:
    """Write a copy as one JSON object, a list for each part of it."""
    return (json.dumps(copy, ensure_ascii=False, indent=2, default=_plain) + "\n").encode()


def as_csv(copy: OwnCopy) -> bytes:
    """Write a copy as one table with a line for each value, since the parts have different columns."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=BETWEEN_CELLS)
    writer.writerow([_("Del"), _("Nummer i delen"), _("Felt"), _("Værdi")])
    for part, rows in copy.items():
        for number, row in enumerate(rows, 1):
            for name, value in row.items():
                writer.writerow([cell(part), number, cell(name), cell(value)])
    return buffer.getvalue().encode(ENCODING)


def cell(value: object) -> str:
    """Write a value so that no spreadsheet runs it."""
    text = _text(value)
    return f"'{text}" if text.startswith(BEGINS_A_FORMULA) else text


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return str(_plain(value)) if isinstance(value, date) else str(value)


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"A {type(value).__name__} has no place in a copy.")
