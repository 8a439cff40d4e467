"""Put together what the search page shows; nothing here asks the database or the index."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from matching.catalogue import Catalogue
from matching.facets import Facet
from matching.finding import Findings
from matching.orders import Sort, danish_key
from portal.for_citizens import cards, labels
from portal.for_citizens.address import Asked, nothing_chosen
from portal.locale import format_number
from providers.listings.content import MeetingFormat
from providers.organisations.models import OrganisationKind
from providers.reference import queries as reference

PAGE_SIZE = 20
MAP_LEVELS = 4


@dataclass(frozen=True, slots=True)
class Option:
    """One value that can be chosen, with how many listings it gives."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """A group of choices."""

    name: str
    label: str
    kind: str
    options: tuple[Option, ...]
    chosen_count: int


@dataclass(frozen=True, slots=True)
class Chip:
    """A choice that can be taken back with one press."""

    label: str
    url_without: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of hits."""

    number: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class TileView:
    """A municipality on the tile map; level 0 has no listings, 4 has the most."""

    code: str
    name: str
    abbreviation: str
    column: int
    row: int
    count: int
    url: str
    chosen: bool
    level: int


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything the search page prints."""

    query: str
    total: int
    total_text: str
    notices: tuple[str, ...]
    places: tuple[tuple[str, str], ...]
    matched: str
    did_you_mean: str
    did_you_mean_url: str
    words_unavailable: bool
    facets: tuple[FacetView, ...]
    chips: tuple[Chip, ...]
    clear_url: str
    sort: str
    sorts: tuple[Option, ...]
    order_explained: str
    view: str
    list_url: str
    map_url: str
    tiles: tuple[TileView, ...]
    cards: tuple[Markup, ...]
    pages: tuple[PageLink, ...]
    previous_url: str
    next_url: str
    first: int
    last: int
    free_places: bool
    free_places_count: int
    hidden: tuple[tuple[str, str], ...]


def known_codes(catalogue: Catalogue) -> Mapping[Facet, Iterable[str]]:
    """Give the codes that an address may choose; a language is known when a listing has it."""
    return {
        Facet.MUNICIPALITY: reference.municipality_names(catalogue.day),
        Facet.TARGET_GROUP: [group.id for group in reference.target_groups(catalogue.day)],
        Facet.SUPPORT: [kind.id for kind in reference.kinds_of_support(catalogue.day)],
        Facet.KIND: list(OrganisationKind),
        Facet.FORMAT: list(MeetingFormat),
        Facet.LANGUAGE: catalogue.facets.codes(Facet.LANGUAGE),
    }


def make(catalogue: Catalogue, asked: Asked, findings: Findings, language: str) -> SearchPage:
    """Put the page together in a language."""
    base = url_for("search.search")
    shown = asked.turned_to(findings.page)
    options = _options(catalogue, asked, findings, language)
    first = (findings.page - 1) * PAGE_SIZE + 1 if findings.total else 0
    return SearchPage(
        query=asked.text,
        total=findings.total,
        total_text=_total_text(findings.total, language),
        notices=asked.notices,
        places=tuple((place.typed, place.name) for place in findings.places),
        matched=findings.matched,
        did_you_mean=findings.did_you_mean or "",
        did_you_mean_url=base + asked.searching(findings.did_you_mean).query()
        if findings.did_you_mean
        else "",
        words_unavailable=findings.words_unavailable,
        facets=tuple(
            FacetView(facet.value, _facet_label(facet), _facet_kind(facet), values, len(asked.chosen[facet]))
            for facet, values in options.items()
        ),
        chips=_chips(asked, options, base),
        clear_url=base + nothing_chosen(asked.text, asked.view).query(),
        sort=asked.sort.value,
        sorts=tuple(Option(sort.value, labels.sort_label(sort), 0, sort is asked.sort) for sort in Sort),
        order_explained=_order_explained(asked.sort),
        view=asked.view,
        list_url=base + asked.shown_as("list").query(),
        map_url=base + asked.shown_as("map").query(),
        tiles=_tiles(asked, findings, base) if asked.view == "map" else (),
        cards=cards.render(catalogue, findings, language) if asked.view == "list" else (),
        pages=_pages(shown, findings, base),
        previous_url=base + shown.turned_to(findings.page - 1).query() if findings.page > 1 else "",
        next_url=base + shown.turned_to(findings.page + 1).query() if findings.page < findings.pages else "",
        first=first,
        last=first + len(findings.shown) - 1 if findings.total else 0,
        free_places=asked.free_places,
        free_places_count=findings.counts[Facet.PLACES].get("1", 0),
        hidden=(("view", asked.view),) if asked.view != "list" else (),
    )


def _total_text(total: int, language: str) -> str:
    if total == 0:
        return _("Ingen aktører fundet")
    return ngettext("%(number)s aktør", "%(number)s aktører", total, number=format_number(total, language))


def _options(
    catalogue: Catalogue, asked: Asked, findings: Findings, language: str
) -> dict[Facet, tuple[Option, ...]]:
    return {
        facet: tuple(
            Option(code, name, findings.counts[facet].get(code, 0), code in asked.chosen[facet])
            for code, name in names
        )
        for facet, names in _names(catalogue, language).items()
    }


def _names(catalogue: Catalogue, language: str) -> dict[Facet, list[tuple[str, str]]]:
    """Name the values of each facet, in the order they are listed in."""
    day = catalogue.day
    municipalities = sorted(reference.municipality_names(day).items(), key=lambda entry: danish_key(entry[1]))
    spoken = [(code, labels.language_name(code, language)) for code in catalogue.facets.codes(Facet.LANGUAGE)]
    return {
        Facet.MUNICIPALITY: municipalities,
        Facet.TARGET_GROUP: list(labels.target_group_names(day, language).items()),
        Facet.SUPPORT: list(labels.support_names(day, language).items()),
        Facet.KIND: [(kind.value, labels.kind_label(kind)) for kind in OrganisationKind],
        Facet.FORMAT: [(way.value, labels.format_label(way)) for way in MeetingFormat],
        Facet.LANGUAGE: sorted(spoken, key=lambda entry: danish_key(entry[1])),
    }


def _facet_label(facet: Facet) -> str:
    return {
        Facet.MUNICIPALITY: _("Kommune"),
        Facet.TARGET_GROUP: _("Din situation"),
        Facet.SUPPORT: _("Slags hjælp"),
        Facet.KIND: _("Slags aktør"),
        Facet.FORMAT: _("Sådan mødes I"),
        Facet.LANGUAGE: _("Sprog"),
    }[facet]


def _facet_kind(facet: Facet) -> str:
    return "select" if facet is Facet.MUNICIPALITY else "checks"


def _order_explained(sort: Sort) -> str:
    return {
        Sort.RELEVANCE: _(
            "Dem, der passer bedst til dine ord, står først. Har du valgt en kommune, står dens aktører før "
            "dem, der dækker hele landet. Resten trækker vi lod om hver dag, så ingen får fordel af sit navn."
        ),
        Sort.NAME: _("I rækkefølge efter navn."),
        Sort.WAITING_TIME: _("Kortest ventetid først. Aktører, der ikke har oplyst ventetid, står sidst."),
        Sort.PRICE: _(
            "Laveste pris for et helt forløb først. Andre priser kan ikke sammenlignes og står efter. "
            "Aktører uden oplyst pris står sidst."
        ),
    }[sort]


def _chips(asked: Asked, options: Mapping[Facet, tuple[Option, ...]], base: str) -> tuple[Chip, ...]:
    chips = [
        Chip(option.label, base + asked.without(facet, option.value).query())
        for facet, values in options.items()
        for option in values
        if option.chosen
    ]
    if asked.free_places:
        chips.append(Chip(_("Ledige pladser"), base + asked.without_free_places().query()))
    return tuple(chips)


def _pages(asked: Asked, findings: Findings, base: str) -> tuple[PageLink, ...]:
    """List the first, the last and the pages around the current one."""
    near = range(findings.page - 2, findings.page + 3)
    numbers = sorted({1, findings.pages, *near} & set(range(1, findings.pages + 1)))
    return tuple(
        PageLink(number, base + asked.turned_to(number).query(), number == findings.page)
        for number in numbers
    )


def _tiles(asked: Asked, findings: Findings, base: str) -> tuple[TileView, ...]:
    counts = {
        tile.code: findings.counts[Facet.MUNICIPALITY].get(tile.code, 0) for tile in reference.tile_map()
    }
    chosen = asked.chosen[Facet.MUNICIPALITY]
    return tuple(
        TileView(
            code=tile.code,
            name=tile.name,
            abbreviation=tile.abbreviation,
            column=tile.column,
            row=tile.row,
            count=counts[tile.code],
            url=base + asked.with_only(Facet.MUNICIPALITY, tile.code).shown_as("list").query(),
            chosen=tile.code in chosen,
            level=_level(counts[tile.code], min(counts.values()), max(counts.values())),
        )
        for tile in reference.tile_map()
    )


def _level(count: int, fewest: int, most: int) -> int:
    """Give the shade of a tile: 0 for none, else 1 to 4 in equal steps from the fewest to the most."""
    if count == 0:
        return 0
    return 1 + (count - fewest) * MAP_LEVELS // (most - fewest + 1)
