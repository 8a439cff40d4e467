"""One part of the index on disk, which never changes: read into arrays as its words are asked for."""

import threading
import weakref
import zlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from providers.search.analysis import key_of

Rows = NDArray[np.int32]
Counts = NDArray[np.float32]
# The field of codes; its entries are codes, not words.
CODES = "codes"


REMEDY = "Build it anew: flask --app wsgi index rebuild"


class IndexUnavailable(Exception):
    """The search index is missing or cannot be read; it can be built anew from the database."""


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn whatever a missing or damaged file makes happen into IndexUnavailable."""
    try:
        yield
    except IndexUnavailable:
        raise
    except Exception as error:
        raise IndexUnavailable(
            f"The search index cannot be used ({type(error).__name__}: {error}). {REMEDY}"
        ) from error


class Segment:
    """The documents that one commit wrote, numbered from 0; which are deleted is kept outside.

    Reading a file moves its position, so one thread at a time reads. What has been read is kept.
    """

    def __init__(self, name: str, reader: Any, fields: Collection[str], close: Callable[[], None]) -> None:
        """Read which documents and words there are; `close` is called when nobody needs them any more."""
        self.name = name
        self._reader = reader
        self._lock = threading.Lock()
        self._read: dict[tuple[str, str], tuple[Rows, Counts]] = {}
        weakref.finalize(self, close)
        with damage_told():
            self.size: int = reader.doc_count_all()
            self.listing_ids: NDArray[np.int64] = np.fromiter(
                reader.column_reader("listing_id"), np.int64, self.size
            )
            self.lengths = {field: self._lengths(field) for field in fields}
            self.words = self._words({*fields, CODES})
            self._sequences = reader.column_reader("sequence")

    def postings(self, field: str, word: str) -> tuple[Rows, Counts]:
        """Give the documents whose field has a word, in order, and how much of it each has.

        Documents that were deleted when the segment was opened may be left out.
        """
        kept = self._read.get((field, word))
        if kept is None:
            with self._lock, damage_told():
                kept = self._read[field, word] = self._postings(field, word)
        return kept

    def sequence(self, document: int) -> str:
        """Give a document's keys in the order of its texts."""
        with self._lock, damage_told():
            return zlib.decompress(self._sequences[document]).decode()

    def _postings(self, field: str, word: str) -> tuple[Rows, Counts]:
        matcher = self._reader.postings(field, word)
        documents, counts = [], []
        while matcher.is_active():
            documents.append(matcher.id())
            counts.append(matcher.weight())
            matcher.next()
        rows, times = np.array(documents, np.int32), np.array(counts, np.float32)
        if rows.size and not (rows[0] >= 0 and rows[-1] < self.size and (np.diff(rows) > 0).all()):
            raise ValueError(f"the postings of {word!r} are out of order")
        return rows, times

    def _lengths(self, field: str) -> Counts:
        lengths = (self._reader.doc_field_length(document, field) or 0 for document in range(self.size))
        return np.fromiter(lengths, np.float32, self.size)

    def _words(self, fields: Collection[str]) -> dict[str, list[tuple[str, str]]]:
        """Gather fields and words as they stand in the index by the key that their forms share."""
        found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for field, encoded in self._reader.all_terms():
            if field in fields:
                word = encoded.decode()
                found[word if field == CODES else key_of(word) or word].append((field, word))
        return dict(found)
