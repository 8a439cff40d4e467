"""The language stands in the address, and every page has the same address in the other language."""

from datetime import date

import pytest
from flask import Flask, url_for

from portal.locale import current_language, format_day, format_number, language_urls

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize(
    ("path", "language", "search"),
    [
        ("/", "da", "/search"),
        ("/search?q=cv", "da", "/search"),
        ("/en", "en", "/en/search"),
        ("/en/", "en", "/en/search"),
        ("/en/search?q=cv", "en", "/en/search"),
        ("/english", "da", "/search"),
    ],
)
def test_links_keep_the_language_of_the_page(app: Flask, path: str, language: str, search: str) -> None:
    seen: dict[str, str] = {}

    def look() -> None:
        seen["language"] = current_language()
        seen["search"] = url_for("search.search")

    app.before_request_funcs[None].insert(0, look)
    app.test_client().get(path)
    assert seen == {"language": language, "search": search}


@pytest.mark.parametrize("path", ["/search?q=cv&kind=other", "/en/search?q=cv&kind=other"])
def test_a_page_knows_its_address_in_both_languages(app: Flask, path: str) -> None:
    seen: dict[str, str] = {}
    app.before_request_funcs[None].insert(0, lambda: seen.update(language_urls()))
    app.test_client().get(path)
    assert seen == {"da": "/search?q=cv&kind=other", "en": "/en/search?q=cv&kind=other"}


def test_dates_and_numbers_are_written_as_the_language_writes_them() -> None:
    assert format_day(date(2026, 11, 1), "da") == "1. november 2026"
    assert format_day(date(2026, 11, 1), "en") == "1 November 2026"
    assert format_number(12345.5, "da") == "12.345,5"
    assert format_number(12345.5, "en") == "12,345.5"
