"""The search page around its results: frame, words and choices with counts, rendered once, then filled."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import get_template_attribute, render_template
from markupsafe import Markup

from matching.catalogue import Catalogue
from matching.facets import FREE_PLACES, Facet
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

# The slot of the count of a value that no listing carries.
NOT_COUNTED = "not-counted"

Value = tuple[Facet, str]
Chosen = Sequence[str]


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
    """What the page is put together from, rendered once for each language and view.

    `fill` takes counts, ticks and texts in the order of `_names`; `count_of` and `tick_of` say which of the
    counts and of the ticks belongs to a value.
    """

    fill: Callable[[Sequence[Html | int]], Html]
    count_of: Mapping[Value, int]
    tick_of: Mapping[Value, int]
    chosen: Skeleton
    names: Mapping[Value, Html]
    usual_title: Html
    nothing_chosen: Html
    more_to_choose: Html


_PARTS: KeptPerCatalogue[FormParts] = KeptPerCatalogue()


def render(
    held: Catalogue, asked: Asked, findings: Findings, language: str, root: str, *, results: Html
) -> Html:
    """Put the page together; `results` is the rendered part that shows what was found."""
    key = (language, root, asked.view)
    made = _PARTS.get(held, key, lambda: _parts(held, vocabulary(held, language), asked.view))
    numbers, chosen = [*findings.counts.numbers, 0], asked.chosen
    urls = language_urls()
    return made.fill(
        [
            *numbers,
            *_ticks(made, chosen),
            *[_number_in_brackets(len(chosen[facet])) if chosen[facet] else NOTHING for facet in CHOICES],
            *[OPEN if chosen[facet] or facet in OPEN_FACETS else NOTHING for facet in CHOICES],
            *[_chosen_above(made, facet, chosen[facet], numbers) for facet in LONG],
            *[made.more_to_choose if chosen[facet] else made.nothing_chosen for facet in LONG],
            *[html(urls[code]) for code in LANGUAGES],
            CHECKED if asked.free_places else NOTHING,
            _number_in_brackets(sum(map(len, chosen.values())) + asked.free_places),
            _title(asked.text, findings) if asked.text else made.usual_title,
            html(asked.text) if asked.text else NOTHING,
            results,
        ]
    )


def _names(counted: Iterable[Value], ticked: Iterable[Value]) -> list[str]:
    """Name the slots in the order in which `render` gives their values."""
    return [
        *[_count(value) for value in counted],
        NOT_COUNTED,
        *[_tick(value) for value in ticked],
        *[f"{facet}-chosen" for facet in CHOICES],
        *[f"{facet}-open" for facet in CHOICES],
        *[f"{facet}-above" for facet in LONG],
        *[f"{facet}-first" for facet in LONG],
        *[f"url-{code}" for code in LANGUAGES],
        "places-checked",
        "chosen",
        "title",
        "query",
        "results",
    ]


def _parts(held: Catalogue, words: Vocabulary, view: str) -> FormParts:
    counted = held.facets.values()
    ticked = [(facet, code) for facet in CHOICES if facet not in LONG for code in words.names[facet]]
    return FormParts(
        fill=_page(words, view, frozenset(counted)).filler(_names(counted, ticked)),
        count_of={value: place for place, value in enumerate(counted)},
        tick_of={value: place for place, value in enumerate(ticked)},
        chosen=macro_skeleton(FILE, "choice"),
        names={(facet, code): html(name) for facet in LONG for code, name in words.names[facet].items()},
        usual_title=html(_("Find aktører")),
        nothing_chosen=html(_("Alle kommuner")),
        more_to_choose=html(_("Tilføj en kommune")),
    )


def _page(words: Vocabulary, view: str, counted: Container[Value]) -> Skeleton:
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
                choices=_choices(facet, words, counted),
            )
            for facet in CHOICES
        ),
        places_checked=slot("places-checked"),
        places_count=number_slot(_count((Facet.PLACES, FREE_PLACES))),
        results=slot("results"),
    )
    urls = {code: slot(f"url-{code}") for code in LANGUAGES}
    return Skeleton(render_template("search.html", page=page, title=slot("title"), languages_urls=urls))


def _choices(facet: Facet, words: Vocabulary, counted: Container[Value]) -> Markup:
    """Render the values of a facet, as ticks or as a long list."""
    options = [
        OptionSlots(
            code,
            name,
            number_slot(_count((facet, code)) if (facet, code) in counted else NOT_COUNTED),
            slot(_tick((facet, code))),
        )
        for code, name in words.names[facet].items()
    ]
    label = words.labels[facet]
    if facet in LONG:
        long_list = get_template_attribute(FILE, "long_list")
        listed: Markup = long_list(facet, label, slot(f"{facet}-above"), slot(f"{facet}-first"), options)
        return listed
    checks: Markup = get_template_attribute(FILE, "checks")(facet, label, options)
    return checks


def _count(value: Value) -> str:
    return "count-{}-{}".format(*value)


def _tick(value: Value) -> str:
    return "tick-{}-{}".format(*value)


def _ticks(made: FormParts, chosen: Mapping[Facet, Chosen]) -> list[Html]:
    ticks = [NOTHING] * len(made.tick_of)
    for facet, codes in chosen.items():
        if facet not in LONG:
            for code in codes:
                ticks[made.tick_of[facet, code]] = CHECKED
    return ticks


def _chosen_above(made: FormParts, facet: Facet, chosen: Chosen, numbers: Sequence[int]) -> Html:
    """Render what is chosen in a long list, with ticks that can be taken off."""
    return joined(
        [
            made.chosen.fill(
                {
                    "name": Html(facet.encode()),
                    "value": Html(code.encode()),
                    "label": made.names[facet, code],
                    "count": Html(b"%d" % numbers[made.count_of.get((facet, code), -1)]),  # the last is 0
                    "checked": CHECKED,
                }
            )
            for code in chosen
        ]
    )


def _title(text: str, findings: Findings) -> Html:
    return html(_("”%(text)s”: %(total)s fundet", text=text, total=findings.total))


def _number_in_brackets(number: int) -> Html:
    return Html(b"(%d)" % number) if number else NOTHING
