"""Write the copy of a person's data as a file: JSON for machines, CSV for people with a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from portal.accounts.copy_words import field_words, part_words, terms_words, value_words
from portal.locale import gettext as _
from portal.mail import INVITATION_ID, LINK_ID, SIGN_UP_ID
from providers.people.own_copy import OwnCopy
from providers.spreadsheets import as_text

# Spreadsheets in Denmark take a comma for the decimal sign, and know UTF-8 by its mark.
BETWEEN_CELLS = ";"
ENCODING = "utf-8-sig"


def as_json(copy: OwnCopy) -> bytes:
    """Write a copy as one JSON object, a list for each part of it."""
    return (json.dumps(copy, ensure_ascii=False, indent=2, default=_plain) + "\n").encode()


def as_csv(copy: OwnCopy, organisations: Mapping[int, str]) -> bytes:
    """Write a copy in the reader's words, a line for each value that is there; organisations have names."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=BETWEEN_CELLS)
    writer.writerow([_("Emne"), _("Nummer"), _("Felt"), _("Indhold")])
    parts, fields = part_words(), field_words()
    for part, rows in copy.items():
        for number, row in enumerate(rows, 1):
            for name, value in _told(row, organisations):
                writer.writerow(
                    [cell(parts.get(part, part)), number, cell(fields.get(name, name)), cell(value)]
                )
    return buffer.getvalue().encode(ENCODING)


def cell(value: object) -> str:
    """Write a value so that no spreadsheet runs it; what is not there is empty."""
    return as_text(_text(value))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return value.isoformat() if isinstance(value, datetime | date) else str(value)


def _told(row: Mapping[str, Any], organisations: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """Give what a row tells, without what is empty."""
    for name, value in row.items():
        if name == "payload":
            text = _mail(value)
        elif name == "terms":
            text = terms_words(value)
        elif name == "organisation_id" and value in organisations:
            text = _("%(name)s (nummer %(id)s)", name=organisations[value], id=value)
        else:
            text = value_words(name, value)
        if value is not None and text:
            yield name, text


def _mail(payload: Mapping[str, Any]) -> str:
    """Say which mail it was and the words that were put into it, without its link."""
    values = payload.get("values", {}).items()
    words = [
        value_words(name, value) for name, value in values if name not in (LINK_ID, INVITATION_ID, SIGN_UP_ID)
    ]
    template = payload.get("template")
    return ", ".join([value_words("template", template), *words] if template else words)


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"A {type(value).__name__} has no place in a copy.")
