"""Structured logs: one line a request, with what was asked for and how it went, never who or which words."""

import logging
import secrets
import sys
import time

import structlog
from flask import Flask, Response, g, request

from portal.locale import current_language

log = structlog.get_logger("portal")
QUIET_ENDPOINTS = frozenset({"health.healthz", "health.readyz"})


def init_logs(app: Flask, level: str) -> None:
    """Write JSON lines to standard error and give each request a number."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    app.before_request(_start)
    app.after_request(_finish)


def _start() -> None:
    g.started = time.perf_counter()
    g.request_number = secrets.token_hex(6)


def _finish(response: Response) -> Response:
    started = g.get("started")
    if started is None:
        return response
    write = log.debug if request.endpoint in QUIET_ENDPOINTS else log.info
    write(
        "request",
        request=g.request_number,
        method=request.method,
        endpoint=request.endpoint,
        language=current_language(),
        status=response.status_code,
        milliseconds=round((time.perf_counter() - started) * 1000, 1),
    )
    return response
