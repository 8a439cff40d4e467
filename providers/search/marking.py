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
    words = [(match.group(), match.span()) for match in WORD.finditer(composed)]
    spans = sorted({*_spans(words, key_of, phrases), *_spans(words, fold, names)})
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
    words: Sequence[tuple[str, Span]],
    reduced: Callable[[str], str | None],
    wanted: Collection[tuple[str, ...]],
) -> Iterator[Span]:
    first_words = {sequence[0] for sequence in wanted}
    if not first_words:
        return
    saying = [(short, span) for word, span in words if (short := reduced(word))]
    for index, (word, (start, _)) in enumerate(saying):
        if word in first_words:
            for sequence in wanted:
                if _begins_with(saying[index : index + len(sequence)], sequence):
                    yield start, saying[index + len(sequence) - 1][1][1]


def _begins_with(words: Sequence[tuple[str, Span]], sequence: tuple[str, ...]) -> bool:
    return tuple(word for word, _ in words) == sequence
