"""A switch of language keeps the page and the question, and each text says which language it is in."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import steps
from tests.journeys.conftest import Register

QUESTION = "q=sygemeldt+aarhus&target_group=sygedagpenge"
LANGUAGE_OF = "element => element.closest('[lang]').lang"


def spoken(page: Page, text: str) -> str:
    """Give the language that a text on the page is marked with."""
    language: str = page.get_by_text(text, exact=True).first.evaluate(LANGUAGE_OF)
    return language


def switch(page: Page, language: str) -> None:
    """Press the name of the other language and wait for its page."""
    page.get_by_role("link", name=language, exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en" if language == "English" else "da")


@pytest.mark.parametrize("path", ["/", "/listings/jobcenter-aarhus", "/compare?l=jobcenter-aarhus"])
def test_language_switch_keeps_the_page(desktop: Page, path: str) -> None:
    desktop.goto(path)
    expect(desktop.locator("html")).to_have_attribute("lang", "da")
    danish = desktop.title()
    switch(desktop, "English")
    assert here(desktop) == f"/en{path}"
    assert desktop.title() != danish
    switch(desktop, "Dansk")
    assert here(desktop) == path
    assert desktop.title() == danish


def here(page: Page) -> str:
    """Give the address of a page within the portal."""
    address = urlsplit(page.url)
    return address.path + (f"?{address.query}" if address.query else "")


def test_language_switch_keeps_the_question_and_the_hits(small_phone: Page) -> None:
    page = small_phone
    page.goto(f"/search?{QUESTION}")
    found = [hit.path for hit in steps.hits(page)]
    switch(page, "English")
    assert here(page) == f"/en/search?{QUESTION}"
    expect(page.get_by_role("searchbox", name="Words, place or postcode")).to_have_value("sygemeldt aarhus")
    assert [hit.path for hit in steps.hits(page)] == [f"/en{path}" for path in found]
    assert found
    expect(page.get_by_role("link", name="Remove Sickness benefit")).to_be_visible()


def test_language_switch_after_a_choice_keeps_the_choice(small_phone: Page) -> None:
    page = small_phone
    page.goto("/search")
    steps.search_for(page, "aarhus")
    steps.tick(page, "Din situation", "Sygedagpenge")
    many = steps.total(page)
    switch(page, "English")
    assert steps.asked(page) == {"q": ["aarhus"], "target_group": ["sygedagpenge"]}
    assert steps.total(page) == many


def test_english_hits_mark_each_summary_with_its_own_language(desktop: Page, register: Register) -> None:
    desktop.goto("/en/search?municipality=751&sort=name")
    cards = steps.results(desktop).get_by_role("article")
    marked = set()
    for hit in steps.hits(desktop):
        content = register.listings[hit.slug]["content"]
        language = "en" if content["summary_en"] else "da"
        card = cards.filter(has=desktop.get_by_role("link", name=hit.name, exact=True))
        summary: Locator = card.get_by_text(content[f"summary_{language}"], exact=True)
        assert summary.evaluate(LANGUAGE_OF) == language
        marked.add(language)
    assert marked == {"da", "en"}


@pytest.mark.parametrize("translated", [False, True], ids=["danish-only", "translated"])
def test_english_listing_marks_what_its_provider_wrote(
    desktop: Page, register: Register, translated: bool
) -> None:
    slug, content = next(
        (slug, listing["content"])
        for slug, listing in sorted(register.listings.items())
        if listing["status"] == "published"
        and listing["content"]["description_da"]
        and bool(listing["content"]["description_en"] and listing["content"]["summary_en"]) == translated
        and bool(listing["content"]["description_en"] or listing["content"]["summary_en"]) == translated
    )
    answer = desktop.goto(f"/en/listings/{slug}")
    assert answer is not None
    assert answer.ok
    language = "en" if translated else "da"
    assert spoken(desktop, content[f"summary_{language}"]) == language
    for paragraph in re.split(r"\n\n+", content[f"description_{language}"]):
        assert spoken(desktop, paragraph) == language
    assert spoken(desktop, "The help you can get") == "en"
