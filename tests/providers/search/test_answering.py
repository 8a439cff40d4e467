"""What people type finds the listings that say it: all words or else the most, the best fit first."""

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh.analysis import LanguageAnalyzer
from whoosh.fields import STORED, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.query import And, Or, Term

from providers.listings.content import Address, SupportOffered
from providers.organisations.models import OrganisationKind
from providers.search.documents import SearchDocument
from providers.search.index import SearchIndex
from providers.search.query import understand
from tests.providers.search.indexes import ask, document, found, index_of
from tests.providers.search.synthetic import WORDS, synthetic_documents


def suggestion(index: SearchIndex, text: str) -> str | None:
    return index.did_you_mean(understand(text))


def test_listing_must_have_all_words_when_one_has_them(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        document(1, summary_da="Stress og søvn"),
        document(2, summary_da="Stress"),
        document(3, summary_da="Søvn"),
    )
    assert ask(index, "stress søvn").matched == "all"
    assert found(index, "stress søvn") == [1]


def test_else_the_listing_with_most_words_comes_first(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        document(1, name="Zumba zumba zumba"),
        document(2, description_da="Et langt forløb med yoga og kost"),
        document(3, summary_da="Yoga"),
        document(4, summary_da="Intet af det"),
    )
    hits = ask(index, "zumba yoga kost")
    assert hits.matched == "any"
    assert hits.listing_ids.tolist()[0] == 2
    assert sorted(hits.listing_ids.tolist()) == [1, 2, 3]
    assert [int(score) for score in hits.scores] == [2, 1, 1]


@pytest.mark.parametrize("text", ["kvantefysik", "og på med", "", "!!!", '""', "🙂"])
def test_what_nobody_says_finds_nothing(tmp_path: Path, text: str) -> None:
    hits = ask(index_of(tmp_path, document(1)), text)
    assert (hits.matched, hits.listing_ids.tolist(), hits.scores.tolist()) == ("none", [], [])


def test_words_are_found_in_other_forms_and_in_other_spelling(tmp_path: Path) -> None:
    index = index_of(tmp_path, document(1, summary_da="Samtalerne om arbejdsløshed på Ærø"))
    for text in ("samtale", "SAMTALER", "arbejdsløsheden", "arbejdsloeshed", "arbejdsloshed"):
        assert found(index, text) == [1], text


def test_letters_are_exchanged_only_for_words_that_are_unknown(tmp_path: Path) -> None:
    index = index_of(tmp_path, document(1, summary_da="Modehuset mode"), document(2, summary_da="Et møde"))
    assert found(index, "mode") == [1]
    assert found(index, "møde") == [2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sygemeldt", 1),
        ("sick leave", 1),
        ("mentorstøtte", 2),
        ("arabisk", 3),
        ("Arabic", 3),
        ("a-kasse", 4),
        ("arbejdsløshedskasse", 4),
        ("akassen", 4),
        ("jobcenter", 5),
        ("kommune", 5),
    ],
)
def test_need_in_everyday_words_finds_who_states_it_in_codes(
    tmp_path: Path, text: str, expected: int
) -> None:
    plain: dict[str, Any] = {"target_groups": ("foertidspension",)}
    index = index_of(
        tmp_path,
        document(1, target_groups=("sygedagpenge",)),
        document(2, support=(SupportOffered("mentor", None),), **plain),
        document(3, languages=("ar",), **plain),
        document(4, kind=OrganisationKind.UNEMPLOYMENT_FUND, **plain),
        document(5, kind=OrganisationKind.MUNICIPALITY, **plain),
    )
    assert found(index, text)[0] == expected


def test_fields_count_in_the_order_of_what_they_say_about_the_listing(tmp_path: Path) -> None:
    texts = "Vi tilbyder karate og andet"
    index = index_of(
        tmp_path,
        document(5, description_da=texts),
        document(4, summary_da=texts),
        document(3, organisation=texts),
        document(2, name=texts),
    )
    assert found(index, "karate") == [2, 3, 4, 5]


def test_equal_fits_come_in_order_of_id(tmp_path: Path) -> None:
    index = index_of(tmp_path, *(document(number, name="Ens") for number in (9, 3, 7, 1)))
    assert found(index, "ens") == [1, 3, 7, 9]


def test_phrase_in_quotes_must_stand_together(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        document(1, summary_da="Du bliver klar til job"),
        document(2, summary_da="Et job, når du er klar"),
        document(3, name="Klar", summary_da="Job"),
    )
    assert found(index, '"klar til job"') == [1]
    assert found(index, '"job klar"') == [2]
    assert len(found(index, "klar til job")) == 3


def test_place_lifts_those_who_cover_it_and_leaves_out_none(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        document(1, summary_da="Mentor", municipalities=("851",)),
        document(2, summary_da="Mentor", municipalities=(), nationwide=True),
        document(3, summary_da="Mentor", municipalities=("751", "851", "461", "101")),
        document(4, summary_da="Mentor", municipalities=("751",)),
    )
    assert found(index, "mentor århus") == [4, 3, 1, 2]
    assert found(index, "mentor 8000") == [4, 3, 1, 2]
    assert ask(index, "mentor aarhus").matched == "all"


def test_nationwide_listing_counts_everywhere_but_does_not_outrank_a_local_one(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        document(1, summary_da="Mentor", municipalities=(), nationwide=True),
        document(2, summary_da="Mentor", municipalities=("751",)),
    )
    for text in ("mentor aarhus", "mentor i 8000 Aarhus C", "aarhus"):
        assert found(index, text) == [2, 1], text
    assert found(index, "landsdækkende mentor") == [1]


def test_place_alone_finds_every_listing(tmp_path: Path) -> None:
    index = index_of(tmp_path, document(1, municipalities=("851",)), document(2, municipalities=("751",)))
    hits = ask(index, "Aarhus")
    assert (hits.matched, hits.listing_ids.tolist()) == ("all", [2, 1])
    assert (hits.scores < 1).all()


def test_listing_that_names_the_place_is_lifted(tmp_path: Path) -> None:
    there = Address("Gaden 1", "8600", "Silkeborg")
    index = index_of(
        tmp_path,
        document(1, municipalities=("740", "751")),
        document(2, municipalities=("740", "751"), address=there),
    )
    assert found(index, "silkeborg") == [2, 1]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sygemledt", "sygemeldt"),
        ("Sygemledt aarhus", "sygemeldt aarhus"),
        ("mentor odnese", "mentor Odense"),
        ('"metnor sygemeldt"', '"mentor sygemeldt"'),
    ],
)
def test_misspelt_word_gets_a_suggestion_that_finds_something(tmp_path: Path, typed: str, meant: str) -> None:
    index = index_of(tmp_path, document(1, summary_da="Mentor sygemeldt"))
    assert suggestion(index, typed) == meant
    assert ask(index, meant).matched == "all"


@pytest.mark.parametrize(
    "typed",
    [
        "sygemeldt",
        "sygemeldte mentorer",
        "arbejdslos",
        "kvantefysik",
        "Aarhus",
        "",
        "og",
        "qzx1",
        "8000",
        "x" * 300,
    ],
)
def test_there_is_no_suggestion_for_what_is_known_or_nonsense(tmp_path: Path, typed: str) -> None:
    index = index_of(tmp_path, document(1, summary_da="Mentor sygemeldt arbejdsløs"))
    assert suggestion(index, typed) is None


def test_suggestion_that_would_find_nothing_is_not_made(tmp_path: Path) -> None:
    index = index_of(tmp_path, document(1, summary_da="Mentor", description_da="Sygemeldt"))
    assert suggestion(index, '"metnor sygemeldt"') is None


def test_more_common_word_is_suggested_before_a_rare_one(tmp_path: Path) -> None:
    index = index_of(
        tmp_path,
        document(1, summary_da="kursisk"),
        *(document(number, summary_da="kursist") for number in (2, 3)),
    )
    assert suggestion(index, "kursisx") == "kursist"


def test_hits_are_marked_in_every_form_and_places_too(tmp_path: Path) -> None:
    index = index_of(tmp_path, document(1, summary_da="Arbejdsløse i Århus"))
    understood = understand("arbejdslos 8000 aarhus c")
    marked = index.mark("For arbejdsløse i Aarhus.", understood)
    assert [text for text, is_hit in marked if is_hit] == ["arbejdsløse", "Aarhus"]


def whoosh_alone(documents: list[SearchDocument]) -> RamStorage:
    """Index whole documents as Whoosh does by itself, with its Danish analyser."""
    storage = RamStorage()
    index = storage.create_index(Schema(id=STORED, text=TEXT(analyzer=LanguageAnalyzer("da"))))
    writer = index.writer()
    for entry in documents:
        parts = (entry.name, entry.organisation, entry.summary, entry.description, entry.subjects)
        writer.add_document(id=entry.listing_id, text="\n".join((*parts, entry.places)))
    writer.commit()
    return storage


def test_listings_found_are_those_that_whoosh_itself_finds(tmp_path: Path) -> None:
    documents = list(synthetic_documents(150))
    index, alone = index_of(tmp_path, *documents), whoosh_alone(documents).open_index()
    seeded, answers = random.Random(3), set()
    with alone.searcher() as searcher:
        for _ in range(200):
            text = " ".join(seeded.sample(WORDS[60:1500], seeded.randint(1, 3)))
            terms = [Term("text", term.text) for term in alone.schema["text"].analyzer(text)]
            every, some = (
                {searcher.stored_fields(number)["id"] for number in searcher.docs_for_query(query)}
                for query in (And(terms), Or(terms))
            )
            hits = ask(index, text)
            answers.add(hits.matched)
            assert set(hits.listing_ids.tolist()) == (every or some), text
            assert (np.diff(hits.scores) <= 0).all()
    assert {"all", "any"} <= answers
