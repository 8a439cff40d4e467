"""Nobody scrolls sideways: not at 200 % zoom in a narrow window, and not when only the letters double."""

import pytest
from playwright.sync_api import Page

from tests.journeys import steps
from tests.support.browser import overflows

TEXTS = ("/", "/shortlist", "/about", "/help", "/standards", "/privacy", "/was", "/findes-ikke")
SEARCHES = (
    "/search?q=sygemeldt+aarhus&municipality=751&target_group=sygedagpenge&places=1",
    "/search?q=findesslettikke&kind=other",
    "/search?view=map",
)
DOUBLE = """() => {
  const root = document.documentElement, size = () => parseFloat(getComputedStyle(root).fontSize);
  const before = size();
  root.style.fontSize = `${2 * before}px`;
  return size() / before;
}"""


def addresses(page: Page) -> list[str]:
    """Give every page: texts, searches, and a listing, a comparison and a list of those found."""
    page.goto("/search?q=sygemeldt+aarhus")
    found = [hit.slug for hit in steps.hits(page)[:4]]
    assert len(found) == 4
    chosen = "&".join(f"l={slug}" for slug in found)
    return [*TEXTS, *SEARCHES, f"/listings/{found[2]}", f"/compare?{chosen}", f"/shortlist?{chosen}"]


@pytest.mark.parametrize("language", ["", "/en"], ids=["danish", "english"])
def test_no_page_grows_wider_than_its_window_at_200_percent(desktop: Page, language: str) -> None:
    session = desktop.context.new_cdp_session(desktop)
    too_wide = []

    def look(path: str, what: str, width: int, zoom: int) -> None:
        window = {"width": width // zoom, "height": 800, "deviceScaleFactor": zoom, "mobile": False}
        session.send("Emulation.setDeviceMetricsOverride", window)
        assert desktop.evaluate("() => [innerWidth, devicePixelRatio]") == [width // zoom, zoom]
        if overflows(desktop):
            too_wide.append(f"{path} with {what} in a window of {width} pixels")

    for path in addresses(desktop):
        desktop.goto(language + path)
        desktop.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        look(path, "everything doubled", 640, 2)
        assert desktop.evaluate(DOUBLE) == 2
        look(path, "the letters doubled", 640, 1)
        look(path, "the letters doubled", 1280, 1)
    assert too_wide == []
