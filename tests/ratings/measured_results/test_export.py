"""An export holds every figure for the authority, and for everybody only what they may see."""

import csv
import io
import json
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from providers.audit.models import OPERATOR
from ratings.measured_results import releases
from ratings.measured_results.codes import Level
from ratings.measured_results.export import (
    ALL,
    COLUMNS,
    NothingPublic,
    Row,
    as_csv,
    as_json,
    named,
    public_rows,
    whole_rows,
)
from ratings.measured_results.method.tallies import Actor
from ratings.measured_results.models import Release, Result
from tests.factories.courses import FIRST, LAST, take_courses
from tests.factories.results import AT

Key = tuple[str, str, str, str]


@pytest.fixture
def release(session: Session, tmp_path: Path) -> Release:
    """Give a published release of three invented actors."""
    take_courses(session, tmp_path)
    worked_out = releases.work_out(session, FIRST, LAST, at=AT)
    made = releases.make(session, worked_out, code_version="test", by=OPERATOR, at=AT)
    releases.publish(session, made, by=OPERATOR, at=AT)
    return made


def by_key(rows: list[Row]) -> dict[Key, Row]:
    return {(row["level"], row["slug"], row["target_group"], row["measure"]): row for row in rows}


def test_the_authority_gets_every_figure_whole_and_marked(session: Session, release: Release) -> None:
    rows = whole_rows(session, release, quarters=True)
    kept = session.scalars(select(Result).where(Result.release_id == release.id)).all()
    assert len(rows) == len(kept)
    assert sum(row["hidden"] is not None for row in rows) == sum(each.hidden is not None for each in kept)
    country = by_key(whole_rows(session, release))["national", "", ALL, "work_6"]
    of_listings = [
        row for row in whole_rows(session, release)
        if (row["level"], row["target_group"], row["measure"]) == ("listing", ALL, "work_6")
    ]  # fmt: skip
    assert (country["n"], len(of_listings)) == (180, 3)
    assert country["observed"] == sum(row["observed"] for row in of_listings)
    assert country["ratio"] == 1.0


def test_everybody_gets_rounded_figures_and_never_counts_of_outcomes(
    session: Session, release: Release
) -> None:
    shown, whole = by_key(public_rows(session, release)), by_key(whole_rows(session, release))
    assert shown.keys() == whole.keys()
    for key, row in shown.items():
        assert row["observed"] is None
        assert row["expected"] is None
        assert row["n"] is None or row["n"] % 5 == 0
        assert row["share"] is None or row["share"] == round(row["share"], 2)
        assert (row["hidden"] is None) == (whole[key]["hidden"] is None)
        if row["hidden"]:
            assert row["reason"] == "few_to_show"
            assert not any(row[name] for name in ("ratio", "share", "weeks", "kroner", "shrunken", "grade"))


def test_quarters_come_only_when_asked_for(session: Session, release: Release) -> None:
    without = public_rows(session, release)
    every = public_rows(session, release, quarters=True)
    assert tuple(without[0]) == tuple(every[0]) == COLUMNS
    assert {row["quarter"] for row in without} == {ALL}
    assert {row["quarter"] for row in every} == {ALL, "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4"}
    assert [row for row in every if row["quarter"] == ALL] == without


def test_the_order_is_always_the_same_with_totals_first(session: Session, release: Release) -> None:
    rows = whole_rows(session, release)
    assert "".join(as_csv(rows)) == "".join(as_csv(whole_rows(session, release)))
    assert [rows[0][name] for name in ("level", "slug", "target_group", "measure")] == [
        "national", "", ALL, "work_3",
    ]  # fmt: skip
    levels = [row["level"] for row in rows]
    assert levels == sorted(levels, key=["national", "organisation", "listing"].index)


def test_csv_and_json_tell_the_same(session: Session, release: Release) -> None:
    rows = whole_rows(session, release)
    read = list(csv.DictReader(io.StringIO("".join(as_csv(rows)))))
    told = json.loads("".join(as_json(release, rows)))
    assert told["release"]["simulated"] is True
    assert (told["release"]["first_quarter"], told["release"]["last_quarter"]) == ("2024-Q1", "2024-Q4")
    assert len(read) == len(told["figures"])
    for line, figure in zip(read, told["figures"], strict=True):
        assert tuple(line) == tuple(figure) == COLUMNS
        assert line["n"] == str(figure["n"])
        assert line["ratio"] == ("" if figure["ratio"] is None else str(figure["ratio"]))
        assert (line["simulated"], line["withdrawn"]) == ("true", "false")


def test_every_row_names_its_organisation_and_its_own_page(session: Session, release: Release) -> None:
    for row in public_rows(session, release):
        assert bool(row["organisation"]) == (row["level"] != "national")
        assert (row["slug"] == row["organisation"]) == (row["level"] != "listing")


def test_value_of_each_kind_stands_in_its_own_column_with_its_limits(
    session: Session, release: Release
) -> None:
    units = {"duration": "weeks", "cost": "kroner"}
    for key, row in by_key(whole_rows(session, release)).items():
        own = units.get(key[3], "share")
        for unit in ("share", "weeks", "kroner"):
            assert unit == own or not any(row[f"{unit}{limit}"] for limit in ("", "_lower", "_upper"))


def test_rows_of_a_withdrawn_release_say_so(session: Session, release: Release) -> None:
    releases.withdraw(session, release, "En aktør var talt to gange.", by=OPERATOR, at=AT)
    assert {row["withdrawn"] for row in public_rows(session, release)} == {True}


def test_actor_that_nobody_knows_any_more_has_its_number() -> None:
    assert named(Actor(Level.LISTING, 3, 7), {}, {}) == {"slug": "7", "organisation": "3"}


def test_no_cell_is_taken_for_a_formula(session: Session, release: Release) -> None:
    session.execute(update(Result).values(target_group="-2+3"))
    lines = csv.DictReader(io.StringIO("".join(as_csv(whole_rows(session, release)))))
    cells = {line["target_group"] for line in lines}
    assert cells == {"'-2+3"}


def test_what_is_not_published_is_for_nobody(session: Session, release: Release) -> None:
    worked_out = releases.work_out(session, FIRST, LAST, at=AT)
    draft = releases.make(session, worked_out, code_version="test", by=OPERATOR, at=AT)
    with pytest.raises(NothingPublic):
        public_rows(session, draft)
    assert public_rows(session, release)
