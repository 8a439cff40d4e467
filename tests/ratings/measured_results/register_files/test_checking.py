"""A course that cannot be true is told with row, column, value and reason, and one that can is taken."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ratings.measured_results.models import Aggregate, CaseMix, Spell
from ratings.measured_results.register_files.problems import MOST_KEPT, Problem, Reason, ResultsRefused
from tests.factories.results import (
    OBSERVED_UNTIL,
    make_actors,
    make_count,
    make_spell,
    make_spells,
    take_in,
    write_csv,
    write_parquet,
)

pytestmark = pytest.mark.sqlite_only

MAPPED = """
kind = "spells"
simulated = true
source = "Prøveregister"
observed_until = 2026-06-30
days = "danish"
missing = ["-9"]
[fields]
person = "person"
organisation = "organisation"
target_group = "target_group"
referred_on = "referred_on"
work_6 = { column = "work_6", map = { Ja = 1, Nej = 0 } }
price_ore = "price"
[case_mix]
age = { column = "age", bands = [30, 50] }
education = { column = "education", map = { a = "short" } }
"""


@pytest.fixture(autouse=True)
def actors(session: Session) -> None:
    make_actors(session, 2)


def refused(session: Session, path: Path, mapping: Any = None) -> list[Problem]:
    with pytest.raises(ResultsRefused) as caught:
        take_in(session, path, mapping) if mapping else take_in(session, path)
    assert caught.value.count == len(caught.value.problems)
    return list(caught.value.problems)


def one(session: Session, tmp_path: Path, **changes: Any) -> list[tuple[str, str | None, Reason]]:
    """Give what is wrong with the second of three rows."""
    rows = [make_spell(1), make_spell(2, **changes), make_spell(3)]
    found = refused(session, write_csv(tmp_path / "fil.csv", rows))
    assert {problem.row for problem in found} == {3}
    return [(problem.column, problem.value, problem.reason) for problem in found]


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"listing": "findes-ikke"}, "listing", Reason.UNKNOWN_LISTING),
        ({"listing": "", "organisation": "cvr:99"}, "organisation", Reason.UNKNOWN_ORGANISATION),
        ({"organisation": "vejen-videre-2"}, "listing", Reason.LISTING_OF_ANOTHER),
        ({"target_group": "alle"}, "target_group", Reason.UNKNOWN_TARGET_GROUP),
        ({"municipality": "999"}, "municipality", Reason.UNKNOWN_MUNICIPALITY),
        ({"referred_on": "2025-02-30"}, "referred_on", Reason.NOT_A_DAY),
        ({"referred_on": "i går"}, "referred_on", Reason.NOT_A_DAY),
        ({"referred_on": "1899-01-01"}, "referred_on", Reason.NOT_A_DAY),
        ({"ended_on": "2023-12-31"}, "ended_on", Reason.ENDS_BEFORE_REFERRAL),
        ({"ended_on": "2026-07-01"}, "ended_on", Reason.IN_THE_FUTURE),
        ({"work_3": "2"}, "work_3", Reason.NOT_YES_OR_NO),
        ({"work_6": "ja"}, "work_6", Reason.NOT_YES_OR_NO),
        ({"subsidised": "-1"}, "subsidised", Reason.NOT_YES_OR_NO),
        ({"weeks_in_work": "27"}, "weeks_in_work", Reason.OUT_OF_RANGE),
        ({"weeks_in_work": "-1"}, "weeks_in_work", Reason.OUT_OF_RANGE),
        ({"passive_weeks_12": "53"}, "passive_weeks_12", Reason.OUT_OF_RANGE),
        ({"passive_weeks_6": "3.5"}, "passive_weeks_6", Reason.NOT_WHOLE),
        ({"active_weeks": "mange", "company_weeks": ""}, "active_weeks", Reason.NOT_A_NUMBER),
        ({"company_weeks": "13"}, "company_weeks", Reason.MORE_THAN_ACTIVE_WEEKS),
        ({"price_dkk": "-5"}, "price_dkk", Reason.NEGATIVE),
        ({"price_dkk": "5.555"}, "price_dkk", Reason.NOT_WHOLE),
        ({"price_dkk": "99999999999"}, "price_dkk", Reason.TOO_LARGE),
        ({"price_dkk": "NaN"}, "price_dkk", Reason.NOT_A_NUMBER),
    ],
)
def test_value_that_cannot_be_is_told(
    session: Session, tmp_path: Path, changes: dict[str, str], column: str, reason: Reason
) -> None:
    told = changes.get(column, make_spell(2)[column])
    assert one(session, tmp_path, **changes) == [(column, told, reason)]


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ("person", Reason.MISSING),
        ("target_group", Reason.MISSING),
        ("referred_on", Reason.MISSING),
    ],
)
def test_what_no_course_can_do_without_must_be_there(
    session: Session, tmp_path: Path, column: str, reason: Reason
) -> None:
    assert [each[::2] for each in one(session, tmp_path, **{column: " "})] == [(column, reason)]


def test_course_of_nobody_is_told(session: Session, tmp_path: Path) -> None:
    assert one(session, tmp_path, listing="") == [("organisation", None, Reason.UNKNOWN_ACTOR)]


@pytest.mark.parametrize("number", ["0101901234", "010190-1234", " 310199 4321 "])
def test_cpr_number_is_refused_and_never_repeated(session: Session, tmp_path: Path, number: str) -> None:
    assert one(session, tmp_path, person=number) == [("person", None, Reason.CPR_NUMBER)]
    for column in ("target_group", "municipality", "case_mix_age"):
        values = [value for _, value, _ in one(session, tmp_path, **{column: number})]
        assert values == [None]


@pytest.mark.parametrize("pseudonym", ["9901901234", "0113901234", "12345678901", "a0101901234", "010190123"])
def test_number_that_can_be_no_cpr_number_is_a_pseudonym(
    session: Session, tmp_path: Path, pseudonym: str
) -> None:
    path = write_csv(tmp_path / "fil.csv", [make_spell(1, person=pseudonym)])
    assert take_in(session, path).accepted == 1


def test_outcome_that_nobody_can_know_yet_is_told(session: Session, tmp_path: Path) -> None:
    late = make_spell(2, referred_on="2026-02-01", ended_on="", passive_weeks_12="", work_12="")
    told = refused(session, write_csv(tmp_path / "fil.csv", [make_spell(1), late]))
    assert {(each.column, each.reason) for each in told} == {
        (column, Reason.NOT_KNOWN_YET) for column in ("work_6", "weeks_in_work", "passive_weeks_6")
    }
    unknown = dict.fromkeys(("work_6", "weeks_in_work", "passive_weeks_6"), "")
    path = write_csv(tmp_path / "fil.csv", [make_spell(1), {**late, **unknown}])
    assert take_in(session, path).accepted == 2


def test_referral_after_the_registers_last_day_is_told_once(session: Session, tmp_path: Path) -> None:
    row = make_spell(2, referred_on="2026-07-01", ended_on="")
    told = refused(session, write_csv(tmp_path / "fil.csv", [row]))
    assert [(each.column, each.reason) for each in told] == [("referred_on", Reason.IN_THE_FUTURE)]


def test_same_course_twice_is_told_at_the_later_row_and_names_nobody(
    session: Session, tmp_path: Path
) -> None:
    rows = [*make_spells(3), make_spell(2, work_3="")]
    told = refused(session, write_csv(tmp_path / "fil.csv", rows))
    assert told == [Problem(5, "person", None, Reason.DUPLICATE_COURSE)]


def test_same_person_with_another_actor_or_day_is_another_course(session: Session, tmp_path: Path) -> None:
    rows = [
        make_spell(1),
        make_spell(1, listing="vejen-videre-2-tilbud-1"),
        make_spell(1, listing="", organisation="vejen-videre-1"),
        make_spell(1, referred_on="2024-02-01", ended_on=""),
    ]
    assert take_in(session, write_csv(tmp_path / "fil.csv", rows)).accepted == 4


def test_missing_and_unknown_columns_are_told_all_at_once(session: Session, tmp_path: Path) -> None:
    row = make_spell(1, wrok_6=1)
    del row["person"], row["referred_on"]
    told = refused(session, write_csv(tmp_path / "fil.csv", [row]))
    assert [(each.column, each.reason) for each in told] == [
        ("person", Reason.COLUMN_MISSING),
        ("referred_on", Reason.COLUMN_MISSING),
        ("wrok_6", Reason.COLUMN_UNKNOWN),
    ]


def test_wrong_delimiter_is_told_as_missing_columns(session: Session, tmp_path: Path) -> None:
    told = refused(session, write_csv(tmp_path / "fil.csv", make_spells(2), delimiter="|"))
    assert Reason.COLUMN_MISSING in {each.reason for each in told}


def test_all_problems_are_counted_and_the_first_thousand_kept(session: Session, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "fil.csv", make_spells(MOST_KEPT + 500, work_3="x", work_6="y"))
    with pytest.raises(ResultsRefused) as caught:
        take_in(session, path)
    assert caught.value.count == 2 * (MOST_KEPT + 500)
    assert [each.row for each in caught.value.problems[:4]] == [2, 2, 3, 3]
    assert len(caught.value.problems) == MOST_KEPT


def test_condition_with_too_many_levels_is_refused(session: Session, tmp_path: Path) -> None:
    rows = [make_spell(number, case_mix_age=number) for number in range(1, 60)]
    told = refused(session, write_csv(tmp_path / "fil.csv", rows))
    assert told == [Problem(1, "case_mix_age", None, Reason.TOO_MANY_LEVELS)]


def test_what_programs_write_for_yes_no_and_whole_numbers_is_understood(
    session: Session, tmp_path: Path
) -> None:
    rows = [
        make_spell(1, work_3="1.0", work_6="True", work_12="", weeks_in_work="12.0"),
        make_spell(2, work_3="0,0", work_6="false", price_dkk="1.250,5", referred_on="2024-03-01T00:00:00"),
    ]
    take_in(session, write_csv(tmp_path / "fil.csv", rows))
    first, second = session.scalars(select(Spell).order_by(Spell.row))
    assert (first.work_3, first.work_6, first.work_12, first.weeks_in_work) == (1, 1, None, 12)
    assert (second.work_3, second.work_6, second.price) == (0, 0, 125_050)


def test_parquet_is_checked_and_taken_like_csv(session: Session, tmp_path: Path) -> None:
    rows = [make_spell(number, price_dkk=12.5, subsidised=True) for number in range(1, 5)]
    assert take_in(session, write_parquet(tmp_path / "fil.parquet", rows)).accepted == 4
    assert session.scalars(select(Spell.price)).first() == 1250


def test_mapping_reads_other_names_words_days_bands_and_codes_for_missing(
    session: Session, tmp_path: Path
) -> None:
    row = {
        "person": "x",
        "organisation": "vejen-videre-1",
        "target_group": "dagpenge",
        "referred_on": "3.2.2025",
        "work_6": "Ja",
        "price": "250",
        "age": "49",
        "education": "a",
        "noget andet": "?",
    }
    rows = [row, {**row, "person": "y", "age": "-9", "work_6": "-9", "education": "b"}]
    take_in(session, write_csv(tmp_path / "fil.csv", rows, delimiter=";"), MAPPED)
    first, second = session.scalars(select(Spell).order_by(Spell.row))
    assert (first.referred_on.isoformat(), first.quarter, first.work_6, first.price) == (
        "2025-02-03", 2025 * 4, 1, 250,
    )  # fmt: skip
    assert second.work_6 is None
    levels = {mix.id: mix.levels for mix in session.scalars(select(CaseMix))}
    assert levels[first.case_mix_id] == {"age": "30-49", "education": "short"}
    assert levels[second.case_mix_id] == {"age": "unknown", "education": "b"}


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"observed": 101}, "observed", Reason.OBSERVED_ABOVE_N),
        ({"observed": -1}, "observed", Reason.NEGATIVE),
        ({"n": "mange"}, "n", Reason.NOT_A_NUMBER),
        ({"measure": "cost"}, "measure", Reason.UNKNOWN_MEASURE),
        ({"first_quarter": "2026-Q9"}, "first_quarter", Reason.NOT_A_QUARTER),
        ({"first_quarter": "2026-Q1"}, "last_quarter", Reason.PERIOD_RUNS_BACKWARD),
        ({"organisation": "findes-ikke"}, "organisation", Reason.UNKNOWN_ORGANISATION),
        ({"target_group": ""}, "target_group", Reason.MISSING),
    ],
)
def test_count_that_cannot_be_is_told(
    session: Session, tmp_path: Path, changes: dict[str, Any], column: str, reason: Reason
) -> None:
    path = write_csv(tmp_path / "fil.csv", [make_count(target_group="sho"), make_count(**changes)])
    told = refused(session, path)
    assert [(each.row, each.column, each.reason) for each in told] == [(3, column, reason)]


def test_same_count_twice_is_told(session: Session, tmp_path: Path) -> None:
    told = refused(session, write_csv(tmp_path / "fil.csv", [make_count(), make_count(observed=3)]))
    assert told == [Problem(3, "n", "100", Reason.DUPLICATE_CELL)]


DERIVED = """
kind = "aggregates"
simulated = true
source = "Et andet land"
missing = ["-99999"]
own_codes = ["target_group"]
[fields]
organisation = { column = "providerid", prefix = "vejen-videre-" }
target_group = "cipcode"
period = { constant = "2020" }
[[measures]]
measure = "work_6"
n = "NumCompleted2"
observed = { share = "PerEmployed2", of = "NumCompleted2" }
[[measures]]
measure = "work_12"
n = "NumCompleted4"
observed = { share = "PerEmployed4", of = "NumCompleted4" }
"""


def test_derived_counts_own_codes_and_held_back_numbers_of_another_country_fit(
    session: Session, tmp_path: Path
) -> None:
    row = {
        "providerid": 1, "cipcode": "511020", "NumCompleted2": 13, "PerEmployed2": "6.153846153846153846E-1",
        "NumCompleted4": 12, "PerEmployed4": "-99999",
    }  # fmt: skip
    rows = [row, {**row, "providerid": 2, "NumCompleted4": 4, "PerEmployed4": 1}]
    summary = take_in(session, write_csv(tmp_path / "fil.csv", rows), DERIVED)
    assert (summary.rows, summary.accepted) == (2, 3)
    found = session.scalars(select(Aggregate).order_by(Aggregate.row, Aggregate.measure)).all()
    assert [(each.row, each.measure, each.n, each.observed) for each in found] == [
        (2, "work_6", 13, 8), (3, "work_12", 4, 4), (3, "work_6", 13, 8),
    ]  # fmt: skip
    assert {(each.first_quarter, each.last_quarter) for each in found} == {(8080, 8083)}
    assert found[0].target_group == "511020"
    assert OBSERVED_UNTIL.year > 2020


def test_share_outside_its_range_is_told(session: Session, tmp_path: Path) -> None:
    row = {
        "providerid": 1, "cipcode": "511020", "NumCompleted2": 13, "PerEmployed2": "1.2",
        "NumCompleted4": 12, "PerEmployed4": "0,5",
    }  # fmt: skip
    told = refused(session, write_csv(tmp_path / "fil.csv", [row], delimiter=";"), DERIVED)
    assert [(each.column, each.value, each.reason) for each in told] == [
        ("PerEmployed2", "1.2", Reason.NOT_A_SHARE)
    ]
