"""Reduce Danish words to what they are looked up by, and find words that are spelt nearly alike."""

from collections.abc import Sequence
from functools import lru_cache

from whoosh.lang import stemmer_for_language, stopwords_for_language
from whoosh.spelling import ListCorrector
from whoosh.support.levenshtein import distance

from providers.search.folding import fold

# Listings have English texts too. Left out of the list is what means something in Danish: "it", "under".
_ENGLISH_STOP_WORDS = (
    "a an and are be by can do from how is me my of or the this to what where who with you your"
)
_STOP_WORDS = frozenset(fold(word) for word in (*stopwords_for_language("da"), *_ENGLISH_STOP_WORDS.split()))
_stem = stemmer_for_language("da")
# Shorter words have too many neighbours for a suggestion to be more than a guess.
_SHORTEST_TO_CORRECT, _LONGEST_TO_CORRECT = 4, 40
_ONE_SLIP_BELOW = 6
_MOST_SLIPS = 2


@lru_cache(maxsize=65_536)
def key_of(word: str) -> str | None:
    """Give the stem that all forms of a word share, or None for a word that says nothing ("og").

    The stemmer is Whoosh's Danish one; English words go through it too, which suits their plural s.
    """
    folded = fold(word)
    if not folded or folded in _STOP_WORDS:
        return None
    # The stemmer looks at the letter before a last s, so a lone s has to pass by it.
    stem: str = folded if len(folded) < 3 else _stem(folded)
    return stem or folded


def near_words(word: str, vocabulary: Sequence[str]) -> list[tuple[int, str]]:
    """Give the words within one or two slips of a misspelt one, each with its slips, the nearest first.

    The vocabulary is sorted. A slip is a letter too many, too few, wrong, or swapped with its neighbour.
    The first letter counts as right, as it nearly always is.
    """
    if not _SHORTEST_TO_CORRECT <= len(word) <= _LONGEST_TO_CORRECT or not vocabulary:
        return []
    allowed = 1 if len(word) < _ONE_SLIP_BELOW else _MOST_SLIPS
    # Whoosh's automaton counts a swap as two slips, so it looks two away and the exact distance decides.
    near = ListCorrector(vocabulary).suggest(word, limit=len(vocabulary), maxdist=_MOST_SLIPS, prefix=1)
    slips = ((distance(word, candidate), candidate) for candidate in near)
    return sorted((count, candidate) for count, candidate in slips if 0 < count <= allowed)
