"""Answer what was understood from the documents there are: listings in order, another spelling, marks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from providers.search.analysis import key_of, near_words
from providers.search.collection import Collection, Keys, Scores
from providers.search.documents import municipality_code
from providers.search.folding import WORD, fold
from providers.search.gazetteer import gazetteer
from providers.search.query import RecognisedPlace, Understood, understand

Matched = Literal["all", "any", "none"]

# What a word of a place's name counts beside a word that was asked for.
PLACE_WORD_SHARE = 0.5
# Whoever misspells more words than these is not helped by a guess.
MOST_WORDS_CORRECTED = 3


@dataclass(frozen=True, slots=True)
class Hits:
    """The listings found, the best first and then by id, and whether they have all words or only some.

    The whole part of a score is the number of words the listing has; the rest, below 1, tells how well.
    """

    listing_ids: NDArray[np.int64]
    scores: NDArray[np.float64]
    matched: Matched


def find(collection: Collection, understood: Understood) -> Hits:
    """Find the listings that have all words, or else those that have the most.

    A place lifts the listings that cover or name it and leaves out none. With places alone every listing
    is a hit; without words and places there is none.
    """
    conditions = conditions_of(collection, understood)
    fit, words_had = np.zeros(collection.listing_ids.size), np.zeros(collection.listing_ids.size, np.int16)
    for keys in conditions:
        matches = collection.having(keys)
        fit[matches.rows] += matches.scores
        words_had[matches.rows] += 1
    most = int(words_had.max(initial=0))
    if not (most or (understood.places and not conditions)):
        return Hits(np.empty(0, np.int64), np.empty(0), "none")
    for place in understood.places:
        fit += _lift(collection, place)
    has_all = most == len(conditions)
    rows = np.flatnonzero(words_had == most if has_all else words_had)
    scores = words_had[rows] + fit[rows] / (1 + fit[rows])
    order = np.argsort(-scores, kind="stable")
    return Hits(collection.listing_ids[rows[order]], scores[order], "all" if has_all else "any")


def suggest(collection: Collection, understood: Understood) -> str | None:
    """Give the text with its unknown words as they are probably spelt, when that would find something."""
    corrections = _corrections(collection, understood)
    if not corrections:
        return None
    corrected = WORD.sub(lambda match: corrections.get(match.group(), match.group()), understood.text)
    return corrected if find(collection, understand(corrected)).matched != "none" else None


def conditions_of(collection: Collection | None, understood: Understood) -> tuple[Keys, ...]:
    """Give what a listing should have: the keys of each word or phrase that says something, once."""
    nearest = collection.nearest_key if collection else str
    said = (tuple(map(nearest, filter(None, map(key_of, _words(word))))) for word in understood.words)
    return tuple(dict.fromkeys(keys for keys in said if keys))


def names_of(place: RecognisedPlace) -> tuple[Keys, ...]:
    """Give the folded words of a place, as typed and by its official name, without codes and quarters."""
    return tuple(dict.fromkeys(filter(None, (_telling(place.typed), _telling(place.name)))))


def _telling(name: str) -> Keys:
    words = [word for word in map(fold, _words(name)) if not word.isdecimal()]
    return tuple(word for word in words if len(word) > 2) or tuple(words)


def _lift(collection: Collection, place: RecognisedPlace) -> Scores:
    lift = np.zeros(collection.listing_ids.size)
    for code in place.municipality_codes:
        covering = collection.covering(municipality_code(code))
        lift[covering.rows] = np.maximum(lift[covering.rows], covering.scores)
    for word in {word for name in names_of(place) for word in name}:
        naming = collection.having((key_of(word) or word,))
        lift[naming.rows] += PLACE_WORD_SHARE * naming.scores
    return lift


def _corrections(collection: Collection, understood: Understood) -> dict[str, str]:
    unknown = list(dict.fromkeys(_unknown_words(collection, understood)))
    if not unknown or len(unknown) > MOST_WORDS_CORRECTED:
        return {}
    towns = {fold(name): name for name in gazetteer().single_words}
    known = collection.vocabulary | towns
    vocabulary, corrections = sorted(known), {}
    for word in unknown:
        near = (
            (slips, -_occurrences(collection, other), other)
            for slips, other in near_words(fold(word), vocabulary)
        )
        best = min((found for found in near if found[1] or found[2] in towns), default=None)
        if best:
            corrections[word] = known[best[2]]
    return corrections


def _unknown_words(collection: Collection, understood: Understood) -> Iterator[str]:
    for word in (part for phrase in understood.words for part in _words(phrase)):
        key = key_of(word)
        if key and not collection.knows(collection.nearest_key(key)):
            yield word


def _occurrences(collection: Collection, folded: str) -> int:
    return int(collection.having((key_of(folded) or folded,)).rows.size)


def _words(text: str) -> list[str]:
    return [match.group() for match in WORD.finditer(text)]
