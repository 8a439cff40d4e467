"""A real Chromium that looks at the running portal; every wait has a bound."""

import shutil
from collections.abc import Iterator
from typing import Protocol
from weakref import WeakSet

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, sync_playwright

from tests.support.portals import LivePortal
from tests.support.source_tree import ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"phone": (320, 640), "desktop": (1280, 900)}
VISITORS = [(size, javascript) for javascript in (True, False) for size in SIZES]
MILLISECONDS = 15_000
PARTS_OF_A_PAGE = frozenset({"stylesheet", "script", "image", "font"})
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """() => Promise.race([
  axe.run(document, {rules: {'target-size': {enabled: true}}}),
  new Promise((_, refuse) => setTimeout(() => refuse(new Error('axe took more than 30 seconds')), 30000)),
])"""

_without_scripts: WeakSet[Page] = WeakSet()


class OpenPage(Protocol):
    """Open an empty page of the portal's browser."""

    def __call__(self, size: str = "desktop", *, javascript: bool = True) -> Page:
        """Choose a size by name, and whether scripts run."""
        ...


def get_chromium() -> str:
    """Find this machine's Chromium."""
    for name in NAMES:
        path = shutil.which(name)
        if path is not None:
            return path
    raise AssertionError(
        "No Chromium was found. Install one (on Debian: apt-get install chromium), "
        "or leave its tests out with: pytest -m 'not browser'"
    )


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start the browser once for each process of the tests."""
    executable = get_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS, timeout=60_000)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_portal: LivePortal) -> Iterator[OpenPage]:
    """Open pages of the portal; afterwards refuse script errors, missing files and what is forbidden."""
    contexts = []
    faults: list[str] = []

    def open_one(size: str = "desktop", *, javascript: bool = True) -> Page:
        width, height = SIZES[size]
        context = chromium.new_context(
            base_url=live_portal.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="da-DK",
            timezone_id="Europe/Copenhagen",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(MILLISECONDS)
        page = context.new_page()
        if not javascript:
            _without_scripts.add(page)
        _watch(page, live_portal.url, faults)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture(
    params=VISITORS, ids=lambda visitor: visitor[0] + ("" if visitor[1] else "-without-javascript")
)
def page(request: pytest.FixtureRequest, open_page: OpenPage) -> Page:
    """Give a page on a phone and on a desktop, with JavaScript and without."""
    size, javascript = request.param
    return open_page(size, javascript=javascript)


@pytest.fixture
def phone(open_page: OpenPage) -> Page:
    """Give a page on a small phone."""
    return open_page("phone")


@pytest.fixture
def desktop(open_page: OpenPage) -> Page:
    """Give a page on a desktop."""
    return open_page("desktop")


def accessibility_faults(page: Page) -> list[str]:
    """Let axe judge the page as it stands by WCAG 2.2 AA and best practice; an empty list is a pass."""
    assert page not in _without_scripts, "axe needs scripts to run: judge the page with JavaScript on."
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate(RUN_AXE)
    return [
        f"{violation['id']}: {violation['help']} {[node['target'] for node in violation['nodes']]}"
        for violation in result["violations"]
    ]


def overflows(page: Page) -> bool:
    """Say whether the page is wider than its window, so that a reader must scroll sideways."""
    wider: bool = page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth")
    return wider


def _watch(page: Page, url: str, faults: list[str]) -> None:
    def note_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            faults.append(f"refused by the security policy: {message.text}")

    def note_request(request: Request) -> None:
        if not request.url.startswith((url, "data:", "blob:")):
            faults.append(f"asked another server: {request.url}")

    def note_response(response: Response) -> None:
        if response.status >= 400 and response.request.resource_type in PARTS_OF_A_PAGE:
            faults.append(f"answered {response.status}: {response.url}")

    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("console", note_console)
    page.on("request", note_request)
    page.on("response", note_response)
