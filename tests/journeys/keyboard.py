"""Walk a page by keyboard alone, and refuse any stop on the way that a reader could not see."""

from playwright.sync_api import Locator, Page

STOPS_AT_MOST = 200
STOP = """target => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
    && !/^rgba\\(.*, 0\\)$/.test(style.outlineColor);
  const shape = at.matches("svg a") ? getComputedStyle(at.querySelector("rect")) : null;
  const seen = outlined || style.boxShadow !== "none" || parseFloat(shape?.strokeWidth ?? 0) >= 2;
  const name = `${at.localName} “${(at.getAttribute("aria-label") ?? at.textContent).trim().slice(0, 40)}”`;
  if (at === document.body) return "focus is nowhere";
  if (!seen) return `focus can't be seen on ${name}`;
  const places = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.8], [0.1, 0.8], [0.9, 0.2]];
  const onTop = places.map(
    ([x, y]) => document.elementFromPoint(box.x + box.width * x, box.y + box.height * y));
  if (!onTop.some((top) => top && (at.contains(top) || top.contains(at)))) return `something hides ${name}`;
  return at === target ? "here" : "on the way";
}"""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has focus; every stop shows focus and is not hidden behind anything.

    Focus shows as an outline or a shadow, and on a tile of the map as a thick edge.
    """
    handle = target.element_handle()
    for _press in range(STOPS_AT_MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP, handle)
        if stop == "here":
            return
        assert stop == "on the way", stop
    raise AssertionError(f"{STOPS_AT_MOST} presses of Tab did not lead there: {target}")
