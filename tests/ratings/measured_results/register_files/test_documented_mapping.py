"""The mappings that docs/data-formats.md shows work as they stand."""

import re
from pathlib import Path
from textwrap import dedent

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ratings.measured_results.models import CaseMix, Spell
from ratings.measured_results.register_files.mapping_files import read_mapping
from tests.factories.organisations import make_organisation, simulated_cvr
from tests.factories.results import take_in
from tests.support.source_tree import ROOT

PAGE = (ROOT / "docs" / "data-formats.md").read_text("utf-8").partition("### With a mapping")[2]
BLOCKS = [dedent(block) for block in re.findall(r"(?:^    .*\n(?:\n(?=    ))?)+", PAGE, re.MULTILINE)]
FILE, MAPPING, AGGREGATES = BLOCKS[:3]


@pytest.mark.sqlite_only
def test_documented_file_of_another_register_comes_in(session: Session, tmp_path: Path) -> None:
    make_organisation(session, 1)
    path = tmp_path / "fil.csv"
    path.write_text(FILE.replace("01234563", simulated_cvr(1)), "cp1252")
    assert take_in(session, path, MAPPING).accepted == 1
    course = session.scalars(select(Spell)).one()
    assert (course.target_group, course.work_3, course.work_6, course.work_12) == ("dagpenge", 0, 1, None)
    assert (course.weeks_in_work, course.price) == (None, 1_250_000)
    levels = session.scalars(select(CaseMix.levels)).one()
    assert levels == {"age": "40-49", "education": "kort", "months_on_support": "6-11"}


def test_documented_mapping_of_aggregates_is_one() -> None:
    assert len(read_mapping(AGGREGATES).counts) == 2
