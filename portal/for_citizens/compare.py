"""Compare up to four listings side by side, on screen and on paper."""

from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from portal.for_citizens.chosen import choose
from portal.for_citizens.presenting import present
from portal.locale import current_language, ngettext
from portal.locale import gettext as _
from portal.public_pages import public_page
from portal.state import catalogue

pages = Blueprint("compare", __name__)

LIMIT = 4


@pages.get("/compare")
@public_page
def compare() -> str:
    """Show the chosen listings beside each other, on the same scale."""
    held = catalogue()
    chosen = choose(held, request.args.getlist("l"))
    shown = chosen.listings[:LIMIT]
    slugs = [listing.slug for listing in shown]
    return render_template(
        "compare.html",
        title=_("Sammenlign aktører"),
        listings=tuple(present(listing, current_language(), held.day) for listing in shown),
        notices=_notices(len(chosen.listings), len(chosen.gone)),
        remove_urls={slug: _address([kept for kept in slugs if kept != slug]) for slug in slugs},
        add_url=url_for("search.search"),
        share_url=_address(slugs),
    )


def _address(slugs: list[str]) -> str:
    base = url_for("compare.compare")
    return f"{base}?{urlencode([('l', slug) for slug in slugs])}" if slugs else base


def _notices(chosen: int, gone: int) -> tuple[str, ...]:
    notices = []
    if chosen > LIMIT:
        notices.append(
            _(
                "Du kan sammenligne %(limit)s ad gangen. Vi viser de første af de %(chosen)s, du valgte.",
                limit=LIMIT,
                chosen=chosen,
            )
        )
    if gone:
        notices.append(
            ngettext(
                "En af dem, du valgte, findes ikke i portalen mere.",
                "%(num)s af dem, du valgte, findes ikke i portalen mere.",
                gone,
            )
        )
    return tuple(notices)
