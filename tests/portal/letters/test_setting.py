"""Letters become PDF files that everybody can read."""

import re
from typing import Any

import pytest

from portal.letters.setting import set_letter

LETTER: dict[str, Any] = {
    "language": "da",
    "title": "Afgørelse: Vejen Videre ApS er godkendt",
    "sender": "Myndigheden",
    "recipient": "Vejen Videre ApS\nCVR-nummer 01234567",
    "date": {"year": 2026, "month": 11, "day": 26},
    "day": "26. november 2026",
    "footer": "Sag 7",
    "parts": [
        {"heading": "Afgørelsen", "paragraphs": ["I er godkendt."], "items": ["Send en ny forsikring."]},
        {"paragraphs": ["Uden overskrift.\nTo linjer."], "items": []},
    ],
}


def test_letter_is_tagged_and_says_its_language_and_title() -> None:
    made = set_letter(LETTER)
    assert made.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/MarkInfo<</Marked true" in made
    assert b"/Lang(da)" in made
    assert "Afgørelse: Vejen Videre ApS er godkendt".encode() in made


def test_same_letter_gives_the_same_bytes() -> None:
    assert set_letter(LETTER) == set_letter(LETTER)


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        "#panic()",
        "$ x^2",
        "= Overskrift *fed* _skrå_ `kode` <mærke> @henvisning",
        '<script>alert("x")</script>',
        "\u202e vendt om \x07 \ufffe",
        "مرحبا Привет Γειά 你好 \N{PARTY POPPER}",
        '] #image("x.png") [',
    ],
)
def test_what_people_write_is_shown_and_never_carried_out(text: str) -> None:
    parts = [{"heading": text, "paragraphs": [text], "items": [text]}]
    made = set_letter(LETTER | {"parts": parts, "recipient": text})
    assert made.startswith(b"%PDF")
    assert not re.search(rb"/(JS|JavaScript|Launch|URI)\b", made)
