"""Write the whole register in the format that an import reads."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from providers.register.queries import known_organisations, listing_records
from providers.register.records import Header
from providers.register.writing import write

SOURCE = "Registeret i portalen"


def export_lines(session: Session, as_of: date) -> Iterator[str]:
    """Give the register's lines in a stable order: what was imported comes out the same."""
    organisations = known_organisations(session)
    records = [organisation.record for organisation in organisations.values()]
    yield from write(Header(SOURCE, as_of), records, listing_records(session, organisations))
