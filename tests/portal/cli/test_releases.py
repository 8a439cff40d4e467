"""Releases are made, published, withdrawn, checked and written out at the terminal."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import Result as Ran
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import update

from portal.cli.releases import RULES, SENTENCES, sentence_of
from portal.state import Portal
from ratings.measured_results.codes import ReleaseState
from ratings.measured_results.models import Release, Result
from tests.factories.courses import take_courses
from tests.support.source_tree import ROOT

pytestmark = pytest.mark.sqlite_only

PERIOD = ("--from", "2024-Q1", "--to", "2024-Q4")


@pytest.fixture
def state(app: Flask) -> Portal:
    found: Portal = app.extensions["portal"]
    return found


@pytest.fixture
def invented(state: Portal, tmp_path: Path) -> None:
    with state.database.transaction() as session:
        take_courses(session, tmp_path)


@pytest.fixture
def real(state: Portal, tmp_path: Path) -> None:
    with state.database.transaction() as session:
        take_courses(session, tmp_path, simulated=False)


def run(runner: FlaskCliRunner, *arguments: str | Path) -> Ran:
    return runner.invoke(args=["results", *map(str, arguments)])


@pytest.mark.usefixtures("invented")
def test_invented_figures_are_made_and_published_at_once(runner: FlaskCliRunner) -> None:
    made = run(runner, "release", *PERIOD, "--publish-now")
    assert made.exit_code == 0, made.output
    assert made.stderr.startswith("Note: everybody sees figures of ")
    assert made.stdout.startswith("1\t2024-Q1 to 2024-Q4\tpublished\tsimulated\tpublished ")
    assert run(runner, "releases").stdout == made.stdout
    verified = run(runner, "verify", "1")
    assert (verified.exit_code, verified.stdout) == (0, "Release 1 comes out the same to the last digit.\n")


@pytest.mark.usefixtures("real")
def test_real_figures_are_shown_to_their_actors_before_anybody_else_sees_them(runner: FlaskCliRunner) -> None:
    at_once = run(runner, "release", *PERIOD, "--publish-now")
    assert at_once.exit_code == 1
    assert at_once.stderr == (
        "Error: No release has been made. Only simulated figures can be published at once: "
        "show the draft to its actors first, with `results preview`.\n"
    )
    assert run(runner, "releases").stdout == ""
    assert run(runner, "release", *PERIOD).stdout == "1\t2024-Q1 to 2024-Q4\tdraft\n"
    assert "\tpreview\tactors may object until " in run(runner, "preview", "1").stdout
    early = run(runner, "publish", "1")
    assert early.exit_code == 1
    assert "Release 1 stays as it is. Actors may still object" in early.stderr


@pytest.mark.usefixtures("invented")
def test_a_correction_takes_the_place_of_what_it_corrects_and_says_why(runner: FlaskCliRunner) -> None:
    run(runner, "release", *PERIOD, "--publish-now")
    without = run(runner, "release", *PERIOD, "--corrects", "1")
    assert "A correction needs --note" in without.stderr
    made = run(runner, "release", *PERIOD, "--corrects", "1", "--note", "Forkert fil", "--publish-now")
    assert made.exit_code == 0, made.output
    latest, first = run(runner, "releases").stdout.splitlines()
    assert latest.endswith("corrects 1\tForkert fil")
    assert "\twithdrawn\t" in first
    assert first.endswith("Forkert fil")
    twice = run(runner, "release", *PERIOD, "--corrects", "1", "--note", "Igen")
    assert "It has been corrected already" in twice.stderr
    again = run(runner, "withdraw", "1", "--note", "Igen")
    assert again.stderr == (
        "Error: Release 1 stays as it is. It is withdrawn: only what is published can be withdrawn.\n"
    )


@pytest.mark.usefixtures("invented")
def test_what_was_withdrawn_is_corrected_by_a_new_release(runner: FlaskCliRunner) -> None:
    run(runner, "release", *PERIOD, "--publish-now")
    run(runner, "withdraw", "1", "--note", "Forkert fil")
    made = run(runner, "release", *PERIOD, "--corrects", "1", "--note", "Rigtig fil", "--publish-now")
    assert made.exit_code == 0, made.output
    latest, first = run(runner, "releases").stdout.splitlines()
    assert latest.endswith("corrects 1\tRigtig fil")
    assert first.endswith("Forkert fil")


@pytest.mark.usefixtures("invented")
def test_a_figure_that_was_changed_is_found_out(runner: FlaskCliRunner, state: Portal) -> None:
    run(runner, "release", *PERIOD)
    with state.database.transaction() as session:
        session.execute(update(Result).where(Result.id == 3).values(n=7))
    found = run(runner, "verify", "1")
    assert (found.exit_code, found.stdout) == (1, "")
    assert found.stderr == (
        "Release 1: the figures that it keeps have been changed.\n"
        "Error: Release 1 does not come out as it is kept.\n"
    )


def test_what_cannot_be_is_told_in_a_sentence(runner: FlaskCliRunner) -> None:
    assert "No rows lie in these quarters" in run(runner, "release", *PERIOD).stderr
    backward = run(runner, "release", "--from", "2024-Q4", "--to", "2024-Q1")
    assert "The last quarter lies before the first." in backward.stderr
    assert "'2024' is not a quarter such as 2025-Q1" in run(runner, "release", "--from", "2024").stderr
    for command in ("preview", "publish", "verify"):
        assert "there is no release 7" in run(runner, command, "7").stderr


def test_every_fact_that_stands_in_the_way_has_a_sentence() -> None:
    facts = set()
    for path in (ROOT / "ratings" / "measured_results").glob("*.py"):
        facts |= set(re.findall(r'ReleaseNotAllowed\("(\w+)"\)', path.read_text("utf-8")))
    assert facts >= {"nothing_in_the_period", "preview_runs"}
    assert facts <= set(SENTENCES)
    assert set(RULES) == set(ReleaseState)
    assert sentence_of("withdrawn_to_published") == (
        "It is withdrawn: only what its actors have been shown can be published, and once."
    )


@pytest.mark.usefixtures("invented")
def test_an_export_goes_to_the_terminal_or_to_a_file(runner: FlaskCliRunner, tmp_path: Path) -> None:
    run(runner, "release", *PERIOD)
    shown = run(runner, "export", "1", "--format", "csv")
    file = tmp_path / "out.csv"
    written = run(runner, "export", "1", "--format", "csv", "--output", file)
    assert (written.exit_code, written.output) == (0, "")
    assert file.read_bytes() == shown.stdout_bytes
    rows = list(csv.DictReader(io.StringIO(shown.stdout)))
    assert {row["simulated"] for row in rows} == {"true"}
    assert json.loads(run(runner, "export", "1", "--format", "json").stdout)["release"]["state"] == "draft"


@pytest.mark.usefixtures("invented")
def test_nothing_of_a_draft_is_for_everybody(runner: FlaskCliRunner) -> None:
    run(runner, "release", *PERIOD)
    public = run(runner, "export", "1", "--format", "csv", "--public")
    assert (public.exit_code, public.stdout) == (1, "")
    assert "is not published" in public.stderr
    run(runner, "publish", "1")
    assert run(runner, "export", "1", "--format", "csv", "--public").exit_code == 0


def test_a_quarter_that_has_not_ended_is_no_part_of_a_release(runner: FlaskCliRunner) -> None:
    made = run(runner, "release", "--from", "2025-Q1", "--to", "2999-Q2")
    assert made.exit_code == 1
    assert "The last quarter has not ended, so nobody can know its figures yet." in made.stderr


@pytest.mark.usefixtures("invented")
def test_difference_of_a_release_that_other_code_made_says_which_code(
    runner: FlaskCliRunner, state: Portal
) -> None:
    run(runner, "release", *PERIOD, "--publish-now")
    with state.database.transaction() as session:
        session.execute(update(Release).values(code_version="0123456789abcdef", method_version="2026-09"))
    assert run(runner, "verify", "1").exit_code == 0
    with state.database.transaction() as session:
        session.execute(update(Release).values(fits={"work_6": {"status": "of before"}}))
    found = run(runner, "verify", "1")
    assert found.exit_code == 1
    assert "the models of what could be expected come out differently" in found.stderr
    assert "Release 1 was made by code 0123456789ab, method 2026-09; this is code " in found.stderr


@pytest.mark.usefixtures("invented")
def test_draft_is_discarded_and_what_is_public_is_not(runner: FlaskCliRunner) -> None:
    run(runner, "release", *PERIOD)
    gone = run(runner, "discard", "1", "--note", "Forkert fil")
    assert (gone.exit_code, gone.stdout) == (0, "Draft 1 is discarded.\n")
    assert run(runner, "releases").stdout == ""
    assert run(runner, "release", *PERIOD, "--publish-now").stdout.startswith("2\t")
    refused = run(runner, "discard", "2", "--note", "Forkert fil")
    assert refused.exit_code == 1
    assert "Only a draft can be discarded" in refused.stderr
