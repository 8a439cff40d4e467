"""Render each listing's card once per revision, day and language, and only mark the words looked for anew."""

from collections.abc import Iterable
from dataclasses import replace

from flask import get_template_attribute, request
from markupsafe import Markup, escape

from matching.catalogue import Catalogue
from matching.finding import Findings
from matching.public_listing import CatalogueListing
from portal.for_citizens.kept import KeptPerCatalogue
from portal.for_citizens.presenting import present, summary_of
from portal.skeleton import Skeleton, slot
from portal.state import portal
from providers.search.index import IndexUnavailable
from providers.search.query import Understood

MARK = Markup("<mark>{}</mark>")

_SKELETONS: KeptPerCatalogue[Skeleton] = KeptPerCatalogue()
_PLAIN: KeptPerCatalogue[dict[int, Markup]] = KeptPerCatalogue()


def render(held: Catalogue, findings: Findings, language: str) -> Markup:
    """Render the cards of the listings found, with the words that were looked for marked."""
    root = request.script_root
    listings = [hit.listing for hit in findings.shown]
    if findings.words:
        return Markup().join([_marked(held, each, language, root, findings.understood) for each in listings])
    cards = _PLAIN.get(held, (language, root), dict)
    return Markup().join(
        [cards.get(each.position) or _plain(cards, held, each, language, root) for each in listings]
    )


def _plain(
    cards: dict[int, Markup], held: Catalogue, listing: CatalogueListing, language: str, root: str
) -> Markup:
    values = {"name": escape(listing.content.name), "summary": escape(summary_of(listing.content, language))}
    card = cards[listing.position] = _skeleton(held, listing, language, root).fill(values)
    return card


def _marked(
    held: Catalogue, listing: CatalogueListing, language: str, root: str, understood: Understood
) -> Markup:
    index = portal().index
    try:
        name = index.mark(listing.content.name, understood)
        summary = index.mark(summary_of(listing.content, language), understood)
    except IndexUnavailable:
        return _plain({}, held, listing, language, root)
    skeleton = _skeleton(held, listing, language, root)
    return skeleton.fill({"name": _with_marks(name), "summary": _with_marks(summary)})


def _with_marks(fragments: Iterable[tuple[str, bool]]) -> Markup:
    return Markup().join([MARK.format(text) if is_hit else escape(text) for text, is_hit in fragments])


def _skeleton(held: Catalogue, listing: CatalogueListing, language: str, root: str) -> Skeleton:
    """Render a card with slots for its name and its summary, in which words can be marked."""

    def make() -> Skeleton:
        view = present(listing, language, held.day)
        view = replace(view, name_marked=slot("name"), summary_marked=slot("summary"))
        return Skeleton(get_template_attribute("components/card.html", "card")(view))

    return _SKELETONS.get(held, (listing.slug, language, root), make)
