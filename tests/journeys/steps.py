"""What people do and see where they search, choose and compare, said once for all journeys."""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

MANY = re.compile(r"aktør|provider")
ALL_CHOICES = "Vælg kommune og mere"
COMPARE = "Sammenlign de valgte"


class Hit(NamedTuple):
    """A listing as the list of hits names it."""

    name: str
    path: str

    @property
    def slug(self) -> str:
        """Give the last part of its address."""
        return self.path.rsplit("/", 1)[-1]


# --- What the page says


def scripts_run(page: Page) -> bool:
    """Say whether the page's script has run; it marks the page first of all."""
    return page.locator("html.scripted").count() == 1


def asked(page: Page) -> dict[str, list[str]]:
    """Read what the address asks for; fields left empty ask for nothing."""
    return parse_qs(urlsplit(page.url).query)


def results(page: Page) -> Locator:
    """Give the part of the page that holds what was found; it is named by how many."""
    return page.get_by_role("main").get_by_role("region", name=MANY)


def total(page: Page) -> int:
    """Read how many were found."""
    heading = results(page).get_by_role("heading", level=2).inner_text()
    number = re.match(r"[\d.,]+", heading)
    return int(re.sub(r"\D", "", number[0])) if number else 0


def hits(page: Page) -> list[Hit]:
    """Read the listings on this page of hits, in their order."""
    links = results(page).get_by_role("article").get_by_role("heading", level=3).get_by_role("link")
    read = links.evaluate_all("links => links.map(link => [link.textContent.trim(), link.pathname])")
    return [Hit(name, path) for name, path in read]


def columns(page: Page) -> list[str]:
    """Read the names at the top of a comparison, in their order."""
    links = page.get_by_role("columnheader").locator("[href^='/listings/']")
    return [text.strip() for text in links.all_text_contents()]


# --- Searching and choosing


def search_for(page: Page, words: str) -> None:
    """Type words on the search page, press the button beside them, and wait for the answer."""
    page.get_by_role("searchbox", name="Ord, sted eller postnummer").fill(words)
    page.get_by_role("button", name="Søg", exact=True).click()
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("q") == [words])


def fold_out(page: Page, part: str) -> None:
    """Open a part of the choices unless it stands open."""
    summary = page.get_by_role("search").locator("summary", has_text=re.compile(rf"^\s*{re.escape(part)}"))
    if summary.is_visible() and summary.locator("..").get_attribute("open") is None:
        summary.click()


def option(page: Page, name: str) -> Locator:
    """Give the box of a choice, folded out or not; its label ends with how many it would leave."""
    counted = re.compile(rf"^\s*{re.escape(name)} \([\d.,]+\)\s*$")
    label = page.get_by_role("search").locator("label", has_text=counted)
    return label.get_by_role("checkbox", include_hidden=True)


def chip(page: Page, name: str) -> Locator:
    """Give the link that takes a choice back."""
    return results(page).get_by_role("link", name=f"Fjern {name}", exact=True)


def tick(page: Page, facet: str, name: str) -> int:
    """Tick a choice and wait for the hits; give the number that stood beside it.

    With a script the tick asks at once; without one there is a button to press.
    """
    fold_out(page, ALL_CHOICES)
    fold_out(page, facet)
    label = option(page, name).locator("..").inner_text()
    option(page, name).check()
    show_hits(page, name, press=not scripts_run(page))
    return int(re.sub(r"\D", "", label.rsplit("(", 1)[1]))


def choose_municipality(page: Page, name: str) -> None:
    """Choose a municipality from the list and wait for the hits."""
    fold_out(page, ALL_CHOICES)
    fold_out(page, "Kommune")
    choices = page.get_by_role("search").get_by_role("group", name="Kommune").get_by_role("combobox")
    value = choices.locator("option", has_text=re.compile(rf"^{name} \(")).get_attribute("value")
    choices.select_option(value)
    show_hits(page, name, press=not scripts_run(page))


def show_hits(page: Page, chosen: str, *, press: bool) -> None:
    """Wait until the page says what is chosen, after a press of the button where one is needed."""
    if press:
        page.get_by_role("button", name="Vis aktører").click()
    expect(chip(page, chosen)).to_be_visible()


# --- What can be done with a hit


def compare_box(page: Page, hit: Hit) -> Locator:
    """Give the box that picks a listing for comparison."""
    named = re.compile(rf"^Sammenlign ?: {re.escape(hit.name)}$")
    return results(page).get_by_role("checkbox", name=named)


def save_button(page: Page, hit: Hit) -> Locator:
    """Give the button that saves a listing from the list of hits."""
    named = re.compile(rf"^Gem på din liste ?: {re.escape(hit.name)}$")
    return results(page).get_by_role("button", name=named)
