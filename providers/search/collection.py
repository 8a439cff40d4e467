"""All documents of the index at one moment, and how well each fits a word, a phrase or a place."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from providers.search.analysis import key_of
from providers.search.folding import fold, loosen
from providers.search.segment import Rows, Segment

Scores = NDArray[np.float64]
# A word's key, or the keys of a phrase.
Keys = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldWeight:
    """How much a field counts, and how far a long text makes a word in it count less (0 to 1)."""

    weight: float
    shortening: float


# BM25F (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", section 3.6):
# how often a word occurs is weighted by field and shortened by length before it is summed and saturated.
FIELDS: Mapping[str, FieldWeight] = {
    "name": FieldWeight(6.0, 0.3),
    "organisation": FieldWeight(4.0, 0.3),
    "subjects": FieldWeight(2.5, 0.5),
    "summary": FieldWeight(2.0, 0.5),
    "description": FieldWeight(1.0, 0.75),
    "places": FieldWeight(0.5, 0.75),
}
SATURATION = 1.2
# A listing that covers a place is lifted by less than this, and by less than what a rare word gives.
PLACE_LIFT = 2.0
# So many answers are kept; the words people use come again, and one stranger should not fill the memory.
MOST_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class Matches:
    """The rows that have something, in order, and the score of each, above 0."""

    rows: Rows
    scores: Scores


class Collection:
    """The documents of all segments without the deleted ones, as rows in order of listing id."""

    def __init__(self, generation: int, parts: Sequence[tuple[Segment, Iterable[int]]]) -> None:
        """Take in segments, each with the numbers of its deleted documents."""
        self.generation = generation
        self.process = os.getpid()
        self.segments = tuple(segment for segment, _ in parts)
        self._number_rows([frozenset(deleted) for _, deleted in parts])
        self._shortened = {name: self._shorten(name, field) for name, field in FIELDS.items()}
        self._kept: dict[tuple[str, Keys], Matches] = {}

    def knows(self, key: str) -> bool:
        """Say whether a form of a word occurs."""
        return bool(self._word(key).rows.size)

    def nearest_key(self, key: str) -> str:
        """Give the key itself; when it is unknown, that of the same word written with æ, ø or å."""
        return key if self.knows(key) else self._with_danish_letters.get(key, key)

    def having(self, keys: Keys) -> Matches:
        """Score the rows that have a word, or all words of a phrase one right after the other."""
        return self._keep("phrase", keys, self._phrase) if len(keys) > 1 else self._word(keys[0])

    def covering(self, code: str) -> Matches:
        """Score the rows that state the code of a place, higher the fewer such codes they state."""
        return self._keep("code", (code,), self._covering)

    @cached_property
    def vocabulary(self) -> dict[str, str]:
        """Give every word of letters by its folded form."""
        words = {word for segment in self.segments for forms in segment.words.values() for _, word in forms}
        return {fold(word): word for word in sorted(words) if word.isalpha()}

    @cached_property
    def _with_danish_letters(self) -> dict[str, str]:
        """Give the keys of words with æ, ø and å by what those words would be looked up by without them."""
        words = (word for word in self.vocabulary if not word.isascii())
        found: dict[str | None, str] = {}
        for word, key in ((word, key_of(word)) for word in sorted(words, reverse=True)):
            if key:
                # The stemmer takes the s off "los" and leaves it on "løs", so stems need a look of their own.
                found |= dict.fromkeys((key_of(loosen(word)), key_of(loosen(key))), key)
        return {without: key for without, key in found.items() if without}

    def _number_rows(self, deleted: Sequence[frozenset[int]]) -> None:
        """Give each document that is left its row; -1 is the row of a deleted one."""
        left = [
            np.array([number for number in range(segment.size) if number not in gone], np.int64)
            for segment, gone in zip(self.segments, deleted, strict=True)
        ]
        nothing = np.empty(0, np.int64)
        ids = [segment.listing_ids[kept] for segment, kept in zip(self.segments, left, strict=True)]
        order = np.argsort(np.concatenate([nothing, *ids]), kind="stable")
        self.listing_ids = np.concatenate([nothing, *ids])[order]
        sources = [np.full(kept.size, index) for index, kept in enumerate(left)]
        self._source = np.concatenate([nothing, *sources])[order]
        self._document = np.concatenate([nothing, *left])[order]
        self._row_of: list[Rows] = []
        for index, segment in enumerate(self.segments):
            rows = np.full(segment.size, -1, np.int32)
            mine = np.flatnonzero(self._source == index)
            rows[self._document[mine]] = mine
            self._row_of.append(rows)

    def _shorten(self, name: str, field: FieldWeight) -> Scores:
        """Give what one occurrence of a word in a field counts in each row."""
        lengths = np.empty(self.listing_ids.size)
        for segment, rows in zip(self.segments, self._row_of, strict=True):
            left = rows >= 0
            lengths[rows[left]] = segment.lengths[name][left]
        usual = lengths.mean() if lengths.any() else 1.0
        shortened: Scores = field.weight / (1 - field.shortening + field.shortening * lengths / usual)
        return shortened

    def _keep(self, kind: str, keys: Keys, score: Callable[[Keys], Matches]) -> Matches:
        kept = self._kept.get((kind, keys))
        if kept is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept = {}
            kept = self._kept[kind, keys] = score(keys)
        return kept

    def _word(self, key: str) -> Matches:
        return self._keep("word", (key,), self._weigh)

    def _weigh(self, keys: Keys) -> Matches:
        counted = np.zeros(self.listing_ids.size)
        for field, rows, counts in self._postings(keys[0]):
            counted[rows] += counts * self._shortened[field][rows]
        found = np.flatnonzero(counted).astype(np.int32)
        rarity = np.log1p((counted.size - found.size + 0.5) / (found.size + 0.5))
        return Matches(found, rarity * _saturated(counted[found]) * (SATURATION + 1))

    def _phrase(self, keys: Keys) -> Matches:
        words = [self._word(key) for key in keys]
        both = reduce(np.intersect1d, (word.rows for word in words))
        looked_for = f" {' '.join(keys)} "
        found = np.array([row for row in both if looked_for in self._sequence(row)], np.int32)
        scores = sum(word.scores[np.searchsorted(word.rows, found)] for word in words)
        return Matches(found, np.asarray(scores, np.float64))

    def _covering(self, keys: Keys) -> Matches:
        share = np.zeros(self.listing_ids.size)
        for _, rows, shares in self._postings(keys[0]):
            share[rows] = shares
        found = np.flatnonzero(share).astype(np.int32)
        return Matches(found, PLACE_LIFT * _saturated(share[found]))

    def _postings(self, key: str) -> Iterable[tuple[str, Rows, NDArray[np.float32]]]:
        for segment, row_of in zip(self.segments, self._row_of, strict=True):
            for field, word in segment.words.get(key, ()):
                documents, counts = segment.postings(field, word)
                rows = row_of[documents]
                left = rows >= 0
                yield field, rows[left], counts[left]

    def _sequence(self, row: int) -> str:
        segment = self.segments[int(self._source[row])]
        return segment.sequence(int(self._document[row]))


def _saturated(count: Scores) -> Scores:
    return count / (count + SATURATION)
