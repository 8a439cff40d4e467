"""Render listing cards once per revision, day and language, and again only where hits are marked."""

from collections.abc import Iterable
from dataclasses import replace

from flask import get_template_attribute, request
from markupsafe import Markup, escape

from matching.catalogue import Catalogue
from matching.finding import Findings
from matching.public_listing import CatalogueListing
from portal.for_citizens.presenting import ListingView, present
from portal.state import portal
from providers.search.index import IndexUnavailable
from providers.search.query import Understood

MARK = Markup("<mark>{}</mark>")


class CardStore:
    """Keep the rendered cards of one catalogue; a new catalogue begins an empty store."""

    def __init__(self) -> None:
        """Begin with nothing kept."""
        self._kept: tuple[Catalogue | None, dict[tuple[str, str, str], Markup]] = (None, {})

    def card(self, catalogue: Catalogue, listing: CatalogueListing, language: str) -> Markup:
        """Give a listing's card, rendered at its first use."""
        held, kept = self._kept
        if held is not catalogue:
            kept = {}
            self._kept = (catalogue, kept)
        key = (listing.slug, language, request.script_root)
        card = kept.get(key)
        if card is None:
            card = kept[key] = _rendered(present(listing, language, catalogue.day))
        return card


STORE = CardStore()


def render(catalogue: Catalogue, findings: Findings, language: str) -> tuple[Markup, ...]:
    """Render the cards of the listings found, with the words that were looked for marked."""
    if not findings.words:
        return tuple(STORE.card(catalogue, hit.listing, language) for hit in findings.shown)
    views = (present(hit.listing, language, catalogue.day) for hit in findings.shown)
    return tuple(_rendered(_with_marks(view, findings.understood)) for view in views)


def _rendered(view: ListingView) -> Markup:
    card: Markup = get_template_attribute("components/card.html", "card")(view)
    return card


def _with_marks(view: ListingView, understood: Understood) -> ListingView:
    try:
        return replace(
            view,
            name_marked=_marked(portal().index.mark(view.name, understood)),
            summary_marked=_marked(portal().index.mark(view.summary, understood)),
        )
    except IndexUnavailable:
        return view


def _marked(fragments: Iterable[tuple[str, bool]]) -> Markup:
    return Markup().join(MARK.format(text) if is_hit else escape(text) for text, is_hit in fragments)
