"""Links to the pages of hits: the first, the last and those around the current one."""

from matching.catalogue import Catalogue
from matching.finding import Findings
from portal.for_citizens.address import Links
from portal.for_citizens.kept import kept_macro
from portal.skeleton import NOTHING, Html, html, joined

FILE = "components/pagination.html"
AROUND = 2


def render(held: Catalogue, findings: Findings, links: Links) -> Html:
    """Render the links; one page needs none."""
    if findings.pages == 1:
        return NOTHING
    here, last = findings.page, findings.pages
    around = range(max(1, here - AROUND), min(last, here + AROUND) + 1)
    urls = {number: links.page(number) for number in sorted({1, *around, last})}
    return kept_macro(held, FILE, "pagination").fill(
        {
            "before": _step(held, "previous_page", urls.get(here - 1)),
            "links": _links(held, urls, here),
            "after": _step(held, "next_page", urls.get(here + 1)),
        }
    )


def _links(held: Catalogue, urls: dict[int, str], here: int) -> Html:
    link, current = kept_macro(held, FILE, "page_link"), kept_macro(held, FILE, "current_page")
    left_out = kept_macro(held, FILE, "pages_left_out").fill({})
    links: list[Html] = []
    for number, url in urls.items():
        if number > 1 and number - 1 not in urls:
            links.append(left_out)
        skeleton = current if number == here else link
        links.append(skeleton.fill({"number": html(str(number)), "url": html(url)}))
    return joined(links)


def _step(held: Catalogue, macro: str, url: str | None) -> Html:
    return NOTHING if url is None else kept_macro(held, FILE, macro).fill({"url": html(url)})
