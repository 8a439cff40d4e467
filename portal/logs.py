"""Structured logs: one line a request, with what was asked for and how it went, never who or which words."""

import errno
import json
import logging
import secrets
import sys
import time
import traceback
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import structlog
from flask import Flask, Response, g, request

from portal.locale import ENVIRON_KEY, NATIONAL_LANGUAGE

log = structlog.get_logger("portal")
LEVELS = {name.lower(): number for name, number in logging.getLevelNamesMapping().items()}
QUIET_ENDPOINTS = frozenset({"health.healthz", "health.readyz"})
_REQUEST_LINE = (
    '{"request": "%s", "method": %s, "endpoint": %s, "language": "%s", "status": %d, "milliseconds": %.1f,'
    ' "event": "request", "level": "%s", "timestamp": "%s"}\n'
)


class StandardError:
    """Write lines to whatever standard error is at that moment."""

    def write(self, line: str) -> None:
        """Write one line."""
        sys.stderr.write(line + "\n")

    debug = info = warning = error = critical = write


class Clock:
    """When a request began, and the number it has in the log."""

    __slots__ = ("number", "started")

    def __init__(self) -> None:
        """Begin now, with a number that nobody can guess."""
        self.started = time.perf_counter()
        self.number = secrets.token_hex(6)


def init_logs(app: Flask, level: str) -> None:
    """Write JSON lines to standard error and give each request a number."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=lambda *_names: StandardError(),
        cache_logger_on_first_use=True,
    )
    app.before_request(_start)
    app.after_request(_finish)


def log_request(method: str, endpoint: str | None, language: str, status: int, clock: Clock) -> None:
    """Write a request's line: which view, not which address, which can hold what a person typed.

    The line has the shape of all others but goes out directly: structlog would take a tenth of a page's time.
    A client can send any method, so that is quoted; the rest is ours.
    """
    level = "debug" if endpoint in QUIET_ENDPOINTS else "info"
    if not log.is_enabled_for(LEVELS[level]):
        return
    milliseconds = (time.perf_counter() - clock.started) * 1000
    now = datetime.now(UTC).isoformat()
    quoted = json.dumps(method), json.dumps(endpoint)
    sys.stderr.write(_REQUEST_LINE % (clock.number, *quoted, language, status, milliseconds, level, now))


def log_unexpected(error: Exception, clock: Clock | None) -> None:
    """Write what went wrong by its kind and the lines it passed: a message can quote what a person typed."""
    frames = traceback.extract_tb(error.__traceback__)
    log.error(
        "unexpected_error",
        request=clock.number if clock else None,
        error=type(error).__name__,
        at=[f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    )


def _start() -> None:
    g.clock = Clock()


def _finish(response: Response) -> Response:
    clock = g.get("clock")
    if clock is not None:
        language = request.environ.get(ENVIRON_KEY, NATIONAL_LANGUAGE)
        log_request(request.method, request.endpoint, language, response.status_code, clock)
    if response.is_streamed and not response.direct_passthrough:
        response.response = _watched(response.response, clock)
    return response


def _watched(parts: Iterable[Any], clock: Clock | None) -> Iterator[Any]:
    """Pass on an answer that is made while it is sent.

    When that fails the reader's connection is cut, so that nobody takes a part for the whole. Any other error
    would be written to the server's own log, with its message and the address.
    """
    try:
        yield from parts
    except Exception as error:  # noqa: BLE001 - whatever it is, the log keeps to its rule
        log_unexpected(error, clock)
        raise ConnectionResetError(errno.ECONNRESET, "the answer could not be finished") from None
