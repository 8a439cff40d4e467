"""How fast a file of a million courses is read, checked and kept, beside the plain ways to do it (P8)."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from migrations.running import upgrade
from portal.demonstration.spell_actors import Unit
from portal.demonstration.spell_files import write_csv
from portal.demonstration.spells import columns, simulate
from ratings.measured_results.models import ResultImport
from ratings.measured_results.register_files import storing
from ratings.measured_results.register_files.checking import CheckedSpells, SpellChecking
from ratings.measured_results.register_files.known import Known, known_on
from ratings.measured_results.register_files.loading import open_results
from ratings.measured_results.register_files.mapping import plain_mapping
from ratings.measured_results.register_files.problems import Problems
from tests.bench.ratios import Ratio, in_turn, seconds, times
from tests.bench.result_rows import check_plainly
from tests.factories.organisations import make_listing, make_organisation
from tests.support.postgresql import running_cluster
from tests.truth.actors import PERIOD

SEED = 8
ROWS = 1_000_000
KEPT = 200_000  # executemany of a million rows would take minutes
ROUNDS = 3
ACTORS = 40
GROUPS = ("dagpenge", "sygedagpenge", "kontanthjaelp_jobparat")
SOURCE = "A measurement"
AT = datetime(2027, 1, 3, tzinfo=UTC)


def measure() -> list[Ratio]:
    """Measure reading and checking, and writing to PostgreSQL."""
    with running_cluster() as cluster, tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        url = cluster.create("bench")
        upgrade(url)
        with _session(url) as session:
            units = _make_actors(session)
            known = known_on(session, PERIOD.observed_until)
            path = Path(folder) / "courses.csv"
            write_csv(columns(simulate(units, ROWS, SEED, PERIOD)), path)
            checked = _check(path, known)
            return [*_reading(path, known, len(checked)), *_writing(session, checked)]


def _reading(path: Path, known: Known, right: int) -> list[Ratio]:
    """Compare reading and checking with a loop over the rows of the csv module."""
    plainly = check_plainly(path, known, PERIOD.observed_until, SOURCE)
    if plainly != (right, 0):
        raise AssertionError(f"The two ways find other rows right: {plainly[0]} and {right}.")
    ours, theirs = in_turn(
        ROUNDS,
        lambda: _check(path, known),
        lambda: check_plainly(path, known, PERIOD.observed_until, SOURCE),
    )
    told = times(("csv loop", "ours"), (theirs, ours))
    what = f"reading and checking {ROWS:,} CSV rows, to a csv loop"
    return [Ratio("P8", what, ours / theirs, 0.5, True, told)]


def _writing(session: Session, checked: CheckedSpells) -> list[Ratio]:
    """Compare COPY with the driver's executemany, both from columns to rows in the table."""
    some = CheckedSpells(
        {name: column[:KEPT] for name, column in checked.columns.items()},
        checked.target_groups,
        checked.municipalities,
        checked.case_mixes,
    )
    made = _import(session)
    storing.store_spells(session, made, _first(some, 1), lambda _: None)  # the combinations are there then
    session.execute(text("DELETE FROM spell"))
    ours = seconds(lambda: storing.store_spells(session, made, some, lambda _: None))
    session.execute(text("DELETE FROM spell"))
    theirs = seconds(lambda: _execute_many(session, made, some))
    told = times(("executemany", "COPY"), (theirs, ours))
    what = f"writing {len(some):,} spells to PostgreSQL, executemany to ours"
    return [Ratio("P8", what, theirs / ours, 8, False, told)]


def _check(path: Path, known: Known) -> CheckedSpells:
    file, problems = open_results(path), Problems()
    mapping = plain_mapping(file.header, source=SOURCE, simulated=True, observed_until=PERIOD.observed_until)
    checking = SpellChecking(mapping, known, problems)
    for chunk in file.chunks(mapping.columns(), problems, "person"):
        checking.take(chunk)
    found = checking.result()
    problems.refuse_any()
    return found


def _execute_many(session: Session, import_id: int, spells: CheckedSpells) -> None:
    """Write rows as any program would: a statement with places, and the driver's executemany."""
    names = ", ".join(f'"{name}"' for name in storing.COLUMNS)
    marks = ", ".join(["%s"] * len(storing.COLUMNS))
    statement = f"INSERT INTO spell ({names}) VALUES ({marks})"  # noqa: S608 - the names are our own
    driver: Any = session.connection().connection.driver_connection
    with driver.cursor() as cursor:
        for block in storing.blocks(session, import_id, spells):
            cursor.executemany(statement, list(zip(*block, strict=True)))


def _first(spells: CheckedSpells, number: int) -> CheckedSpells:
    part = {name: column[:number] for name, column in spells.columns.items()}
    return CheckedSpells(part, spells.target_groups, spells.municipalities, spells.case_mixes)


def _make_actors(session: Session) -> list[Unit]:
    made = [make_organisation(session, number, approved=False) for number in range(1, ACTORS + 1)]
    slugs = [make_listing(session, organisation).slug for organisation in made]
    return [
        Unit(organisation.key, slug, GROUPS, ("101",)) for organisation, slug in zip(made, slugs, strict=True)
    ]


def _import(session: Session) -> int:
    made = ResultImport(
        kind="spells", source=SOURCE, file_hash="0" * 64, mapping={}, simulated=True,
        observed_until=PERIOD.observed_until, rows=KEPT, accepted=KEPT, imported_by=None, imported_at=AT,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made.id


@contextmanager
def _session(url: str) -> Iterator[Session]:
    engine = create_engine(url)
    try:
        with Session(engine, expire_on_commit=False) as session:
            yield session
            session.rollback()
    finally:
        engine.dispose()
