"""Each invented person signs in, finds their own workspace and nobody else's, and signs out."""

import re

import pytest
from playwright.sync_api import Page, expect

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
HOMES = ("/my", "/office", "/authority", "/municipality")


def sign_in(page: Page, name: str, begin: str = "/start") -> None:
    page.goto(begin)
    page.get_by_role("button", name=re.compile(rf"^{name}:")).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Log ud").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du er logget ud")


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


@pytest.mark.parametrize("language", ["", "/en"], ids=["danish", "english"])
@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_of_a_workspace_has_no_fault(
    open_page: OpenPage, name: str, size: str, language: str
) -> None:
    page = open_page(size)
    sign_in(page, name)
    page.goto(f"{language}{PEOPLE[name]}")
    menu = page.locator(".workspace-nav a").evaluate_all("links => links.map(link => link.pathname)")
    assert len(menu) > 2
    for path in menu:
        assert status_of(page, path) == 200
        assert page.locator(".workspace-nav [aria-current]").count() == 1
        assert accessibility_faults(page) == []
        assert not overflows(page), path


def test_somebody_who_had_to_sign_in_comes_to_where_they_were_going(desktop: Page) -> None:
    sign_in(desktop, "Borger 1", "/my/looks")
    assert desktop.url.endswith("/my/looks")


def test_language_stays_through_signing_in(desktop: Page) -> None:
    desktop.goto("/en/start")
    desktop.get_by_role("button", name=re.compile("^Ejnar Ejer:")).click()
    assert desktop.url.endswith("/en/office")
    expect(desktop.get_by_role("button", name="Sign out")).to_be_visible()
