"""S11 to S13: whatever people or actors write stays text, and no search is an error."""

import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import register
from tests.promises.pages import SLUG
from tests.support.people import FROM_OUR_PAGE

pytestmark = pytest.mark.sqlite_only

MARK = "levende"
SCRIPTS = (
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"' autofocus onfocus={MARK}() x='",
    f"<svg/onload={MARK}()>",
    f"</title><script>{MARK}()</script>",
    f"{{{{ {MARK} }}}}",
    f"</textarea><iframe srcdoc='<script>{MARK}()</script>'>",
    f"javascript:{MARK}()",
    f"<a href='javascript:{MARK}()'>klik</a>",
    f"--><script>{MARK}()</script><!--",
)
QUERIES = (
    "' OR 1=1 --", "%", "_", "\\", "*", "?", "name:*", "text:[a TO z]", "(((", ")", "\"", "\"\"\"", "AND",
    "OR NOT", "^^^", "~5", "a~9999", "[", "{* TO *}", "job^1e999", "\x00", "\ud7ff", "\u202ejob", "𝔍𝔬𝔟",
    "ÅÅÅÅ", "8000 8000", "i", "\"i\"", "aarhus " * 40, "x" * 300, "*" * 300, "((job" * 60,
)  # fmt: skip


ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data"}


def is_script_address(value: str | None) -> bool:
    return (value or "").strip().lower().startswith("javascript:")


class Live(HTMLParser):
    """Find what a browser would run: script elements, event handlers, script addresses, frames."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("iframe", "object", "embed") or (tag == "script" and not given.get("src")):
            self.found.append(tag)
        self.found += [name for name in given if name.startswith("on") or name == "srcdoc"]
        self.found += [name for name in ADDRESSES & given.keys() if is_script_address(given[name])]


def live_parts(html: str) -> list[str]:
    """List what would run on a page."""
    parser = Live()
    parser.feed(html)
    return parser.found


def test_the_finder_finds_each_kind_of_live_script() -> None:
    assert live_parts("<script>a()</script>") == ["script"]
    assert live_parts("<img onerror=a()>") == ["onerror"]
    assert live_parts("<a href='javascript:a()'>b</a>") == ["href"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_text_of_an_actor_comes_alive(app: Flask, tmp_path: Path, script: str) -> None:
    texts = {"name": script, "summary_da": script, "summary_en": script, "description_da": script}
    address = {"street": script, "postcode": "8000", "city": script[:40]}
    owner = register.organisation(name=script, approvals=[register.approval(ground=script)])
    lines = [
        register.header(),
        owner,
        register.listing(of=owner, content={**texts, "address": address}),
        register.organisation(2),
        register.listing(2),
    ]
    register.load(app, tmp_path, lines)
    client = app.test_client()
    client.post("/needs/where", data={"municipality": "751"}, headers=FROM_OUR_PAGE)
    client.post("/needs/living", data={"living": "sygedagpenge"}, headers=FROM_OUR_PAGE)
    for path in (
        "/ranking",
        f"/listings/{SLUG}",
        f"/compare?l={SLUG}&l=vejen-videre-2",
        f"/shortlist?l={SLUG}",
        "/search",
        "/search?q=levende",
        "/search?q=onerror+script",
    ):
        for prefix in ("", "/en"):
            response = client.get(prefix + path)
            assert response.status_code == 200
            assert live_parts(response.text) == [], path
    assert MARK in client.get(f"/listings/{SLUG}").text


@pytest.mark.parametrize("script", SCRIPTS)
def test_nothing_typed_in_an_address_comes_alive(visitor: FlaskClient, script: str) -> None:
    for name in ("q", "municipality", "sort", "page", "view", "kind", "l", "places"):
        for page in ("/search", "/compare", "/shortlist"):
            response = visitor.get(page, query_string={name: script})
            assert response.status_code == 200
            assert live_parts(response.text) == []
    assert live_parts(visitor.get(f"/listings/{script}").text) == []


@pytest.mark.parametrize("query", QUERIES)
def test_no_search_is_an_error_or_slow(visitor: FlaskClient, query: str) -> None:
    started = time.perf_counter()
    response = visitor.get("/search", query_string={"q": query})
    assert response.status_code == 200
    assert time.perf_counter() - started < 2


@given(st.text(max_size=320))
@settings(max_examples=60, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_searched_for(visitor: FlaskClient, text: str) -> None:
    query = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    assert visitor.get("/search", query_string={"q": query}).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/search?q=%ff%fe", "/search?municipality=%00", "/listings/%00", "/listings/..%2f..%2fetc",
     "/compare?l=%c3%28", "/search?page=1&page=2&page=x",
     "/compare?" + "&".join(f"l={n}" for n in range(500))],
)  # fmt: skip
def test_broken_bytes_in_an_address_are_no_error_of_ours(visitor: FlaskClient, path: str) -> None:
    assert visitor.get(path).status_code < 500
