"""A request leaves one line in the log that says what was asked for and how it went, never by whom."""

import errno
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask, Response, stream_with_context

from portal.access import public

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


def test_error_in_an_answer_that_is_being_sent_is_told_without_its_words(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    def parts() -> Iterator[str]:
        yield "first"
        raise ValueError("what somebody typed")

    @app.get("/long")
    @public
    def long() -> Response:
        return Response(stream_with_context(parts()))

    with app.test_client().get("/long", buffered=False) as answer:
        sent = iter(answer.response)
        assert next(sent) == b"first"
        # gunicorn writes nothing of a connection that was reset, and everything of any other error.
        with pytest.raises(ConnectionResetError) as cut:
            next(sent)
    assert cut.value.errno == errno.ECONNRESET
    assert cut.value.__suppress_context__
    begun, failed = lines(capsys)
    assert (failed["event"], failed["error"], failed["level"]) == ("unexpected_error", "ValueError", "error")
    assert failed["request"] == begun["request"]
    assert failed["at"][-1].endswith(" parts")
    assert "what somebody typed" not in json.dumps(failed)


def test_answer_that_is_left_unread_is_closed(app: Flask) -> None:
    closed: list[bool] = []

    def parts() -> Iterator[str]:
        try:
            yield "first"
            yield "second"
        finally:
            closed.append(True)

    @app.get("/long")
    @public
    def long() -> Response:
        return Response(parts())

    with app.test_client().get("/long", buffered=False) as answer:
        next(iter(answer.response))
    assert closed == [True]


def test_asking_for_health_is_not_written(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    app.test_client().get("/healthz")
    assert lines(capsys) == []
