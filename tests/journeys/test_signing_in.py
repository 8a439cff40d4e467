"""Each invented person signs in, finds their own workspace and nobody else's, and signs out."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import scripts_run
from tests.support.browser import OpenPage, accessibility_faults, overflows

# Who, where their workspace begins, and whose workspaces are closed to them.
PEOPLE = {
    "Borger 1": "/my",
    "Borger 2": "/my",
    "Ejnar Ejer": "/office",
    "Rosa Redaktør": "/office",
    "Anna Aktør": "/office",
    "Sofie Sagsen": "/authority",
    "Leif Lederen": "/authority",
    "Rie Revisor": "/authority",
    "Karen Kommune": "/municipality",
}
# A list of a hundred people leads to a hundred pages that look the same.
MOST_PAGES = 15
HOMES = ("/my", "/office", "/authority", "/municipality")


def sign_in(page: Page, name: str, begin: str = "/start") -> None:
    page.goto(begin)
    page.get_by_role("button", name=re.compile(rf"^{name}:")).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Log ud").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du er logget ud")


def own_pages(page: Page, within: tuple[str, ...]) -> list[str]:
    """Read the pages of the same workspace that a page leads to; files to download are none."""
    links = page.locator("main a[href]:not([download])").evaluate_all(
        "links => links.map(link => link.pathname)"
    )
    pages = [path for path in dict.fromkeys(links) if path.startswith(within)]
    return [path for path in pages if not re.search(r"\.(csv|json|txt)$", path)]


def status_of(page: Page, path: str) -> int:
    response = page.goto(path)
    assert response is not None
    return response.status


@pytest.mark.parametrize("name", PEOPLE)
def test_invented_person_finds_their_own_workspace_and_no_other(small_phone: Page, name: str) -> None:
    sign_in(small_phone, name)
    assert small_phone.url.endswith(PEOPLE[name])
    expect(small_phone.get_by_role("navigation").filter(has_text="Overblik")).to_be_visible()
    for home in HOMES:
        assert status_of(small_phone, home) == (200 if home == PEOPLE[name] else 403)
    small_phone.goto(PEOPLE[name])
    sign_out(small_phone)
    small_phone.go_back()
    small_phone.reload()
    expect(small_phone.get_by_role("heading", level=1)).to_have_text("Log ind")


@pytest.mark.parametrize(
    ("size", "language"), [("phone", ""), ("desktop", "/en")], ids=["phone-danish", "desktop-english"]
)
@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_that_a_workspace_leads_to_has_no_fault(
    open_page: OpenPage, name: str, size: str, language: str
) -> None:
    page = open_page(size)
    sign_in(page, name)
    home = f"{language}{PEOPLE[name]}"
    found, tried = [home], set[str]()
    while found and len(tried) < MOST_PAGES:
        path = found.pop(0)
        tried.add(path)
        assert status_of(page, path) == 200, path
        assert page.locator(".workspace-nav [aria-current]").count() == 1, path
        assert accessibility_faults(page) == [], path
        assert not overflows(page), path
        found += [
            other
            for other in own_pages(page, (home, f"{language}/account"))
            if other not in tried | set(found)
        ]
    assert len(tried) > 3


def test_somebody_who_had_to_sign_in_comes_to_where_they_were_going(desktop: Page) -> None:
    sign_in(desktop, "Borger 1", "/my/looks")
    assert desktop.url.endswith("/my/looks")


def test_language_stays_through_signing_in(desktop: Page) -> None:
    desktop.goto("/en/start")
    desktop.get_by_role("button", name=re.compile("^Ejnar Ejer:")).click()
    assert desktop.url.endswith("/en/office")
    expect(desktop.get_by_role("button", name="Sign out")).to_be_visible()


def test_key_is_shown_whole_on_a_narrow_phone_in_signs_that_can_be_told_apart(small_phone: Page) -> None:
    sign_in(small_phone, "Ejnar Ejer")
    small_phone.get_by_role("link", name="Nøgler til API").first.click()
    small_phone.get_by_label("Nøglens navn").fill("Med script" if scripts_run(small_phone) else "Uden script")
    small_phone.get_by_role("button", name="Lav nøgle", exact=True).click()
    secret = small_phone.locator("#secret")
    assert secret.evaluate(
        "box => [box.scrollHeight - box.clientHeight, box.scrollWidth - box.clientWidth]"
    ) == [
        0,
        0,
    ]
    assert "monospace" in secret.evaluate("box => getComputedStyle(box).fontFamily")
    assert not overflows(small_phone)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "without-javascript"])
def test_form_that_is_refused_puts_focus_on_what_to_put_right(
    open_page: OpenPage, *, javascript: bool
) -> None:
    page = open_page("phone", javascript=javascript)
    sign_in(page, "Borger 2")
    page.goto("/my/data/delete")
    page.get_by_role("button", name="Slet alt").click()
    expect(page.locator("#error-summary")).to_be_visible()
    if javascript:
        expect(page.locator("#error-summary")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=re.compile("Ja, slet alt om mig nu"))).to_be_focused()
    else:
        assert page.evaluate("document.activeElement === document.body")
