"""Places are known by folded names; no two places become one by folding."""

from collections import Counter

from providers.reference.queries import places
from providers.search.folding import WORD, fold, loosen
from providers.search.gazetteer import gazetteer


def test_folding_makes_no_two_places_one() -> None:
    names = {place.name for place in places()}
    folded = Counter(tuple(loosen(fold(word)) for word in WORD.findall(name)) for name in names)
    assert [words for words, times in folded.items() if times > 1] == []


def test_every_place_is_found_as_written_and_without_danish_letters() -> None:
    for place in places():
        words = tuple(fold(word) for word in WORD.findall(place.name))
        for written in (words, tuple(map(loosen, words))):
            # "Harlev" is the name two towns near Aarhus share, so it is not how Hårlev is written.
            found = gazetteer().find(written)
            assert found
            assert set(place.municipality_codes) <= set(found.municipality_codes) or written == ("harlev",)


def test_everyday_words_are_towns_indeed() -> None:
    assert sum(place.is_everyday_word for place in gazetteer().exact.values()) == 25


def test_unknown_name_is_no_place() -> None:
    assert gazetteer().find(("sygemeldt",)) is None
    assert gazetteer().find(()) is None


def test_single_words_are_towns_and_no_postal_codes() -> None:
    words = set(gazetteer().single_words)
    assert {"Aarhus", "Odense", "Nykøbing"} <= words
    assert not any(word.isdecimal() or " " in word for word in words)
