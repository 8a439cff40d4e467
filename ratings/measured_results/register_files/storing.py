"""Write imported rows in bulk: by COPY on PostgreSQL, by the driver's own executemany on SQLite."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import numpy as np
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ratings.measured_results.method.spell_columns import UNKNOWN
from ratings.measured_results.models import Aggregate, CaseMix, ResultImport, Spell
from ratings.measured_results.register_files.aggregate_checking import CheckedCount
from ratings.measured_results.register_files.cells import EPOCH
from ratings.measured_results.register_files.checking import CheckedSpells
from ratings.measured_results.register_files.mapping import MOST_WEEKS, YES_OR_NO
from ratings.measured_results.register_files.raw_columns import Whole

ROWS_AT_A_TIME = 20_000
BATCH = 1_000
MAY_BE_UNKNOWN = ("listing_id", *YES_OR_NO, *MOST_WEEKS, "price")
COLUMNS = (
    "import_id", "row", "course_key", "organisation_id", "listing_id", "target_group", "municipality_code",
    "case_mix_id", "quarter", "referred_on", "ended_on", *YES_OR_NO, *MOST_WEEKS, "price",
)  # fmt: skip
NULL_OF_COPY = "\\N"


def store_spells(
    session: Session, import_id: int, spells: CheckedSpells, advance: Callable[[int], object]
) -> None:
    """Write spells; `advance` is told how many since the last time."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    write = _copy if is_postgresql else _execute_many
    if not is_postgresql:
        spells = _in_order(spells)
    for columns in blocks(session, import_id, spells):
        write(session, columns)
        advance(len(columns[0]))


def blocks(session: Session, import_id: int, spells: CheckedSpells) -> Iterator[list[list[Any]]]:
    """Give spells as the table's COLUMNS, a list each, so many rows at a time."""
    case_mix_ids = np.array(_case_mix_ids(session, spells.case_mixes) or [0])
    for start in range(0, len(spells), ROWS_AT_A_TIME):
        part = {name: column[start : start + ROWS_AT_A_TIME] for name, column in spells.columns.items()}
        columns = _columns(import_id, part, spells, case_mix_ids)
        yield [columns[name] for name in COLUMNS]


def store_aggregates(session: Session, import_id: int, counts: Sequence[CheckedCount]) -> None:
    """Write counts."""
    names = [column.name for column in Aggregate.__table__.columns if column.name not in ("id", "import_id")]
    for start in range(0, len(counts), BATCH):
        rows = [
            {"import_id": import_id, **{name: getattr(count, name) for name in names}}
            for count in counts[start : start + BATCH]
        ]
        session.execute(insert(Aggregate), rows)


def course_keys(session: Session, first_quarter: int, last_quarter: int) -> Whole:
    """Give the keys of the courses that are there, (N,), referred from one quarter to another."""
    table = Spell.__table__.c
    wanted = select(table.course_key).where(table.quarter.between(first_quarter, last_quarter))
    keys = session.connection().execute(wanted, execution_options={"yield_per": ROWS_AT_A_TIME})
    found: Whole = np.fromiter((key for (key,) in keys), dtype=np.int64)
    return found


def known_cells(session: Session, source: str) -> set[tuple[int | str | None, ...]]:
    """Give what a source has counted in earlier imports."""
    rows = session.execute(
        select(
            Aggregate.organisation_id,
            Aggregate.listing_id,
            Aggregate.target_group,
            Aggregate.area,
            Aggregate.first_quarter,
            Aggregate.last_quarter,
            Aggregate.measure,
        )
        .join(ResultImport, ResultImport.id == Aggregate.import_id)
        .where(ResultImport.source == source)
    )
    return {tuple(row) for row in rows}


def _case_mix_ids(session: Session, mixes: Sequence[dict[str, str]]) -> list[int]:
    """Give the ids of combinations in their order, and write those that are new."""
    hashes = [sha256(json.dumps(levels, sort_keys=True).encode()).hexdigest() for levels in mixes]
    known = _known_mixes(session, hashes)
    new = {hash_: levels for hash_, levels in zip(hashes, mixes, strict=True) if hash_ not in known}
    rows = [{"levels": levels, "levels_hash": hash_} for hash_, levels in new.items()]
    for start in range(0, len(rows), BATCH):
        session.execute(insert(CaseMix), rows[start : start + BATCH])
    known |= _known_mixes(session, list(new))
    return [known[hash_] for hash_ in hashes]


def _known_mixes(session: Session, hashes: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(hashes), BATCH):
        wanted = CaseMix.levels_hash.in_(hashes[start : start + BATCH])
        for mix in session.execute(select(CaseMix.levels_hash, CaseMix.id).where(wanted)):
            found[mix.levels_hash] = mix.id
    return found


def _in_order(spells: CheckedSpells) -> CheckedSpells:
    """Put spells in the order of their keys, so that SQLite, which lets nobody else write, is quicker."""
    order = np.argsort(spells.columns["course_key"], kind="stable")
    return replace(spells, columns={name: column[order] for name, column in spells.columns.items()})


def _columns(
    import_id: int, part: dict[str, Whole], spells: CheckedSpells, case_mix_ids: Whole
) -> dict[str, list[Any]]:
    """Give the values of some rows, a list a column."""
    columns: dict[str, list[Any]] = {name: column.tolist() for name, column in part.items()}
    for name in MAY_BE_UNKNOWN:
        columns[name] = [None if value == UNKNOWN else value for value in columns[name]]
    columns["import_id"] = [import_id] * len(part["row"])
    columns["target_group"] = _words(spells.target_groups, part["target_group"])
    columns["municipality_code"] = _words(spells.municipalities, part["municipality"])
    columns["case_mix_id"] = case_mix_ids[part["case_mix"]].tolist()
    for name in ("referred_on", "ended_on"):
        columns[name] = _days(part[name])
    return columns


def _words(words: Sequence[str], codes: Whole) -> list[Any]:
    found: list[Any] = np.array([*words, None], dtype=object)[codes].tolist()
    return found


def _days(days: Whole) -> list[str | None]:
    different, which = np.unique(days, return_inverse=True)
    names = [
        None if day == UNKNOWN else (EPOCH + timedelta(days=day)).isoformat() for day in different.tolist()
    ]
    found: list[str | None] = np.array(names, dtype=object)[which].tolist()
    return found


def _execute_many(session: Session, columns: list[list[Any]]) -> None:
    marks = ", ".join("?" * len(COLUMNS))
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    statement = f"INSERT INTO spell ({names}) VALUES ({marks})"  # nosec B608 # noqa: S608 - names of our own
    driver: Any = session.connection().connection.driver_connection
    driver.executemany(statement, zip(*columns, strict=True))


def _copy(session: Session, columns: list[list[Any]]) -> None:
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    driver: Any = session.connection().connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY spell ({names}) FROM STDIN") as copy:
        copy.write("".join(_lines(columns)))


def _lines(columns: list[list[Any]]) -> Iterator[str]:
    """Write rows as COPY reads them; no text of ours holds a tab, a line break or a backslash."""
    texts = [[NULL_OF_COPY if value is None else str(value) for value in column] for column in columns]
    return (f"{line}\n" for line in map("\t".join, zip(*texts, strict=True)))
