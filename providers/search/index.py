"""The text index on disk: any number of processes read it, and one at a time writes it."""

import fcntl
import os
import secrets
import shutil
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.formats import Existence
from whoosh.index import TOC
from whoosh.reading import SegmentReader

from providers.search import answering
from providers.search.answering import Hits
from providers.search.collection import FIELDS, Collection, Keys
from providers.search.marking import Fragment, mark
from providers.search.query import Understood
from providers.search.segment import CODES, REMEDY, IndexUnavailable, Segment, damage_told
from providers.search.writing import IndexWriting

__all__ = ["Hits", "IndexBusy", "IndexUnavailable", "IndexWriting", "SearchIndex"]

# Seconds: enough for another process to write some listings, and not too long for a person to wait.
PATIENCE = 10.0
_BETWEEN_TRIES = 0.05
_TRIES_TO_OPEN = 3
# A damaged index is not read again and again for each search.
_PAUSE_AFTER_DAMAGE = 5.0
# What Whoosh calls the only index in a folder.
_NAME = "MAIN"
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
    """Codes, each with the share it is of what the listing states from the same list."""

    def __init__(self) -> None:
        super().__init__(Existence(), analyzer=None)

    def index(self, value: Sequence[str], **_options: Any) -> list[tuple[bytes, int, float, bytes]]:
        """Give the codes as Whoosh takes them."""
        stated = Counter(code.partition(":")[0] for code in value)
        return [(code.encode(), 1, 1 / stated[code.partition(":")[0]], b"") for code in dict.fromkeys(value)]


class _Files(FileStorage):  # type: ignore[misc]
    """The files of one folder, all of which can be closed, also when Whoosh gave up halfway.

    They are not mapped into memory, so a file that is cut short is an error and not the end of the process.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), supports_mmap=False)
        self._opened: list[Callable[[], None]] = []

    def open_file(self, name: str, **options: Any) -> Any:
        """Open a file to read."""
        return self._noted(super().open_file(name, **options))

    def create_file(self, name: str, **options: Any) -> Any:
        """Open a new file to write."""
        return self._noted(super().create_file(name, **options))

    def temp_storage(self, name: str | None = None) -> "_Files":
        """Give a folder for files that are needed for a while."""
        inner = _Files(Path(self.folder) / (name or secrets.token_hex(8)))
        inner.create()
        self._opened.append(inner.close_all)
        return inner

    def close_all(self) -> None:
        """Close every file that is still open; Whoosh closes folders as it likes, so `close` does nothing."""
        for close in self._opened:
            close()

    @contextmanager
    def closed_in_the_end(self) -> Iterator["_Files"]:
        """Close every file when the block ends, however it ends."""
        try:
            yield self
        finally:
            self.close_all()

    def _noted(self, file: Any) -> Any:
        self._opened.append(file.raw_file().close)
        return file


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
        self._refused, self._refused_until = 0, 0.0
        self._marking: tuple[Understood | None, tuple[Keys, ...], tuple[Keys, ...]] = (None, (), ())

    def exists(self) -> bool:
        """Say whether an index has ever been made here; it can be damaged."""
        return self._note.exists()

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
        asked, phrases, names = self._marking
        if asked is not understood:
            # Any state that is at hand will do: it only says how a word is written with æ, ø and å.
            phrases = answering.conditions_of(self._held or self._collection(), understood)
            names = tuple(name for place in understood.places for name in answering.names_of(place))
            # One page has many texts to mark for one question.
            self._marking = (understood, phrases, names)
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
                _Files(self._directory / build).create().create_index(_schema())
            try:
                yield from self._written(build, always=True)
            finally:
                self._tidy()

    def _written(self, build: str, *, always: bool = False) -> Iterator[IndexWriting]:
        with _Files(self._directory / build).closed_in_the_end() as files:
            with damage_told():
                writing = IndexWriting(_writer(files))
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
        """Open the current generation; a writer may take files away meanwhile, so one failure is none."""
        held = self._held if self._held and self._held.process == os.getpid() else None
        for tries_left in reversed(range(_TRIES_TO_OPEN)):
            build, generation = self._current()
            if held and held.generation == generation:
                return held
            if generation == self._refused and time.monotonic() < self._refused_until:
                break
            try:
                return self._read(build, generation, held)
            except IndexUnavailable:
                if not tries_left:
                    self._refused, self._refused_until = generation, time.monotonic() + _PAUSE_AFTER_DAMAGE
                    raise
                time.sleep(_BETWEEN_TRIES)
        raise IndexUnavailable(f"The search index could not be opened a moment ago. {REMEDY}")

    def _read(self, build: str, generation: int, held: Collection | None) -> Collection:
        """Read a build; a segment that this process has read before is used again."""
        known = {segment.name: segment for segment in held.segments} if held else {}
        folder, parts = self._directory / build, []
        with damage_told(), _Files(folder).closed_in_the_end() as files:
            contents = TOC.read(files, _NAME)
            for part in contents.segments:
                name, deleted = part.segment_id(), tuple(part.deleted_docs())
                segment = known.get(name) or _segment(name, folder, contents.schema, part)
                parts.append((segment, deleted))
            return Collection(generation, parts)

    @contextmanager
    def _alone(self, patience: float) -> Iterator[None]:
        """Hold the folder's lock; the system gives it back when the process ends, however it ends."""
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
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


def _writer(files: _Files) -> Any:
    """Open Whoosh's writer without a lock of its own; the folder's lock is held."""
    codec = W3Codec(blocklimit=_BLOCK, compression=_COMPRESSION)
    # Lengths of whole blocks help Whoosh's own scoring only, and take a quarter of the time.
    codec.length_stats = False
    return files.open_index().writer(codec=codec, _lk=False)


def _segment(name: str, folder: Path, schema: Schema, part: Any) -> Segment:
    files = _Files(folder)
    try:
        return Segment(name, SegmentReader(files, schema, part), FIELDS, files.close_all)
    except BaseException:
        files.close_all()
        raise


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
