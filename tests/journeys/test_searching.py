"""People search as they speak, turn pages, and find their way on when nothing fits."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps

DANISH_LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"


def test_postcode_and_old_spelling_find_the_same_listings_in_the_same_order(small_phone: Page) -> None:
    page = small_phone
    page.goto("/search")
    everybody = steps.total(page)
    steps.search_for(page, "8000")
    expect(page.get_by_text(re.compile("Vi læser .8000. som stedet 8000 Aarhus C"))).to_be_visible()
    by_postcode = (steps.total(page), steps.hits(page))
    steps.search_for(page, "Århus")
    expect(page.get_by_text(re.compile("Vi læser .Århus. som stedet Aarhus"))).to_be_visible()
    assert by_postcode == (steps.total(page), steps.hits(page))
    assert 0 < by_postcode[0] < everybody


def test_choosing_an_order_sorts_the_hits_by_it(small_phone: Page) -> None:
    page = small_phone
    page.goto("/search?kind=municipality")
    steps.results(page).get_by_role("combobox", name="Rækkefølge").select_option("Navn")
    if not steps.scripts_run(page):
        steps.results(page).get_by_role("button", name="Skift", exact=True).click()
    expect(steps.results(page).get_by_text("I rækkefølge efter navn.")).to_be_attached()
    page.goto(page.url + "&page=2")
    names = [re.sub(r"^Jobcenter ", "", hit.name).casefold() for hit in steps.hits(page)]
    letters = [name.replace("aa", "å")[0] for name in names]
    assert letters == sorted(letters, key=DANISH_LETTERS.index)


def test_pages_hold_every_hit_once_and_one_beyond_the_last_shows_the_last(desktop: Page) -> None:
    desktop.goto("/search?q=8000")
    many = steps.total(desktop)
    seen = last = steps.hits(desktop)
    while (onwards := desktop.get_by_role("link", name="Næste", exact=True)).count():
        onwards.click()
        expect(desktop.get_by_text(f"Du ser nummer {len(seen) + 1} til")).to_be_visible()
        last = steps.hits(desktop)
        seen = seen + last
    assert len(seen) == len(set(seen)) == many > len(last)
    desktop.goto("/search?q=8000&page=99")
    assert steps.hits(desktop) == last


@pytest.mark.parametrize(
    ("address", "way_on", "words"),
    [
        ("q=findesslettikke", "Se alle aktører", []),
        (
            "q=mentor&municipality=825&kind=unemployment_fund&places=1",
            "Fjern alle valg, og behold dine ord",
            ["mentor"],
        ),
    ],
)
def test_empty_result_has_a_way_on_that_leads_to_hits(
    small_phone: Page, address: str, way_on: str, words: list[str]
) -> None:
    page = small_phone
    page.goto(f"/search?{address}")
    nobody = page.get_by_role("heading", name="Ingen aktører fundet")
    expect(nobody).to_be_visible()
    assert (steps.total(page), steps.hits(page)) == (0, [])
    steps.results(page).get_by_role("link", name=way_on).click()
    expect(nobody).to_have_count(0)
    assert len(steps.hits(page)) > 0
    assert steps.asked(page).get("q", []) == words


def test_misspelt_word_is_met_with_did_you_mean(small_phone: Page) -> None:
    page = small_phone
    page.goto("/search")
    steps.search_for(page, "sygemelt")
    expect(page.get_by_text("Mente du")).to_be_visible()
    page.get_by_role("link", name="sygemeldt", exact=True).click()
    expect(page.get_by_text("Mente du")).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_have_value("sygemeldt")
    assert len(steps.hits(page)) > 0


def test_impossible_choices_are_set_aside_with_a_notice_each(desktop: Page) -> None:
    impossible = {
        "municipality": "999",
        "kind": "konge",
        "places": "mange",
        "sort": "mest-betalende",
        "page": "-3",
        "view": "hologram",
    }
    asked = "/search?q=8000&kind=private_adviser"
    desktop.goto(f"{asked}&{urlencode(impossible)}")
    for value in impossible.values():
        notice = re.compile(f"Vi kender ikke valget .+{value}.+, så vi har set bort fra det")
        expect(desktop.get_by_text(notice)).to_be_visible()
    found = (steps.total(desktop), steps.hits(desktop))
    desktop.goto(asked)
    expect(desktop.get_by_text("Vi kender ikke valget")).to_have_count(0)
    assert found == (steps.total(desktop), steps.hits(desktop))
    assert len(found[1]) > 0
