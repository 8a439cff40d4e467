"""Make what a party has handed in ready to read: each document with its name and size, beside its answer."""

from collections.abc import Iterable, Sequence

from providers.approval.cases.carrying_over import OF_AN_ANSWER
from providers.approval.cases.models import CaseDocument, Inquiry

KILOBYTE = 1024
# A document's number, its name and its size.
HandedIn = tuple[int, str, str]


def handed_in(documents: Iterable[CaseDocument], standard_id: str) -> tuple[HandedIn, ...]:
    """Give the documents about a standard, as they came."""
    return tuple(_line(each) for each in documents if each.standard_id == standard_id)


def handed_in_with(inquiry: Inquiry, documents: Sequence[CaseDocument]) -> tuple[HandedIn, ...]:
    """Give the documents that came with the answer to a letter: those since it was sent, until it ended."""
    return tuple(
        _line(each)
        for each in documents
        if each.standard_id == OF_AN_ANSWER
        and inquiry.sent_at <= each.added_at
        and (inquiry.ended_at is None or each.added_at <= inquiry.ended_at)
    )


def size_label(size: int) -> str:
    """Say how large a file is."""
    return f"{max(1, round(size / KILOBYTE))} kB"


def _line(document: CaseDocument) -> HandedIn:
    return document.id, document.name, size_label(document.size)
