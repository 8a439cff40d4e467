"""Choose the language from the address: Danish at /, English under /en."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from babel.dates import format_date as babel_date
from babel.numbers import format_decimal
from flask import Flask, has_request_context, request
from flask_babel import Babel

LANGUAGES = {"da": "Dansk", "en": "English"}
NATIONAL_LANGUAGE = "da"
# British English has the day before the month and the week from Monday, as readers in Denmark expect.
LOCALES = {"da": "da_DK", "en": "en_GB"}
ENVIRON_KEY = "portal.language"

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class LanguagePrefix:
    """Take /en off the front of the address, so that every view and every link exists once per language."""

    def __init__(self, wsgi_app: Wsgi) -> None:
        """Wrap the application."""
        self.wsgi_app = wsgi_app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Move the prefix from the path to the mount point and note the language."""
        path = environ.get("PATH_INFO", "")
        environ[ENVIRON_KEY] = NATIONAL_LANGUAGE
        if path == "/en" or path.startswith("/en/"):
            environ[ENVIRON_KEY] = "en"
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/en"
            environ["PATH_INFO"] = path[3:] or "/"
        return self.wsgi_app(environ, start_response)


def init_locale(app: Flask) -> None:
    """Connect Flask-Babel to the language of the address."""
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    Babel(
        app,
        default_locale=NATIONAL_LANGUAGE,
        default_timezone="Europe/Copenhagen",
        locale_selector=current_language,
    )


def current_language() -> str:
    """Give the language of the request, or Danish outside one."""
    if not has_request_context():
        return NATIONAL_LANGUAGE
    language: str = request.environ.get(ENVIRON_KEY, NATIONAL_LANGUAGE)
    return language


def language_urls() -> dict[str, str]:
    """Give the address of this same page in each language."""
    root = request.environ.get("SCRIPT_NAME", "")
    if current_language() != NATIONAL_LANGUAGE:
        root = root.removesuffix("/" + current_language())
    query = request.query_string.decode("utf-8", "replace")
    tail = request.path + (f"?{query}" if query else "")
    return {code: root + ("" if code == NATIONAL_LANGUAGE else f"/{code}") + tail for code in LANGUAGES}


def format_day(day: date, language: str) -> str:
    """Write a day as people say it, such as 1. november 2026."""
    return babel_date(day, format="long", locale=LOCALES[language])


def format_number(number: float, language: str) -> str:
    """Write a number with the language's separators."""
    return format_decimal(number, locale=LOCALES[language])
