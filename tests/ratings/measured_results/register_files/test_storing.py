"""What was checked stands in the database as it was told, and each combination of conditions once."""

from datetime import date
from hashlib import blake2b
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ratings.measured_results.models import CaseMix, Spell
from ratings.measured_results.register_files.storing import ROWS_AT_A_TIME
from tests.factories.results import make_actors, make_spell, make_spells, take_in, write_csv


@pytest.fixture(autouse=True)
def actors(session: Session) -> None:
    make_actors(session, 2)


def test_course_stands_as_it_was_told(session: Session, tmp_path: Path) -> None:
    take_in(session, write_csv(tmp_path / "fil.csv", [make_spell(1), make_spell(27)]))
    first = session.scalars(select(Spell).order_by(Spell.row)).first()
    assert first is not None
    assert (first.row, first.target_group, first.municipality_code) == (2, "sygedagpenge", "751")
    assert (first.referred_on, first.ended_on) == (date(2024, 1, 9), date(2024, 4, 8))
    assert (first.quarter, first.price) == (2024 * 4, 1_250_050)
    assert (first.work_3, first.work_6, first.work_12, first.subsidised) == (1, 1, 0, 0)
    assert (first.weeks_in_work, first.passive_weeks_6, first.passive_weeks_12) == (1, 4, 9)
    assert (first.company_weeks, first.active_weeks) == (3, 12)
    assert first.listing_id is not None


def test_what_is_not_told_stands_as_nothing(session: Session, tmp_path: Path) -> None:
    nothing = dict.fromkeys(
        ("municipality", "ended_on", "work_3", "weeks_in_work", "price_dkk", "active_weeks"), ""
    )
    row = make_spell(1, **{**nothing, "listing": "", "organisation": "vejen-videre-2"})
    take_in(session, write_csv(tmp_path / "fil.csv", [row]))
    course = session.scalars(select(Spell)).one()
    assert (course.listing_id, course.municipality_code, course.ended_on, course.price) == (None,) * 4
    assert (course.work_3, course.weeks_in_work, course.active_weeks) == (None,) * 3


def test_each_combination_of_conditions_stands_once_over_all_imports(
    session: Session, tmp_path: Path
) -> None:
    take_in(session, write_csv(tmp_path / "a.csv", make_spells(60)))
    before = session.scalar(select(func.count()).select_from(CaseMix))
    later = [make_spell(number, person=f"q{number}") for number in range(60)]
    take_in(session, write_csv(tmp_path / "b.csv", later))
    assert before == session.scalar(select(func.count()).select_from(CaseMix)) == 8
    levels = {tuple(mix.levels.items()) for mix in session.scalars(select(CaseMix))}
    assert (("age", "30-39"), ("education", "unknown")) in levels


def test_key_of_a_course_tells_nobody_and_is_the_same_in_every_database(
    session: Session, tmp_path: Path
) -> None:
    take_in(session, write_csv(tmp_path / "fil.csv", [make_spell(1)]))
    told = "Prøveregister\x1fp0000001\x1fvejen-videre-1-tilbud-1\x1f19731"  # days since 1970
    key = int.from_bytes(blake2b(told.encode(), digest_size=8).digest(), signed=True)
    assert session.scalars(select(Spell.course_key)).one() == key


def test_more_rows_than_fit_in_one_go_are_all_there(session: Session, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    count = ROWS_AT_A_TIME + 7
    take_in(
        session,
        write_csv(tmp_path / "fil.csv", make_spells(count)),
        progress=lambda step, done, total: told.append((step, done, total)),
    )
    assert session.scalar(select(func.count()).select_from(Spell)) == count
    assert told[0] == ("checking", count, count)
    assert told[-2:] == [("storing", ROWS_AT_A_TIME, count), ("storing", count, count)]
