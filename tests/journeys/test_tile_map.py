"""The tile map is a way in for everybody: by keyboard, by pointer, and as a table with the same numbers."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.keyboard import tab_to

MUNICIPALITIES = 98  # in Denmark since 2007


def tiles(page: Page) -> list[tuple[str, int]]:
    """Read each tile's municipality and number, in the order of the keyboard."""
    links = page.get_by_role("group", name="Kort over Danmarks kommuner").get_by_role("link")
    named = links.evaluate_all("links => links.map(link => link.getAttribute('aria-label'))")
    read = [re.fullmatch(r"(.+), (\S+) (\d+)", name) for name in named]
    return [(match[1], int(match[3])) for match in read if match]


def rows(page: Page) -> list[tuple[str, int]]:
    """Open the table below the map and read its rows."""
    page.get_by_text("Vis kommunerne som liste").click()
    table = page.get_by_role("table", name="Aktører i hver kommune")
    expect(table).to_be_visible()
    texts = zip(
        table.get_by_role("rowheader").all_text_contents(),
        table.get_by_role("cell").all_text_contents(),
        strict=True,
    )
    return [(name.strip(), int(number)) for name, number in texts]


def test_keyboard_reaches_a_tile_and_gives_that_municipality_s_listings(desktop: Page) -> None:
    desktop.goto("/search?view=map&target_group=sygedagpenge")
    name, number = tiles(desktop)[2]
    tile = desktop.get_by_role("link", name=re.compile(rf"^{name}, \S+ {number}$"))
    tab_to(desktop, tile)
    desktop.keyboard.press("Enter")
    expect(steps.chip(desktop, name)).to_be_visible()
    expect(steps.chip(desktop, "Sygedagpenge")).to_be_visible()
    assert steps.total(desktop) == number > 0


def test_table_below_the_map_has_the_same_numbers_and_its_links_keep_them(small_phone: Page) -> None:
    page = small_phone
    page.goto("/search?view=map&q=mentor")
    shown = tiles(page)
    listed = rows(page)
    assert listed == shown
    assert len(shown) == MUNICIPALITIES
    assert len({number for _name, number in shown}) > 3
    name, number = max(shown, key=lambda tile: tile[1])
    page.get_by_role("table").get_by_role("link", name=name, exact=True).click()
    expect(steps.chip(page, name)).to_be_visible()
    assert steps.total(page) == number
    assert steps.asked(page)["q"] == ["mentor"]


def test_map_follows_the_choices(small_phone: Page) -> None:
    page = small_phone
    page.goto("/search?q=job")
    page.get_by_role("navigation", name="Vis som").get_by_role("link", name="Kort").click()
    expect(page.get_by_text("Hvert felt er en kommune.")).to_be_visible()
    everybody = dict(tiles(page))
    steps.tick(page, "Slags aktør", "Privat aktør")
    advisers = dict(tiles(page))
    assert steps.asked(page)["view"] == ["map"]
    assert 0 < advisers["Odense"] < everybody["Odense"]
