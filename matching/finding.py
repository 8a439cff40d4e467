"""Find the public listings that fit a citizen's words and choices, one page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.catalogue import Catalogue
from matching.facets import NO_FILTERS, Bits, Counts, Filters
from matching.orders import Flags, Positions, Sort
from matching.public_listing import CatalogueListing
from providers.search.answering import Hits
from providers.search.index import IndexUnavailable
from providers.search.query import RecognisedPlace, Understood, understand

PAGE_SIZE = 20
NOTHING_TYPED = Understood("", (), ())

Matched = Literal["all", "any", "none"]


class WordIndex(Protocol):
    """What finding asks of the text index."""

    def find(self, understood: Understood) -> Hits:
        """Find listings by words, the best first."""

    def did_you_mean(self, understood: Understood) -> str | None:
        """Give the text as it was probably meant, or None."""


@dataclass(frozen=True, slots=True)
class FindRequest:
    """What a citizen asks for."""

    text: str = ""
    filters: Filters = NO_FILTERS
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = PAGE_SIZE


class Hit(NamedTuple):
    """A listing on the page; the score says how well it fits the words and is 0 without words."""

    listing: CatalogueListing
    score: float


@dataclass(frozen=True, slots=True)
class Findings:
    """The answer to one question: everything that a page needs to show.

    `listings` are those on the page, and `scores` say how well each fits the words. `matched` says whether
    they have all words or only some of them; "none" is for words that occur nowhere and for words that could
    not be looked up (`words_unavailable`), in which case the choices alone decide. `municipalities` are those
    that count, chosen or typed. `stated` is how many of the total state what they are sorted by; the rest
    stand last.
    """

    request: FindRequest
    total: int
    listings: tuple[CatalogueListing, ...]
    scores: tuple[float, ...]
    counts: Counts
    pages: int
    page: int
    stated: int
    understood: Understood
    municipalities: frozenset[str]
    matched: Matched
    did_you_mean: str | None
    words_unavailable: bool

    @property
    def shown(self) -> tuple[Hit, ...]:
        """Give the listings on the page with their scores."""
        return tuple(map(Hit, self.listings, self.scores))

    @property
    def places(self) -> tuple[RecognisedPlace, ...]:
        """Give the places that were understood in the text."""
        return self.understood.places

    @property
    def words(self) -> tuple[str, ...]:
        """Give the words that were looked up, without the places."""
        return self.understood.words


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words found: the listings as bits and a score for every listing; None is no condition."""

    bits: Bits | None
    scores: NDArray[np.float64] | None
    matched: Matched
    unavailable: bool = False


_NO_WORDS = _Words(None, None, "all")
_NOT_LOOKED_UP = _Words(None, None, "none", unavailable=True)


def find(catalogue: Catalogue, index: WordIndex | None, request: FindRequest) -> Findings:
    """Find what fits all of it: the words, the places among them, and the choices.

    A place that is typed counts as a municipality chosen (see `filters_meant`), and works
    without the text index. When no listing within the choices has all words, those that have some of them are
    shown instead. A page after the last one is the last one. The order is explained in matching.orders.
    """
    understood = understand(request.text) if request.text else NOTHING_TYPED
    filters = filters_meant(request.filters, understood.places)
    words = _look_up(catalogue, index, understood)
    choice = catalogue.facets.choose(filters, words.bits)
    if not choice.total and words.matched == "all" and len(understood.words) > 1:
        fewer = _look_up_singly(catalogue, index, understood)
        among_fewer = catalogue.facets.choose(filters, fewer.bits)
        if among_fewer.total:
            words, choice = fewer, among_fewer
    order, stated = _ordered(
        catalogue, request.sort, filters, catalogue.facets.flags(choice.bits), words.scores
    )
    pages = max(1, -(-choice.total // request.page_size))
    page = min(max(1, request.page), pages)
    shown = order[(page - 1) * request.page_size : page * request.page_size]
    return Findings(
        request=request,
        total=choice.total,
        listings=tuple([catalogue.listings[position] for position in shown.tolist()]),
        scores=_scores(words.scores, shown),
        counts=choice.counts,
        pages=pages,
        page=page,
        stated=stated,
        understood=understood,
        municipalities=filters.municipalities,
        matched=words.matched,
        did_you_mean=_did_you_mean(index, understood, words, choice.total),
        words_unavailable=words.unavailable,
    )


def filters_meant(filters: Filters, places: Sequence[RecognisedPlace]) -> Filters:
    """Let the places typed choose municipalities, unless some are chosen already.

    A choice is later and clearer than a word: whoever has typed Aarhus and then chooses Odense gets Odense,
    and typing Ejby and choosing Køge is Køge. So the count beside a municipality is what choosing it gives.
    """
    if not places or filters.municipalities:
        return filters
    return replace(
        filters, municipalities=frozenset(code for each in places for code in each.municipality_codes)
    )


def _look_up(catalogue: Catalogue, index: WordIndex | None, understood: Understood) -> _Words:
    """Ask the text index; places alone need no index, since they are municipalities chosen."""
    if not understood.words:
        return _NO_WORDS
    try:
        hits = index.find(understood) if index else None
    except IndexUnavailable:
        hits = None
    if hits is None:
        return _NOT_LOOKED_UP
    known, positions = catalogue.positions_of(hits.listing_ids)
    scores = np.zeros(len(catalogue.listings))
    scores[positions] = hits.scores[known]
    return _Words(catalogue.facets.bits(positions), scores, hits.matched)


def _look_up_singly(catalogue: Catalogue, index: WordIndex | None, understood: Understood) -> _Words:
    """Find the listings that have some of the words: the more words, the better, then how well they fit.

    As in the index, the whole part of a score is the number of words that a listing has.
    """
    had, fit = np.zeros(len(catalogue.listings)), np.zeros(len(catalogue.listings))
    for word in understood.words:
        found = _look_up(catalogue, index, replace(understood, words=(word,)))
        if found.unavailable:
            return _NOT_LOOKED_UP
        if found.scores is not None:
            had += np.floor(found.scores)
            fit += found.scores % 1
    return _Words(catalogue.facets.bits(np.flatnonzero(had)), had + fit / len(understood.words), "any")


def _ordered(
    catalogue: Catalogue, sort: Sort, filters: Filters, found: Flags, scores: NDArray[np.float64] | None
) -> tuple[Positions, int]:
    """Order what was found, and say how many state what they are ordered by."""
    if sort is Sort.WAITING_TIME:
        return catalogue.orders.by_waiting_time(found)
    if sort is Sort.PRICE:
        return catalogue.orders.by_price(found, filters.support)
    if sort is Sort.RESULT:
        return catalogue.orders.by_result(found)
    if sort is Sort.NAME:
        order = catalogue.orders.by_name(found)
    else:
        order = catalogue.orders.by_relevance(found, scores, local_first=bool(filters.municipalities))
    return order, len(order)


def _scores(scores: NDArray[np.float64] | None, shown: Positions) -> tuple[float, ...]:
    return (0.0,) * len(shown) if scores is None else tuple(scores[shown].tolist())


def _did_you_mean(index: WordIndex | None, understood: Understood, words: _Words, total: int) -> str | None:
    """Ask for another spelling when a word found nothing, or when nothing was found at all."""
    if index is None or not understood.words or words.unavailable or (words.matched == "all" and total):
        return None
    try:
        return index.did_you_mean(understood)
    except IndexUnavailable:
        return None
