"""Our own Danish is plain: LIX at most 35 on every page, measured over what the reader gets."""

import re
import urllib.error
import urllib.request
from html.parser import HTMLParser

import pytest

from tests.support.portals import LivePortal

HIGHEST_LIX = 35
# Björnsson's LIX: words a sentence, plus the per cent of words of more than six letters.
LONG_WORD = 6
BLOCKS = frozenset(
    {
        "address",
        "article",
        "button",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "form",
        "h1",
        "h2",
    }
    | {
        "h3",
        "header",
        "label",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "section",
        "summary",
        "table",
        "td",
        "th",
    }
    | {"tr", "ul"}
)
SILENT = frozenset({"option", "script", "select", "style", "svg", "title"})
EMPTY = frozenset({"br", "hr", "img", "input", "link", "meta"})
# What providers and registers have written is marked in the page and is not ours to measure.
NOT_OURS = "data-source"

PAGES = (
    "/",
    "/search",
    "/search?q=sygemeldt+aarhus",
    "/search?q=8000&municipality=751&kind=x",
    "/search?view=map",
    "/search?q=zzzqqqx",
    "/listings/jobcenter-aarhus",
    "/compare",
    "/compare?l=jobcenter-aarhus&l=jobcenter-aalborg",
    "/shortlist",
    "/shortlist?l=jobcenter-aarhus&l=jobcenter-aalborg",
    "/about",
    "/help",
    "/standards",
    "/results/method",
    "/results/releases",
    "/results/releases/1",
    "/privacy",
    "/was",
    "/does-not-exist",
)


class OwnWords(HTMLParser):
    """Collect our own text inside <main>, one line for each block."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in EMPTY:
            return
        self._open.append((tag, tag in SILENT or NOT_OURS in dict(attrs)))
        self._end_block(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass
        self._end_block(tag)

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self._open]
        if "main" in tags and not any(left_out for _, left_out in self._open):
            self.lines[-1] += re.sub(r"\s+", " ", data)

    def _end_block(self, tag: str) -> None:
        if tag in BLOCKS:
            self.lines.append("")


def own_sentences(html: str) -> list[str]:
    """Give our own sentences of a page; a block ends a sentence, as a heading without a full stop does."""
    parser = OwnWords()
    parser.feed(html)
    parts = (part for line in parser.lines for part in re.split(r"(?<=[.!?:])\s+", line.strip()))
    return [part for part in parts if re.search(r"[^\W\d_]", part)]


def lix(sentences: list[str]) -> float:
    """Measure how hard a text is to read: under 25 is very easy, over 45 is hard."""
    words = [word for sentence in sentences for word in re.findall(r"[^\W_]+(?:[-’][^\W_]+)*", sentence)]
    long_words = [word for word in words if len(re.sub(r"\W", "", word)) > LONG_WORD]
    return len(words) / len(sentences) + 100 * len(long_words) / len(words)


def fetch(portal: LivePortal, path: str) -> str:
    try:
        with urllib.request.urlopen(portal.url + path, timeout=20) as answer:
            body: bytes = answer.read()
    except urllib.error.HTTPError as error:
        body = error.read()
    return body.decode("utf-8")


@pytest.mark.parametrize("path", PAGES)
def test_page_is_easy_to_read(live_portal: LivePortal, path: str) -> None:
    sentences = own_sentences(fetch(live_portal, path))
    assert len(sentences) > 3
    assert lix(sentences) <= HIGHEST_LIX


def test_what_is_said_of_measured_results_is_easy_to_read(live_portal: LivePortal) -> None:
    hits = fetch(live_portal, "/search?sort=result")
    slugs = list(dict.fromkeys(re.findall(r'href="/listings/([a-z0-9-]+)"', hits)))
    assert len(slugs) == 20
    for slug in slugs[:4]:
        page = fetch(live_portal, f"/listings/{slug}")
        assert "Vis tal for hver målgruppe" in page
        assert lix(own_sentences(page)) <= HIGHEST_LIX, slug
    assert lix(own_sentences(fetch(live_portal, f"/compare?l={'&l='.join(slugs[:4])}"))) <= HIGHEST_LIX


def test_what_providers_write_is_marked_and_left_out(live_portal: LivePortal) -> None:
    page = fetch(live_portal, "/listings/jobcenter-aarhus")
    assert "<h1" in page
    assert "Jobcenter Aarhus" in page
    assert "Målt resultat" in own_sentences(page)
    assert [sentence for sentence in own_sentences(page) if "borgere uden job" in sentence] == []


def test_lix_counts_sentences_and_long_words() -> None:
    assert lix(["Du får hjælp.", "Kommunen betaler."]) == 5 / 2 + 100 * 2 / 5
    assert lix(["Vi ringer til dig i dag."]) == 6


def test_block_ends_a_sentence_and_marked_text_is_passed_over() -> None:
    page = (
        "<header><p>Menu</p></header><main><h2>Din liste</h2><p>Den er <b>tom</b>. Gem en.</p>"
        "<ul data-source='register'><li>Kontanthjælp</li></ul><select><option>Alle</option></select><br>"
        "<p>Slut</p></main>"
    )
    assert own_sentences(page) == ["Din liste", "Den er tom.", "Gem en.", "Slut"]
