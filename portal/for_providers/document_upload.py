"""Take the documents of a form: look at each, and say why one is refused."""

from collections.abc import Iterable
from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage

from portal.for_providers.scanning import ScannerSilent, scan
from portal.locale import gettext as _
from portal.state import portal
from providers.approval.cases.documents import LARGEST, Accepted, DocumentRefused, accept

MEGABYTE = 1024 * 1024
# Several documents in one form; one that is too large is then refused by itself, and the text is kept.
LARGEST_FORM = 64 * MEGABYTE
TOO_LARGE = "too_large"


def let_documents_in(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a form with documents carry more than others may, before anything is read of it."""
    request.max_content_length = LARGEST_FORM


def chosen(field: str) -> list[FileStorage]:
    """Give the files that were chosen in a field."""
    return [each for each in request.files.getlist(field) if each.filename]


def look_at(files: Iterable[FileStorage]) -> tuple[list[Accepted], list[tuple[str, str]]]:
    """Give the documents that may be kept, and (name, why not as a code) of those that are refused."""
    good, refused = [], []
    for each in files:
        name = each.filename or ""
        try:
            found = accept(name, each.stream.read(LARGEST + 1))
            scan(scanner_of(), found.content)
        except DocumentRefused as error:
            refused.append((name, error.fact))
        except ScannerSilent:
            refused.append((name, "scanner_silent"))
        else:
            good.append(found)
    return good, refused


def scanner_of() -> str:
    """Say where the installation's scanner listens, if it has one."""
    return portal().settings.clamd


def refusal_of(fact: str) -> str:
    """Say why a document is refused, and what to do."""
    return {
        "empty": _("Filen er tom. Vælg en anden."),
        TOO_LARGE: _("Filen fylder mere end 10 MB. Gør den mindre, eller del den i flere."),
        "kind_not_taken": _("Den slags fil kan ikke bruges. Brug PDF, Word, Excel, PNG eller JPG."),
        "not_what_it_says": _("Filen er noget andet, end navnet siger. Gem den igen i det rigtige format."),
        "name_holds_cpr": _(
            "Filens navn ligner et CPR-nummer. Giv filen et andet navn, for portalen gemmer ingen CPR-numre."
        ),
        "damaged": _("Filen er i stykker og kan ikke åbnes. Gem den igen."),
        "runs_something": _("Filen indeholder noget, der kan køre, for eksempel makroer. Gem den uden."),
        "unpacks_too_large": _("Filen bliver for stor, når den pakkes ud. Gem den igen."),
        "virus": _("Filen er ikke sikker: der er fundet en virus. Den er ikke gemt."),
        "scanner_silent": _("Vi kan ikke se efter virus lige nu, så filen er ikke gemt. Prøv igen om lidt."),
    }[fact]


def sentences(refused: Iterable[tuple[str, str]]) -> list[str]:
    """Say of each document that is refused why it is."""
    return [f"{name}: {refusal_of(fact)}" for name, fact in refused]


def status_of(refused: Iterable[tuple[str, str]]) -> int:
    """Give the status of a page on which documents are refused."""
    return 413 if any(fact == TOO_LARGE for _name, fact in refused) else 400
