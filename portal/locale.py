"""Choose the language from the address: Danish at /, English under /en."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date as babel_date
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, has_request_context, request
from jinja2 import Environment

LANGUAGES = {"da": "Dansk", "en": "English"}
NATIONAL_LANGUAGE = "da"
# British English has the day before the month and the week from Monday, as readers in Denmark expect.
LOCALES = {"da": "da_DK", "en": "en_GB"}
CATALOGUES = Path(__file__).parent / "translations"
ENVIRON_KEY = "portal.language"
# The language of a mail, which is written outside a request for a reader who is somewhere else.
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)

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
    """Take the language from the address, and let templates translate their texts into it."""
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]
    let_translate(app.jinja_env)


def let_translate(templates: Environment) -> None:
    """Let templates translate their texts into the language that is being spoken."""
    templates.add_extension("jinja2.ext.i18n")
    templates.install_gettext_callables(_in_reader_s_language, _counted, newstyle=True)  # type: ignore[attr-defined]


def gettext(text: str, /, **values: object) -> str:
    """Translate a Danish text into the reader's language, and fill in its values.

    Our own few lines over Babel's catalogues, since the usual extension costs eight times as much a text.
    """
    translated = _in_reader_s_language(text)
    return translated % values if values else translated


def ngettext(one: str, many: str, count: int, /, **values: object) -> str:
    """Translate a Danish text that says how many; %(num)s is the count."""
    return _counted(one, many, count) % {"num": count, **values}


def _in_reader_s_language(text: str) -> str:
    return _translations(current_language()).gettext(text)


def _counted(one: str, many: str, count: int) -> str:
    return _translations(current_language()).ngettext(one, many, count)


@cache
def _translations(language: str) -> NullTranslations:
    """Load a language's catalogue; the Danish texts are those in the code."""
    return NullTranslations() if language == NATIONAL_LANGUAGE else Translations.load(CATALOGUES, [language])


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Translate what is written within into a language, whatever the address says."""
    token = _spoken.set(language if language in LANGUAGES else NATIONAL_LANGUAGE)
    try:
        yield
    finally:
        _spoken.reset(token)


def current_language() -> str:
    """Give the language that is being spoken: that of the request, or Danish outside one."""
    spoken = _spoken.get()
    if spoken is not None:
        return spoken
    if not has_request_context():
        return NATIONAL_LANGUAGE
    language: str = request.environ.get(ENVIRON_KEY, NATIONAL_LANGUAGE)
    return language


def language_urls() -> dict[str, str]:
    """Give the address of this same page in each language."""
    environ = request.environ
    root = environ.get("SCRIPT_NAME", "")
    language = environ.get(ENVIRON_KEY, NATIONAL_LANGUAGE)
    if language != NATIONAL_LANGUAGE:
        root = root.removesuffix("/" + language)
    query = environ.get("QUERY_STRING", "").encode("latin-1").decode("utf-8", "replace")
    tail = request.path + (f"?{query}" if query else "")
    return {code: root + ("" if code == NATIONAL_LANGUAGE else f"/{code}") + tail for code in LANGUAGES}


def format_day(day: date, language: str) -> str:
    """Write a day as people say it, such as 1. november 2026."""
    return babel_date(day, format="long", locale=LOCALES[language])


def format_month(first: date, language: str) -> str:
    """Write a month as people say it, such as november 2026."""
    return babel_date(first, format="LLLL y", locale=LOCALES[language])


@lru_cache(maxsize=4096)
def format_number(number: float, language: str) -> str:
    """Write a number with the language's separators."""
    return format_decimal(number, locale=LOCALES[language])
