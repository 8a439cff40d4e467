"""Render each listing's card once per revision, day and language, and only mark the words looked for anew."""

from collections.abc import Iterable
from dataclasses import replace

from flask import get_template_attribute
from markupsafe import Markup, escape

from matching.catalogue import Catalogue
from matching.finding import Findings
from matching.public_listing import CatalogueListing
from portal.for_citizens.kept import KeptPerCatalogue
from portal.for_citizens.presenting import present, summary_of
from portal.skeleton import Html, Skeleton, html, joined, slot
from portal.state import portal
from providers.search.index import IndexUnavailable
from providers.search.query import Understood

_SKELETONS: KeptPerCatalogue[Skeleton] = KeptPerCatalogue()
_PLAIN: KeptPerCatalogue[dict[int, Html]] = KeptPerCatalogue()


def render(held: Catalogue, findings: Findings, language: str, root: str) -> Html:
    """Render the cards of the listings found, with the words that were looked for marked."""
    listings = findings.listings
    if findings.words:
        return joined([_marked(held, each, language, root, findings.understood) for each in listings])
    cards = _PLAIN.get(held, (language, root), dict)
    return joined(
        [cards.get(each.position) or _plain(cards, held, each, language, root) for each in listings]
    )


def _plain(
    cards: dict[int, Html], held: Catalogue, listing: CatalogueListing, language: str, root: str
) -> Html:
    values = {"name": html(listing.content.name), "summary": html(summary_of(listing.content, language))}
    card = cards[listing.position] = _skeleton(held, listing, language, root).fill(values)
    return card


def _marked(
    held: Catalogue, listing: CatalogueListing, language: str, root: str, understood: Understood
) -> Html:
    index = portal().index
    try:
        name = index.mark(listing.content.name, understood)
        summary = index.mark(summary_of(listing.content, language), understood)
    except IndexUnavailable:
        return _plain({}, held, listing, language, root)
    skeleton = _skeleton(held, listing, language, root)
    return skeleton.fill({"name": _with_marks(name), "summary": _with_marks(summary)})


def _with_marks(fragments: Iterable[tuple[str, bool]]) -> Html:
    parts = [f"<mark>{escape(text)}</mark>" if is_hit else escape(text) for text, is_hit in fragments]
    return Html("".join(parts).encode())


def _skeleton(held: Catalogue, listing: CatalogueListing, language: str, root: str) -> Skeleton:
    """Render a card with slots for its name and its summary, in which words can be marked."""

    def make() -> Skeleton:
        view = present(listing, language, held.day, held.results)
        view = replace(view, name_marked=slot("name"), summary_marked=slot("summary"))
        card: Markup = get_template_attribute("components/card.html", "card")(view)
        return Skeleton(card)

    return _SKELETONS.get(held, (listing.position, language, root), make)
