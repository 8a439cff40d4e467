"""The real server says where it is, keeps what people search for to itself, and starts without a database."""

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.support.portals import LivePortal, environment, run_command, serving


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode("utf-8")


def lines(portal: LivePortal) -> list[dict[str, object]]:
    text = portal.log.read_text("utf-8")
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


@pytest.fixture
def empty_portal_dir(tmp_path: Path) -> Path:
    run_command("database", "upgrade", env=environment(tmp_path))
    run_command("index", "update", env=environment(tmp_path))
    return tmp_path


def test_server_says_where_it_is_and_is_ready(empty_portal_dir: Path) -> None:
    with serving(empty_portal_dir) as portal:
        assert f"The portal is at {portal.url} " in portal.log.read_text("utf-8")
        assert get(f"{portal.url}/readyz")[0] == 200
        assert get(f"{portal.url}/search")[0] == 200


def test_log_has_a_line_for_each_page_and_not_a_word_of_what_was_searched_for(empty_portal_dir: Path) -> None:
    with serving(empty_portal_dir) as portal:
        get(f"{portal.url}/search?q=hemmelig+sygdom")
    asked = [line for line in lines(portal) if line["event"] == "request"]
    assert [(line["method"], line["status"]) for line in asked] == [("GET", 200)]
    assert "hemmelig" not in portal.log.read_text("utf-8")


def test_server_lives_without_a_database_and_says_that_it_is_not_ready(tmp_path: Path) -> None:
    with serving(tmp_path, path_to_wait_for="/healthz") as portal:
        assert get(f"{portal.url}/healthz")[0] == 200
        assert get(f"{portal.url}/readyz")[0] == 503
        assert get(f"{portal.url}/search")[0] == 503
        assert "starts without listings" in portal.log.read_text("utf-8")
        run_command("database", "upgrade", env=environment(tmp_path))
        assert get(f"{portal.url}/search")[0] == 200
