"""Everything that a database holds, read behind the portal's back."""

from typing import Any

from sqlalchemy import MetaData, select

from portal.database import Database

Dump = dict[str, list[dict[str, Any]]]


def dump(database: Database) -> Dump:
    """Read every row of every table as the database itself holds it."""
    tables = MetaData()
    tables.reflect(database.engine)
    with database.engine.connect() as connection:
        return {
            table.name: [
                dict(row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
            ]
            for table in tables.sorted_tables
        }


def without(held: Dump, *prefixes: str) -> Dump:
    """Leave tables out by the beginning of their names."""
    return {table: rows for table, rows in held.items() if not table.startswith(prefixes)}


def text_of(held: Dump) -> str:
    """Write everything as one text, to search in."""
    return repr(held)
