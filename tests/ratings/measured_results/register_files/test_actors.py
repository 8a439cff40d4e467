"""Invented rows are never about real actors, and real rows never about invented ones."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from providers.listings.models import Listing
from ratings.measured_results.register_files.importing import PlainFile
from ratings.measured_results.register_files.problems import Reason, ResultsRefused
from tests.factories.organisations import make_listing, make_organisation
from tests.factories.results import PLAIN, Row, make_count, make_spell, take_in, write_csv

pytestmark = pytest.mark.sqlite_only

REAL = replace(PLAIN, simulated=False)


@pytest.fixture(autouse=True)
def actors(session: Session) -> tuple[Listing, Listing]:
    """Give an invented actor's listing and a real one's."""
    invented, real = make_organisation(session, 1), make_organisation(session, 2)
    real.simulated, real.cvr = False, f"1{(real.cvr or '')[1:]}"
    session.flush()
    return make_listing(session, invented), make_listing(session, real)


def refused(session: Session, path: Path, plain: PlainFile) -> list[tuple[int, str, str | None, Reason]]:
    with pytest.raises(ResultsRefused) as told:
        take_in(session, path, plain)
    return [(each.row, each.column, each.value, each.reason) for each in told.value.problems]


def spells(tmp_path: Path, invented: Row, real: Row) -> Path:
    return write_csv(tmp_path / "spells.csv", [make_spell(1, **invented), make_spell(2, **real)])


def test_an_invented_row_about_a_real_actor_is_refused_by_the_name_that_it_gives(
    session: Session, tmp_path: Path, actors: tuple[Listing, Listing]
) -> None:
    _, real = actors
    path = spells(tmp_path, {}, {"listing": real.slug})
    assert refused(session, path, PLAIN) == [(3, "listing", real.slug, Reason.INVENTED_ROW_OF_REAL)]
    path = spells(tmp_path, {}, {"listing": "", "organisation": "vejen-videre-2"})
    assert refused(session, path, PLAIN) == [
        (3, "organisation", "vejen-videre-2", Reason.INVENTED_ROW_OF_REAL)
    ]


def test_a_real_row_about_an_invented_actor_is_refused(
    session: Session, tmp_path: Path, actors: tuple[Listing, Listing]
) -> None:
    invented, real = actors
    path = spells(tmp_path, {}, {"listing": real.slug})
    assert refused(session, path, REAL) == [(2, "listing", invented.slug, Reason.REAL_ROW_OF_INVENTED)]


def test_counts_keep_the_two_apart_as_spells_do(session: Session, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "counts.csv", [make_count(organisation="vejen-videre-2")])
    assert refused(session, path, PLAIN) == [
        (2, "organisation", "vejen-videre-2", Reason.INVENTED_ROW_OF_REAL)
    ]
    assert take_in(session, path, REAL).accepted == 1


def test_each_kind_of_row_about_its_own_kind_of_actor_comes_in(
    session: Session, tmp_path: Path, actors: tuple[Listing, Listing]
) -> None:
    _, real = actors
    assert take_in(session, write_csv(tmp_path / "a.csv", [make_spell(1)])).accepted == 1
    own = write_csv(tmp_path / "b.csv", [make_spell(2, listing=real.slug)])
    assert take_in(session, own, REAL).accepted == 1
