"""People search as they speak, narrow as they need, and find their way on when nothing fits."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.support.browser import OpenPage

DANISH_LETTERS = "abcdefghijklmnopqrstuvwxyzæøå"
COMBINED = "/search?q=job&municipality=751&target_group=sygedagpenge&kind=private_adviser&places=1&sort=name"


def test_postcode_and_old_spelling_find_the_same_listings_in_the_same_order(page: Page) -> None:
    page.goto("/search")
    steps.search_for(page, "8000")
    expect(page.get_by_text("Vi læser “8000” som stedet 8000 Aarhus C.")).to_be_visible()
    by_postcode = (steps.total(page), steps.hits(page))
    steps.search_for(page, "Århus")
    expect(page.get_by_text("Vi læser “Århus” som stedet Aarhus.")).to_be_visible()
    assert by_postcode == (steps.total(page), steps.hits(page))
    page.goto("/search")
    assert 0 < by_postcode[0] < steps.total(page)


def test_combined_filters_stand_in_the_address_and_outlive_reload_sharing_and_back(
    page: Page, open_page: OpenPage
) -> None:
    page.goto("/search")
    totals = [steps.total(page)]
    steps.search_for(page, "8000")
    totals.append(steps.total(page))
    choices = {"Din situation": "Sygedagpenge", "Slags aktør": "Privat aktør"}
    for facet, name in choices.items():
        assert steps.narrow(page, facet, name) == steps.total(page)
        totals.append(steps.total(page))
    assert totals == sorted(set(totals), reverse=True)
    wanted = {"q": ["8000"], "target_group": ["sygedagpenge"], "kind": ["private_adviser"]}
    assert steps.asked(page) == wanted
    found = steps.hits(page)
    assert found

    def stands_as_it_was(here: Page) -> None:
        assert steps.asked(here) == wanted
        assert (steps.total(here), steps.hits(here)) == (totals[-1], found)
        assert all(steps.is_chosen(here, name) for name in choices.values())

    page.reload()
    stands_as_it_was(page)
    page.get_by_role("link", name=found[0].name).click()
    expect(page.get_by_role("heading", name=found[0].name, level=1)).to_be_visible()
    page.go_back()
    expect(steps.results(page)).to_be_visible()
    stands_as_it_was(page)
    elsewhere = open_page()
    elsewhere.goto(page.url)
    stands_as_it_was(elsewhere)


def test_back_button_takes_one_choice_back_at_a_time(page: Page) -> None:
    page.goto("/search?q=8000")
    seen = [(steps.total(page), steps.hits(page))]
    for facet, name in (("Din situation", "Sygedagpenge"), ("Slags aktør", "Privat aktør")):
        steps.narrow(page, facet, name)
        seen.append((steps.total(page), steps.hits(page)))
    page.go_back()
    expect(steps.chip(page, "Privat aktør")).to_have_count(0)
    assert (steps.total(page), steps.hits(page)) == seen[1] != seen[2]
    assert steps.is_chosen(page, "Sygedagpenge")
    assert not steps.is_chosen(page, "Privat aktør")
    page.go_back()
    expect(steps.chip(page, "Sygedagpenge")).to_have_count(0)
    assert (steps.total(page), steps.hits(page)) == seen[0] != seen[1]
    assert not steps.is_chosen(page, "Sygedagpenge")
    page.go_forward()
    expect(steps.chip(page, "Sygedagpenge")).to_be_visible()
    assert (steps.total(page), steps.hits(page)) == seen[1]


def test_each_choice_can_be_taken_back_by_its_own_link(page: Page) -> None:
    page.goto(COMBINED)
    narrow = steps.total(page)
    steps.chip(page, "Privat aktør").click()
    expect(steps.chip(page, "Privat aktør")).to_have_count(0)
    assert steps.total(page) > narrow
    assert "kind" not in steps.asked(page)
    assert steps.asked(page)["sort"] == ["name"]
    page.get_by_role("link", name="Fjern alle valg").click()
    expect(steps.chip(page, "Sygedagpenge")).to_have_count(0)
    assert {key: values for key, values in steps.asked(page).items() if values} == {"q": ["job"]}


def test_choosing_an_order_sorts_the_hits_by_it(page: Page) -> None:
    page.goto("/search?municipality=751&kind=private_adviser")
    steps.results(page).get_by_role("combobox", name="Rækkefølge").select_option("Navn")
    if (change := steps.results(page).get_by_role("button", name="Skift")).is_visible():
        change.click()
    page.wait_for_url(re.compile("sort=name"))
    expect(steps.results(page).get_by_text("I rækkefølge efter navn.")).to_be_attached()
    letters = [hit.name.casefold().replace("aa", "å")[0] for hit in steps.hits(page)]
    assert len(set(letters)) > 3
    assert letters == sorted(letters, key=DANISH_LETTERS.index)


@pytest.mark.parametrize(
    ("address", "way_on"),
    [
        ("/search?q=findesslettikke", "Se alle aktører"),
        (
            "/search?q=mentor&municipality=825&kind=unemployment_fund&places=1",
            "Fjern alle valg, og behold dine ord",
        ),
    ],
)
def test_empty_result_has_a_way_on_that_leads_to_hits(page: Page, address: str, way_on: str) -> None:
    page.goto(address)
    expect(page.get_by_role("heading", name="Ingen aktører fundet")).to_be_visible()
    assert (steps.total(page), steps.hits(page)) == (0, [])
    steps.results(page).get_by_role("link", name=way_on).click()
    expect(page.get_by_role("heading", name="Ingen aktører fundet")).to_have_count(0)
    assert len(steps.hits(page)) > 0
    assert steps.asked(page).get("q", []) == (["mentor"] if "mentor" in address else [])


def test_misspelt_word_is_met_with_did_you_mean(page: Page) -> None:
    page.goto("/search")
    steps.search_for(page, "sygemelt")
    expect(page.get_by_text("Mente du")).to_be_visible()
    page.get_by_role("link", name="sygemeldt", exact=True).click()
    expect(page.get_by_role("searchbox")).to_have_value("sygemeldt")
    expect(page.get_by_text("Mente du")).to_have_count(0)
    assert len(steps.hits(page)) > 0


@pytest.mark.parametrize(
    ("impossible", "named"),
    [
        ("municipality=999", "999"),
        ("target_group=alle", "alle"),
        ("kind=private_adviser&kind=konge", "konge"),
        ("places=mange", "mange"),
        ("sort=mest-betalende", "mest-betalende"),
        ("page=-3", "-3"),
        ("view=hologram", "hologram"),
    ],
)
def test_impossible_filter_is_set_aside_with_a_notice(desktop: Page, impossible: str, named: str) -> None:
    page = desktop
    page.goto(f"/search?q=8000&{impossible}")
    expect(page.get_by_text(f"Vi kender ikke valget “{named}”, så vi har set bort fra det.")).to_be_visible()
    found = (steps.total(page), steps.hits(page))
    page.goto("/search?q=8000" + ("&kind=private_adviser" if "kind" in impossible else ""))
    assert found == (steps.total(page), steps.hits(page))
    assert len(found[1]) > 0


def test_page_beyond_the_last_still_shows_hits(desktop: Page) -> None:
    desktop.goto("/search?q=8000&page=99")
    assert len(steps.hits(desktop)) > 0
    pages = desktop.get_by_role("navigation", name="Sider med aktører")
    last = pages.get_by_role("link", name=re.compile(r"^Side \d+$")).last
    expect(last).to_have_attribute("aria-current", "page")


def test_pages_of_hits_hold_every_hit_once(desktop: Page) -> None:
    desktop.goto("/search?q=8000")
    many, seen = steps.total(desktop), steps.hits(desktop)
    while (onwards := desktop.get_by_role("link", name="Næste", exact=True)).count():
        onwards.click()
        expect(desktop.get_by_text(f"Du ser nummer {len(seen) + 1} til")).to_be_visible()
        seen += steps.hits(desktop)
    assert len(seen) == len(set(seen)) == many
