"""Hits are marked in every form of the word, and together the fragments are the text."""

from hypothesis import given
from hypothesis import strategies as st

from providers.search.analysis import key_of
from providers.search.folding import compose
from providers.search.marking import mark


def keys(*words: str) -> tuple[str, ...]:
    return tuple(key_of(word) or word for word in words)


def hits(text: str, *phrases: tuple[str, ...], names: tuple[tuple[str, ...], ...] = ()) -> list[str]:
    return [fragment for fragment, is_hit in mark(text, phrases, names) if is_hit]


def test_every_form_of_a_word_is_marked() -> None:
    text = "Hjælp til sygemeldte: vi hjælper den sygemeldte."
    assert hits(text, keys("hjælp"), keys("sygemeldt")) == ["Hjælp", "sygemeldte", "hjælper", "sygemeldte"]


def test_phrase_is_marked_only_where_its_words_follow_each_other() -> None:
    text = "Klar til job. Et job, når du er klar."
    assert hits(text, keys("klar", "job")) == ["Klar til job"]


def test_name_of_a_place_is_marked_as_it_is() -> None:
    text = "I Århus, Nykøbing Falster og Nykøbing Mors."
    assert hits(text, names=(("århus",), ("nykøbing", "falster"))) == ["Århus", "Nykøbing Falster"]


def test_overlapping_hits_are_marked_once() -> None:
    assert hits("fast mentor støtte", keys("fast", "mentor"), keys("mentor", "støtte")) == [
        "fast mentor",
        " støtte",
    ]


def test_markup_in_a_text_is_text() -> None:
    text = "<script>mentor</script>"
    assert mark(text, [keys("mentor")], []) == [("<script>", False), ("mentor", True), ("</script>", False)]


def test_text_without_hits_is_one_fragment_and_no_text_is_none() -> None:
    assert mark("Velkommen", [keys("mentor")], []) == [("Velkommen", False)]
    assert mark("Velkommen", [], []) == [("Velkommen", False)]
    assert mark("", [keys("mentor")], []) == []


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_fragments_together_are_the_text(text: str, words: list[str]) -> None:
    fragments = mark(text, [keys(word) for word in words], [tuple(words)] if words else [])
    assert "".join(fragment for fragment, _ in fragments) == compose(text)
    assert all(fragment for fragment, _ in fragments)
