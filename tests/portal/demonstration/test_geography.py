"""Towns, neighbours and areas are the real ones, named as people name them."""

import pytest

from portal.demonstration.geography import listed, municipalities_area, neighbours, towns
from providers.reference import queries
from tests.portal.demonstration.made import ON


def test_every_municipality_has_a_town_with_a_postal_code() -> None:
    assert set(towns()) == set(queries.municipality_names(ON))
    assert all(queries.post_towns()[town.postcode] == town.city for here in towns().values() for town in here)


def test_town_is_called_what_people_call_it() -> None:
    names = {town.name for here in towns().values() for town in here}

    assert {"København", "Aarhus", "Nykøbing Falster", "Odense"} <= names
    assert not {"København Ø", "Aarhus C", "Nykøbing F"} & names


def test_nearest_municipality_is_the_municipality_itself() -> None:
    assert all(nearest[0] == code for code, nearest in neighbours(ON).items())


def test_neighbours_are_on_the_same_side_of_the_water() -> None:
    names = queries.municipality_names(ON)

    assert [names[code] for code in neighbours(ON)["326"][:3]] == ["Kalundborg", "Sorø", "Holbæk"]
    assert {names[code] for code in neighbours(ON)["461"][:4]} <= {
        "Odense", "Kerteminde", "Nordfyns", "Faaborg-Midtfyn", "Nyborg", "Assens"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("codes", "whole", "one_of"),
    [
        (["751"], "i Aarhus Kommune", "i Aarhus Kommune"),
        (
            ["101", "147"],
            "i Københavns og Frederiksberg kommuner",
            "i Københavns eller Frederiksberg Kommune",
        ),
        (["400"], "på Bornholm", "på Bornholm"),
    ],
)
def test_area_is_named_as_danes_name_it(codes: list[str], whole: str, one_of: str) -> None:
    area = municipalities_area(codes, ON)

    assert (area.whole.da, area.one_of.da) == (whole, one_of)


def test_small_island_is_on_and_not_in() -> None:
    assert towns()["825"][0].where.da == "på Læsø"
    assert towns()["751"][0].where.da.startswith("i ")


@pytest.mark.parametrize(
    ("words", "text"), [(["a"], "a"), (["a", "b"], "a og b"), (["a", "b", "c"], "a, b og c")]
)
def test_words_are_listed_as_in_a_sentence(words: list[str], text: str) -> None:
    assert listed(words, "og") == text
