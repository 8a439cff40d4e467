"""Filters leave what they say, and the counts promise what the docstring of Facets promises."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.facets import FREE_PLACES, Choice, Facet, Facets, Filters

VALUES: dict[Facet, tuple[str, ...]] = {
    Facet.MUNICIPALITY: ("101", "751", "791"),
    Facet.TARGET_GROUP: ("dagpenge", "sygedagpenge"),
    Facet.SUPPORT: ("mentor", "praktik", "samtale"),
    Facet.FIELD: ("byggeri", "handel"),
    Facet.ACCOMMODATION: ("tolk", "trinfri"),
    Facet.KIND: ("municipality", "other"),
    Facet.LANGUAGE: ("ar", "da"),
    Facet.FORMAT: ("phone", "video"),
    Facet.PLACES: (FREE_PLACES,),
}
ALL_MUNICIPALITIES = (*VALUES[Facet.MUNICIPALITY], "825")  # nobody but a nationwide listing covers Læsø here

Listing = tuple[dict[Facet, frozenset[str]], bool]


def some_of(facet: Facet, most: int = 3) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(VALUES[facet]), max_size=most)


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    marks = {facet: draw(some_of(facet)) for facet in VALUES}
    marks[Facet.KIND] = frozenset({draw(st.sampled_from(VALUES[Facet.KIND]))})
    nationwide = draw(st.booleans())
    if nationwide:
        marks[Facet.MUNICIPALITY] = frozenset()
    return marks, nationwide


FILTERS = st.builds(
    Filters,
    municipalities=some_of(Facet.MUNICIPALITY) | st.just(frozenset({"825"})) | st.just(frozenset({"999"})),
    target_groups=some_of(Facet.TARGET_GROUP),
    support=some_of(Facet.SUPPORT),
    kinds=some_of(Facet.KIND),
    fields=some_of(Facet.FIELD),
    accommodations=some_of(Facet.ACCOMMODATION),
    languages=some_of(Facet.LANGUAGE),
    formats=some_of(Facet.FORMAT),
    free_places=st.booleans(),
)
# More listings than one word of bits has room for, but not a whole number of words.
CATALOGUES = st.lists(listings(), max_size=70)


def facets_of(catalogue: list[Listing]) -> Facets:
    nationwide = [position for position, (_, everywhere) in enumerate(catalogue) if everywhere]
    return Facets([marks for marks, _ in catalogue], nationwide, ALL_MUNICIPALITIES)


def passes(listing: Listing, chosen: dict[Facet, frozenset[str]], leaving_out: Facet | None = None) -> bool:
    marks, nationwide = listing
    for facet, codes in chosen.items():
        if facet is leaving_out:
            continue
        everywhere = facet is Facet.MUNICIPALITY and nationwide and bool(codes & set(ALL_MUNICIPALITIES))
        if not everywhere and not codes & marks[facet]:
            return False
    return True


def positions(facets: Facets, choice: Choice) -> list[int]:
    return [int(position) for position in np.flatnonzero(facets.flags(choice.bits))]


@given(CATALOGUES, FILTERS, st.none() | st.sets(st.integers(0, 69)))
@settings(max_examples=60, deadline=None)
def test_filters_leave_what_a_plain_loop_leaves(
    catalogue: list[Listing], filters: Filters, words_found: set[int] | None
) -> None:
    facets = facets_of(catalogue)
    within = sorted(p for p in (words_found or ()) if p < len(catalogue))
    choice = facets.choose(
        filters, None if words_found is None else facets.bits(np.array(within, dtype=np.intp))
    )
    base = range(len(catalogue)) if words_found is None else within
    expected = [position for position in base if passes(catalogue[position], filters.chosen())]
    assert positions(facets, choice) == expected
    assert choice.total == len(expected)


@given(CATALOGUES, FILTERS)
@settings(max_examples=40, deadline=None)
def test_a_count_is_the_total_with_that_value_alone_in_its_facet(
    catalogue: list[Listing], filters: Filters
) -> None:
    facets, chosen = facets_of(catalogue), filters.chosen()
    for facet, counted in facets.choose(filters).counts.items():
        for code, count in counted.items():
            alone = {**chosen, facet: frozenset({code})}
            assert count == sum(passes(listing, alone) for listing in catalogue), (facet, code)


@given(CATALOGUES, FILTERS)
@settings(max_examples=40, deadline=None)
def test_the_total_lies_between_the_largest_chosen_count_and_their_sum(
    catalogue: list[Listing], filters: Filters
) -> None:
    choice = facets_of(catalogue).choose(filters)
    for facet, codes in filters.chosen().items():
        counts = [choice.counts[facet].get(code, 0) for code in codes]
        assert max(counts) <= choice.total <= sum(counts)


@given(CATALOGUES, FILTERS)
@settings(max_examples=40, deadline=None)
def test_counts_of_the_kind_of_actor_add_up(catalogue: list[Listing], filters: Filters) -> None:
    choice = facets_of(catalogue).choose(filters)
    counts = choice.counts[Facet.KIND]
    whatever_the_kind = replace(filters, kinds=frozenset()).chosen()
    assert sum(counts.values()) == sum(passes(listing, whatever_the_kind) for listing in catalogue)
    if filters.kinds:
        assert sum(counts.get(code, 0) for code in filters.kinds) == choice.total


def test_a_nationwide_listing_counts_for_every_municipality() -> None:
    facets = Facets([{Facet.MUNICIPALITY: ["751"]}, {}], nationwide=[1], municipalities=ALL_MUNICIPALITIES)
    assert facets.choose(Filters()).counts[Facet.MUNICIPALITY] == {"101": 1, "751": 2, "791": 1, "825": 1}


def test_a_value_that_no_listing_carries_leaves_nothing() -> None:
    facets = Facets([{Facet.LANGUAGE: ["da"]}], nationwide=[], municipalities=())
    choice = facets.choose(Filters(languages=frozenset({"fi"})))
    assert choice.total == 0
    assert choice.counts[Facet.LANGUAGE] == {"da": 1}


def test_an_empty_catalogue_has_no_listings_and_no_counts_above_0() -> None:
    choice = Facets([], [], ALL_MUNICIPALITIES).choose(Filters(free_places=True))
    assert choice.total == 0
    assert {count for counted in choice.counts.values() for count in counted.values()} == {0}


def test_counts_cannot_be_changed_by_whoever_reads_them() -> None:
    counts = Facets([{}], [], ()).choose(Filters()).counts
    with pytest.raises(TypeError):
        counts[Facet.PLACES][FREE_PLACES] = 7  # type: ignore[index]


def test_every_facet_can_be_chosen() -> None:
    one = frozenset({"x"})
    chosen = Filters(one, one, one, one, one, one, one, one, free_places=True).chosen()
    assert set(chosen) == set(Facet)
    assert len(fields(Filters)) == len(Facet)
