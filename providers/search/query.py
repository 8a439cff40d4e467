"""Understand what a person typed: which words, which phrases and which places."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from providers.search.folding import WORD, compose, fold
from providers.search.gazetteer import KnownPlace, gazetteer

LONGEST_TEXT = 300
# Far more than 300 signs can become fewer when they are composed; this only keeps the work small.
_LONGEST_LOOKED_AT = 4 * LONGEST_TEXT

_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_WITHOUT_WIDTH = "Cf"
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»″", '"'))
_PHRASE = re.compile(r'"([^"]*)"')
_BESIDE = re.compile(r"[\s,./\-]{1,3}")

_BEFORE_A_PLACE = frozenset(
    {"i", "på", "ved", "nær", "omkring", "tæt", "in", "near", "around", "close", "dk"}
)
# Only these say that an everyday word which is also a town ("stilling") is meant as the town.
_SAYS_PLACE = frozenset({"i", "ved", "nær", "omkring", "in", "near", "around"})
_SAYS_MUNICIPALITY = frozenset({"kommune", "kommunes", "regionskommune", "jobcenter", "jobcentret"})
_SAYS_MONEY = frozenset({"kr", "kroner", "dkk"})
_PARTS_OF_TOWN = frozenset({"n", "nø", "ø", "sø", "s", "sv", "v", "nv", "c", "k", "m"})


@dataclass(frozen=True, slots=True)
class RecognisedPlace:
    """A place in what was typed, and the municipalities that may be meant."""

    name: str
    typed: str
    municipality_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """What was typed, in parts; a word with a space in it is a phrase that was put in quotes."""

    text: str
    words: tuple[str, ...]
    places: tuple[RecognisedPlace, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    typed: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Typed:
    """A text and its words outside quotes; `alone` says that there are no quotes."""

    text: str
    tokens: tuple[_Token, ...]
    alone: bool

    def stands_together(self, first: int, after: int) -> bool:
        """Say whether words exist and stand next to each other, with hardly a sign between them."""
        if first < 0 or after > len(self.tokens):
            return False
        pairs = pairwise(self.tokens[first:after])
        return all(_BESIDE.fullmatch(self.text, one.end, other.start) for one, other in pairs)

    def beside(self, word: int, neighbour: int) -> _Token | None:
        """Give the word next to another one, when there is one."""
        near = self.stands_together(min(word, neighbour), max(word, neighbour) + 1)
        return self.tokens[neighbour] if near else None


@dataclass(frozen=True, slots=True)
class _Found:
    """A place over the tokens from `first` up to `after`, with the prepositions that stand before it."""

    place: KnownPlace
    first: int
    after: int


def understand(text: str) -> Understood:
    """Part a text into words, phrases and places; whatever the text holds, there is an answer."""
    normal = normalise(text)
    phrases = [(match.start(), match.group(1)) for match in _PHRASE.finditer(normal)]
    typed = _Typed(normal, tuple(_tokens(_PHRASE.sub(_blank, normal))), alone=not phrases)
    found = _merged(typed, list(_found(typed)))
    taken = {index for place in found for index in range(_begins(typed, place), place.after)}
    words = [(token.start, token.typed) for index, token in enumerate(typed.tokens) if index not in taken]
    said = [(start, " ".join(token.typed for token in _tokens(phrase))) for start, phrase in phrases]
    in_order = (word for _, word in sorted(words + said) if word)
    places = {(place.place.name, place.place.municipality_codes): place for place in reversed(found)}
    recognised = (_recognised(typed, place) for place in reversed(places.values()))
    return Understood(normal, tuple(in_order), tuple(recognised))


def normalise(text: str) -> str:
    """Give at most 300 visible signs, each letter one sign, with single spaces and straight quotes."""
    visible = "".join(map(_visible, compose(text[:_LONGEST_LOOKED_AT]).translate(_QUOTES)))
    return " ".join(visible.split())[:LONGEST_TEXT].strip()


def _visible(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == _WITHOUT_WIDTH:
        return ""
    return " " if category in _UNSEEN else sign


def _tokens(text: str) -> Iterator[_Token]:
    for match in WORD.finditer(text):
        folded = fold(match.group())
        if folded:
            yield _Token(match.group(), folded, match.start(), match.end())


def _blank(match: re.Match[str]) -> str:
    """Stand in for a phrase, so that no place reaches across it."""
    return "\x00" * len(match.group())


def _found(typed: _Typed) -> Iterator[_Found]:
    """Find the places from left to right, the longest name first."""
    index = 0
    while index < len(typed.tokens):
        found = next(_places_at(typed, index), None)
        if found:
            yield found
        index = found.after if found else index + 1


def _places_at(typed: _Typed, first: int) -> Iterator[_Found]:
    known = gazetteer()
    for after in range(min(first + known.longest, len(typed.tokens)), first, -1):
        if typed.stands_together(first, after):
            place = known.find(_folded(typed, first, after)) or _possessive(typed, first, after)
            if place and _is_meant(typed, _Found(place, first, after)):
                yield _Found(place, first, _with_part_of_town(typed, place, after))


def _is_meant(typed: _Typed, found: _Found) -> bool:
    """Say whether words that name a place are meant as one.

    A postal code is not when it is an amount of money. An everyday word is only where something else says
    so: nothing else was typed, a capital letter within the text, a preposition, "kommune", a postal code.
    """
    following = typed.beside(found.after - 1, found.after)
    if found.place.is_postcode:
        return following is None or following.folded not in _SAYS_MONEY
    if not found.place.is_everyday_word or (typed.alone and len(typed.tokens) == 1):
        return True
    preceding = typed.beside(found.first, found.first - 1)
    begins_big = typed.tokens[found.first].typed[0].isupper() and not typed.text.isupper()
    return (
        (begins_big and found.first > 0)
        or (preceding is not None and preceding.folded in _SAYS_PLACE)
        or (following is not None and following.folded in _SAYS_MUNICIPALITY)
        or any(_is_postcode_of(token, found.place) for token in (preceding, following) if token)
    )


def _is_postcode_of(token: _Token, place: KnownPlace) -> bool:
    other = gazetteer().find((token.folded,))
    return other is not None and other.is_postcode and bool(_common(other, place))


def _possessive(typed: _Typed, first: int, after: int) -> KnownPlace | None:
    """Find the place in "Københavns Kommune"."""
    following = typed.beside(after - 1, after)
    *words, last = _folded(typed, first, after)
    if following is None or following.folded not in _SAYS_MUNICIPALITY or not last.endswith("s"):
        return None
    return gazetteer().find((*words, last[:-1]))


def _with_part_of_town(typed: _Typed, place: KnownPlace, after: int) -> int:
    """Take along the N in "Kolding N", which says nothing about the municipality."""
    following = None if place.is_postcode else typed.beside(after - 1, after)
    return after + 1 if following and following.folded in _PARTS_OF_TOWN else after


def _merged(typed: _Typed, found: Sequence[_Found]) -> list[_Found]:
    """Make one place of a postal code and the town beside it."""
    merged: list[_Found] = []
    for place in found:
        last = merged[-1] if merged else None
        if last and typed.stands_together(last.after - 1, place.first + 1) and _belong_together(last, place):
            merged[-1] = _Found(_both(last.place, place.place), last.first, place.after)
        else:
            merged.append(place)
    return merged


def _belong_together(one: _Found, other: _Found) -> bool:
    is_next = one.after == other.first
    is_code_and_town = one.place.is_postcode != other.place.is_postcode
    return is_next and is_code_and_town and bool(_common(one.place, other.place))


def _both(one: KnownPlace, other: KnownPlace) -> KnownPlace:
    code, town = (one, other) if one.is_postcode else (other, one)
    return KnownPlace(f"{code.postcode} {town.name}", _common(one, other), code.postcode)


def _common(one: KnownPlace, other: KnownPlace) -> tuple[str, ...]:
    return tuple(code for code in one.municipality_codes if code in other.municipality_codes)


def _begins(typed: _Typed, found: _Found) -> int:
    """Give the first word that falls away with a place: a preposition before it goes with it."""
    first = found.first
    while (before := typed.beside(first, first - 1)) and before.folded in _BEFORE_A_PLACE:
        first -= 1
    return first


def _folded(typed: _Typed, first: int, after: int) -> tuple[str, ...]:
    return tuple(token.folded for token in typed.tokens[first:after])


def _recognised(typed: _Typed, found: _Found) -> RecognisedPlace:
    start, end = typed.tokens[found.first].start, typed.tokens[found.after - 1].end
    return RecognisedPlace(found.place.name, typed.text[start:end], found.place.municipality_codes)
