"""Courses in the database, enough of them that figures can be made of them."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from providers.audit.models import OPERATOR
from providers.listings.models import Listing
from ratings.measured_results.register_files.importing import PlainFile, import_results
from tests.factories.organisations import make_listing, make_organisation
from tests.factories.results import AT, Row, make_spell, write_csv

FIRST, LAST = 2024 * 4, 2024 * 4 + 3
UNTIL = date(2026, 6, 30)


def rows_for(listings: Sequence[Listing], each: int = 60, *, year: int = 2024) -> list[Row]:
    """Say what a register tells of so many citizens of each listing, all of one year."""
    rows = []
    for place, listing in enumerate(listings):
        for number in range(each):
            at_work = int((number * 7 + place) % 10 < 4 + place)
            referred = date(year, 1 + number % 12, 1 + number % 28)
            rows.append(
                make_spell(
                    place * 10_000 + year * 100_000 + number,
                    listing=listing.slug,
                    referred_on=referred.isoformat(),
                    ended_on=date(year + 1, 2, 1).isoformat(),
                    work_3=at_work,
                    work_6=at_work,
                    work_12=at_work,
                    weeks_in_work=24 * at_work,
                )
            )
    return rows


def take_courses(
    session: Session,
    folder: Path,
    *,
    actors: Sequence[Listing] | None = None,
    year: int = 2024,
    simulated: bool = True,
    first: int = 1,
    at: datetime = AT,
) -> list[Listing]:
    """Take in courses of three actors, or of those given."""
    listings = list(actors) if actors is not None else _actors(session, first, simulated=simulated)
    path = write_csv(folder / f"courses-{year}-{simulated}.csv", rows_for(listings, year=year))
    plain = PlainFile("Prøveregister", simulated=simulated, observed_until=UNTIL)
    import_results(session, path, plain, at=at, by=OPERATOR)
    return listings


def _actors(session: Session, first: int, *, simulated: bool) -> list[Listing]:
    """Make three actors with a listing each; invented rows are about invented ones alone."""
    made = [make_organisation(session, number) for number in range(first, first + 3)]
    for organisation in [] if simulated else made:
        organisation.simulated = False
        organisation.cvr = f"1{(organisation.cvr or '')[1:]}"
    session.flush()
    return [make_listing(session, organisation) for organisation in made]
