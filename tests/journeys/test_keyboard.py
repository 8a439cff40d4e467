"""Somebody without a mouse comes from the front page to a comparison, and always sees where they are."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.keyboard import tab_to
from tests.support.browser import OpenPage


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "without-javascript"])
def test_keyboard_alone_leads_from_the_front_page_to_a_comparison(
    open_page: OpenPage, javascript: bool
) -> None:
    page = open_page(javascript=javascript)
    page.goto("/")
    tab_to(page, page.get_by_role("searchbox", name="Søg med dine egne ord"))
    page.keyboard.type("sygemeldt aarhus")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Find aktører", level=1)).to_be_visible()
    three = steps.hits(page)[:3]
    for hit in three:
        tab_to(page, steps.compare_box(page, hit))
        page.keyboard.press("Space")
        expect(steps.compare_box(page, hit)).to_be_checked()
    tab_to(page, page.get_by_role("button", name=steps.COMPARE))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sammenlign aktører", level=1)).to_be_visible()
    assert steps.columns(page) == [hit.name for hit in three]


def test_keyboard_narrows_by_space_and_stays_where_it_was(desktop: Page) -> None:
    desktop.goto("/search?q=aarhus")
    before = steps.total(desktop)
    box = steps.option(desktop, "Sygedagpenge")
    tab_to(desktop, box)
    desktop.keyboard.press("Space")
    expect(steps.chip(desktop, "Sygedagpenge")).to_be_visible()
    assert 0 < steps.total(desktop) < before
    expect(box).to_be_focused()
    tab_to(desktop, steps.option(desktop, "Jobafklaringsforløb"))


def test_invisible_focus_is_noticed(desktop: Page) -> None:
    desktop.goto("/")
    desktop.evaluate("() => document.querySelectorAll('a').forEach(link => link.style.outline = 'none')")
    with pytest.raises(AssertionError, match="focus can't be seen"):
        tab_to(desktop, desktop.get_by_role("searchbox"))
