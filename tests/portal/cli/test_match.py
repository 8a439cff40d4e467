"""`flask match` ranks actors for a citizen's needs and says why, the same in every process."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from tests.factories import register
from tests.support.portals import environment, run_command

pytestmark = pytest.mark.sqlite_only

NEEDS = {"municipality": "751", "target_group": "sygedagpenge", "postcode": "8000", "support": ["mentor"]}


@pytest.fixture
def runner(app: Flask, tmp_path: Path) -> FlaskCliRunner:
    """Give a portal with three listings in Aarhus and one in Viborg."""
    lines = register.actors(4)
    lines[-1]["content"] = register.content(name="Vejen Videre 4", municipalities=["791"])
    register.load(app, tmp_path, lines)
    return app.test_cli_runner()


def asked(tmp_path: Path, answers: object = NEEDS) -> str:
    path = tmp_path / "needs.json"
    path.write_text(json.dumps(answers), encoding="utf-8")
    return str(path)


def matched(runner: FlaskCliRunner, tmp_path: Path, *options: str) -> dict[str, Any]:
    result = runner.invoke(args=["match", asked(tmp_path), "--json", *options])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def test_each_actor_has_a_score_what_can_be_expected_three_reasons_and_one_against(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    found = matched(runner, tmp_path)
    assert found["total"] == len(found["results"]) == 3
    assert found["left_out"] == {"area": 1}
    for each in found["results"]:
        assert 0 <= each["score"] <= 1
        assert "expected" in each
        assert len({json.dumps(reason, sort_keys=True) for reason in each["reasons"]}) == 3
        assert each["counter_reason"]["said"]


def test_the_needs_are_repeated_as_they_were_understood(runner: FlaskCliRunner, tmp_path: Path) -> None:
    found = matched(runner, tmp_path, "--on", "2027-03-01")
    assert found["day"] == "2027-03-01"
    assert {name: found["needs"][name] for name in NEEDS} == NEEDS


def test_the_limit_cuts_the_list_and_not_the_total(runner: FlaskCliRunner, tmp_path: Path) -> None:
    found, all_of_it = matched(runner, tmp_path, "--limit", "2"), matched(runner, tmp_path)
    assert found["total"] == 3
    assert found["results"] == all_of_it["results"][:2]


def test_without_json_there_is_a_line_for_each_actor(runner: FlaskCliRunner, tmp_path: Path) -> None:
    result = runner.invoke(args=["match", asked(tmp_path)])
    lines = result.output.splitlines()
    assert len(lines) == 3
    assert all("vejen-videre-" in line and " + " in line and " - " in line for line in lines)


def test_nobody_left_is_said(runner: FlaskCliRunner, tmp_path: Path) -> None:
    result = runner.invoke(args=["match", asked(tmp_path, {**NEEDS, "municipality": "101"})])
    assert result.exit_code == 0
    assert result.output == "Nobody is left.\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "is not JSON"),
        ("[]", "must hold one object"),
        ('{"target_group": "sygedagpenge"}', "municipality is None; it must be answered"),
        ('{"municipality": "751", "target_group": "rig"}', "target_group is 'rig'; no such code"),
        ('{"municipality": "751", "target_group": "sygedagpenge", "name": "Bo"}', "no answer has that name"),
    ],
)
def test_unusable_needs_are_refused_with_the_answer_and_what_is_wrong(
    runner: FlaskCliRunner, tmp_path: Path, content: str, says: str
) -> None:
    path = tmp_path / "needs.json"
    path.write_text(content, encoding="utf-8")
    result = runner.invoke(args=["match", str(path)])
    assert result.exit_code == 1
    assert says in result.output


def test_the_same_needs_on_the_same_day_give_the_same_order_in_two_processes(tmp_path: Path) -> None:
    env = environment(tmp_path)
    run_command("database", "upgrade", env=env)
    file = register.write(tmp_path / "register.jsonl", register.actors(30))
    run_command("register", "import", str(file), env=env)
    command = ("match", asked(tmp_path), "--json", "--on", "2027-03-01")
    printed = [run_command(*command, env={**env, "PYTHONHASHSEED": seed}) for seed in ("1", "2")]
    assert printed[0] == printed[1]
    assert json.loads(printed[0])["total"] == 30


def test_fields_of_work_and_special_needs_are_wishes_by_their_codes(
    runner: FlaskCliRunner, tmp_path: Path
) -> None:
    answers = NEEDS | {"fields": ["handel"], "accommodations": ["trinfri"]}
    result = runner.invoke(args=["match", asked(tmp_path, answers), "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.output)["needs"]["fields"] == ["handel"]
    wrong = runner.invoke(args=["match", asked(tmp_path, NEEDS | {"fields": ["rumfart"]})])
    assert wrong.exit_code == 1
    assert "fields is 'rumfart'; no such code exists today" in wrong.output
