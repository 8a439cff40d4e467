"""Look at a document that is handed in: what its content says it is, and whether it is safe to keep."""

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum

from providers.cpr import holds_cpr

LARGEST = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_ENTRIES = 2_000
LONGEST_NAME = 120


class DocumentKind(StrEnum):
    """Name the kinds of file that are taken."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PNG = "png"
    JPG = "jpg"


MEDIA_TYPES = {
    DocumentKind.PDF: "application/pdf",
    DocumentKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    DocumentKind.PNG: "image/png",
    DocumentKind.JPG: "image/jpeg",
}
ENDINGS = {
    "pdf": DocumentKind.PDF,
    "docx": DocumentKind.DOCX,
    "xlsx": DocumentKind.XLSX,
    "png": DocumentKind.PNG,
    "jpg": DocumentKind.JPG,
    "jpeg": DocumentKind.JPG,
}
MAIN_PART = {"word/document.xml": DocumentKind.DOCX, "xl/workbook.xml": DocumentKind.XLSX}
MACROS = re.compile(r"vbaProject|\.bin$|/embeddings/|/activeX/", re.IGNORECASE)
NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]")


class DocumentRefused(Exception):
    """A document can't be taken; `fact` says why as a code."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The document is refused: {fact}.")
        self.fact = fact


@dataclass(frozen=True, slots=True)
class Accepted:
    """A document that may be kept."""

    name: str
    kind: DocumentKind
    content: bytes
    sha256: str


def accept(name: str, content: bytes) -> Accepted:
    """Look at a document, or raise DocumentRefused; its content says what it is, and the name must agree."""
    if not content:
        raise DocumentRefused("empty")
    if len(content) > LARGEST:
        raise DocumentRefused("too_large")
    tidy = tidy_name(name)
    if holds_cpr(tidy):
        raise DocumentRefused("name_holds_cpr")
    kind = _kind_of(content)
    if kind is None:
        raise DocumentRefused("kind_not_taken")
    ending = tidy.rpartition(".")[2].lower()
    if ENDINGS.get(ending) is not kind:
        raise DocumentRefused("not_what_it_says")
    return Accepted(tidy, kind, content, hashlib.sha256(content).hexdigest())


def tidy_name(name: str) -> str:
    """Give a name without folders or signs that could fool somebody; its ending stays."""
    last = re.split(r"[/\\]", name)[-1]
    clean = " ".join(NOT_IN_A_NAME.sub("", last).split()).strip(". ") or "dokument"
    if len(clean) <= LONGEST_NAME:
        return clean
    stem, dot, ending = clean.rpartition(".")
    return stem[: LONGEST_NAME - len(ending) - 1] + dot + ending[:8]


def _kind_of(content: bytes) -> DocumentKind | None:
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return DocumentKind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        return DocumentKind.JPG
    return _office(content) if content.startswith(b"PK\x03\x04") else None


def _pdf(content: bytes) -> DocumentKind:
    if b"%%EOF" not in content[-2048:]:
        raise DocumentRefused("damaged")
    if re.search(rb"/(JavaScript|JS|Launch|EmbeddedFile)\b", content):
        raise DocumentRefused("runs_something")
    return DocumentKind.PDF


def _office(content: bytes) -> DocumentKind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise DocumentRefused("damaged") from None
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise DocumentRefused("unpacks_too_large")
    names = {entry.filename for entry in entries}
    if any(MACROS.search(each) for each in names):
        raise DocumentRefused("runs_something")
    return next((kind for part, kind in MAIN_PART.items() if part in names), None)
