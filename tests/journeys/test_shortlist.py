"""A shortlist without a login: saved from two places, shared as a link, emptied, and kept in one cookie."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.support.browser import OpenPage

EMPTY = "Der står ingen på listen endnu."


def save_two(page: Page) -> list[str]:
    """Save one listing from the list of hits and one from its own page; give their names."""
    page.goto("/search?municipality=751")
    first, second = steps.hits(page)[:2]
    assert page.context.cookies() == []
    steps.save_button(page, first).click()
    if steps.scripts_run(page):
        expect(steps.results(page).get_by_text("Gemt på din liste")).to_be_visible()
        assert steps.asked(page) == {"municipality": ["751"]}
    else:
        expect(page.get_by_role("heading", name="Din liste", level=1)).to_be_visible()
    page.goto(second.path)
    page.get_by_role("button", name="Gem på din liste", exact=True).click()
    if steps.scripts_run(page):
        expect(page.get_by_role("main").get_by_text("Gemt på din liste")).to_be_visible()
    else:
        expect(page.get_by_role("heading", name="Din liste", level=1)).to_be_visible()
    return [first.name, second.name]


def listed(page: Page) -> list[str]:
    """Read the names on a shortlist, in their order."""
    headings = page.get_by_role("main").get_by_role("article").get_by_role("heading", level=2)
    return [name.strip() for name in headings.all_text_contents()]


def open_list(page: Page) -> None:
    """Go to my own list by the menu."""
    page.get_by_role("navigation", name="Hovedmenu").get_by_role("link", name="Din liste").click()
    expect(page.get_by_role("heading", name="Din liste", level=1)).to_be_visible()


def test_list_is_saved_from_two_places_shared_and_emptied(small_phone: Page, open_page: OpenPage) -> None:
    page = small_phone
    page.goto("/")
    open_list(page)
    expect(page.get_by_text(EMPTY)).to_be_visible()
    saved = save_two(page)
    open_list(page)
    assert listed(page) == saved
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["httpOnly"], cookie["sameSite"]) == ("shortlist", True, "Lax")

    friend = open_page()
    friend.goto(page.get_by_role("link", name="Link til listen").get_attribute("href") or "")
    expect(friend.get_by_role("heading", name="En delt liste", level=1)).to_be_visible()
    assert listed(friend) == saved
    assert friend.context.cookies() == []

    page.get_by_role("button", name=re.compile(rf"^Fjern fra listen ?: {re.escape(saved[0])}$")).click()
    expect(page.get_by_role("article")).to_have_count(1)
    assert listed(page) == saved[1:]
    page.get_by_role("button", name="Slet hele listen").click()
    expect(page.get_by_text(EMPTY)).to_be_visible()
    assert page.context.cookies() == []
    friend.reload()
    assert listed(friend) == saved


def test_shared_list_becomes_my_own_only_when_i_say_so(phone: Page) -> None:
    phone.goto("/search?municipality=751")
    mine, theirs, also_theirs = steps.hits(phone)[:3]
    steps.save_button(phone, mine).click()
    shared = f"/shortlist?l={theirs.slug}&l={also_theirs.slug}"
    if steps.scripts_run(phone):
        expect(steps.results(phone).get_by_text("Gemt på din liste")).to_be_visible()
    phone.goto(shared)
    assert listed(phone) == [theirs.name, also_theirs.name]
    open_list(phone)
    assert listed(phone) == [mine.name]
    phone.goto(shared)
    phone.get_by_role("button", name="Gem dem på din egen liste").click()
    expect(phone.get_by_role("heading", name="Din liste", level=1)).to_be_visible()
    assert listed(phone) == [mine.name, theirs.name, also_theirs.name]


def test_list_leads_to_a_comparison_of_those_on_it(phone: Page) -> None:
    saved = save_two(phone)
    open_list(phone)
    phone.get_by_role("link", name="Sammenlign dem").click()
    expect(phone.get_by_role("heading", name="Sammenlign aktører", level=1)).to_be_visible()
    assert steps.columns(phone) == saved


def test_link_to_the_list_is_copied_where_scripts_run(desktop: Page) -> None:
    desktop.goto("/shortlist?l=jobcenter-aarhus")
    desktop.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desktop.get_by_role("link", name="Link til listen").click()
    expect(desktop.get_by_role("status")).to_have_text("Linket er kopieret.")
    assert desktop.evaluate("() => navigator.clipboard.readText()") == desktop.url
