"""Links to the pages of hits: the first, the last and those around the current one."""

from functools import lru_cache

from flask import get_template_attribute

from matching.finding import Findings
from portal.for_citizens.address import Links
from portal.skeleton import NOTHING, Html, Skeleton, html, slot

AROUND = 2


def render(findings: Findings, first: Html, links: Links, language: str) -> Html:
    """Render the links; one page needs none."""
    if findings.pages == 1:
        return NOTHING
    made = _skeleton(findings.page, findings.pages, language)
    return made.fill({"first": first, "other": html(links.other_page())})


@lru_cache(maxsize=2048)
def _skeleton(here: int, last: int, _language: str) -> Skeleton:
    """Render the links from one page, in the language of the request; only what is asked for is left open."""
    numbers = sorted({1, *range(max(1, here - AROUND), min(last, here + AROUND) + 1), last})
    urls = {number: slot("other") + str(number) for number in numbers} | {1: slot("first")}
    return Skeleton(get_template_attribute("components/pagination.html", "pagination")(urls, here, last))
