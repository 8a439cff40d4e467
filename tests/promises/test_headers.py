"""S18 and S19: every response carries the security headers; public pages set no cookie and may be cached."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.access import public
from portal.headers import SECURITY_HEADERS
from tests.promises.pages import (
    ERRORS,
    PAGES,
    PUBLIC_AND_CACHED,
    REGISTER_PAGES,
    RELEASE_FILES,
    RELEASE_PAGES,
    STANDARD_FILES,
    in_both_languages,
)

pytestmark = pytest.mark.sqlite_only


def test_the_policy_lets_no_foreign_script_run() -> None:
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    for rule in ("script-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert rule in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "path",
    [
        *in_both_languages((*PAGES, *REGISTER_PAGES, *RELEASE_PAGES)),
        *RELEASE_FILES,
        *STANDARD_FILES,
        *ERRORS,
        "/healthz",
        "/readyz",
    ],
)
def test_every_response_carries_the_security_headers(visitor: FlaskClient, path: str) -> None:
    response = visitor.get(path)
    assert {name: response.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert response.headers["Cache-Control"]


def test_static_files_carry_them_too_and_may_be_kept_for_ever(visitor: FlaskClient, filled: Flask) -> None:
    address = filled.extensions["portal"].assets.address("site.css")
    with visitor.get(address) as response:
        assert response.status_code == 200
    assert {name: response.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert "immutable" in response.headers["Cache-Control"]


def test_a_crash_carries_them_too(filled: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash() -> str:
        raise RuntimeError("a person's words: stress")

    monkeypatch.setitem(filled.view_functions, "health.healthz", _public(crash))
    filled.testing = False
    response = filled.test_client().get("/healthz")
    assert response.status_code == 500
    assert "stress" not in response.text
    assert {name: response.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


@pytest.mark.parametrize("path", in_both_languages(PUBLIC_AND_CACHED))
def test_public_pages_set_no_cookie_and_are_known_to_be_unchanged(visitor: FlaskClient, path: str) -> None:
    first = visitor.get(path)
    assert first.status_code == 200
    assert "Set-Cookie" not in first.headers
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in first.headers["Vary"]
    again = visitor.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


@pytest.mark.parametrize(
    "path", ["/shortlist", "/en/shortlist", "/needs/where", "/ranking", "/en/ranking", "/nowhere"]
)
def test_personal_pages_and_errors_are_never_stored(visitor: FlaskClient, path: str) -> None:
    assert visitor.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PUBLIC_AND_CACHED)
def test_public_pages_are_made_the_same_for_everybody(unkept: FlaskClient, path: str) -> None:
    plain = unkept.get(path).text
    unkept.set_cookie("shortlist", "vejen-videre-1")
    unkept.post("/needs/where", data={"municipality": "751"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert unkept.get(path, headers={"User-Agent": "another", "Accept-Language": "en"}).text == plain


@pytest.mark.parametrize("path", in_both_languages(PUBLIC_AND_CACHED))
def test_a_page_that_is_not_kept_here_is_known_to_be_unchanged_too(unkept: FlaskClient, path: str) -> None:
    first = unkept.get(path)
    again = unkept.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert unkept.get(path, headers={"If-None-Match": 'W/"another"'}).status_code == 200


def _public(view: Callable[[], str]) -> Callable[[], str]:
    return public(view)
