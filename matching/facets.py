"""Choose among all public listings by their facets, and say how many each choice would leave."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

# One bit for each listing, in whole words; the bits after the last listing are always 0.
Bits = NDArray[np.uint64]
Flags = NDArray[np.bool_]
WORD = 64

FREE_PLACES = "1"


class Facet(StrEnum):
    """Name a property that citizens choose by; the values are the parameters of the search page."""

    MUNICIPALITY = "municipality"
    TARGET_GROUP = "target_group"
    SUPPORT = "support"
    FIELD = "field"
    ACCOMMODATION = "accommodation"
    KIND = "kind"
    LANGUAGE = "language"
    FORMAT = "format"
    PLACES = "places"


# What a listing carries in each facet; a facet left out means that the actor has not stated it.
Marks = Mapping[Facet, Collection[str]]
# The rows of each facet, and the codes that they count.
Parts = Mapping[Facet, tuple[slice, tuple[str, ...]]]
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Filters:
    """What a citizen has chosen: any of the values within a field, and every field that is not empty."""

    municipalities: frozenset[str] = NOTHING
    target_groups: frozenset[str] = NOTHING
    support: frozenset[str] = NOTHING
    fields: frozenset[str] = NOTHING
    accommodations: frozenset[str] = NOTHING
    kinds: frozenset[str] = NOTHING
    languages: frozenset[str] = NOTHING
    formats: frozenset[str] = NOTHING
    free_places: bool = False

    def chosen(self) -> dict[Facet, frozenset[str]]:
        """Give the chosen codes of each facet in which something is chosen."""
        every = {
            Facet.MUNICIPALITY: self.municipalities,
            Facet.TARGET_GROUP: self.target_groups,
            Facet.SUPPORT: self.support,
            Facet.FIELD: self.fields,
            Facet.ACCOMMODATION: self.accommodations,
            Facet.KIND: self.kinds,
            Facet.LANGUAGE: self.languages,
            Facet.FORMAT: self.formats,
            Facet.PLACES: frozenset({FREE_PLACES}) if self.free_places else NOTHING,
        }
        return {facet: codes for facet, codes in every.items() if codes}


NO_FILTERS = Filters()


class Counts(Mapping[Facet, Mapping[str, int]]):
    """How many listings each value of each facet gives; values are named when a facet is asked for.

    `numbers` are the counts alone, in the order of `Facets.values`.
    """

    __slots__ = ("_parts", "numbers")

    def __init__(self, parts: Parts, numbers: list[int]) -> None:
        self._parts = parts
        self.numbers = numbers

    def __getitem__(self, facet: Facet) -> Mapping[str, int]:
        part, known = self._parts[facet]
        return MappingProxyType(dict(zip(known, self.numbers[part], strict=True)))

    def __iter__(self) -> Iterator[Facet]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the filters leave: the listings as bits, how many they are, and the counts of every facet."""

    bits: Bits
    total: int
    counts: Counts


class Facets:
    """Hold for every value of every facet the listings that carry it, as rows of bits.

    A nationwide listing carries every municipality. What the counts promise:

    - The count of a value is the total one gets with that value alone in its facet, while the words and all
      other facets stay as they are. It does not depend on what is chosen in its own facet.
    - A listing found is counted once in each value it carries, and in none of a facet it has not stated.
    - So with values chosen in a facet, the total is at least their largest count and at most their sum; in a
      facet where every listing carries one value (the kind of actor) it is exactly the sum, and there all
      counts together are the total without a choice in that facet.
    """

    __slots__ = ("_everything", "_nothing", "_parts", "_row_of", "_rows", "_unfiltered", "size")

    def __init__(
        self, marks: Sequence[Marks], nationwide: Collection[int], municipalities: Iterable[str]
    ) -> None:
        self.size = len(marks)
        codes = _codes(marks, municipalities)
        self._row_of = {pair: row for row, pair in enumerate(codes)}
        table = np.zeros((len(codes), self.size), dtype=np.bool_)
        for position, marked in enumerate(marks):
            for facet, carried in marked.items():
                for code in carried:
                    table[self._row_of[facet, code], position] = True
        everywhere = [row for row, (facet, _) in enumerate(codes) if facet is Facet.MUNICIPALITY]
        table[np.ix_(everywhere, list(nationwide))] = True
        # The last row is everything, so that counting it counts what was found.
        self._rows = _packed(np.vstack([table, np.ones((1, self.size), dtype=np.bool_)]))
        self._everything = self._rows[-1]
        self._nothing = np.zeros_like(self._everything)
        self._parts = _parts(codes)
        self._unfiltered = self._counted(self._everything, {})

    def codes(self, facet: Facet) -> tuple[str, ...]:
        """List the values of a facet that are counted: those that listings carry, and all municipalities."""
        return self._parts[facet][1]

    def values(self) -> tuple[tuple[Facet, str], ...]:
        """List every value of every facet that is counted."""
        return tuple(self._row_of)

    def bits(self, positions: NDArray[np.intp]) -> Bits:
        """Write listings, given by their positions, as bits."""
        row = np.zeros((1, self.size), dtype=np.bool_)
        row[0, positions] = True
        bits: Bits = _packed(row)[0]
        return bits

    def carrying(self, facet: Facet, codes: Iterable[str]) -> Bits:
        """Give the listings that carry any of the codes."""
        return self._any_of(facet, frozenset(codes))

    def flags(self, bits: Bits) -> Flags:
        """Write bits as one truth value for each listing."""
        flags: Flags = np.unpackbits(bits.view(np.uint8), bitorder="little", count=self.size).view(np.bool_)
        return flags

    def choose(self, filters: Filters, within: Bits | None = None) -> Choice:
        """Leave the listings that every facet lets through, out of all or of those that the words found."""
        chosen = filters.chosen()
        if within is None and not chosen:
            return self._unfiltered
        passing: dict[Facet | None, Bits] = {} if within is None else {None: within}
        passing.update((facet, self._any_of(facet, codes)) for facet, codes in chosen.items())
        others = {
            facet: self._all_of([bits for other, bits in passing.items() if other is not facet])
            for facet in chosen
        }
        return self._counted(self._all_of(list(passing.values())), others)

    def _any_of(self, facet: Facet, codes: frozenset[str]) -> Bits:
        """Join the listings of several values; a code that no listing carries adds none."""
        carried = [self._rows[self._row_of[facet, code]] for code in codes if (facet, code) in self._row_of]
        return reduce(np.bitwise_or, carried) if carried else self._nothing

    def _all_of(self, passing: Sequence[Bits]) -> Bits:
        """Keep the listings that are in all of these; without any condition that is everything."""
        return reduce(np.bitwise_and, passing) if passing else self._everything

    def _counted(self, found: Bits, others: Mapping[Facet, Bits]) -> Choice:
        """Count every value within what was found, but a chosen facet's within what the others leave."""
        words = self._rows & found
        for facet, bits in others.items():
            part, _ = self._parts[facet]
            np.bitwise_and(self._rows[part], bits, out=words[part])
        numbers = np.add.reduce(np.bitwise_count(words), axis=1, dtype=np.uint32).tolist()
        total = numbers.pop()
        return Choice(found, total, Counts(self._parts, numbers))


def _codes(marks: Sequence[Marks], municipalities: Iterable[str]) -> list[tuple[Facet, str]]:
    """List every value that exists, facet by facet; a municipality also when nobody covers it."""
    seen = {(Facet.MUNICIPALITY, code) for code in municipalities} | {(Facet.PLACES, FREE_PLACES)}
    for marked in marks:
        for facet, carried in marked.items():
            seen.update((facet, code) for code in carried)
    order = list(Facet)
    return sorted(seen, key=lambda pair: (order.index(pair[0]), pair[1]))


def _parts(codes: Sequence[tuple[Facet, str]]) -> Parts:
    """Give for each facet its rows and its codes, in the order of the rows."""
    parts: dict[Facet, tuple[slice, tuple[str, ...]]] = {}
    start = 0
    for facet in Facet:
        known = tuple(code for owner, code in codes if owner is facet)
        parts[facet] = (slice(start, start + len(known)), known)
        start += len(known)
    return parts


def _packed(table: Flags) -> Bits:
    """Pack truth values (rows, listings) into words (rows, whole words), never to be written to again."""
    rows, size = table.shape
    padded = np.zeros((rows, -(-size // WORD) * WORD), dtype=np.bool_)
    padded[:, :size] = table
    packed: Bits = np.packbits(padded, axis=1, bitorder="little").view(np.uint64)
    packed.setflags(write=False)
    return packed
