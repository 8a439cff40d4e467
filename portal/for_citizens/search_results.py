"""What was found, as the search page shows it: how many, what was chosen, the listings, and other pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from flask import get_template_attribute, render_template, url_for
from markupsafe import Markup

from matching.catalogue import Catalogue
from matching.facets import FREE_PLACES, Facet
from matching.finding import Findings
from matching.orders import Sort
from portal.for_citizens import cards, pages, tile_map
from portal.for_citizens.address import CHOICES, LIST, Asked, Links
from portal.for_citizens.kept import KeptPerCatalogue, macro_skeleton
from portal.for_citizens.tile_map import TileView
from portal.for_citizens.vocabulary import Vocabulary, vocabulary
from portal.locale import format_number, ngettext
from portal.locale import gettext as _
from portal.skeleton import NOTHING, Html, Skeleton, html, joined, slot

PAGE_SIZE = 20
SELECTED = Html(b" selected")
TEMPLATE = "components/results.html"
CHIPS = "components/chips.html"
_NO_SORT = {f"sort-{sort}": NOTHING for sort in Sort}


@dataclass(frozen=True, slots=True)
class SortOption:
    """An order of the hits that can be chosen; the usual one needs no value in the address."""

    value: str
    label: str
    selected: Markup


@dataclass(frozen=True, slots=True)
class ResultsView:
    """Everything that the results print; in the skeleton of the usual page most of it is slots."""

    view: str
    found: bool
    total: str
    shown: str
    query: str
    chips: Markup
    notices: Markup
    clear_url: str
    list_url: str
    map_url: str
    sorts: tuple[SortOption, ...] = ()
    order_explained: str = ""
    cards: Markup | None = None
    pages: Markup | None = None
    tiles: tuple[TileView, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultsParts:
    """What the results are put together from, rendered once for each language."""

    names: Mapping[Facet, Mapping[str, Html]]
    free_places: Html
    path: str
    usual: Skeleton
    orders: Mapping[Sort, Html]
    chip: Skeleton
    chips: Skeleton


_PARTS: KeptPerCatalogue[ResultsParts] = KeptPerCatalogue()


def render(held: Catalogue, asked: Asked, findings: Findings, language: str, root: str) -> Html:
    """Render the results; the list with hits, which most people see, is filled into a kept skeleton."""
    made = _PARTS.get(held, (language, root), lambda: _parts(held, language))
    links = Links(asked, made.path)
    chips, notices = _chips(made, asked, links), _notices(asked, findings, links)
    if findings.total and asked.view == LIST:
        first = html(links.first_page())
        return made.usual.fill(
            {
                "total": _total(findings.total, language),
                "shown": _shown(findings.page, len(findings.listings), language),
                "chips": chips,
                "notices": notices,
                "list-url": first,
                "map-url": html(links.view("map")),
                "order": made.orders[asked.sort],
                "cards": cards.render(held, findings, language, root),
                "pages": pages.render(findings, first, links, language),
                **_NO_SORT,
                f"sort-{asked.sort}": SELECTED,
            }
        )
    view = ResultsView(
        view=asked.view,
        found=findings.total > 0,
        total=_total(findings.total, language).decode(),
        shown="",
        query=asked.text,
        chips=Markup(chips.decode()),  # noqa: S704 - escaped when it was made
        notices=Markup(notices.decode()),  # noqa: S704 - as above
        clear_url=links.without_choices() if chips else "",
        list_url=links.view("list"),
        map_url=links.view("map"),
        tiles=tile_map.make(asked, findings, links) if asked.view == "map" else (),
    )
    return Html(render_template(TEMPLATE, page=view).encode())


def _parts(held: Catalogue, language: str) -> ResultsParts:
    words = vocabulary(held, language)
    return ResultsParts(
        names={facet: {code: html(name) for code, name in words.names[facet].items()} for facet in CHOICES},
        free_places=html(_("Ledige pladser")),
        path=url_for("search.search"),
        usual=_skeleton(words),
        orders={sort: html(text) for sort, text in words.orders_explained.items()},
        chip=macro_skeleton(CHIPS, "chip"),
        chips=macro_skeleton(CHIPS, "chips"),
    )


def _skeleton(words: Vocabulary) -> Skeleton:
    page = ResultsView(
        view="list",
        found=True,
        total=slot("total"),
        shown=slot("shown"),
        query="",
        chips=slot("chips"),
        notices=slot("notices"),
        clear_url="",
        list_url=slot("list-url"),
        map_url=slot("map-url"),
        sorts=tuple(
            SortOption("" if sort is Sort.RELEVANCE else sort.value, name, slot(f"sort-{sort}"))
            for sort, name in words.sorts.items()
        ),
        order_explained=slot("order"),
        cards=slot("cards"),
        pages=slot("pages"),
    )
    return Skeleton(render_template(TEMPLATE, page=page))


@lru_cache(maxsize=4096)
def _total(total: int, language: str) -> Html:
    if total == 0:
        return html(_("Ingen aktører fundet"))
    number = format_number(total, language)
    return html(ngettext("%(number)s aktør", "%(number)s aktører", total, number=number))


@lru_cache(maxsize=4096)
def _shown(page: int, listings: int, language: str) -> Html:
    first = (page - 1) * PAGE_SIZE + 1
    last = first + listings - 1
    numbers = {"first": format_number(first, language), "last": format_number(last, language)}
    return html(_("Du ser nummer %(first)s til %(last)s.", **numbers))


def _chips(made: ResultsParts, asked: Asked, links: Links) -> Html:
    chosen = [
        (made.names[facet][code], facet, code) for facet, codes in asked.chosen.items() for code in codes
    ]
    if asked.free_places:
        chosen.append((made.free_places, Facet.PLACES, FREE_PLACES))
    if not chosen:
        return NOTHING
    chips = [
        made.chip.fill({"label": label, "url_without": html(links.without(facet, code))})
        for label, facet, code in chosen
    ]
    return made.chips.fill({"chosen": joined(chips), "clear_url": html(links.without_choices())})


def _notices(asked: Asked, findings: Findings, links: Links) -> Html:
    quiet = findings.matched == "all" and not findings.words_unavailable and not findings.did_you_mean
    if quiet and not findings.places and not asked.notices:
        return NOTHING
    places = [
        (place.typed, place.name, place.typed.casefold() == place.name.casefold())
        for place in findings.places
    ]
    overruled = bool(asked.chosen[Facet.MUNICIPALITY])
    meant = findings.did_you_mean
    meant_url = links.words(meant) if meant else ""
    macro = get_template_attribute("components/search_notices.html", "search_notices")
    return html(macro(asked.notices, places, overruled, findings, meant_url))
