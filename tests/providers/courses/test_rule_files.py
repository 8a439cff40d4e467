"""Rules of the free choice are read from dated files, and a wrong one is refused with the reason."""

import csv
from datetime import date
from pathlib import Path

import pytest

from providers.courses.rule_files import (
    DEMONSTRATION,
    TRIAL,
    RulesNotReadable,
    our_rules,
    read,
    rules_of_file,
)
from providers.reference.lists import DATA
from providers.reference.queries import municipality_names, target_groups

RIGHT = """
name_da = "ordningen"
name_en = "the scheme"
source = "https://kommune.example/regler"
invented = false
valid_from = 2027-01-01
valid_to = 2027-12-31
days_to_answer = 5
changes_allowed = 3
days_to_choose = 14
notice_days = 7
reach_km = 30
target_groups = ["dagpenge"]
"""


def test_trial_is_the_one_that_was_announced() -> None:
    rules = our_rules(TRIAL)
    with (DATA / "municipalities.csv").open(encoding="utf-8") as file:
        marked = {row["code"] for row in csv.DictReader(file) if row["free_choice_trial_2027"] == "yes"}
    assert rules.municipalities == frozenset(marked)
    assert len(marked) == 19
    assert (rules.valid_from, rules.valid_to) == (date(2027, 1, 1), date(2029, 12, 31))
    assert (rules.target_groups, rules.months) == (frozenset({"dagpenge"}), 4)
    assert rules.source is not None
    assert not rules.invented


@pytest.mark.parametrize("name", [TRIAL, DEMONSTRATION])
def test_our_rules_name_codes_that_exist(name: str) -> None:
    rules = our_rules(name)
    assert (rules.municipalities or set()) <= municipality_names(rules.valid_from).keys()
    assert (rules.target_groups or set()) <= {group.id for group in target_groups(rules.valid_from)}


def test_rules_of_a_demonstration_say_that_they_are_invented() -> None:
    assert our_rules(DEMONSTRATION).invented


def test_installation_has_rules_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(RIGHT, encoding="utf-8")
    rules = rules_of_file(path)
    assert rules.name_da == "ordningen"
    assert rules.municipalities is None
    assert rules.months is None


@pytest.mark.parametrize(
    ("found", "instead", "says"),
    [
        ('name_da = "ordningen"', "", "name_da is missing"),
        ('name_da = "ordningen"', 'name_da = " "', "name_da must be a text"),
        ("invented = false", "invented = 0", "invented must be true or false"),
        ("valid_from = 2027-01-01", 'valid_from = "2027"', "valid_from must be a day"),
        ("valid_from = 2027-01-01", "valid_from = 2027-01-01T00:00:00", "valid_from must be a day"),
        ("valid_to = 2027-12-31", "valid_to = 2026-12-31", "valid_to must not lie before"),
        ("valid_to = 2027-12-31", "valid_to = 2027-12-31\nmonths = 0", "months must be at least 1"),
        ("valid_to = 2027-12-31", "valid_to = 2027-12-31\nmonths = 4.5", "months must be a whole number"),
        ("notice_days = 7", "notice_days = 0", "notice_days must be at least 1"),
        ("reach_km = 30", "", "reach_km is missing"),
        ('source = "https://kommune.example/regler"', "", "name a source"),
        ('["dagpenge"]', "[]", "at least one code"),
        ('["dagpenge"]', "[6]", "at least one code"),
        ('["dagpenge"]', '["dagpenge", "dagpenge"]', "names one twice"),
        ('["dagpenge"]', '"dagpenge"', "must be a list"),
        ("target_groups", "targets", "no setting 'targets'"),
        ("invented = false", "invented", "own.toml"),
    ],
)
def test_wrong_file_is_refused_with_the_reason(found: str, instead: str, says: str) -> None:
    assert found in RIGHT
    with pytest.raises(RulesNotReadable, match=says):
        read("own.toml", RIGHT.replace(found, instead))


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulesNotReadable, match=r"none\.toml"):
        rules_of_file(tmp_path / "none.toml")
