"""Jobindsats is asked with our token and nobody else is; whatever it answers is told in a sentence."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from portal import jobindsats
from portal.jobindsats import JobindsatsFailed, fetch_table

COLUMNS = ["Periode", "Aktør", "Antal"]


@dataclass
class Api:
    """A server on this machine that answers as it was told, and keeps what it was asked."""

    url: str = ""
    answers: list[tuple[int, bytes, dict[str, str]]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0

    def answer(self, document: Any, status: int = 200, **headers: str) -> None:
        content = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.answers.append((status, content, headers))


@pytest.fixture
def api() -> Iterator[Api]:
    found = Api()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, self.headers.get("Authorization", "")))
            time.sleep(found.seconds)
            status, content, headers = found.answers.pop(0)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - as the library names it
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/v3"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def test_table_is_fetched_page_by_page_with_our_token(api: Api) -> None:
    api.answer({"columns": COLUMNS, "rows": [["2025K1", "a", "1,5"]], "next": "/v3/data/y14d03?page=2"})
    api.answer({"columns": COLUMNS, "rows": [["2025K2", "a", 2]]})
    content = fetch_table(api.url, "hemmelig", "y14d03", {"period": "2025K1"})
    assert content.decode().splitlines() == ["Periode;Aktør;Antal", "2025K1;a;1,5", "2025K2;a;2"]
    assert api.asked == [
        ("/v3/data/y14d03?format=json&period=2025K1", "Bearer hemmelig"),
        ("/v3/data/y14d03?page=2", "Bearer hemmelig"),
    ]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (400, "does not understand"),
        (401, "PORTAL_JOBINDSATS_TOKEN"),
        (403, "does not let this token"),
        (404, "no such table"),
        (429, "try again later"),
        (302, "answers 302"),
        (500, "answers 500"),
    ],
)
def test_refusal_is_told_in_a_sentence_without_the_token(api: Api, status: int, told: str) -> None:
    api.answer(b"", status, Location="http://127.0.0.1:1/")
    with pytest.raises(JobindsatsFailed, match=told) as caught:
        fetch_table(api.url, "hemmelig", "y14d03", {})
    assert "hemmelig" not in str(caught.value)
    assert len(api.asked) == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"<html>", "is not JSON"),
        (b"\xff", "is not JSON"),
        ({"rows": []}, "a shape that we do not know"),
        ({"columns": COLUMNS, "rows": [], "next": "https://other.example/v3"}, "on another machine"),
    ],
)
def test_answer_that_cannot_be_used_is_told(api: Api, answer: Any, told: str) -> None:
    api.answer(answer)
    with pytest.raises(JobindsatsFailed, match=told):
        fetch_table(api.url, "hemmelig", "y14d03", {})


def test_pages_that_do_not_fit_together_are_told(api: Api) -> None:
    api.answer({"columns": COLUMNS, "rows": [], "next": "?page=2"})
    api.answer({"columns": ["Andet"], "rows": []})
    with pytest.raises(JobindsatsFailed, match="same columns"):
        fetch_table(api.url, "hemmelig", "y14d03", {})


def test_pages_without_end_are_told(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobindsats, "MOST_PAGES", 2)
    for _ in range(2):
        api.answer({"columns": COLUMNS, "rows": [], "next": "?page=2"})
    with pytest.raises(JobindsatsFailed, match="more than 2 pages"):
        fetch_table(api.url, "hemmelig", "y14d03", {})


def test_answer_that_is_too_large_is_told(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobindsats, "LARGEST_ANSWER", 10)
    api.answer({"columns": COLUMNS, "rows": []})
    with pytest.raises(JobindsatsFailed, match="larger than"):
        fetch_table(api.url, "hemmelig", "y14d03", {})


def test_slow_and_absent_servers_are_told(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobindsats, "SECONDS", 0.1)
    api.seconds = 0.5
    api.answer({"columns": COLUMNS, "rows": []})
    with pytest.raises(JobindsatsFailed, match="has not answered within"):
        fetch_table(api.url, "hemmelig", "y14d03", {})
    with pytest.raises(JobindsatsFailed, match="cannot be reached"):
        fetch_table("http://127.0.0.1:1/v3", "hemmelig", "y14d03", {})
