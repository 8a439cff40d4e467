"""Files of results for tests: courses and counts as rows, as CSV and Parquet, with and without a mapping."""

import csv
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet
from sqlalchemy.orm import Session

from providers.audit.models import OPERATOR
from providers.listings.models import Listing
from ratings.measured_results.register_files.importing import PlainFile, Summary, import_results
from ratings.measured_results.register_files.mapping import Mapping
from ratings.measured_results.register_files.mapping_files import read_mapping
from tests.factories.organisations import make_listing, make_organisation

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
OBSERVED_UNTIL = date(2026, 6, 30)
PLAIN = PlainFile("Prøveregister", simulated=True, observed_until=OBSERVED_UNTIL)
FIRST_REFERRAL = date(2024, 1, 8)
AGES = ("18-29", "30-39", "40-49", "50+")

Row = dict[str, Any]


def make_actors(session: Session, count: int = 2) -> list[Listing]:
    """Enter invented advisers, one listing each."""
    return [make_listing(session, make_organisation(session, number)) for number in range(1, count + 1)]


def make_spell(number: int = 1, **changes: Any) -> Row:
    """Say what a register tells of one course, everything known, with our own column names."""
    referred = FIRST_REFERRAL + timedelta(days=number % 400)
    return {
        "person": f"p{number:07d}",
        "listing": "vejen-videre-1-tilbud-1",
        "organisation": "",
        "target_group": "sygedagpenge",
        "municipality": "751",
        "referred_on": referred.isoformat(),
        "ended_on": (referred + timedelta(days=90)).isoformat(),
        "work_3": number % 2,
        "work_6": 1,
        "work_12": (number // 2) % 2,
        "weeks_in_work": number % 27,
        "subsidised": 0,
        "passive_weeks_6": 4,
        "passive_weeks_12": 9,
        "company_weeks": 3,
        "active_weeks": 12,
        "price_dkk": "12500.50",
        "case_mix_age": AGES[number % 4],
        "case_mix_education": "short" if number % 3 else "",
        **changes,
    }


def make_spells(count: int, **changes: Any) -> list[Row]:
    """Say the same of many courses, each of another person."""
    return [make_spell(number, **changes) for number in range(1, count + 1)]


def make_count(**changes: Any) -> Row:
    """Say what a source has counted, with our own column names."""
    return {
        "organisation": "vejen-videre-1",
        "target_group": "dagpenge",
        "first_quarter": "2025-Q1",
        "last_quarter": "2025-Q4",
        "measure": "work_6",
        "n": 100,
        "observed": 61,
        **changes,
    }


def write_csv(path: Path, rows: Sequence[Row], *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """Write rows as CSV; the first row says which columns there are."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_parquet(path: Path, rows: Iterable[Row]) -> Path:
    """Write rows as Parquet with the types that their values have."""
    parquet.write_table(pa.Table.from_pylist(list(rows)), path)
    return path


def take_in(
    session: Session,
    path: Path,
    mapping: Mapping | PlainFile | str = PLAIN,
    *,
    good_rows_only: bool = False,
    progress: Callable[[str, int, int], object] = lambda _step, _done, _total: None,
) -> Summary:
    """Import a file as the operator does; a mapping can be given as TOML."""
    return import_results(
        session,
        path,
        read_mapping(mapping) if isinstance(mapping, str) else mapping,
        at=AT,
        by=OPERATOR,
        progress=progress,
        good_rows_only=good_rows_only,
    )
