"""Every version of the standards is read from its file, whole and without a fault, or not at all."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

import pytest

from providers.approval import standard_files
from providers.approval.standard_files import (
    FOLDER,
    StandardsNotReadable,
    get_version,
    in_order,
    read,
    standards_on,
    versions,
)
from providers.approval.standard_set import AutomaticCheck, CheckKind, StandardNotFound, StandardSet
from tests.support.source_tree import ROOT

NAME = "2030-07.toml"
WHOLE = """
version = "2030-07"
valid_from = 2030-07-01
changes.da = "Ny."
changes.en = "New."

[limits]
light_below = 10
debt = 1
company_share = 75
days_confirmed = 90
months_without_result = 18

[sources.own]
da = "Vores egen."
en = "Our own."

[[standard]]
id = "prices"
group = "listing"
name.da = "Priser"
name.en = "Prices"
question.da = "Er der priser?"
question.en = "Are there prices?"
why.da = "Derfor."
why.en = "Because."
evidence.da = "Priserne."
evidence.en = "The prices."
kind = "automatic"
check = "prices_stated"
tracks = ["public", "full"]
source = "own"
"""
STANDARD = WHOLE[WHOLE.index("[[standard]]") :]


def test_whole_version_is_read() -> None:
    found = read(NAME, WHOLE)
    assert (found.version, found.valid_from) == ("2030-07", date(2030, 7, 1))
    assert found.limits.months_without_result == 18
    (standard,) = found.standards
    assert standard.check is AutomaticCheck.PRICES_STATED
    assert standard.tracks == ("full", "public")
    assert standard.question.text("da") == "Er der priser?"
    assert standard.question.text("en") == "Are there prices?"


@pytest.mark.parametrize(
    ("part", "instead", "fault"),
    [
        ('source = "own"', 'source = "own"\nsauce = 1', "standard 'prices' has the unknown key 'sauce'"),
        ("[limits]", "extra = 1\n[limits]", "the file has the unknown key 'extra'"),
        ('question.en = "Are there prices?"\n', "", "question of standard 'prices' lacks 'en'"),
        ('why.en = "Because."', 'why.en = " "', "why of standard 'prices' must have a text for 'en'"),
        ('why.da = "Derfor."\nwhy.en = "Because."', 'why = "x"', "must have a text in Danish and in English"),
        ('changes.en = "New."\n', "", "changes lacks 'en'"),
        (STANDARD, STANDARD + STANDARD, "there are two standards 'prices'"),
        (STANDARD, "[standard]\nid = 1", "there must be at least one [[standard]]"),
        (STANDARD, "", "the file lacks 'standard'"),
        ('kind = "automatic"', 'kind = "magic"', "kind of standard 'prices' must be one of automatic"),
        ('kind = "automatic"', 'kind = "judgement"', "must name its check when it is automatic"),
        ('check = "prices_stated"\n', "", "must name its check when it is automatic"),
        ('check = "prices_stated"', 'check = "luck"', "check of standard 'prices' must be one of cvr_active"),
        ('group = "listing"', 'group = "other"', "group of standard 'prices' must be one of organisation"),
        ('id = "prices"', 'id = "Prices 1"', "a standard's id must be 2 to 40 of a-z and _, not 'Prices 1'"),
        ('["public", "full"]', "[]", "tracks of standard 'prices' must be a list of at least one"),
        ('["public", "full"]', '["public", "vip"]', "tracks of standard 'prices' must be one of full, light"),
        ('["public", "full"]', '["full", "full"]', "tracks of standard 'prices' name one twice"),
        ('source = "own"', 'source = "law"', "has the source 'law', which is not among the sources"),
        ("[sources.own]", '[sources.law]\nda = "L"\nen = "L"\n[sources.own]', "no standard has the source"),
        ("debt = 1\n", "", "limits lacks 'debt'"),
        ("debt = 1\n", "debt = true\n", "the limit 'debt' must be a whole number above 0"),
        ("debt = 1\n", "debt = 0\n", "the limit 'debt' must be a whole number above 0"),
        ("2030-07-01", '"2030-07-01"', "valid_from must be a day"),
        ("2030-07-01", "2030-07-01T00:00:00", "valid_from must be a day"),
        ('version = "2030-07"', 'version = "2030-08"', "the same as the file's name"),
        ("light_below = 10", "light_below = ", "Invalid value"),
    ],
)  # fmt: skip
def test_file_with_a_fault_is_refused_with_its_name_and_the_fault(
    part: str, instead: str, fault: str
) -> None:
    assert part in WHOLE
    with pytest.raises(StandardsNotReadable) as refused:
        read(NAME, WHOLE.replace(part, instead))
    assert str(refused.value).startswith(f"{NAME}: ")
    assert fault in str(refused.value)


def test_day_chooses_the_version_in_force_and_the_first_before_any_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    early = read(NAME, WHOLE)
    late = replace(early, version="2031-01", valid_from=date(2031, 1, 1))
    monkeypatch.setattr(standard_files, "versions", lambda: in_order([late, early]))
    days = (date(2026, 1, 1), early.valid_from, late.valid_from - timedelta(days=1), late.valid_from)
    assert [standards_on(day).version for day in days] == ["2030-07", "2030-07", "2030-07", "2031-01"]
    assert get_version("2031-01") is late
    with pytest.raises(StandardNotFound, match="no version '2031-02'"):
        get_version("2031-02")


def test_versions_have_an_order() -> None:
    early = read(NAME, WHOLE)
    with pytest.raises(StandardsNotReadable, match="begin on the same day"):
        in_order([early, replace(early, version="2030-08")])
    with pytest.raises(StandardsNotReadable, match="no version"):
        in_order([])


def test_every_file_is_a_version_and_is_read_once() -> None:
    files = sorted(file.name for file in FOLDER.iterdir())
    assert [f"{each.version}.toml" for each in versions()] == files
    assert versions() is versions()


def test_files_are_found_from_any_folder() -> None:
    asked = "from providers.approval.standard_files import versions; print(versions()[0].version)"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {asked}"]
    assert subprocess.run(command, cwd="/", capture_output=True, text=True, check=True).stdout == "2027-01\n"


@pytest.mark.parametrize("found", versions(), ids=lambda found: found.version)
def test_numbers_that_rules_read_are_those_that_people_read(found: StandardSet) -> None:
    result, limits = found.get("result"), found.limits
    for language in ("da", "en"):
        assert f" {limits.months_without_result} " in result.evidence.text(language)
        assert f" {limits.company_share} " in found.get("company_share").question.text(language)
        assert f" {limits.days_confirmed} " in found.get("fresh_listing").question.text(language)
    assert f"{limits.debt:,}" in found.get("public_debt").question.en
    assert f"{limits.debt:,}".replace(",", ".") in found.get("public_debt").question.da


@pytest.mark.parametrize("found", versions(), ids=lambda found: found.version)
def test_standards_about_the_same_thing_stand_together(found: StandardSet) -> None:
    groups = [group for group, _ in groupby(standard.group for standard in found.standards)]
    assert len(groups) == len(set(groups))
    automatic = [each.check for each in found.standards if each.kind is CheckKind.AUTOMATIC]
    assert sorted(automatic, key=str) == sorted(AutomaticCheck)
