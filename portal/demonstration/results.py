"""Give the demonstration its results: invented spells through the same import and release as real ones."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from portal.demonstration.spell_cases import QUARTERS, demonstration_spells
from portal.demonstration.spell_files import write_parquet
from portal.jobs.results import make_and_publish
from providers.audit.models import OPERATOR
from providers.clock import danish_day
from ratings.measured_results.models import Release
from ratings.measured_results.register_files.importing import PlainFile, Summary, import_results
from ratings.measured_results.rules import quarter_of

SOURCE = "Demonstration"
FILE = "spells.parquet"
# The first year, and all that has come since but the two quarters of which little is known yet.
QUARTERS_OF_THE_FIRST = 4
TOO_YOUNG = 2


def import_invented(session: Session, seed: int, at: datetime) -> Summary:
    """Make up spells for the invented actors, and take them in as any file."""
    on = danish_day(at)
    with TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        write_parquet(demonstration_spells(session, seed, on), path)
        return import_results(session, path, PlainFile(SOURCE, simulated=True, observed_until=on),
                              at=at, by=OPERATOR)  # fmt: skip


def publish_invented(session: Session, at: datetime) -> Iterator[Release]:
    """Make and publish releases of periods that follow each other, so that there is a history to see."""
    for first, last in periods_until(danish_day(at)):
        yield make_and_publish(session, first, last, by=OPERATOR, at=at)


def periods_until(on: date) -> tuple[tuple[int, int], tuple[int, int]]:
    """Give the first and the last quarter of each release, when the spells end on a day."""
    begins = quarter_of(on) - (QUARTERS - 1)
    follows = begins + QUARTERS_OF_THE_FIRST
    return (begins, follows - 1), (follows, quarter_of(on) - TOO_YOUNG)
