"""The search page around its results: frame, words and choices with counts, rendered once, then filled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import get_template_attribute, render_template, request
from markupsafe import Markup

from matching.catalogue import Catalogue
from matching.facets import FREE_PLACES, Counts, Facet
from matching.finding import Findings
from portal.for_citizens.address import CHOICES, Asked
from portal.for_citizens.kept import KeptPerCatalogue, macro_skeleton
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
Listed = list[int]


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


@dataclass(frozen=True, slots=True)
class FormParts:
    """What the page is put together from, rendered once for each language and view."""

    page: Skeleton
    codes: Mapping[Facet, tuple[str, ...]]
    places: Mapping[Facet, tuple[int, ...]]
    choices: Mapping[Facet, Skeleton]
    tick: Skeleton
    names: Mapping[str, Html]
    nothing_chosen: Html
    more_to_choose: Html


_PARTS: KeptPerCatalogue[FormParts] = KeptPerCatalogue()


def render(
    held: Catalogue, asked: Asked, findings: Findings, language: str, *, title: str, results: Html
) -> Html:
    """Put the page together; `results` is the rendered part that shows what was found."""
    key = (language, request.script_root, asked.view)
    made = _PARTS.get(held, key, lambda: _parts(held, vocabulary(held, language), asked.view))
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
        chosen, name = asked.chosen[facet], facet.value
        fill = _filled_list if facet in LONG else _filled_checks
        values[name + "-chosen"] = _number_in_brackets(len(chosen))
        values[name + "-open"] = OPEN if chosen or facet in OPEN_FACETS else NOTHING
        values[name + "-choices"] = fill(made, facet, chosen, _in_listed_order(made, facet, findings.counts))
    return made.page.fill(values)


def _parts(held: Catalogue, words: Vocabulary, view: str) -> FormParts:
    return FormParts(
        page=_page(words, view),
        codes={facet: tuple(words.names[facet]) for facet in CHOICES},
        places={facet: _places(words.names[facet], held.facets.codes(facet)) for facet in CHOICES},
        choices={facet: _choices(facet, words) for facet in CHOICES},
        tick=macro_skeleton(FILE, "choice"),
        names={code: html(name) for facet in LONG for code, name in words.names[facet].items()},
        nothing_chosen=html(_("Alle kommuner")),
        more_to_choose=html(_("Tilføj en kommune")),
    )


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


def _choices(facet: Facet, words: Vocabulary) -> Skeleton:
    label, names = words.labels[facet], words.names[facet].items()
    if facet in LONG:
        options = [OptionSlots(code, name, number_slot("count"), Markup()) for code, name in names]
        macro = get_template_attribute(FILE, "long_list")
        return Skeleton(macro(facet.value, label, slot("above"), slot("first"), options))
    options = [OptionSlots(code, name, number_slot("count"), slot("checked")) for code, name in names]
    return Skeleton(get_template_attribute(FILE, "checks")(facet.value, label, options))


def _places(listed: Iterable[str], counted: Sequence[str]) -> tuple[int, ...]:
    """Say for each value that is listed where its count stands; the last place is for those not counted."""
    place_of = {code: place for place, code in enumerate(counted)}
    return tuple(place_of.get(code, len(counted)) for code in listed)


def _in_listed_order(made: FormParts, facet: Facet, counts: Counts) -> Listed:
    numbers = [*counts.numbers(facet), 0]
    return [numbers[place] for place in made.places[facet]]


def _filled_checks(made: FormParts, facet: Facet, chosen: Chosen, counts: Listed) -> Html:
    """Fill in the ticks and the counts of a short list."""
    codes = made.codes[facet]
    values: list[Html | int] = [NOTHING] * (2 * len(codes))
    for code in chosen:
        values[2 * codes.index(code)] = CHECKED
    values[1::2] = counts
    return made.choices[facet].fill_in_order(values)


def _filled_list(made: FormParts, facet: Facet, chosen: Chosen, counts: Listed) -> Html:
    """Fill in the counts of a long list; what is chosen stands above it, with ticks that can be taken off."""
    above = [
        made.tick.fill(
            {
                "name": html(facet.value),
                "value": html(code),
                "label": made.names[code],
                "count": html(str(counts[made.codes[facet].index(code)])),
                "checked": CHECKED,
            }
        )
        for code in chosen
    ]
    first = made.more_to_choose if chosen else made.nothing_chosen
    return made.choices[facet].fill_in_order([joined(above), first, first, *counts])


def _number_in_brackets(number: int) -> Html:
    return Html(b"(%d)" % number) if number else NOTHING
