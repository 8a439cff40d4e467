"""Say how a listing's result compares with what could be expected, as words and as a picture."""

from dataclasses import dataclass

from portal.for_citizens import results_words as words
from portal.for_citizens.results_pictures import IntervalPicture, interval
from portal.locale import gettext as _
from ratings.measured_results.codes import Grade
from ratings.measured_results.disclosure.door import PublicFigure

ABOVE = frozenset({Grade.ABOVE, Grade.CLEARLY_ABOVE})
BELOW = frozenset({Grade.BELOW, Grade.CLEARLY_BELOW})


@dataclass(frozen=True, slots=True)
class RatioView:
    """A ratio with its limits and the shares behind it, as words and as a picture.

    `agrees` says why a grade is right that the picture alone would not give.
    """

    picture: IntervalPicture
    sentence: str
    agrees: str
    rows: tuple[tuple[str, str, str], ...]


def told_of(figure: PublicFigure, national: PublicFigure | None, language: str) -> RatioView | None:
    """Tell a figure's ratio; None where it has none."""
    ratio, lower, upper = figure.ratio, figure.ratio_lower, figure.ratio_upper
    if ratio is None or lower is None or upper is None or figure.share is None:
        return None
    hundreds = [f"{round(value * 100)}" for value in (ratio, lower, upper)]
    shares = f"{figure.share_lower}", words.of_100(figure.share_upper)
    ratios = words.ratio_text(lower, language), words.ratio_text(upper, language)
    rows = [
        (words.short_name(figure.measure), words.of_100(figure.share), _between(*shares)),
        (_("Det kunne man vente"), words.of_100(words.expected_of_100(figure)), ""),
        (_("Hele landet"), words.value_text(national, language), ""),
        (_("Målt i forhold til ventet"), words.ratio_text(ratio, language), _between(*ratios)),
    ]
    return RatioView(
        picture=interval(ratio, lower, upper),
        sentence=_(
            "Hver gang man kunne vente 100 i job, kom %(ratio)s. Det sande tal er nok mellem %(lower)s og "
            "%(upper)s.",
            ratio=hundreds[0],
            lower=hundreds[1],
            upper=hundreds[2],
        ),
        agrees=_agrees(figure.grade, lower, upper),
        rows=tuple(row for row in rows if row[1]),
    )


def _agrees(grade: Grade | None, lower: float, upper: float) -> str:
    """Say why a grade is right beside limits that it seems to contradict; nothing where it does not."""
    meets = lower <= 1 <= upper
    wider = _("Linjen skal passe 95 ud af 100 gange. Derfor er den bredere og når forbi 100.")
    if meets and grade in BELOW:
        return _("Vi er over 80 ud af 100 sikre på, at der kommer færre end ventet.") + " " + wider
    if meets and grade in ABOVE:
        return _("Vi er over 80 ud af 100 sikre på, at der kommer flere end ventet.") + " " + wider
    if not meets and grade is Grade.AS_EXPECTED:
        return _(
            "Vurderingen er forsigtig: Den regner med, at en del er held. "
            "Derfor kan den være som forventet, selv om linjen ikke når 100."
        )
    return ""


def _between(lower: str, upper: str) -> str:
    return _("%(lower)s til %(upper)s", lower=lower, upper=upper)
