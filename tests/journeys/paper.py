"""Read what stands on a printed page: the words that a browser's PDF draws, and the shape of its pages."""

import re
import zlib
from dataclasses import dataclass

OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
STREAM = re.compile(rb"stream\n(.*)\nendstream", re.DOTALL)
SIZE = re.compile(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]")
DRAWN = re.compile(rb"/F(\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>")
SINGLE = re.compile(rb"^<([0-9A-F]{4})> <([0-9A-F]+)>$", re.MULTILINE)
RANGE = re.compile(rb"^<([0-9A-F]{4})> <([0-9A-F]{4})> <([0-9A-F]{4})>$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Paper:
    """The words on a printed document, without spaces, and the width and height of each of its pages."""

    letters: str
    pages: tuple[tuple[float, float], ...]

    def says(self, words: str) -> bool:
        """Say whether the words stand there, however the lines break."""
        return "".join(words.split()) in self.letters


def read_paper(pdf: bytes) -> Paper:
    """Read a PDF as Chromium writes it: each font carries a table from its glyphs to letters."""
    objects = {int(number): body for number, body in OBJECT.findall(pdf)}
    fonts = {
        number: _letters(_unpacked(objects[int(table[1])]))
        for number, body in objects.items()
        if (table := re.search(rb"/ToUnicode (\d+) 0 R", body))
    }
    drawings = [
        _unpacked(objects[int(drawing[1])])
        for body in objects.values()
        if b"/Type /Page\n" in body and (drawing := re.search(rb"/Contents (\d+) 0 R", body))
    ]
    return Paper(
        letters="".join("".join(_drawn(drawing, fonts).split()) for drawing in drawings),
        pages=tuple((float(width), float(height)) for width, height in SIZE.findall(pdf)),
    )


def _unpacked(body: bytes) -> bytes:
    packed = STREAM.search(body)
    assert packed is not None, "This part of the PDF holds nothing."
    return zlib.decompress(packed[1])


def _letters(table: bytes) -> dict[int, str]:
    letters = {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for glyph, text in SINGLE.findall(table)
    }
    for first, last, text in RANGE.findall(table):
        start = int(first, 16)
        letters |= {glyph: chr(int(text, 16) + glyph - start) for glyph in range(start, int(last, 16) + 1)}
    return letters


def _drawn(drawing: bytes, fonts: dict[int, dict[int, str]]) -> str:
    letters: dict[int, str] = {}
    words = []
    for font, glyphs in DRAWN.findall(drawing):
        if font:
            letters = fonts[int(font)]
        else:
            words += [letters[int(glyphs[at : at + 4], 16)] for at in range(0, len(glyphs), 4)]
    return "".join(words)
