"""A request leaves one line in the log that says what was asked for and how it went, never by whom."""

import json
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

pytestmark = pytest.mark.sqlite_only


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_request_is_one_line_with_its_view_and_not_its_words(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    app.test_client().get("/en/about?what=stress")
    (line,) = lines(capsys)
    assert datetime.fromisoformat(line.pop("timestamp")).utcoffset() is not None
    assert line.pop("milliseconds") >= 0
    assert len(line.pop("request")) == 12
    assert line == {
        "event": "request",
        "level": "info",
        "method": "GET",
        "endpoint": "texts.about",
        "language": "en",
        "status": 200,
    }


@pytest.mark.parametrize("method", ['"', "\\", "\n", "Å", '","status":200,"x":"'])
def test_any_method_stays_one_line_that_can_be_read(
    app: Flask, capsys: pytest.CaptureFixture[str], method: str
) -> None:
    status = app.test_client().open("/nowhere", method=method).status_code
    (line,) = lines(capsys)
    assert (line["method"], line["endpoint"], line["status"]) == (method.upper(), None, status)


def test_each_request_has_a_number_of_its_own(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    client = app.test_client()
    client.get("/about")
    client.get("/about")  # from the page cache
    first, second = lines(capsys)
    assert first["request"] != second["request"]
    assert first["endpoint"] == second["endpoint"] == "texts.about"


def test_asking_for_health_is_not_written(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    app.test_client().get("/healthz")
    assert lines(capsys) == []
