"""Part a text into what was searched for and the rest, so that a page can mark it without trusting it."""

from collections.abc import Callable, Collection, Iterator, Sequence

from providers.search.analysis import key_of
from providers.search.folding import WORD, compose, fold

Fragment = tuple[str, bool]
Span = tuple[int, int]


def mark(
    text: str, phrases: Collection[tuple[str, ...]], names: Collection[tuple[str, ...]]
) -> list[Fragment]:
    """Cut a text into fragments, each said to be a hit or not; together they are the text.

    `phrases` are the keys of words, one after the other, so that every form of a word is marked. `names`
    are folded words that are marked only as they are, such as those of a place.
    """
    composed = compose(text)
    spans = sorted({*_spans(composed, key_of, phrases), *_spans(composed, fold, names)})
    fragments: list[Fragment] = []
    reached = 0
    for start, end in spans:
        if end > reached:
            fragments.append((composed[reached:start], False))
            fragments.append((composed[max(start, reached) : end], True))
            reached = end
    fragments.append((composed[reached:], False))
    return [fragment for fragment in fragments if fragment[0]]


def _spans(
    text: str, reduced: Callable[[str], str | None], wanted: Collection[tuple[str, ...]]
) -> Iterator[Span]:
    if not wanted:
        return
    words = [(reduced(match.group()), match.span()) for match in WORD.finditer(text)]
    saying = [(word, span) for word, span in words if word]
    for index, (word, (start, _)) in enumerate(saying):
        for sequence in wanted:
            if word == sequence[0] and _begins_with(saying[index:], sequence):
                yield start, saying[index + len(sequence) - 1][1][1]


def _begins_with(words: Sequence[tuple[str, Span]], sequence: tuple[str, ...]) -> bool:
    return tuple(word for word, _ in words[: len(sequence)]) == sequence
