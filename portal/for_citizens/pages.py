"""Links to the pages of hits: the first, the last and those around the current one."""

from dataclasses import dataclass

from matching.finding import Findings
from portal.for_citizens.address import Links
from portal.for_citizens.kept import macro_skeleton
from portal.skeleton import NOTHING, Html, Skeleton, html, joined

FILE = "components/pagination.html"
AROUND = 2


@dataclass(frozen=True, slots=True)
class PageParts:
    """The parts that the links are put together from, in one language."""

    around: Skeleton
    link: Skeleton
    current: Skeleton
    left_out: Html
    previous: Skeleton
    following: Skeleton


def parts() -> PageParts:
    """Render the parts in the language of the request."""
    return PageParts(
        around=macro_skeleton(FILE, "pagination"),
        link=macro_skeleton(FILE, "page_link"),
        current=macro_skeleton(FILE, "current_page"),
        left_out=macro_skeleton(FILE, "pages_left_out").fill({}),
        previous=macro_skeleton(FILE, "previous_page"),
        following=macro_skeleton(FILE, "next_page"),
    )


def render(made: PageParts, findings: Findings, links: Links) -> Html:
    """Render the links; one page needs none."""
    if findings.pages == 1:
        return NOTHING
    here, last = findings.page, findings.pages
    numbers = sorted({1, *range(max(1, here - AROUND), min(last, here + AROUND) + 1), last})
    urls = {number: html(links.page(number)) for number in numbers}
    listed: list[Html] = []
    for number, url in urls.items():
        if number > 1 and number - 1 not in urls:
            listed.append(made.left_out)
        skeleton = made.current if number == here else made.link
        listed.append(skeleton.fill({"number": Html(b"%d" % number), "url": url}))
    return made.around.fill(
        {
            "before": made.previous.fill({"url": urls[here - 1]}) if here > 1 else NOTHING,
            "links": joined(listed),
            "after": made.following.fill({"url": urls[here + 1]}) if here < last else NOTHING,
        }
    )
