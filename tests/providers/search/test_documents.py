"""A document holds the words people use for what the listing states in codes."""

from datetime import date
from typing import Any

import pytest

from providers.listings.content import Address, MeetingFormat, SupportOffered
from providers.organisations.models import OrganisationKind
from providers.search.documents import document_of, edition
from tests.factories.organisations import AS_OF, make_content
from tests.providers.search.indexes import document


def test_texts_stand_in_fields_of_their_own_in_both_languages() -> None:
    content = make_content(
        name="Vejen", summary_da="Kort", summary_en="Short", description_da="Lang", description_en="Long"
    )
    made = document_of(7, 9, "Firmaet", OrganisationKind.OTHER, content, AS_OF)
    assert (made.listing_id, made.version_id, made.name, made.organisation) == (7, 9, "Vejen", "Firmaet")
    assert (made.summary, made.description) == ("Kort\nShort", "Lang\nLong")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"target_groups": ("sygedagpenge",)}, ["sygemeldt", "sygedagpenge", "sick leave"]),
        ({"support": (SupportOffered("mentor", None),)}, ["Mentorstøtte", "hverdagen", "daily life"]),
        ({"fields": ("mad_hotel",)}, ["Køkken", "kantine", "restaurants"]),
        ({"accommodations": ("trinfri",)}, ["uden trin", "kørestol", "wheelchair"]),
        ({"languages": ("ar", "so")}, ["arabisk", "Arabic", "somali"]),
        ({"formats": (MeetingFormat.VIDEO,)}, ["online", "video"]),
    ],
)
def test_codes_are_told_in_everyday_words(said: dict[str, Any], words: list[str]) -> None:
    subjects = document(1, **said).subjects
    assert [word for word in words if word not in subjects] == []


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (OrganisationKind.MUNICIPALITY, "jobcenter"),
        (OrganisationKind.UNEMPLOYMENT_FUND, "arbejdsløshedskasse"),
        (OrganisationKind.PRIVATE_ADVISER, "rådgiver"),
        (OrganisationKind.OTHER, "aktør"),
    ],
)
def test_kind_of_actor_is_told_in_everyday_words(kind: OrganisationKind, word: str) -> None:
    assert word in document(1, kind=kind).subjects


def test_places_are_told_by_municipality_region_and_town() -> None:
    made = document(1, municipalities=("657", "751"), address=Address("Gaden 1", "8600", "Silkeborg"))
    places = made.places.split("\n")
    assert {"Herning", "Aarhus", "Vestjylland", "Østjylland", "Region Midtjylland", "Silkeborg"} <= set(
        places
    )
    assert places.count("Region Midtjylland") == 1
    assert {"municipality:657", "municipality:751"} <= set(made.codes)


def test_nationwide_listing_names_no_municipality() -> None:
    made = document(1, nationwide=True, municipalities=())
    assert "landsdækkende" in made.places
    assert not [code for code in made.codes if code.startswith("municipality:")]


def test_code_that_is_not_on_the_lists_that_day_is_left_out_of_the_words() -> None:
    made = document(1, target_groups=("dagpenge", "findes_ikke"), languages=("qq",), fields=("findes_ikke",))
    assert "findes_ikke" not in made.subjects


def test_fields_of_work_and_special_needs_are_among_the_codes() -> None:
    made = document(1, fields=("handel",), accommodations=("tolk",))
    assert {"field:handel", "accommodation:tolk"} <= set(made.codes)


def test_letters_are_composed() -> None:
    assert document(1, organisation="A\u030arhus").organisation == "Århus"


def test_edition_moves_with_all_that_a_document_is_made_of() -> None:
    editions = {
        edition(1, "Navn", "other", date(2026, 12, 31)),
        edition(2, "Navn", "other", date(2026, 12, 31)),
        edition(1, "Andet navn", "other", date(2026, 12, 31)),
        edition(1, "Navn", "municipality", date(2026, 12, 31)),
        # Region Østdanmark begins.
        edition(1, "Navn", "other", date(2027, 1, 1)),
    }
    assert len(editions) == 5


def test_edition_stays_while_the_code_lists_stay() -> None:
    assert edition(1, "Navn", "other", date(2026, 11, 2)) == edition(1, "Navn", "other", date(2026, 12, 31))
