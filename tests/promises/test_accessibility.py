"""A1: axe finds no fault on any page, in both languages, and nobody scrolls sideways on a small phone."""

import re

import pytest
from playwright.sync_api import Page

from portal.mail.composing import Mail
from portal.mail.folder import FolderDelivery
from tests.support.browser import OpenPage, accessibility_faults, overflows
from tests.support.portals import LivePortal

NOWHERE = "/nowhere"
SEARCHES = ("/search", "/search?q=sygemeldt+aarhus", "/search?q=findesslettikke", "/search?view=map")
TEXTS = ("/", "/shortlist", "/about", "/free-choice", "/help", "/standards", "/privacy", "/was", NOWHERE)
APPROVAL = ("/approvals", "/approvals/aarhus-kommune", "/become-approved", "/sign-in", "/sign-up")
RESULTS = ("/needs/where", "/ranking/method", "/results/method", "/results/releases", "/results/releases/1")
# Each page once with each language and once with each size: what is wrong with one, is with the other three.
EITHER_WAY = pytest.mark.parametrize(
    ("size", "language"), [("phone", ""), ("desktop", "/en")], ids=["phone-danish", "desktop-english"]
)


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


@EITHER_WAY
@pytest.mark.parametrize("path", [*TEXTS, *APPROVAL, *SEARCHES, *RESULTS])
def test_page_has_no_fault(open_page: OpenPage, path: str, language: str, size: str) -> None:
    judge(open_page(size), f"{language}{path}")


@EITHER_WAY
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


@EITHER_WAY
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


@EITHER_WAY
def test_every_step_of_the_needs_and_the_list_have_no_fault(
    open_page: OpenPage, language: str, size: str
) -> None:
    page = open_page(size)
    page.goto(f"{language}/needs/where")
    page.locator("main form button").first.click()
    page.locator("#error-summary").wait_for()
    assert accessibility_faults(page) == []
    page.locator("[name=municipality]").select_option("751")
    page.locator("main form button").first.click()
    for step in ("living", "cash", "able", "unsure"):
        judge(page, f"{language}/needs/{step}")
    page.goto(f"{language}/needs/living")
    page.locator("[value=dagpenge]").check(force=True)
    page.locator("main form button").first.click()
    for step in ("fund", "help", "when", "matters"):
        judge(page, f"{language}/needs/{step}")
    judge(page, f"{language}/ranking")
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert accessibility_faults(page) == []
    assert not overflows(page)


def test_mails_of_a_demonstration_are_read_on_a_small_phone(live_portal: LivePortal, phone: Page) -> None:
    recipient = "en.meget.lang.mailadresse.uden.ophold@en-lang-afdeling.vejen-videre.example"
    content = (
        f"To: {recipient}\r\nSubject: Invitation\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\n\r\n"
        f"http://127.0.0.1/links/{'a' * 100}\r\n"
    )
    written = Mail(number=999_999, sender="", recipient=recipient, content=content.encode())
    FolderDelivery(live_portal.data_dir / "mails").deliver(written, lambda: None)
    judge(phone, "/demonstration/mails")
    judge(phone, "/demonstration/mails/999999")


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
