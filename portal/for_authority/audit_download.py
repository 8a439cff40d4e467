"""Write events of the audit trail as CSV, with codes and numbers only."""

import csv
import io
from collections.abc import Iterable, Iterator

from portal.accounts.copies import BETWEEN_CELLS, cell
from portal.state import portal
from providers.audit.queries import Wanted, events
from providers.audit.rules import FIELDS

EVENTS_AT_A_TIME = 1000
COLUMNS = (*FIELDS, "hash")


def csv_lines(wanted: Wanted) -> Iterator[str]:
    """Give the newest events first, after a line of names; each lot is read on its own, for slow readers."""
    yield _line(COLUMNS)
    before_seq: int | None = None
    while True:
        with portal().database.reading() as session:
            lot = events(session, wanted, before_seq=before_seq, limit=EVENTS_AT_A_TIME)
            lines = [_line(cell(getattr(event, name)) for name in COLUMNS) for event in lot]
        yield "".join(lines)
        if len(lot) < EVENTS_AT_A_TIME:
            return
        before_seq = lot[-1].seq


def _line(values: Iterable[str]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=BETWEEN_CELLS).writerow(values)
    return written.getvalue()
