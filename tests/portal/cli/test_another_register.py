"""Another country's register fits without a line of code: its actors, its code lists, its columns."""

import csv
import io
import json
import subprocess
import sys

import pytest

from tests.support.portals import environment, run_command
from tests.support.source_tree import ROOT

FOLDER = ROOT / "docs" / "new-jersey"
HEADER = "providerid,cipcode,PerEmployed2,PerEmployed4,NumCompleted2,NumCompleted4"
ROWS = (
    "7,510801,0.75,0.8,400,350",
    "7,110101,0.333333333333333,-99999,24,20",
    "12,510801,0.05,0.25,60,8",
    "12,030104,-99999,-99999,3,3",
    "30,510801,0.5,0.5,200,200",
)


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Give a portal that has read a small file of New Jersey's shape and made a release of it."""
    tmp_path = tmp_path_factory.mktemp("another-register")
    file = tmp_path / "outcomes.csv"
    file.write_text("\n".join([HEADER, *ROWS, ""]), encoding="utf-8")
    subprocess.run([sys.executable, FOLDER / "register_of.py", file, tmp_path], check=True, timeout=60)
    data = tmp_path / "data"
    data.mkdir()
    env = environment(data, PORTAL_CODE_LISTS=str(tmp_path / "lists"))
    run_command("database", "upgrade", env=env)
    said = run_command("register", "import", str(tmp_path / "register.jsonl"), env=env)
    assert "Organisations: 3 new" in said
    said = run_command("results", "import", str(file), "--mapping", str(FOLDER / "mapping.toml"), env=env)
    assert said == "Import 1: 5 rows read, 7 counts taken, 0 problems.\n"
    said = run_command("results", "release", "--from", "2019-Q1", "--to", "2019-Q4", env=env)
    assert said == "1\t2019-Q1 to 2019-Q4\tdraft\tnot adjusted\n"
    return env


def test_another_country_s_file_gives_shares_with_intervals_and_hides_what_it_must(
    env: dict[str, str],
) -> None:
    rows = list(
        csv.DictReader(io.StringIO(run_command("results", "export", "1", "--format", "csv", env=env)))
    )
    found = {(row["slug"], row["target_group"], row["measure"]): row for row in rows}
    whole = found["provider-7", "all", "work_6"]
    assert (whole["n"], whole["observed"], whole["hidden"]) == ("424", "308", "")
    assert whole["share"] == str(round(308 / 424, 10))
    assert float(whole["share_lower"]) < 308 / 424 < float(whole["share_upper"])
    assert found["provider-7", "110101", "work_6"]["observed"] == "8"
    assert found["provider-12", "510801", "work_6"]["hidden"] == "few"
    assert {row["expected"] + row["ratio"] + row["grade"] for row in rows} == {""}
    assert {row["reason"] for row in rows} == {"not_adjusted"}
    assert {row["level"] for row in rows} == {"national", "organisation"}
    funnel = json.loads(run_command("results", "export", "1", "--format", "json", env=env))
    assert funnel["release"]["adjusted"] is False


def test_another_country_s_release_is_verified_and_previewed_before_it_is_public(env: dict[str, str]) -> None:
    assert "the same to the last digit" in run_command("results", "verify", "1", env=env)
    with pytest.raises(AssertionError, match="show the draft to its actors first"):
        run_command("results", "publish", "1", env=env)
    assert "actors may object until" in run_command("results", "preview", "1", env=env)
