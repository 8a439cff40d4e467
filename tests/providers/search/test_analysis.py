"""Forms of a word are looked up as one, and a misspelt word has near ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.search.analysis import key_of, near_words

VOCABULARY = sorted(["job", "jobcenter", "mentor", "mentorer", "praktik", "sygemeldt", "sygemelding"])


@pytest.mark.parametrize(
    "forms",
    [
        ["sygemeldt", "sygemeldte", "Sygemeldt"],
        ["hjælp", "hjælpe", "hjælper", "hjaelpe"],
        ["a-kasse", "a-kassen", "akasserne", "a kasse"],
        ["samtale", "samtaler", "samtalerne"],
        ["cv", "cv'et", "CV'er"],
        ["training", "trainings"],
    ],
)
def test_forms_of_a_word_share_a_key(forms: list[str]) -> None:
    assert len({key_of(form) for form in forms}) == 1


@pytest.mark.parametrize("word", ["og", "På", "the", "with", "som"])
def test_words_that_say_nothing_have_no_key(word: str) -> None:
    assert key_of(word) is None


@pytest.mark.parametrize("word", ["it", "IT", "3F", "s", "ss", "es", "job", "8000"])
def test_short_words_that_say_something_have_a_key(word: str) -> None:
    assert key_of(word)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=60))
def test_any_word_can_be_looked_up(word: str) -> None:
    key = key_of(word)
    assert key is None or key


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("sygemledt", (1, "sygemeldt")),
        ("jobcentr", (1, "jobcenter")),
        ("metnor", (1, "mentor")),
        ("paktik", (1, "praktik")),
        ("prktikk", (2, "praktik")),
    ],
)
def test_misspelt_word_has_its_right_spelling_first(typed: str, nearest: tuple[int, str]) -> None:
    assert near_words(typed, VOCABULARY)[0] == nearest


@pytest.mark.parametrize("typed", ["jab", "zzzzzz", "mntr", "x" * 300, "", "entor"])
def test_word_far_from_all_others_has_no_near_one(typed: str) -> None:
    assert near_words(typed, VOCABULARY) == []


def test_nothing_is_near_in_an_empty_vocabulary() -> None:
    assert near_words("sygemledt", []) == []
