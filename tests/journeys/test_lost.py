"""Somebody who follows an old or a wrong address is told so, and can search at once."""

from datetime import UTC, datetime

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import Register


def expired_slug(register: Register) -> str:
    """Find a published listing whose organisation's last approval has run out, at least a day ago."""
    today = datetime.now(UTC).date().isoformat()
    for slug, listing in sorted(register.listings.items()):
        approvals = register.organisations[listing["organisation"]]["approvals"]
        last_day = max(approval["valid_to"] or "9999" for approval in approvals)
        if listing["status"] == "published" and last_day < today:
            return slug
    raise AssertionError("The demonstration holds no listing whose approval has run out.")


def search_from_here(page: Page) -> None:
    """Search on an error page and arrive at hits."""
    page.get_by_role("searchbox", name="Ord, sted eller postnummer").fill("Århus")
    page.get_by_role("button", name="Søg", exact=True).click()
    expect(page.get_by_role("heading", name="Find aktører", level=1)).to_be_visible()
    assert len(steps.hits(page)) > 0
    assert steps.asked(page)["q"] == ["Århus"]


def test_unknown_listing_says_so_and_offers_a_search(small_phone: Page) -> None:
    answer = small_phone.goto("/listings/findes-ikke")
    assert answer is not None
    assert answer.status == 404
    expect(small_phone.get_by_role("heading", name="Siden findes ikke", level=1)).to_be_visible()
    search_from_here(small_phone)


def test_listing_that_was_public_once_says_so_and_offers_a_search(
    small_phone: Page, register: Register
) -> None:
    answer = small_phone.goto(f"/listings/{expired_slug(register)}")
    assert answer is not None
    assert answer.status == 410
    expect(small_phone.get_by_role("heading", name="Aktøren er her ikke længere", level=1)).to_be_visible()
    search_from_here(small_phone)


def test_listing_that_was_public_once_is_named_neither_by_search_nor_by_comparison(
    desktop: Page, register: Register
) -> None:
    slug = expired_slug(register)
    name = register.listings[slug]["content"]["name"]
    desktop.goto("/search")
    steps.search_for(desktop, name)
    assert slug not in [hit.slug for hit in steps.hits(desktop)]
    desktop.goto(f"/compare?l={slug}&l=jobcenter-aarhus")
    expect(desktop.get_by_text("En af dem, du valgte, findes ikke i portalen mere.")).to_be_visible()
    assert steps.columns(desktop) == ["Jobcenter Aarhus"]
