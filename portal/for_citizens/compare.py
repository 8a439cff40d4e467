"""Compare up to four listings side by side, on screen and on paper."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from portal.for_citizens.chosen import choose
from portal.for_citizens.labels import support_names
from portal.for_citizens.presenting import ListingView, SupportView, present
from portal.for_citizens.results_short import result_rows
from portal.locale import current_language, format_day, ngettext
from portal.locale import gettext as _
from portal.public_pages import public_page
from portal.state import catalogue

pages = Blueprint("compare", __name__)

LIMIT = 4


@dataclass(frozen=True, slots=True)
class SupportCell:
    """What one listing says of a kind of support: its price, that there is none, or nothing at all."""

    text: str
    note: str = ""


@pages.get("/compare")
@public_page
def compare() -> str:
    """Show the chosen listings beside each other, on the same scale."""
    held = catalogue()
    chosen = choose(held, request.args.getlist("l"))
    shown = chosen.listings[:LIMIT]
    slugs = [listing.slug for listing in shown]
    language = current_language()
    views = tuple(present(listing, language, held.day, held.results) for listing in shown)
    return render_template(
        "compare.html",
        title=_("Sammenlign aktører"),
        listings=views,
        names={view.slug: name_of_column(view) for view in views},
        support_rows=support_rows(views, held.day, language),
        result_rows=result_rows(held.results, shown, language),
        printed_on=format_day(held.day, language),
        notices=_notices(len(chosen.listings), len(chosen.gone)),
        remove_urls={slug: _address([kept for kept in slugs if kept != slug]) for slug in slugs},
        add_url=url_for("search.search"),
        share_url=_address(slugs),
    )


def name_of_column(view: ListingView) -> str:
    """Name a listing where its column's head is out of sight, with what must be known about it."""
    return f"{view.name} ({_('opdigtet aktør')})" if view.simulated else view.name


def support_rows(
    views: tuple[ListingView, ...], on: date, language: str
) -> tuple[tuple[str, tuple[SupportCell, ...]], ...]:
    """Give each kind of support that any of the listings has, beside what each of them says of it."""
    offers = [{kind.id: kind for kind in view.support} for view in views]
    return tuple(
        (
            name,
            tuple(
                _support_cell(view, offered.get(code)) for view, offered in zip(views, offers, strict=True)
            ),
        )
        for code, name in support_names(on, language).items()
        if any(code in offered for offered in offers)
    )


def _support_cell(view: ListingView, offered: SupportView | None) -> SupportCell:
    if offered is not None and offered.price_note:
        return SupportCell(_("Ja. Pris: %(price)s", price=offered.price), offered.price_note)
    if offered is not None:
        return SupportCell(_("Ja. Prisen er ikke oplyst."))
    # An actor that has not written its page itself has not said no to anything.
    return SupportCell(_("Ikke oplyst") if view.unconfirmed or not view.support else _("Tilbydes ikke"))


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
