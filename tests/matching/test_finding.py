"""Finding joins words, places and choices as a citizen expects, and works without the text index."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.catalogue import Catalogue, make_catalogue
from matching.facets import Facet, Filters
from matching.finding import Findings, FindRequest, WordIndex, find
from matching.orders import Sort
from providers.organisations.models import OrganisationKind
from providers.search.answering import Hits
from providers.search.index import IndexUnavailable
from providers.search.query import Understood
from tests.matching.listings import DAY, course, public_listing

AARHUS, VIBORG, MIDDELFART, KOGE = "751", "791", "410", "259"
NOT_IN_THE_CATALOGUE = 10**9


class Words:
    """A text index of whole words: the score is the number of words a listing has, and a bit more."""

    def __init__(self, catalogue: Catalogue, texts: Mapping[str, str]) -> None:
        self.texts = {catalogue.by_slug[slug].listing_id: text.split() for slug, text in texts.items()}
        self.texts[NOT_IN_THE_CATALOGUE] = ["alle", "ord", "passer", "her", "cv", "mentor"]

    def find(self, understood: Understood) -> Hits:
        had = {key: sum(word in text for word in understood.words) for key, text in self.texts.items()}
        most = max(had.values())
        matched: Literal["all", "any", "none"] = "none"
        if most:
            matched = "all" if most == len(understood.words) else "any"
        least = most if matched == "all" else 1
        found = sorted((-count, key) for key, count in had.items() if most and count >= least)
        return Hits(
            np.array([key for _, key in found], np.int64),
            np.array([0.25 - count for count, _ in found]),
            matched,
        )

    def did_you_mean(self, understood: Understood) -> str | None:
        return "mentor" if "mentro" in understood.words else None


class Broken:
    """A text index that cannot be read."""

    def find(self, understood: Understood) -> Hits:
        raise IndexUnavailable("The search index is missing.")

    def did_you_mean(self, understood: Understood) -> str | None:
        raise IndexUnavailable("The search index is missing.")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return make_catalogue(
        1,
        DAY,
        [
            public_listing("aarhus-cv", municipalities=(AARHUS,), waiting_days=9),
            public_listing("aarhus-mentor", municipalities=(AARHUS,), support=(course("mentor", 7000),)),
            public_listing("viborg-cv-mentor", municipalities=(VIBORG,), kind=OrganisationKind.OTHER),
            public_listing("koge", municipalities=(KOGE,), waiting_days=3),
            public_listing("middelfart", municipalities=(MIDDELFART,)),
            public_listing("hele-landet", municipalities=(), nationwide=True),
        ],
        municipalities=[AARHUS, VIBORG, MIDDELFART, KOGE],
    )


@pytest.fixture(scope="module")
def words(catalogue: Catalogue) -> Words:
    return Words(
        catalogue,
        {"aarhus-cv": "cv", "aarhus-mentor": "mentor", "viborg-cv-mentor": "cv mentor", "koge": "sang"},
    )


def asking(text: str = "", *municipalities: str) -> FindRequest:
    return FindRequest(text, Filters(municipalities=frozenset(municipalities)))


def slugs(findings: Findings) -> set[str]:
    return {hit.listing.slug for hit in findings.shown}


def test_nothing_asked_for_gives_everything(catalogue: Catalogue, words: WordIndex) -> None:
    findings = find(catalogue, words, FindRequest())
    assert (findings.total, findings.pages, findings.page, findings.matched) == (6, 1, 1, "all")
    assert {hit.score for hit in findings.shown} == {0.0}


@pytest.mark.parametrize("text", ["Aarhus", "århus", "8000", "i Aarhus", "8000 Aarhus C"])
def test_a_place_typed_is_a_municipality_chosen(catalogue: Catalogue, words: WordIndex, text: str) -> None:
    typed = find(catalogue, words, asking(text))
    chosen = find(catalogue, words, asking("", AARHUS))
    assert [hit.listing.slug for hit in typed.shown] == [hit.listing.slug for hit in chosen.shown]
    assert slugs(typed) == {"aarhus-cv", "aarhus-mentor", "hele-landet"}
    assert typed.shown[-1].listing.slug == "hele-landet"
    assert typed.counts == chosen.counts


def test_a_municipality_chosen_counts_instead_of_a_place_typed(
    catalogue: Catalogue, words: WordIndex
) -> None:
    findings = find(catalogue, words, asking("Aarhus", VIBORG))
    assert findings.municipalities == {VIBORG}
    assert slugs(findings) == slugs(find(catalogue, words, asking("", VIBORG)))


def test_the_count_beside_a_municipality_is_what_choosing_it_gives_also_beside_a_place_typed(
    catalogue: Catalogue, words: WordIndex
) -> None:
    counts = find(catalogue, words, asking("Aarhus")).counts[Facet.MUNICIPALITY]
    for code, count in counts.items():
        assert find(catalogue, words, asking("Aarhus", code)).total == count


def test_a_choice_says_which_of_several_places_of_one_name_is_meant(
    catalogue: Catalogue, words: WordIndex
) -> None:
    assert {KOGE, MIDDELFART} <= find(catalogue, words, asking("Ejby")).municipalities
    assert slugs(find(catalogue, words, asking("Ejby", KOGE))) == {"koge", "hele-landet"}


def test_a_choice_beside_the_place_itself_is_the_choice(catalogue: Catalogue, words: WordIndex) -> None:
    assert find(catalogue, words, asking("Aarhus", AARHUS, KOGE)).municipalities == {AARHUS, KOGE}


def test_words_and_choices_must_both_fit(catalogue: Catalogue, words: WordIndex) -> None:
    findings = find(catalogue, words, asking("cv", AARHUS))
    assert (slugs(findings), findings.matched, findings.shown[0].score) == ({"aarhus-cv"}, "all", 1.25)
    assert findings.counts[Facet.MUNICIPALITY] == {AARHUS: 1, VIBORG: 1, MIDDELFART: 0, KOGE: 0}
    assert findings.counts[Facet.KIND] == {"private_adviser": 1, "other": 0}


def test_when_no_listing_within_the_choices_has_all_words_some_will_do(
    catalogue: Catalogue, words: WordIndex
) -> None:
    everywhere = find(catalogue, words, asking("cv mentor"))
    assert (slugs(everywhere), everywhere.matched) == ({"viborg-cv-mentor"}, "all")
    in_aarhus = find(catalogue, words, asking("cv mentor Aarhus"))
    assert (slugs(in_aarhus), in_aarhus.matched) == ({"aarhus-cv", "aarhus-mentor"}, "any")
    assert all(1 < hit.score < 2 for hit in in_aarhus.shown)


def test_choices_that_leave_nothing_of_one_word_leave_nothing(catalogue: Catalogue, words: WordIndex) -> None:
    findings = find(catalogue, words, asking("sang", AARHUS))
    assert (findings.total, findings.shown, findings.pages, findings.page) == (0, (), 1, 1)
    assert findings.counts[Facet.MUNICIPALITY][KOGE] == 1


def test_words_that_occur_nowhere_find_nothing_and_may_be_corrected(
    catalogue: Catalogue, words: WordIndex
) -> None:
    findings = find(catalogue, words, asking("mentro"))
    assert (findings.total, findings.matched, findings.did_you_mean) == (0, "none", "mentor")
    assert not findings.words_unavailable


def test_words_that_all_match_are_not_corrected(catalogue: Catalogue, words: WordIndex) -> None:
    assert find(catalogue, words, asking("cv")).did_you_mean is None


@pytest.mark.parametrize("index", [None, Broken()])
def test_without_the_text_index_the_choices_alone_decide(
    catalogue: Catalogue, index: WordIndex | None
) -> None:
    findings = find(catalogue, index, asking("cv Aarhus"))
    assert findings.words_unavailable
    assert slugs(findings) == {"aarhus-cv", "aarhus-mentor", "hele-landet"}
    assert not find(catalogue, index, asking("Aarhus")).words_unavailable


def test_an_index_that_breaks_after_the_words_were_found_costs_only_the_suggestion(
    catalogue: Catalogue, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "did_you_mean", Broken().did_you_mean)
    findings = find(catalogue, words, asking("mentro"))
    assert (findings.matched, findings.did_you_mean, findings.words_unavailable) == ("none", None, False)


def test_a_page_after_the_last_is_the_last(catalogue: Catalogue, words: WordIndex) -> None:
    findings = find(catalogue, words, FindRequest(sort=Sort.NAME, page=99, page_size=4))
    assert (findings.page, findings.pages) == (2, 2)
    assert [hit.listing.slug for hit in findings.shown] == ["aarhus-cv", "aarhus-mentor"]  # Aa is å


def test_every_page_together_is_everything_once(catalogue: Catalogue, words: WordIndex) -> None:
    for sort in Sort:
        pages = (find(catalogue, words, FindRequest(sort=sort, page=page, page_size=2)) for page in (1, 2, 3))
        shown = [hit.listing.slug for findings in pages for hit in findings.shown]
        assert sorted(shown) == sorted(catalogue.by_slug)


def test_orders_by_waiting_time_and_price_say_how_many_state_it(
    catalogue: Catalogue, words: WordIndex
) -> None:
    by_waiting = find(catalogue, words, FindRequest(sort=Sort.WAITING_TIME))
    assert [hit.listing.slug for hit in by_waiting.shown][:2] == ["koge", "aarhus-cv"]
    assert by_waiting.stated == 2
    by_price = find(catalogue, words, FindRequest(sort=Sort.PRICE))
    assert (by_price.shown[0].listing.slug, by_price.stated) == ("aarhus-mentor", 1)
    assert find(catalogue, words, FindRequest(sort=Sort.NAME)).stated == 6


@pytest.mark.parametrize("page_size", [1, 20, 1000])
def test_an_empty_catalogue_answers(page_size: int) -> None:
    empty = make_catalogue(1, DAY, [])
    findings = find(empty, Words(empty, {}), replace(asking("cv", AARHUS), page_size=page_size))
    assert (findings.total, findings.shown, findings.pages) == (0, (), 1)


@given(text=st.text(max_size=40), page=st.integers(-5, 10**12), sort=st.sampled_from(Sort))
@settings(max_examples=60, deadline=None)
def test_whatever_is_asked_there_is_an_answer(text: str, page: int, sort: Sort) -> None:
    catalogue = make_catalogue(1, DAY, [public_listing("a"), public_listing("b", municipalities=(VIBORG,))])
    findings = find(catalogue, Words(catalogue, {"a": "cv"}), FindRequest(text, sort=sort, page=page))
    assert 0 <= len(findings.shown) <= findings.total <= 2
    assert 1 <= findings.page <= findings.pages
