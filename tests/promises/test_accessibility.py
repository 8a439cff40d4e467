"""A1: axe finds no fault on any page, in both languages, and nobody scrolls sideways on a small phone."""

import re

import pytest
from playwright.sync_api import Page

from tests.support.browser import OpenPage, accessibility_faults, overflows

NOWHERE = "/nowhere"
SEARCHES = ("/search", "/search?q=sygemeldt+aarhus", "/search?q=findesslettikke", "/search?view=map")
TEXTS = ("/", "/shortlist", "/about", "/help", "/standards", "/privacy", "/was", NOWHERE)
RESULTS = ("/results/method", "/results/releases", "/results/releases/1")
LANGUAGES = ("", "/en")


def slugs(page: Page, number: int) -> list[str]:
    """Read the first listings off the search page."""
    page.goto("/search?municipality=751")
    links = page.locator("main article h3 a").evaluate_all("links => links.map(link => link.pathname)")
    return [re.sub(r"^/listings/", "", link) for link in links[:number]]


def judge(page: Page, path: str) -> None:
    response = page.goto(path)
    assert response is not None
    assert response.status == (404 if path.endswith(NOWHERE) else 200)
    assert page.title().strip()
    assert accessibility_faults(page) == []
    assert not overflows(page)


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("language", LANGUAGES, ids=["danish", "english"])
@pytest.mark.parametrize("path", [*TEXTS, *SEARCHES, *RESULTS])
def test_page_has_no_fault(open_page: OpenPage, path: str, language: str, size: str) -> None:
    judge(open_page(size), f"{language}{path}")


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("language", LANGUAGES, ids=["danish", "english"])
def test_listing_comparison_and_filled_shortlist_have_no_fault(
    open_page: OpenPage, language: str, size: str
) -> None:
    page = open_page(size)
    found = slugs(page, 3)
    assert len(found) == 3
    chosen = "&".join(f"l={slug}" for slug in found)
    for path in (f"/listings/{found[0]}", f"/compare?{chosen}", f"/shortlist?{chosen}"):
        judge(page, f"{language}{path}")


def test_filters_and_details_that_are_open_have_no_fault(phone: Page) -> None:
    phone.goto("/search?target_group=sygedagpenge")
    phone.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert accessibility_faults(phone) == []
    assert not overflows(phone)


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("language", LANGUAGES, ids=["danish", "english"])
def test_measured_results_have_no_fault_when_everything_is_open(
    open_page: OpenPage, language: str, size: str
) -> None:
    page = open_page(size)
    page.goto(f"{language}/search?sort=result")
    page.locator("main article h3 a").first.click()
    page.locator(".interval-picture").wait_for()
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert accessibility_faults(page) == []
    assert not overflows(page)


def test_first_stop_of_the_keyboard_leads_past_the_menu(desktop: Page) -> None:
    desktop.goto("/search")
    desktop.keyboard.press("Tab")
    target = desktop.evaluate("() => document.activeElement.getAttribute('href')")
    assert target is not None
    assert desktop.locator(target).is_visible()


def test_axe_does_find_faults(desktop: Page) -> None:
    desktop.goto("/")
    desktop.evaluate("() => document.querySelectorAll('img').forEach(img => img.removeAttribute('alt'))")
    desktop.evaluate("() => document.documentElement.removeAttribute('lang')")
    assert any(fault.startswith("html-has-lang") for fault in accessibility_faults(desktop))
