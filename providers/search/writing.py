"""Write documents into the index, and take them out."""

import zlib
from array import array
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from providers.search.analysis import key_of
from providers.search.collection import FIELDS
from providers.search.documents import SearchDocument
from providers.search.folding import WORD

_COMPRESSION = 1


class _Postings:
    """Gather postings by word in memory, in place of Whoosh's pool, which sorts millions of tuples."""

    def __init__(self) -> None:
        self.fieldnames: set[str] = set()
        self._gathered: dict[tuple[str, bytes], tuple[array[int], array[float]]] = {}

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        """Take in one word of one document; documents come in order of their numbers."""
        field, word, document, count, _ = posting
        gathered = self._gathered.get((field, word))
        if gathered is None:
            gathered = self._gathered[field, word] = (array("I"), array("f"))
        gathered[0].append(document)
        gathered[1].append(count)

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Give all postings in order of field, word and document."""
        for field, word in sorted(self._gathered):
            for document, count in zip(*self._gathered[field, word], strict=True):
                yield field, word, document, count, b""

    def cleanup(self) -> None:
        """Forget everything."""
        self._gathered = {}


class IndexWriting:
    """What may be done while nobody else writes."""

    def __init__(self, writer: Any) -> None:
        """Take a Whoosh writer that has written nothing yet."""
        self._writer = writer
        self._writer.pool = _Postings()
        self._numbers: dict[int, int] = {}
        self.deleted: int = self._writer.deleted_count()
        self.has_changed = False
        self.editions = self._read_editions()

    def _read_editions(self) -> dict[int, str]:
        """Give the edition of each document there is by its listing's id."""
        editions = {}
        reader = self._writer.reader()
        for segment, first in reader.leaf_readers():
            if segment.doc_count_all():
                columns = segment.column_reader("listing_id"), segment.column_reader("edition")
                for number, (listing_id, edition) in enumerate(zip(*columns, strict=True)):
                    if not segment.is_deleted(number):
                        editions[listing_id] = edition.decode()
                        self._numbers[listing_id] = first + number
        reader.close()
        return editions

    def add(self, document: SearchDocument, edition: str) -> None:
        """Put a listing's document in, in place of the one that is there."""
        self.remove(document.listing_id)
        counted, sequences = {}, []
        for field in FIELDS:
            words = WORD.findall(getattr(document, field).lower())
            times = Counter(words)
            keys = {word: key for word in times if (key := key_of(word))}
            counted[field] = {word: times[word] for word in keys}
            sequences.append(" ".join(keys[word] for word in words if word in keys))
        self._writer.add_document(
            listing_id=document.listing_id,
            edition=edition.encode(),
            sequence=zlib.compress(f" {' | '.join(sequences)} ".encode(), level=_COMPRESSION),
            codes=document.codes,
            **counted,
        )
        self.has_changed = True

    def remove(self, listing_id: int) -> None:
        """Take a listing's document out; nothing happens when there is none."""
        number = self._numbers.pop(listing_id, None)
        if number is not None:
            self._writer.delete_document(number)
            self.has_changed = True

    def commit(self) -> None:
        """Write everything down."""
        self._writer.commit()

    def cancel(self) -> None:
        """Leave the index as it was."""
        # What made us give up may also stand in the way of tidying up; the next writer does that.
        with suppress(Exception):
            self._writer.cancel()
