"""Draw the pictures of a release once, when it is made: what was expected and what came, and the funnel.

A picture is plain SVG without script and style, so that it can stand in a page. Its name and what it shows
are said in words too, and the table beside it holds the same facts.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode

from portal.labels import measure_label
from portal.locale import LANGUAGES, speaking
from portal.locale import gettext as _
from ratings.measured_results.codes import OUTCOMES, Measure
from ratings.measured_results.method.figure import Figure
from ratings.measured_results.models import ReleaseChart
from ratings.measured_results.standing_out import Funnel, funnel_of

SVG = "http://www.w3.org/2000/svg"
WIDTH, HEIGHT = 560, 340
# Each stands out from white by more than 3 to 1, and they differ in lightness, so that they do on paper too.
INK, BRAND, FAINT, ORANGE, PURPLE = "#1a1a1a", "#0b5563", "#6b7f83", "#b4530a", "#5d1049"
FONT = "IBM Plex Sans, Arial, sans-serif"
NUMBERS = {
    "da": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", " kr."]},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
}
# Attributes for pictures that a reader can act in; ours says in one title what it is.
NOT_KEPT = re.compile(r"role|aria-.*|style|class|pointer-events|on.*")

Row = dict[str, float | str]


def charts_of(
    release_id: int, figures: Sequence[Figure], fits: Mapping[str, Any], talked_before: frozenset[int]
) -> Iterator[ReleaseChart]:
    """Draw every picture of a release, in every language."""
    for measure in OUTCOMES:
        tenths = fits.get(measure.value, {}).get("tenths")
        funnel = funnel_of(figures, measure, talked_before)
        for language in LANGUAGES:
            # Altair checks every part of a picture against its schema, which takes longer than drawing it.
            with speaking(language), debug_mode(arg=False):
                if tenths:
                    name, facts = f"calibration_{measure.value}", {"tenths": tenths}
                    yield _kept(release_id, name, language, _calibration(measure, tenths, language), facts)
                if funnel is not None:
                    name = f"funnel_{measure.value}"
                    yield _kept(
                        release_id, name, language, _funnel(measure, funnel, language), funnel.facts()
                    )


def _kept(release_id: int, name: str, language: str, svg: str, facts: dict[str, Any]) -> ReleaseChart:
    return ReleaseChart(release_id=release_id, name=name, language=language, svg=svg, facts=facts)


def _calibration(measure: Measure, tenths: Sequence[Sequence[float]], language: str) -> str:
    """Draw for each tenth of the citizens how many were expected in work, and how many came."""
    rows: list[Row] = [
        {"expected": expected / n, "observed": observed / n} for n, observed, expected in tenths if n
    ]
    share = [0.0, 1.0]
    points = _chart(rows).mark_point(filled=True, size=70, color=BRAND, opacity=1)
    points = points.encode(
        x=alt.X("expected:Q", title=_("Forventet andel"), axis=alt.Axis(format=".0%"), scale=_scale(share)),
        y=alt.Y("observed:Q", title=_("Faktisk andel"), axis=alt.Axis(format=".0%"), scale=_scale(share)),
    )
    line = _chart([{"x": 0.0, "y": 0.0}, {"x": 1.0, "y": 1.0}]).mark_line(color=FAINT, strokeDash=[6, 4])
    words = (
        _("Forventet og faktisk: %(measure)s", measure=measure_label(measure)),
        _(
            "Ti prikker, en for hver tiendedel af borgerne. "
            "Jo tættere på linjen, jo bedre passer det forventede."
        ),
    )
    return _drawn(alt.layer(line.encode(x="x:Q", y="y:Q"), points), words, language)


def _funnel(measure: Measure, funnel: Funnel, language: str) -> str:
    """Draw each organisation by its size and result, between the limits of chance."""
    size = _("Forventet antal i job") if funnel.of_ratios else _("Antal borgere")
    value = _("Faktisk i forhold til forventet") if funnel.of_ratios else _("Andel i job")
    x = alt.X("size:Q", title=size, scale=alt.Scale(type="log", nice=False))
    y = alt.Y(
        "value:Q",
        title=value,
        axis=alt.Axis(format=".1f" if funnel.of_ratios else ".0%"),
        scale=alt.Scale(zero=False),
    )
    points = _points(funnel).encode(x=x, y=y)
    above, below = outside_wide(funnel)
    words = (
        _("Tragt: %(measure)s", measure=measure_label(measure)),
        _(
            "En figur for hver aktør. Hele linjer er grænserne for tilfældighed, 95 og 99,8 procent. "
            "Stiplede linjer er den brede tragt, der regner med, at aktører er forskellige. "
            "Antal over den brede tragt: %(above)s. Antal under den: %(below)s. Navnene står under billedet.",
            above=above,
            below=below,
        ),
    )
    return _drawn(alt.layer(*_limits(funnel, x, y), points), words, language)


def outside_wide(funnel: Funnel) -> tuple[int, int]:
    """Count the actors above and below the limits that let actors differ."""
    out = [point.value > funnel.middle for point in funnel.points if point.outside_wide]
    return sum(out), len(out) - sum(out)


def _points(funnel: Funnel) -> Any:
    """Draw each actor by where it lies: by form, by colour and by size."""
    places = {
        0.0: (_("Inden for"), "circle", FAINT, 24),
        95.0: (_("Uden for 95 procent"), "triangle-up", ORANGE, 60),
        99.8: (_("Uden for 99,8 procent"), "square", PURPLE, 60),
    }
    names, forms, colours, sizes = (list(each) for each in zip(*places.values(), strict=True))
    rows: list[Row] = [
        {"size": point.size, "value": point.value, "place": places[point.outside][0]}
        for point in funnel.points
    ]
    legend = alt.Legend(orient="bottom")

    def by_place(channel: Any, values: list[Any]) -> Any:
        scale = alt.Scale(domain=names, range=values)
        return channel("place:N", title=None, scale=scale, legend=legend)

    return (
        _chart(rows)
        .mark_point(filled=True, opacity=1)
        .encode(
            shape=by_place(alt.Shape, forms),
            color=by_place(alt.Color, colours),
            size=by_place(alt.Size, sizes),
        )
    )


def _limits(funnel: Funnel, x: alt.X, y: alt.Y) -> Iterator[alt.Chart]:
    """Draw the middle, the limits by chance as whole lines, and the wider ones broken."""
    sizes = [line[0] for line in funnel.lines]
    middle: list[Row] = [{"size": size, "value": funnel.middle} for size in (sizes[0], sizes[-1])]
    yield _chart(middle).mark_line(color=INK, strokeWidth=1).encode(x=x, y=y)
    for column in range(1, len(funnel.lines[0])):
        is_wide, is_far = column > 4, (column - 1) % 4 > 1
        rows: list[Row] = [{"size": line[0], "value": line[column]} for line in funnel.lines]
        line = _chart(rows).mark_line(
            color=FAINT if is_wide else BRAND,
            strokeWidth=1.5 if is_far else 1,
            strokeDash=[5, 4] if is_wide else [1, 0],
        )
        yield line.encode(x=x, y=y)


def _chart(rows: Sequence[Row]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=list(rows)))


def _scale(domain: Sequence[float]) -> alt.Scale:
    return alt.Scale(domain=list(domain), nice=False)


def _drawn(layers: alt.LayerChart | alt.FacetChart, words: tuple[str, str], language: str) -> str:
    chart = layers.properties(width=WIDTH, height=HEIGHT)
    chart = chart.configure(font=FONT, background="#ffffff")
    chart = chart.configure_axis(labelFontSize=13, titleFontSize=14, titleFontWeight="normal", labelColor=INK)
    chart = chart.configure_legend(labelFontSize=13)
    svg = vl_convert.vegalite_to_svg(chart.to_dict(), format_locale=NUMBERS[language], allowed_base_urls=[])
    return plain_svg(svg, *words)


def plain_svg(svg: str, title: str, description: str) -> str:
    """Take out of a picture whatever a page must not hold, and say in words what it is."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(svg)  # nosec B314 # noqa: S314 - drawn a moment ago from numbers and our own words
    for element in root.iter():
        for name in [name for name in element.attrib if NOT_KEPT.fullmatch(name)]:
            del element.attrib[name]
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.set("role", "img")
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        said = ET.Element(f"{{{SVG}}}{tag}")
        said.text = text
        root.insert(place, said)
    return ET.tostring(root, encoding="unicode")
