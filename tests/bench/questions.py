"""Questions to measure with: distinct combinations of choices, each of which fills a page with listings."""

import random
from collections.abc import Iterable, Iterator
from itertools import product
from urllib.parse import urlencode

from matching.catalogue import Catalogue
from matching.facets import Filters
from matching.finding import PAGE_SIZE, FindRequest, WordIndex, find
from providers.reference.queries import municipality_names, target_groups

# Words that citizens would use; those that do not fill a page in the demonstration are left out.
WORDS = (
    *("sygemeldt", "stress", "cv", "jobsøgning", "mentor", "praktik", "løntilskud", "kursus", "angst"),
    *("netværk", "samtale", "rådgiver", "uddannelse", "fleksjob", "dagpenge", "ledig", "unge", "akademiker"),
    *("virksomhed", "plan", "opkvalificering", "psykisk", "ryg", "smerter", "arbejdsgiver", "kontanthjælp"),
)
MOST = 600
SEED = 20261102


def without_words(catalogue: Catalogue, index: WordIndex | None) -> tuple[str, ...]:
    """Give addresses with a municipality and a target group, in a shuffled but repeatable order."""
    return _full_pages(catalogue, index, ("",))


def with_words(catalogue: Catalogue, index: WordIndex | None) -> tuple[str, ...]:
    """Give addresses with a word, a municipality and a target group."""
    return _full_pages(catalogue, index, WORDS)


def _full_pages(catalogue: Catalogue, index: WordIndex | None, texts: Iterable[str]) -> tuple[str, ...]:
    groups = [group.id for group in target_groups(catalogue.day)]
    combinations = list(product(texts, municipality_names(catalogue.day), groups))
    random.Random(SEED).shuffle(combinations)
    addresses: list[str] = []
    for text, municipality, group in combinations:
        filters = Filters(frozenset({municipality}), frozenset({group}))
        if find(catalogue, index, FindRequest(text, filters)).total >= PAGE_SIZE:
            addresses.append("/search?" + urlencode(list(_pairs(text, municipality, group))))
        if len(addresses) == MOST:
            break
    if not addresses:
        raise AssertionError("No combination of choices fills a page; are there enough listings?")
    return tuple(addresses)


def _pairs(text: str, municipality: str, group: str) -> Iterator[tuple[str, str]]:
    if text:
        yield "q", text
    yield "municipality", municipality
    yield "target_group", group
