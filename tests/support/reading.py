"""How hard our own words on a page are to read."""

import re
from html.parser import HTMLParser

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
