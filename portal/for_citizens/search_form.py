"""The search page around its results: frame, words and choices with counts, rendered once, then filled."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import get_template_attribute, render_template, request
from markupsafe import Markup

from matching.catalogue import Catalogue
from matching.facets import FREE_PLACES, Facet
from matching.finding import Findings
from portal.for_citizens.address import CHOICES, Asked
from portal.for_citizens.kept import KeptPerCatalogue, kept_macro
from portal.for_citizens.vocabulary import Vocabulary, vocabulary
from portal.locale import LANGUAGES, language_urls
from portal.locale import gettext as _
from portal.skeleton import NOTHING, Html, Skeleton, html, joined, number_slot, slot

FILE = "components/facet.html"
CHECKED, OPEN = Html(b" checked"), Html(b" open")
# These are open from the start on a wide screen; the others open when something in them is chosen.

OPEN_FACETS = frozenset({Facet.MUNICIPALITY, Facet.TARGET_GROUP})
# Too many values for ticks: a list that adds one at a time.
LONG = frozenset({Facet.MUNICIPALITY})

Chosen = Sequence[str]
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OptionSlots:
    """One value that can be chosen, with slots for its count and its tick."""

    value: str
    label: str
    count: Markup
    checked: Markup


@dataclass(frozen=True, slots=True)
class FacetSlots:
    """A group of choices, with slots for what varies."""

    name: str
    label: str
    open: Markup
    chosen_text: Markup
    choices: Markup


@dataclass(frozen=True, slots=True)
class FormSlots:
    """Everything on the search page that varies, as slots."""

    view: str
    query: Markup
    chosen_text: Markup
    facets: tuple[FacetSlots, ...]
    places_checked: Markup
    places_count: Markup
    results: Markup


_PAGES: KeptPerCatalogue[Skeleton] = KeptPerCatalogue()
_CHOICES: KeptPerCatalogue[Skeleton] = KeptPerCatalogue()


def render(
    held: Catalogue, asked: Asked, findings: Findings, language: str, *, title: str, results: Html
) -> Html:
    """Put the page together; `results` is the rendered part that shows what was found."""
    words = vocabulary(held, language)
    key = (language, request.script_root, asked.view)
    values: dict[str, Html | int] = {
        "title": html(title),
        "query": html(asked.text),
        "chosen": _number_in_brackets(sum(map(len, asked.chosen.values())) + asked.free_places),
        "places-checked": CHECKED if asked.free_places else NOTHING,
        "places-count": findings.counts[Facet.PLACES].get(FREE_PLACES, 0),
        "results": results,
    }
    for code, url in language_urls().items():
        values[f"url-{code}"] = html(url)
    for facet in CHOICES:
        chosen = asked.chosen[facet]
        fill = _filled_list if facet in LONG else _filled_checks
        values[f"{facet}-chosen"] = _number_in_brackets(len(chosen))
        values[f"{facet}-open"] = OPEN if chosen or facet in OPEN_FACETS else NOTHING
        values[f"{facet}-choices"] = fill(held, facet, chosen, findings.counts[facet], words, language)
    return _PAGES.get(held, key, lambda: _page(words, asked.view)).fill(values)


def _page(words: Vocabulary, view: str) -> Skeleton:
    """Render the page once with slots instead of what varies."""
    page = FormSlots(
        view=view,
        query=slot("query"),
        chosen_text=slot("chosen"),
        facets=tuple(
            FacetSlots(
                name=facet.value,
                label=words.labels[facet],
                open=slot(f"{facet}-open"),
                chosen_text=slot(f"{facet}-chosen"),
                choices=slot(f"{facet}-choices"),
            )
            for facet in CHOICES
        ),
        places_checked=slot("places-checked"),
        places_count=number_slot("places-count"),
        results=slot("results"),
    )
    urls = {code: slot(f"url-{code}") for code in LANGUAGES}
    return Skeleton(render_template("search.html", page=page, title=slot("title"), languages_urls=urls))


def _filled_checks(
    held: Catalogue, facet: Facet, chosen: Chosen, counts: Counts, words: Vocabulary, language: str
) -> Html:
    """Fill in the ticks and the counts of a short list."""
    names = words.names[facet]

    def make() -> Skeleton:
        options = [
            OptionSlots(code, name, number_slot("count"), slot("checked")) for code, name in names.items()
        ]
        return Skeleton(_macro("checks")(facet.value, words.labels[facet], options))

    values: list[Html | int] = []
    for code in names:
        values += (CHECKED if code in chosen else NOTHING, counts.get(code, 0))
    return _CHOICES.get(held, (facet, language), make).fill_in_order(values)


def _filled_list(
    held: Catalogue, facet: Facet, chosen: Chosen, counts: Counts, words: Vocabulary, language: str
) -> Html:
    """Fill in the counts of a long list; what is chosen stands above it, with ticks that can be taken off."""
    names = words.names[facet]

    def make() -> Skeleton:
        options = [OptionSlots(code, name, number_slot("count"), Markup()) for code, name in names.items()]
        return Skeleton(
            _macro("long_list")(facet.value, words.labels[facet], slot("above"), slot("first"), options)
        )

    tick = kept_macro(held, FILE, "choice")
    above = [
        tick.fill(
            {
                "name": html(facet.value),
                "value": html(code),
                "label": html(names[code]),
                "count": html(str(counts.get(code, 0))),
                "checked": CHECKED,
            }
        )
        for code in chosen
    ]
    first = html(_("Tilføj en kommune") if chosen else _("Alle kommuner"))
    values: list[Html | int] = [joined(above), first, first]
    values += [counts.get(code, 0) for code in names]
    return _CHOICES.get(held, (facet, language), make).fill_in_order(values)


def _macro(name: str) -> Callable[..., Markup]:
    macro: Callable[..., Markup] = get_template_attribute(FILE, name)
    return macro


def _number_in_brackets(number: int) -> Html:
    return Html(b"(%d)" % number) if number else NOTHING
