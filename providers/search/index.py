"""The text index on disk: any number of processes read it, and one at a time writes it."""

import fcntl
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence

from providers.search import answering
from providers.search.answering import Hits
from providers.search.collection import FIELDS, Collection
from providers.search.marking import Fragment, mark
from providers.search.query import Understood
from providers.search.segment import CODES, IndexUnavailable, Segment, damage_told
from providers.search.writing import IndexWriting

__all__ = ["Hits", "IndexBusy", "IndexUnavailable", "IndexWriting", "SearchIndex"]

# Seconds: enough for another process to write some listings, and not too long for a person to wait.
PATIENCE = 10.0
_BETWEEN_TRIES = 0.05
_TRIES_TO_OPEN = 5
# Whoosh keeps postings in blocks that it can skip; we read them whole, so few large blocks are best.
_BLOCK, _COMPRESSION = 2_048, 1


class IndexBusy(Exception):
    """Another process was writing the index for as long as we were willing to wait."""


class _Words(FieldType):  # type: ignore[misc]
    """The words of a text and how often each occurs; nothing else is kept, so writing is fast."""

    def __init__(self) -> None:
        super().__init__(Existence(), analyzer=None, scorable=True)

    def index(self, value: Mapping[str, int], **_options: Any) -> list[tuple[bytes, int, float, bytes]]:
        """Give the words as Whoosh takes them."""
        return [(word.encode(), count, float(count), b"") for word, count in value.items()]


class _Codes(FieldType):  # type: ignore[misc]
    """Codes, each once."""

    def __init__(self) -> None:
        super().__init__(Existence(), analyzer=None)

    def index(self, value: tuple[str, ...], **_options: Any) -> list[tuple[bytes, int, float, bytes]]:
        """Give each code as it is."""
        return [(code.encode(), 1, 1.0, b"") for code in dict.fromkeys(value)]


class SearchIndex:
    """The index in one folder, which holds the lock, the current build and a note that names it.

    The note is a line with the build's folder and a number that is new after each change. A process reads
    the note at each question and opens the index again when the number has moved.
    """

    def __init__(self, directory: Path) -> None:
        """Name the folder; nothing is read before it is needed."""
        self._directory = directory
        self._note = directory / "current"
        self._held: Collection | None = None
        self._opening = threading.Lock()

    def generation(self) -> int:
        """Give the number of the current state; it differs after each change."""
        return self._current()[1]

    def find(self, understood: Understood) -> Hits:
        """Find the listings that have all words, or else those that have the most of them."""
        return answering.find(self._collection(), understood)

    def did_you_mean(self, understood: Understood) -> str | None:
        """Give the text with its unknown words corrected, when that would find something."""
        return answering.suggest(self._collection(), understood)

    def mark(self, text: str, understood: Understood) -> list[Fragment]:
        """Cut a text into fragments, each said to be a hit or not, in whatever form a word stands."""
        # Any state that is at hand will do: it only says how a word is written with æ, ø and å.
        phrases = answering.conditions_of(self._held or self._collection(), understood)
        names = {name for place in understood.places for name in answering.names_of(place)}
        return mark(text, phrases, names)

    @contextmanager
    def writing(self, patience: float = PATIENCE) -> Iterator[IndexWriting]:
        """Change the index as it is; all changes show at once when the block ends, or none."""
        with self._alone(patience):
            build, _ = self._current()
            yield from self._written(build)

    @contextmanager
    def rebuilding(self, patience: float = PATIENCE) -> Iterator[IndexWriting]:
        """Write a new index from nothing; the old one answers until the block ends."""
        with self._alone(patience):
            build = f"build-{secrets.token_hex(8)}"
            with damage_told():
                FileStorage(str(self._directory / build)).create().create_index(_schema())
            try:
                yield from self._written(build, always=True)
            finally:
                self._tidy()

    def _written(self, build: str, *, always: bool = False) -> Iterator[IndexWriting]:
        with damage_told():
            writing = IndexWriting(_writer(self._directory / build))
        try:
            yield writing
            if writing.has_changed or always:
                with damage_told():
                    writing.commit()
                self._take_note(build)
            else:
                writing.cancel()
        except BaseException:
            writing.cancel()
            raise

    def _current(self) -> tuple[str, int]:
        with damage_told():
            build, number = self._note.read_text("ascii").split()
            return build, int(number)

    def _take_note(self, build: str) -> None:
        draft = self._note.with_suffix(".draft")
        draft.write_text(f"{build} {secrets.randbits(62)}\n", "ascii")
        draft.replace(self._note)

    def _collection(self) -> Collection:
        """Give the documents of the current generation, which this process may have read already."""
        held, (_, generation) = self._held, self._current()
        if held is None or held.generation != generation or held.process != os.getpid():
            with self._opening:
                held = self._held = self._opened()
        return held

    def _opened(self) -> Collection:
        """Open the current generation; a writer may replace it meanwhile, which is tried again."""
        held = self._held if self._held and self._held.process == os.getpid() else None
        for _ in range(_TRIES_TO_OPEN):
            build, generation = self._current()
            if held and held.generation == generation:
                return held
            try:
                return self._read(build, generation, held)
            except IndexUnavailable:
                if self._current() == (build, generation):
                    raise
        raise IndexUnavailable("The search index changed each time it was opened; try again.")

    def _read(self, build: str, generation: int, held: Collection | None) -> Collection:
        """Read a build; a segment that this process has read before is used again."""
        known = {segment.name: segment for segment in held.segments} if held else {}
        parts = []
        with damage_told():
            # Without memory maps a file that is cut short is an error and not the end of the process.
            storage = FileStorage(str(self._directory / build), supports_mmap=False)
            for reader, _ in storage.open_index().reader().leaf_readers():
                if not reader.doc_count_all():
                    continue
                name, deleted = reader.segment().segment_id(), tuple(reader.segment().deleted_docs())
                if name in known:
                    reader.close()
                parts.append((known.get(name) or Segment(name, reader, FIELDS), deleted))
            return Collection(generation, parts)

    @contextmanager
    def _alone(self, patience: float) -> Iterator[None]:
        """Hold the folder's lock; the system gives it back when the process ends, however it ends."""
        self._directory.mkdir(parents=True, exist_ok=True)
        with (self._directory / "lock").open("a") as lock:
            until = time.monotonic() + patience
            while not _locked(lock.fileno()):
                if time.monotonic() >= until:
                    raise IndexBusy(
                        f"Another process has been writing the search index for {patience:g} seconds; "
                        "try again when it has finished."
                    )
                time.sleep(_BETWEEN_TRIES)
            yield

    def _tidy(self) -> None:
        """Remove every build but the current one; whoever reads an old one has its files open."""
        with suppress(IndexUnavailable):
            build, _ = self._current()
            for folder in self._directory.glob("build-*"):
                if folder.name != build:
                    shutil.rmtree(folder, ignore_errors=True)


def _schema() -> Schema:
    fields: Mapping[str, FieldType] = {field: _Words() for field in FIELDS}
    return Schema(
        listing_id=COLUMN(NumericColumn("q")),
        edition=COLUMN(VarBytesColumn()),
        sequence=COLUMN(VarBytesColumn()),
        **{CODES: _Codes()},
        **fields,
    )


def _writer(build: Path) -> Any:
    """Open Whoosh's writer without a lock of its own; the folder's lock is held."""
    codec = W3Codec(blocklimit=_BLOCK, compression=_COMPRESSION)
    # Lengths of whole blocks help Whoosh's own scoring only, and take a quarter of the time.
    codec.length_stats = False
    return FileStorage(str(build)).open_index().writer(codec=codec, _lk=False)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
