"""The places a search knows by name: towns, municipalities and postal codes, as people write them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from providers.reference.models import Place
from providers.reference.queries import places, post_towns
from providers.search.folding import WORD, fold, loosen

# Towns that are also first names, or words people use about work, health and daily life.
_TOWNS_LIKE_WORDS = (
    "Ans Balle Beder Brande Flemming Fur Give Gram Hals Henne Humble Lem Lind Løsning Mørke Ringe Rude "
    "Stege Stige Stilling Tarm Them Tim Tune Vejen"
)
_EVERYDAY_WORDS = frozenset(map(fold, _TOWNS_LIKE_WORDS.split()))
# "Nykøbing" alone may be any of the three: these last words only tell towns of one name apart.
_LAST_WORDS = "by djurs f falster fyn j jyll l m midtsj mors sj sjælland st stevns sydfyn thy vestj ærø"
_TELLS_TOWNS_APART = frozenset(_LAST_WORDS.split())
_OTHER_NAMES = {"kbh": "københavn", "cph": "københavn", "copenhagen": "københavn"}
# Post towns that have a postal code for each street, so that no code is theirs alone.
_TOWNS_OF_STREET_CODES = {"København K": "1000", "København V": "1500", "Frederiksberg C": "1800"}
_DIGITS_OF_A_POSTCODE = 4


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place by its official name; `postcode` is empty for what has none of its own."""

    name: str
    municipality_codes: tuple[str, ...]
    postcode: str = ""
    is_everyday_word: bool = False

    @property
    def is_postcode(self) -> bool:
        """Say whether this is a postal code, alone or with its town."""
        return bool(self.postcode)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places by the folded words of their names; `loose` holds them without æ, ø and å."""

    exact: Mapping[tuple[str, ...], KnownPlace]
    loose: Mapping[tuple[str, ...], KnownPlace]
    longest: int

    def find(self, words: tuple[str, ...]) -> KnownPlace | None:
        """Find the place that folded words name, also as written without Danish letters."""
        official = tuple(_OTHER_NAMES.get(word, word) for word in words)
        return self.exact.get(official) or self.loose.get(tuple(map(loosen, official)))

    @property
    def single_words(self) -> Iterable[str]:
        """List the official names that are one word with letters."""
        return (
            place.name for words, place in self.exact.items() if len(words) == 1 and not place.is_postcode
        )


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Give the places of the code lists, ready to be looked up."""
    exact: dict[tuple[str, ...], KnownPlace] = {}
    for place in _with_shared_names(places()):
        words = _folded_words(place.name)
        exact[words] = _known(place, words)
    for name, postcode in _TOWNS_OF_STREET_CODES.items():
        exact[_folded_words(name)] = KnownPlace(name, exact[postcode,].municipality_codes)
    loose = {tuple(map(loosen, words)): place for words, place in exact.items()}
    return Gazetteer(exact, loose, max(map(len, exact)))


def _known(place: Place, words: tuple[str, ...]) -> KnownPlace:
    if len(place.name) == _DIGITS_OF_A_POSTCODE and place.name.isdecimal():
        name = f"{place.name} {post_towns().get(place.name, '')}".strip()
        return KnownPlace(name, place.municipality_codes, place.name)
    everyday = len(words) == 1 and words[0] in _EVERYDAY_WORDS
    return KnownPlace(place.name, place.municipality_codes, is_everyday_word=everyday)


def _with_shared_names(listed: Iterable[Place]) -> Iterable[Place]:
    """Add the name that towns share ("Viby" for Viby J and Viby Sjælland) with the codes of them all."""
    codes: dict[str, dict[str, None]] = {}
    for place in listed:
        codes.setdefault(place.name, {}).update(dict.fromkeys(place.municipality_codes))
        shared, _, last = place.name.rpartition(" ")
        if shared and fold(last) in _TELLS_TOWNS_APART:
            codes.setdefault(shared, {}).update(dict.fromkeys(place.municipality_codes))
    return (Place(name, tuple(held)) for name, held in codes.items())


def _folded_words(name: str) -> tuple[str, ...]:
    return tuple(fold(match.group()) for match in WORD.finditer(name))
