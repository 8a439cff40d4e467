"""Code lists answer as of a day."""

import csv
from datetime import date

import pytest

from providers.reference.lists import DATA
from providers.reference.models import Accommodation, FieldOfWork
from providers.reference.queries import (
    accommodations,
    fields_of_work,
    find_coordinates,
    kinds_of_support,
    municipalities,
    municipality_names,
    places,
    post_towns,
    target_groups,
    tile_map,
)

TODAY = date(2026, 11, 1)
LAST_DAY_OF_OLD_REGIONS = date(2026, 12, 31)
FIRST_DAY_OF_NEW_REGIONS = date(2027, 1, 1)


def codes_of(place_name: str) -> tuple[str, ...]:
    return next(place.municipality_codes for place in places() if place.name == place_name)


@pytest.mark.parametrize("on", [TODAY, LAST_DAY_OF_OLD_REGIONS, FIRST_DAY_OF_NEW_REGIONS])
def test_every_day_has_98_municipalities_each_in_one_region(on: date) -> None:
    found = municipalities(on)
    assert len(found) == 98
    assert len({municipality.code for municipality in found}) == 98
    assert all(municipality.region for municipality in found)


def test_two_regions_become_one_at_new_year() -> None:
    def regions(on: date) -> dict[str, str]:
        return {municipality.code: municipality.region for municipality in municipalities(on)}

    before, after = regions(LAST_DAY_OF_OLD_REGIONS), regions(FIRST_DAY_OF_NEW_REGIONS)
    moved = {code for code in before if before[code] != after[code]}
    assert len(moved) == 46
    assert {before[code] for code in moved} == {"Region Hovedstaden", "Region Sjælland"}
    assert {after[code] for code in moved} == {"Region Østdanmark"}
    assert before["751"] == after["751"] == "Region Midtjylland"


def test_day_before_the_first_entry_has_no_municipalities() -> None:
    assert municipalities(date(2006, 12, 31)) == ()


def test_nineteen_municipalities_take_part_in_the_trial() -> None:
    assert sum(municipality.free_choice_trial for municipality in municipalities(TODAY)) == 19


def test_names_are_spelled_in_danish() -> None:
    names = municipality_names(TODAY)
    assert (names["101"], names["751"], names["492"]) == ("København", "Aarhus", "Ærø")


def test_target_groups_stand_in_both_languages_and_keep_the_order_of_the_law() -> None:
    groups = target_groups(TODAY)
    assert len(groups) == 14
    assert groups[0].id == "dagpenge"
    assert groups[0].name("da") == "Dagpenge"
    assert groups[0].name("en").startswith("Unemployment benefit")
    assert groups[0].question("da").endswith("?")
    assert groups[0].question("en").endswith("?")


def test_two_target_groups_take_nobody_new_since_february_2026() -> None:
    closed = {
        group.id: group.closed_for_new_from for group in target_groups(TODAY) if group.closed_for_new_from
    }
    assert closed == {"ressourceforloeb": date(2026, 2, 1), "revalidering": date(2026, 2, 1)}


def test_support_for_all_is_for_every_target_group_of_the_day() -> None:
    by_id = {support.id: support for support in kinds_of_support(TODAY)}
    everyone = {group.id for group in target_groups(TODAY)}
    assert len(by_id) == 14
    assert by_id["virksomhedspraktik"].target_groups == everyone
    assert by_id["nytteindsats"].target_groups == {"kontanthjaelp_jobparat", "uddannelsesparat"}
    assert all(support.target_groups <= everyone for support in by_id.values())
    assert by_id["mentor"].name("en") == "Mentor support"
    assert by_id["mentor"].plain("da") != by_id["mentor"].plain("en")


def test_fields_of_work_hold_every_section_of_the_classification_once() -> None:
    fields = fields_of_work(TODAY)
    sections = [section for field in fields for section in sorted(field.sections)]
    assert sorted(sections) == list("ABCDEFGHIJKLMNOPQRSTUV")
    assert len({field.id for field in fields}) == len(fields) == 18
    assert fields[4].name("da") == "Butik og handel"
    assert fields[4].name("en") == "Shops and trade"


def test_special_needs_stand_in_both_languages_in_plain_sentences() -> None:
    needs = accommodations(TODAY)
    assert len({need.id for need in needs}) == len(needs) == 9
    listed: list[Accommodation | FieldOfWork] = [*needs, *fields_of_work(TODAY)]
    for entry in listed:
        assert entry.name("da") != entry.name("en")
        assert entry.plain("da") != entry.plain("en")
        assert entry.plain("da").endswith(".")
        assert entry.plain("en").endswith(".")


def test_entries_hold_from_their_first_day_to_their_last(monkeypatch: pytest.MonkeyPatch) -> None:
    row = {
        "id": "kort",
        "name_da": "Kort",
        "name_en": "Short",
        "question_da": "?",
        "question_en": "?",
        "legal_reference": "",
        "closed_for_new_from": "",
        "age_specific": "no",
        "valid_from": "2031-03-02",
        "valid_to": "2031-03-04",
    }
    monkeypatch.setattr("providers.reference.queries._rows", lambda _name: (row,))
    days = [date(2031, 3, day) for day in range(1, 6)]
    assert [len(target_groups(day)) for day in days] == [0, 1, 1, 1, 0]
    target_groups.cache_clear()


def test_place_in_several_municipalities_has_them_all() -> None:
    assert set(codes_of("Ejby")) == {"259", "350", "410"}
    assert set(codes_of("Frederiksberg")) >= {"147", "340"}


def test_postal_code_and_its_town_lie_in_the_same_municipality() -> None:
    assert codes_of("8000") == codes_of("Aarhus C") == ("751",)
    assert post_towns()["8000"] == "Aarhus C"


def test_postal_code_that_crosses_a_border_names_its_own_municipality_first() -> None:
    with (DATA / "postcodes.csv").open(encoding="utf-8") as file:
        crossing = [row for row in csv.DictReader(file) if row["primary"] == "no"]
    assert len(crossing) == 40
    assert codes_of("2730") == ("163", "159")


def test_streets_of_copenhagen_and_frederiksberg_have_their_own_postal_codes() -> None:
    assert codes_of("1000") == codes_of("1799") == ("101",)
    assert codes_of("1800") == codes_of("1999") == ("147",)


def test_every_place_lies_in_real_municipalities() -> None:
    real = set(municipality_names(TODAY))
    assert all(set(place.municipality_codes) <= real for place in places())
    names = [place.name for place in places()]
    assert len(names) == len(set(names))


def test_tile_map_has_each_municipality_on_a_square_of_its_own() -> None:
    tiles = tile_map()
    assert {tile.code for tile in tiles} == set(municipality_names(TODAY))
    assert len({(tile.column, tile.row) for tile in tiles}) == len(tiles) == 98
    assert [(tile.row, tile.column) for tile in tiles] == sorted((tile.row, tile.column) for tile in tiles)


def test_coordinates_are_those_of_the_town_of_the_postal_code() -> None:
    skagen = find_coordinates("813", "9990")
    assert skagen is not None
    assert skagen.latitude == pytest.approx(57.72, abs=0.05)
    assert skagen.longitude == pytest.approx(10.58, abs=0.05)
    assert find_coordinates(None, "9990") == skagen


def test_without_a_town_it_is_the_middle_of_the_municipality() -> None:
    aarhus = find_coordinates("751")
    assert aarhus is not None
    assert aarhus.latitude == pytest.approx(56.15, abs=0.1)
    assert find_coordinates("751", "0000") == aarhus


def test_every_municipality_and_every_postal_code_lies_within_denmark() -> None:
    points = [find_coordinates(code) for code in municipality_names(TODAY)]
    points += [find_coordinates(None, postcode) for postcode in post_towns()]
    for point in points:
        assert point is not None
        assert 54.5 < point.latitude < 57.8
        assert 8 < point.longitude < 15.3


def test_unknown_postal_code_without_a_municipality_is_nowhere() -> None:
    assert find_coordinates(None, "0000") is None
