"""What a person types is parted into words, phrases and places, whatever it holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.reference.queries import places
from providers.search.query import LONGEST_TEXT, normalise, understand


def codes(text: str) -> list[tuple[str, ...]]:
    return [place.municipality_codes for place in understand(text).places]


@pytest.mark.parametrize(
    "text",
    [
        "8000",
        "Århus",
        "Aarhus",
        "aarhus c",
        "8000 Aarhus C",
        "DK-8000 Århus C",
        "Arhus",
        "i århus",
        "AARHUS",
        "8000, Aarhus",
        "Aarhus 8000",
        "nær ved Aarhus",
    ],
)
def test_aarhus_is_aarhus_however_it_is_written(text: str) -> None:
    understood = understand(text)
    assert codes(text) == [("751",)]
    assert understood.words == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nykøbing F", ("376",)),
        ("nykøbing f.", ("376",)),
        ("Nykøbing Falster", ("376",)),
        ("Nykøbing M", ("773",)),
        ("kbh NV", ("101",)),
        ("Copenhagen", ("101",)),
        ("kobenhavn", ("101",)),
        ("København K", ("101",)),
        ("1123", ("101",)),
        ("Frederiksberg C", ("147",)),
        ("1850", ("147",)),
        ("Høje-Taastrup", ("169",)),
        ("høje tåstrup", ("169",)),
        ("Koge", ("259",)),
        ("5592 Ejby", ("410",)),
        ("Kolding N", ("621",)),
        ("Bornholms Regionskommune", ("400",)),
        ("Københavns Kommune", ("101",)),
    ],
)
def test_place_is_known_by_the_ways_people_write_it(text: str, expected: tuple[str, ...]) -> None:
    assert codes(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ejby", {"259", "350", "410"}),
        ("Nykøbing", {"306", "376", "773"}),
        ("Viby", {"265", "751"}),
    ],
)
def test_name_of_several_places_gives_the_municipalities_of_all(text: str, expected: set[str]) -> None:
    [found] = codes(text)
    assert set(found) == expected


def test_postal_code_without_a_town_is_named_with_its_post_town() -> None:
    [place] = understand("8000").places
    assert (place.name, place.typed) == ("8000 Aarhus C", "8000")


def test_every_place_of_the_lists_is_understood_as_a_place() -> None:
    missed = [
        place.name
        for place in places()
        if not any(set(place.municipality_codes) <= set(found) for found in codes(place.name))
    ]
    assert missed == []


def test_words_are_kept_in_order_and_the_preposition_goes_with_the_place() -> None:
    understood = understand("Sygemeldt i Århus med stress")
    assert understood.words == ("Sygemeldt", "med", "stress")
    assert [place.typed for place in understood.places] == ["Århus"]


def test_two_places_are_two_and_the_same_twice_is_one() -> None:
    assert codes("Aarhus eller Odense") == [("751",), ("461",)]
    assert codes("aarhus Århus") == [("751",)]


@pytest.mark.parametrize(
    "text", ["stilling som pedel", "på vejen til job", "løsning nu", "MENTOR GIVE", "hjælp mod tarm sygdom"]
)
def test_everyday_word_that_is_also_a_town_stays_a_word(text: str) -> None:
    assert understand(text).places == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vejen", ("575",)),
        ("stilling", ("746",)),
        ("mentor i vejen", ("575",)),
        ("mentor Vejen", ("575",)),
        ("vejen kommune", ("575",)),
        ("8660 stilling", ("746",)),
        ("praktik nær give", ("630",)),
    ],
)
def test_everyday_word_is_a_town_where_something_else_says_so(text: str, expected: tuple[str, ...]) -> None:
    assert codes(text) == [expected]


@pytest.mark.parametrize("text", ["under 2000 kr", "2000 kroner", "højst 3000 DKK"])
def test_amount_of_money_is_no_postal_code(text: str) -> None:
    assert understand(text).places == ()


def test_words_in_quotes_are_one_phrase_and_no_place() -> None:
    understood = understand('mentor "klar til Job" “Aarhus”')
    assert understood.words == ("mentor", "klar til Job", "Aarhus")
    assert understood.places == ()


@pytest.mark.parametrize("text", ['"', '""', '" "', '"uafsluttet', 'et " midt'])
def test_loose_quotes_do_no_harm(text: str) -> None:
    assert '"' not in "".join(understand(text).words)


def test_place_does_not_reach_across_a_phrase() -> None:
    assert codes('Aarhus "mentor" C') == [("751",)]
    assert understand('Aarhus "mentor" C').words == ("mentor", "C")


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  to   ord\t\n", "to ord"),
        ("A\u030arhus", "Århus"),
        ("nul\x00tegn", "nul tegn"),
        ("usyn\u200blig\u00ad", "usynlig"),
        ("\ud800halv", "halv"),
        ("„citat“", '"citat"'),
        ("x" * 1000, "x" * LONGEST_TEXT),
    ],
)
def test_text_is_made_plain_before_it_is_read(text: str, normal: str) -> None:
    assert normalise(text) == normal


@given(st.text(max_size=2_000))
def test_any_text_is_understood(text: str) -> None:
    understood = understand(text)
    assert len(understood.text) <= LONGEST_TEXT
    assert understand(understood.text) == understood
    assert all(place.typed in understood.text and place.municipality_codes for place in understood.places)
