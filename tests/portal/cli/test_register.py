"""The register goes in and out at the terminal, and whoever types learns what happened."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskCliRunner

from portal.cli.register import MOST_PROBLEMS_SHOWN
from portal.database import Database
from portal.state import Portal
from providers.search.index import IndexBusy
from tests.factories.register import Line, actors, header, organisation, write

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "register.jsonl", actors(3))


@pytest.fixture
def state(app: Flask) -> Portal:
    found: Portal = app.extensions["portal"]
    return found


def run(runner: FlaskCliRunner, *arguments: str | Path) -> Result:
    return runner.invoke(args=["register", *map(str, arguments)])


def test_import_says_what_is_new_and_the_second_time_that_nothing_is(
    runner: FlaskCliRunner, file: Path, state: Portal
) -> None:
    first = run(runner, "import", file)
    assert first.exit_code == 0
    assert first.stderr == ""
    assert first.stdout.splitlines()[0] == (
        "Organisations: 3 new, 0 changed, 0 unchanged. "
        "Listings: 3 new, 0 changed, 0 unchanged, 0 kept as their actors wrote them."
    )
    revision = state.database.catalogue_revision()
    second = run(runner, "import", file)
    assert second.exit_code == 0
    assert "0 new, 0 changed, 3 unchanged, 0 kept" in second.stdout
    assert state.database.catalogue_revision() == revision


def test_what_was_imported_is_found_by_its_words_at_once(runner: FlaskCliRunner, file: Path) -> None:
    run(runner, "import", file)
    found = runner.invoke(args=["search", "videre", "--json"])
    assert json.loads(found.stdout)["total"] == 3


def test_wrong_line_is_named_and_nothing_changes(
    runner: FlaskCliRunner, tmp_path: Path, state: Portal
) -> None:
    lines = actors(3)
    lines[2]["content"]["municipalities"] = ["999"]
    result = run(runner, "import", write(tmp_path / "wrong.jsonl", lines))
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        'line 3, content.municipalities: "999" - is not a municipality on the file\'s day',
        f"Error: Nothing of {tmp_path / 'wrong.jsonl'} has been imported.",
    ]
    assert state.database.catalogue_revision() == 1
    assert len(run(runner, "export").stdout.splitlines()) == 1


def test_only_the_first_hundred_problems_are_shown_and_the_rest_counted(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    wrong: list[Line] = [organisation(1, name=number) for number in range(MOST_PROBLEMS_SHOWN + 7)]
    result = run(runner, "import", write(tmp_path / "wrong.jsonl", [header(), *wrong]))
    shown = result.stderr.splitlines()
    assert len(shown) == MOST_PROBLEMS_SHOWN + 2
    assert shown[-2] == "... and 7 more."


def test_file_that_cannot_be_read_is_told_in_a_sentence(runner: FlaskCliRunner, tmp_path: Path) -> None:
    missing = run(runner, "import", tmp_path / "findes-ikke.jsonl")
    assert (missing.exit_code, missing.stderr) == (
        1,
        f"Error: There is no file {tmp_path}/findes-ikke.jsonl.\n",
    )
    folder = run(runner, "import", tmp_path)
    assert (folder.exit_code, folder.stderr) == (1, f"Error: {tmp_path} is a folder; name a register file.\n")


@pytest.mark.parametrize(
    "data", [b"", b"\x00\xff" * 1000, b"PK\x03\x04", "organisation;navn\n".encode("utf-16")]
)
def test_file_of_another_kind_is_refused(runner: FlaskCliRunner, tmp_path: Path, data: bytes) -> None:
    other = tmp_path / "noget-andet"
    other.write_bytes(data)
    result = run(runner, "import", other)
    assert result.exit_code == 1
    assert result.stderr.startswith("line 1, ")
    assert result.stderr.endswith("has been imported.\n")


def test_export_to_a_file_and_to_the_terminal_are_the_same_and_can_be_imported(
    runner: FlaskCliRunner, file: Path, tmp_path: Path
) -> None:
    run(runner, "import", file)
    shown = run(runner, "export")
    written = run(runner, "export", tmp_path / "ud.jsonl")
    assert (shown.exit_code, written.exit_code, written.output) == (0, 0, "")
    assert (tmp_path / "ud.jsonl").read_bytes() == shown.stdout_bytes
    assert len(shown.stdout.splitlines()) == 1 + 3 + 3
    assert "0 new, 0 changed, 3 unchanged" in run(runner, "import", tmp_path / "ud.jsonl").stdout
    assert sorted(path.name for path in tmp_path.glob("ud*")) == ["ud.jsonl"]


def test_export_to_a_place_that_cannot_be_written_is_told(runner: FlaskCliRunner, tmp_path: Path) -> None:
    folder = run(runner, "export", tmp_path)
    assert (folder.exit_code, folder.stderr) == (1, f"Error: {tmp_path} is a folder; name a file.\n")
    nowhere = run(runner, "export", tmp_path / "ingen" / "ud.jsonl")
    assert nowhere.exit_code == 1
    assert "cannot be written: No such file or directory." in nowhere.stderr


def test_database_without_tables_is_told(runner: FlaskCliRunner, file: Path, state: Portal) -> None:
    with state.database.transaction() as session:
        session.connection().exec_driver_sql("DROP TABLE availability")
    for arguments in (("import", file), ("export",)):
        result = run(runner, *arguments)
        assert result.exit_code == 1
        assert "no such table: availability" in result.stderr
        assert "database upgrade" in result.stderr


def test_import_that_cannot_wait_any_longer_says_so_and_changes_nothing(
    app: Flask, file: Path, state: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.database.SQLITE_BUSY_MILLISECONDS", 50)
    other = Database(state.settings.database_url)
    with other.transaction() as session:
        session.connection()
        result = run(app.test_cli_runner(), "import", file)
    other.engine.dispose()
    assert result.exit_code == 1
    assert "database is locked" in result.stderr
    assert "If it is busy, try again" in result.stderr
    assert state.database.catalogue_revision() == 1


def test_import_stands_although_its_words_cannot_be_indexed(
    runner: FlaskCliRunner, file: Path, state: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise IndexBusy("The index is being written by somebody else.")

    monkeypatch.setattr("providers.search.commands.synchronise", refuse)
    result = run(runner, "import", file)
    assert "Organisations: 3 new" in result.stdout
    assert result.exit_code == 1
    assert result.stderr == (
        "Error: The register is imported, but not its words: The index is being written by somebody else.\n"
    )
    assert state.database.catalogue_revision() == 2
