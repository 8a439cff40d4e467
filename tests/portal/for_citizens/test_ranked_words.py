"""What can be expected is said with its limits, how many were measured, the day, and whose figure it is."""

from datetime import date

import pytest
from flask import Flask

from matching.criteria import WISHED, Limit
from matching.needs import EMPHASES, Needs
from matching.outlook import Expected, Whose
from portal.for_citizens.ranked_words import (
    change_words,
    expected_words,
    left_out_words,
    new_words,
    wish_words,
)

NEEDS = Needs("751", "dagpenge", furthest_km=20)
OF_ITS_OWN = Expected(46, 41, 52, 40, 85, Whose.LISTING_IN_GROUP, date(2026, 6, 30))
NOT_MEASURED = Expected(40, 30, 50, 40, None, Whose.NOBODYS, date(2026, 6, 30))


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> object:
    with app.test_request_context("/"):
        yield


def test_a_figure_of_one_s_own_is_told_with_limits_people_day_and_owner() -> None:
    assert expected_words(OF_ITS_OWN, "da") == (
        "Af 100 som dig er omkring 46 i job her efter et halvt år.",
        "Det rigtige tal ligger nok mellem 41 og 52.",
        "Målt på omkring 85 forløb til 30. juni 2026.",
        "Tallet er for dette sted og folk i din situation.",
    )


def test_whoever_is_not_measured_is_said_to_have_the_country_s_figure() -> None:
    told = " ".join(expected_words(NOT_MEASURED, "da"))
    assert "Af 100 i din situation er omkring 40 i job" in told
    assert "Det er tallet for hele landet til 30. juni 2026. Denne aktør er ikke målt endnu." in told


def test_no_grade_is_told_apart_from_no_figure() -> None:
    assert new_words(None) == new_words(NOT_MEASURED) == "Ny, eller ikke målt endnu."
    assert new_words(OF_ITS_OWN) == "Ikke vurderet endnu. Tallet nedenfor er usikkert."


def test_without_a_figure_for_the_group_that_is_said() -> None:
    assert expected_words(None, "da") == ("Vi har ingen tal for folk i din situation endnu.",)


def test_each_limit_has_a_reason_of_its_own_for_one_and_for_many() -> None:
    one = [left_out_words(limit, 1, NEEDS) for limit in Limit]
    many = [left_out_words(limit, 12, NEEDS) for limit in Limit]
    assert len(set(one)) == len(set(many)) == len(Limit)
    assert all(each.startswith("1 er udeladt, fordi ") for each in one)
    assert all(each.startswith("12 er udeladt, fordi ") for each in many)
    assert left_out_words(Limit.DISTANCE, 2, NEEDS) == "2 er udeladt, fordi de ligger mere end 20 km væk."


def test_each_wish_and_each_emphasis_has_its_own_words() -> None:
    assert len({wish_words(limit) for limit in WISHED}) == len(WISHED)
    said = {change_words(emphasis, "Vejen") for emphasis in EMPHASES}
    assert len(said) == len(EMPHASES)
    assert all("Vejen" in each for each in said)
