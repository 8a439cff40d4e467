"""Small indexes for tests."""

from pathlib import Path
from typing import Any

from providers.organisations.models import OrganisationKind
from providers.search.answering import Hits
from providers.search.documents import SearchDocument, document_of
from providers.search.index import SearchIndex
from providers.search.query import understand
from tests.factories.organisations import AS_OF, make_content

# A listing that says as little as it may, so that a test knows why it is found.
SILENT: dict[str, Any] = {
    "summary_da": "Velkommen.",
    "summary_en": None,
    "description_da": None,
    "description_en": None,
    "municipalities": ("751",),
    "target_groups": ("dagpenge",),
    "support": (),
    "languages": (),
    "formats": (),
    "fields": (),
    "accommodations": (),
    "address": None,
}


def document(
    listing_id: int,
    organisation: str = "Opdigtet",
    kind: OrganisationKind = OrganisationKind.OTHER,
    **said: Any,
) -> SearchDocument:
    """Make the document of a listing that says hardly anything but what the test states."""
    content = make_content(**{"name": f"Tilbud {listing_id}", **SILENT, **said})
    return document_of(listing_id, listing_id, organisation, kind, content, AS_OF)


def index_of(folder: Path, *documents: SearchDocument) -> SearchIndex:
    """Write documents into a new index."""
    index = SearchIndex(folder)
    with index.rebuilding() as writing:
        for entry in documents:
            writing.add(entry, f"edition-{entry.version_id}")
    return index


def ask(index: SearchIndex, text: str) -> Hits:
    """Ask as a person does."""
    return index.find(understand(text))


def found(index: SearchIndex, text: str) -> list[int]:
    """Give the ids of the listings that a person finds, in order."""
    return ask(index, text).listing_ids.tolist()  # type: ignore[no-any-return]


QUESTIONS = ("mentor", "sygemeldt aarhus", '"klar til job"', "sygemledt", "dagpenge kursus")


def ask_everything(index: SearchIndex) -> None:
    """Ask an index all that it can be asked."""
    for question in QUESTIONS:
        understood = understand(question)
        index.find(understood)
        index.did_you_mean(understood)
        index.mark("mentor i Aarhus", understood)
