"""`flask search` prints what the page would find, and `flask index` keeps the text index in step."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from matching.finding import FindRequest, find
from portal import create_app
from portal.config import settings_from
from portal.state import Portal
from tests.factories import register

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def filled(app: Flask, tmp_path: Path) -> Flask:
    """Give a portal with three listings in Aarhus and one in Viborg."""
    lines = register.actors(4)
    lines[-1]["content"] = register.content(name="Vejen Videre 4", municipalities=["791"])
    lines[2]["content"]["summary_da"] = "Vi skriver dit cv med dig."
    register.load(app, tmp_path, lines)
    return app


@pytest.fixture
def runner(filled: Flask) -> FlaskCliRunner:
    return filled.test_cli_runner()


def searched(runner: FlaskCliRunner, *arguments: str) -> list[dict[str, Any]]:
    result = runner.invoke(args=["search", *arguments])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.output.splitlines()]


def test_one_object_says_what_was_asked_and_what_was_found(runner: FlaskCliRunner) -> None:
    (found,) = searched(runner, "cv", "--json")
    assert list(found) == ["query", "did_you_mean", "total", "results"]
    assert (found["query"], found["did_you_mean"], found["total"]) == ("cv", None, 1)
    assert [list(hit) for hit in found["results"]] == [["slug", "score"]]
    assert found["results"][0]["slug"] == "vejen-videre-1"
    assert found["results"][0]["score"] > 1


def test_the_command_finds_exactly_what_finding_finds(filled: Flask, runner: FlaskCliRunner) -> None:
    state: Portal = filled.extensions["portal"]
    for text in ("sygedagpenge", "vejen videre 8000", "Århus", "", "ingenting"):
        findings = find(state.holder.current(state.now()), state.index, FindRequest(text))
        (found,) = searched(runner, text, "--json")
        assert found["total"] == findings.total
        assert [hit["slug"] for hit in found["results"]] == [hit.listing.slug for hit in findings.shown]


def test_the_limit_cuts_the_results_and_not_the_total(runner: FlaskCliRunner) -> None:
    (found,) = searched(runner, "8000", "--json", "--limit", "2")
    assert (found["total"], len(found["results"])) == (3, 2)


def test_a_file_of_queries_gives_one_object_for_each_line_that_is_not_blank(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text('cv\n\n \r\n"; DROP ((\nviborg æøå', encoding="utf-8")
    found = searched(runner, "--file", str(queries))
    assert [answer["query"] for answer in found] == ["cv", '"; DROP ((', "viborg æøå"]
    assert [answer["total"] for answer in found] == [1, 0, 0]


def test_without_json_there_are_plain_lines(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["search", "viborg"])
    assert result.output == "1 found\n0.000  vejen-videre-4  Vejen Videre 4 (opdigtet)\n"
    misspelt = runner.invoke(args=["search", "sygedagpenje"])
    assert misspelt.output == "0 found\nDid you mean: sygedagpenge\n"


def test_only_invented_actors_are_marked_as_invented(app: Flask, tmp_path: Path) -> None:
    fund = register.organisation(
        organisation="unemployment_fund:3f", kind="unemployment_fund", slug="3f", simulated=False
    )
    lines = [register.header(), fund, register.listing(of=fund, content={"municipalities": ["791"]})]
    register.load(app, tmp_path, lines)
    result = app.test_cli_runner().invoke(args=["search", "viborg"])
    assert result.output == "1 found\n0.000  vejen-videre-1  Vejen Videre\n"


@pytest.mark.parametrize("arguments", [[], ["cv", "--file", "-"], ["cv", "--limit", "0"]])
def test_a_question_that_cannot_be_meant_is_refused(runner: FlaskCliRunner, arguments: list[str]) -> None:
    assert runner.invoke(args=["search", *arguments]).exit_code == 2


def test_a_file_that_is_not_utf_8_is_named(runner: FlaskCliRunner, tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_bytes("sygemeldt på Ærø".encode("latin-1"))
    result = runner.invoke(args=["search", "--file", str(queries)])
    assert (result.exit_code, "queries.txt is not written in UTF-8" in result.output) == (1, True)


def test_without_an_index_words_are_an_error_and_places_are_not(
    filled: Flask, runner: FlaskCliRunner
) -> None:
    state: Portal = filled.extensions["portal"]
    (state.settings.index_dir / "current").unlink()
    failed = runner.invoke(args=["search", "cv", "--json"])
    assert (failed.exit_code, "flask --app wsgi index update" in failed.output) == (1, True)
    assert searched(runner, "viborg", "--json")[0]["total"] == 1
    assert runner.invoke(args=["index", "update"]).output == "Index: 4 listings written, 0 taken out.\n"
    assert searched(runner, "cv", "--json")[0]["total"] == 1


def test_updating_an_index_that_is_in_step_writes_nothing(runner: FlaskCliRunner) -> None:
    assert runner.invoke(args=["index", "update"]).output == "Index: 0 listings written, 0 taken out.\n"
    assert runner.invoke(args=["index", "rebuild"]).output == "Index: 4 listings written, 0 taken out.\n"


def test_a_database_without_tables_is_told_in_a_sentence(tmp_path: Path) -> None:
    runner = create_app(settings_from({"PORTAL_DATA_DIR": str(tmp_path)})).test_cli_runner()
    for arguments in (["search", "cv"], ["index", "update"], ["index", "rebuild"]):
        result = runner.invoke(args=arguments)
        assert (result.exit_code, "database upgrade" in result.output) == (1, True)
