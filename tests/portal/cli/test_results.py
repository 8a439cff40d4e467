"""Results come in and go at the terminal, and whoever types learns what happened."""

import csv
import io
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner

from portal.state import Portal
from tests.factories.results import make_actors, make_spell, make_spells, write_csv

PLAIN = ("--source", "Prøveregister", "--observed-until", "2026-06-30", "--simulated")
MAPPING = """
kind = "spells"
simulated = true
source = "Prøveregister"
observed_until = 2026-06-30
[fields]
person = "person"
organisation = { constant = "vejen-videre-1" }
target_group = "target_group"
referred_on = "referred_on"
work_6 = "work_6"
"""


@pytest.fixture(autouse=True)
def state(app: Flask) -> Portal:
    found: Portal = app.extensions["portal"]
    with found.database.transaction() as session:
        make_actors(session, 2)
    return found


@pytest.fixture
def run(runner: FlaskCliRunner) -> Callable[..., Result]:
    return lambda *arguments: runner.invoke(args=["results", *map(str, arguments)])


Run = Callable[..., Result]


def test_file_comes_in_once(run: Run, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "fil.csv", make_spells(5))
    first = run("import", path, *PLAIN)
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout == "Import 1: 5 rows read, 5 courses taken, 0 problems.\n"
    second = run("import", path, *PLAIN)
    assert (second.exit_code, second.stdout) == (0, f"{path} is import 1 already; nothing is added.\n")
    listed = run("imports").stdout
    assert listed.count("\n") == 1
    assert "spells\t5 of 5 rows\tuntil 2026-06-30\tPrøveregister\tsimulated" in listed


@pytest.mark.sqlite_only
def test_wrong_rows_are_told_and_written_as_a_table_that_runs_nothing(run: Run, tmp_path: Path) -> None:
    rows = [make_spell(1), make_spell(2, target_group="=1+1"), make_spell(3, person="0101901234")]
    path = write_csv(tmp_path / "fil.csv", rows)
    result = run("import", path, *PLAIN, "--rejects", tmp_path / "afvist.csv")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        'row 3, target_group: "=1+1" - is not a target group',
        "row 4, person - looks like a CPR number, which is never stored; give a pseudonym instead",
        f"2 of 2 problems are written to {tmp_path / 'afvist.csv'}.",
        f"Error: Nothing of {path} has been imported.",
    ]
    text = (tmp_path / "afvist.csv").read_text("utf-8-sig")
    table = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert table[1] == ["3", "target_group", "'=1+1", "unknown_target_group", "is not a target group"]
    assert table[2][:4] == ["4", "person", "", "cpr_number"]
    assert run("imports").stdout == ""
    good = run("import", path, *PLAIN, "--good-rows-only")
    assert good.stdout == "Import 1: 3 rows read, 1 courses taken, 2 problems.\n"


@pytest.mark.sqlite_only
def test_mapping_file_says_which_column_is_what(run: Run, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(MAPPING, "utf-8")
    path = write_csv(tmp_path / "fil.csv", make_spells(5), delimiter=";", encoding="cp1252")
    result = run("import", path, "--mapping", tmp_path / "map.toml")
    assert (result.exit_code, result.stdout) == (0, "Import 1: 5 rows read, 5 courses taken, 0 problems.\n")


@pytest.mark.sqlite_only
def test_mapping_that_cannot_be_used_is_told(run: Run, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "fil.csv", make_spells(1))
    (tmp_path / "map.toml").write_text(MAPPING.replace("work_6 =", "wrok_6 ="), "utf-8")
    wrong = run("import", path, "--mapping", tmp_path / "map.toml")
    assert wrong.exit_code == 1
    assert wrong.stderr.startswith("Line 11, fields.wrok_6: is not known here; what can stand is person,")
    assert "Nothing has been imported." in wrong.stderr
    nothing = run("import", path)
    assert "The source must be named" in nothing.stderr
    (tmp_path / "map.toml").write_bytes(b"\xff")
    assert "is not text in UTF-8" in run("import", path, "--mapping", tmp_path / "map.toml").stderr
    assert "cannot be read" in run("import", path, "--mapping", tmp_path / "ingen.toml").stderr


@pytest.mark.sqlite_only
def test_file_that_cannot_be_read_is_told(run: Run, tmp_path: Path) -> None:
    missing = run("import", tmp_path / "ingen.csv", *PLAIN)
    assert missing.stderr == f"Error: {tmp_path / 'ingen.csv'} cannot be read: No such file or directory.\n"
    assert "cannot be read: Is a directory" in run("import", tmp_path, *PLAIN).stderr
    (tmp_path / "x.csv").write_bytes(b"PK\x03\x04\0")
    assert "row 1 - the file is neither CSV nor Parquet" in run("import", tmp_path / "x.csv", *PLAIN).stderr


@pytest.mark.sqlite_only
def test_import_is_removed_by_its_number(run: Run, tmp_path: Path) -> None:
    run("import", write_csv(tmp_path / "fil.csv", make_spells(5)), *PLAIN)
    assert run("remove-import", 1).stdout == "Import 1 with 5 rows is removed.\n"
    again = run("remove-import", 1)
    assert (again.exit_code, again.stderr) == (1, "Error: There is no import 1.\n")


@pytest.mark.sqlite_only
def test_jobindsats_is_asked_only_with_a_token(run: Run, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(MAPPING, "utf-8")
    result = run("fetch", "y14d03", "--mapping", tmp_path / "map.toml")
    assert result.stderr == "Error: Without PORTAL_JOBINDSATS_TOKEN Jobindsats answers nobody.\n"


def test_fifty_thousand_rows_with_everything_wrong_are_told_within_seconds(run: Run, tmp_path: Path) -> None:
    rows = make_spells(
        50_000, target_group="x", municipality="999", referred_on="31/12/2025", work_3="?", price_dkk="-1"
    )
    path = write_csv(tmp_path / "fil.csv", rows)
    began = time.process_time()
    result = run("import", path, *PLAIN)
    assert time.process_time() - began < 30
    assert result.exit_code == 1
    assert "... and 249900 more." in result.stderr


@pytest.mark.sqlite_only
@pytest.mark.parametrize("text", [b"\xef\xbb\xbf", b"\r\n\r\n", b"a", b'"', b";;;\n;;;\n", b"person\n" * 3])
def test_no_file_breaks_the_import(run: Run, tmp_path: Path, text: bytes) -> None:
    (tmp_path / "fil.csv").write_bytes(text)
    result = run("import", tmp_path / "fil.csv", *PLAIN)
    assert result.exit_code == 1
    assert result.stderr.startswith("row 1")


def test_mapping_is_kept_with_the_import(run: Run, state: Portal, tmp_path: Path) -> None:
    (tmp_path / "map.toml").write_text(MAPPING, "utf-8")
    run("import", write_csv(tmp_path / "fil.csv", make_spells(2)), "--mapping", tmp_path / "map.toml")
    with state.database.reading() as session:
        kept = session.connection().exec_driver_sql("SELECT mapping FROM result_import").scalar_one()
    mapping = json.loads(kept) if isinstance(kept, str) else kept
    assert mapping["fields"]["organisation"] == {"constant": "vejen-videre-1"}


def test_day_that_has_not_come_is_refused_from_the_terminal_and_from_a_mapping(
    run: Run, tmp_path: Path
) -> None:
    told = 'row 1, observed_until: "2999-01-01" - lies in the future'
    (tmp_path / "map.toml").write_text(MAPPING.replace("2026-06-30", "2999-01-01"), "utf-8")
    path = write_csv(tmp_path / "fil.csv", make_spells(5))
    plain = (*PLAIN[:3], "2999-01-01", *PLAIN[4:])
    for arguments in (plain, ("--mapping", tmp_path / "map.toml")):
        result = run("import", path, *arguments)
        assert result.exit_code == 1
        assert result.stderr.startswith(told)
    assert run("imports").stdout == ""
