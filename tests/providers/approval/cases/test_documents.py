"""What may be handed in: by content, not by name."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.approval.cases.documents import (
    LARGEST,
    LONGEST_NAME,
    DocumentKind,
    DocumentRefused,
    accept,
    tidy_name,
)

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 40


def packed(*names: str, content: bytes = b"<xml/>") -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("politik.pdf", PDF, DocumentKind.PDF),
        ("plan.DOCX", packed("word/document.xml"), DocumentKind.DOCX),
        ("tal.xlsx", packed("xl/workbook.xml"), DocumentKind.XLSX),
        ("dør.png", PNG, DocumentKind.PNG),
        ("dør.jpeg", JPG, DocumentKind.JPG),
    ],
    ids=lambda each: each if isinstance(each, str) else "content",
)
def test_five_kinds_are_taken(name: str, content: bytes, kind: DocumentKind) -> None:
    accepted = accept(name, content)
    assert (accepted.kind, accepted.name, accepted.content) == (kind, name, content)


@pytest.mark.parametrize(
    ("name", "content", "fact"),
    [
        ("tom.pdf", b"", "empty"),
        ("side.html", b"<script>alert(1)</script>", "kind_not_taken"),
        ("side.pdf", b"<script>alert(1)</script>", "kind_not_taken"),
        ("billede.png", PDF, "not_what_it_says"),
        ("program.exe", PDF, "not_what_it_says"),
        ("uden-endelse", PDF, "not_what_it_says"),
        ("halv.pdf", PDF[:20], "damaged"),
        ("halv.docx", packed("word/document.xml")[:40], "damaged"),
        ("andet.docx", packed("index.html"), "kind_not_taken"),
        ("makro.docx", packed("word/document.xml", "word/vbaProject.bin"), "runs_something"),
        ("kode.pdf", PDF.replace(b"<<>>", b"<</JS (x)>>"), "runs_something"),
        ("010190-1234.pdf", PDF, "name_holds_cpr"),
        ("stor.pdf", PDF[:9] + b" " * LARGEST + PDF[9:], "too_large"),
    ],
    ids=lambda each: each if isinstance(each, str) else "content",
)
def test_all_else_is_refused_with_the_reason(name: str, content: bytes, fact: str) -> None:
    with pytest.raises(DocumentRefused, match=fact):
        accept(name, content)


def test_small_file_that_unpacks_to_a_huge_one_is_refused() -> None:
    bomb = packed("word/document.xml", content=b"\0" * (101 * 1024 * 1024))
    assert len(bomb) < LARGEST
    with pytest.raises(DocumentRefused, match="unpacks_too_large"):
        accept("bombe.docx", bomb)


def test_name_loses_folders_and_signs_that_turn_text_around() -> None:
    assert tidy_name("C:\\hemmelig\\..\\plan\u202efdp.pdf") == "planfdp.pdf"
    assert tidy_name("../../etc/passwd") == "passwd"


@given(st.text(max_size=300))
def test_name_is_always_short_visible_and_without_folders(name: str) -> None:
    tidy = tidy_name(name)
    assert 0 < len(tidy) <= LONGEST_NAME
    assert not set(tidy) & set('/\\\0\n"<>')
