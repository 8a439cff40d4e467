"""Structured logs: one line a request, with what was asked for and how it went, never who or which words."""

import json
import logging
import secrets
import sys
import time
from datetime import UTC, datetime

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


def _start() -> None:
    g.clock = Clock()


def _finish(response: Response) -> Response:
    clock = g.get("clock")
    if clock is not None:
        language = request.environ.get(ENVIRON_KEY, NATIONAL_LANGUAGE)
        log_request(request.method, request.endpoint, language, response.status_code, clock)
    return response
