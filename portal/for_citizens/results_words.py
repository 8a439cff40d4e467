"""Say a measured figure in one plain sentence, or say why there is none."""

from babel.numbers import format_decimal

from portal.labels import missing_label
from portal.locale import LOCALES, format_number, ngettext
from portal.locale import gettext as _
from ratings.measured_results.codes import OUTCOMES, Level, Measure, Missing
from ratings.measured_results.disclosure.door import FEWEST_FOR_A_SHARE, PublicFigure


def short_name(measure: Measure) -> str:
    """Name what is measured in the words of the sentences."""
    return {
        Measure.WORK_3: _("I job efter tre måneder"),
        Measure.WORK_6: _("I job efter et halvt år"),
        Measure.WORK_12: _("I job efter et år"),
        Measure.LASTING: _("Varigt job"),
        Measure.COMPANY_SHARE: _("Tid i en virksomhed"),
        Measure.PASSIVE_6: _("Tid uden tilbud, første halve år"),
        Measure.PASSIVE_12: _("Tid uden tilbud, første år"),
        Measure.DURATION: _("Forløbets længde"),
        Measure.COST: _("Pris for et varigt job"),
    }[measure]


def has_value(figure: PublicFigure | None) -> bool:
    """Say whether there is a number to tell."""
    return figure is not None and any(
        value is not None for value in (figure.share, figure.weeks, figure.kroner)
    )


def is_open(figure: PublicFigure | None) -> bool:
    """Say whether a figure is there and nothing about it is kept back."""
    return figure is not None and figure.reason is not Missing.FEW_TO_SHOW


def sentence(figure: PublicFigure, language: str) -> str:
    """Say a figure, with what could be expected where that is known; without a number say why."""
    if not has_value(figure):
        return why_no_figure(figure)
    said = _said(figure, language)
    expected = expected_of_100(figure)
    if expected is None:
        return said
    return said + " " + _("Man kunne vente %(expected)s.", expected=expected)


def _said(figure: PublicFigure, language: str) -> str:
    told = {
        Measure.WORK_3: _("Af 100 personer var %(share)s i job efter tre måneder."),
        Measure.WORK_6: _("Af 100 personer var %(share)s i job efter et halvt år."),
        Measure.WORK_12: _("Af 100 personer var %(share)s i job efter et år."),
        Measure.LASTING: _("Af 100 personer fik %(share)s et varigt job."),
        Measure.COMPANY_SHARE: _("Af 100 uger med et tilbud var %(share)s i en virksomhed."),
        Measure.PASSIVE_6: _("Af 100 uger i det første halve år var %(share)s uden et tilbud."),
        Measure.PASSIVE_12: _("Af 100 uger i det første år var %(share)s uden et tilbud."),
        Measure.DURATION: _("Halvdelen var i gang i højst %(weeks)s uger."),
        Measure.COST: _("Der er betalt %(kroner)s kr. for hver, der fik et varigt job."),
    }[figure.measure]
    kroner = format_number(figure.kroner or 0, language)
    return told % {"share": figure.share, "weeks": figure.weeks, "kroner": kroner}


def value_text(figure: PublicFigure | None, language: str) -> str:
    """Write a figure's number alone, as it stands in a table; nothing when there is none."""
    if figure is None:
        return ""
    if figure.share is not None:
        return of_100(figure.share)
    if figure.weeks is not None:
        return ngettext("%(num)s uge", "%(num)s uger", figure.weeks)
    if figure.kroner is not None:
        return _("%(kroner)s kr.", kroner=format_number(figure.kroner, language))
    return ""


def of_100(share: int | None) -> str:
    """Write a share as people say it."""
    return "" if share is None else _("%(share)s af 100", share=share)


def expected_of_100(figure: PublicFigure) -> int | None:
    """Give how many of 100 could be expected, from the share and the ratio that everybody may see.

    Of the whole country nothing else could be expected than what came.
    """
    if figure.level is Level.NATIONAL or figure.measure not in OUTCOMES:
        return None
    if figure.share is None or not figure.ratio:
        return None
    return min(100, round(figure.share / figure.ratio))


def people_number(figure: PublicFigure, language: str) -> str:
    """Write how many people a figure is built on, in fives, as it stands in a table.

    Of a share that is hidden because it is of under twenty people, no rounding may read as if it were not.
    """
    if not figure.n:
        return ""
    if not is_open(figure) and figure.n >= FEWEST_FOR_A_SHARE:
        return _("under %(fewest)s", fewest=FEWEST_FOR_A_SHARE)
    return _("omkring %(number)s", number=format_number(figure.n, language))


def people_text(figure: PublicFigure, language: str) -> str:
    """Say how many people a figure is built on, in fives."""
    people = people_number(figure, language)
    return _("%(about)s personer", about=people) if people else ""


def ratio_text(ratio: float, language: str) -> str:
    """Write a ratio with two decimals."""
    return format_decimal(ratio, "0.00", LOCALES[language])


def built_on(figure: PublicFigure, language: str) -> str:
    """Say in a sentence how many people a figure is built on."""
    people = people_text(figure, language)
    return _("Tallet bygger på %(people)s.", people=people) if people else ""


def left_out(figure: PublicFigure, everybody: PublicFigure | None, language: str) -> str:
    """Say how many people a figure is not built on, and why; `everybody` is a figure of all who came."""
    if not figure.n or everybody is None or not everybody.n or everybody.n <= figure.n:
        return ""
    return _(
        "Omkring %(number)s mere er ikke talt med. Vi har ikke fulgt dem længe nok, "
        "eller filen fra registeret siger ikke, hvordan det gik.",
        number=format_number(everybody.n - figure.n, language),
    )


def why_no_figure(figure: PublicFigure) -> str:
    """Say why there is no number."""
    if figure.reason is Missing.FEW_TO_SHOW and figure.n:
        return _(
            "Vi viser ikke tallet, for det bygger på under %(fewest)s personer.", fewest=FEWEST_FOR_A_SHARE
        )
    of_duration = {
        Missing.TOO_YOUNG: _("Over halvdelen er stadig i gang."),
        Missing.NOT_TOLD: _("Filen fra registeret siger ikke, hvornår forløb slutter."),
    }
    reasons = {
        Missing.FEW_TO_SHOW: _("Vi viser ikke tallet, så ingen kan genkendes."),
        Missing.TOO_YOUNG: missing_label(Missing.TOO_YOUNG),
        Missing.NOT_TOLD: missing_label(Missing.NOT_TOLD),
        Missing.NO_EVENTS: _("Ingen har fået et varigt job endnu."),
    }
    if figure.measure is Measure.DURATION:
        reasons |= of_duration
    if figure.measure is Measure.COMPANY_SHARE:  # none is told of, or there was none
        reasons[Missing.NOT_TOLD] = _("Filen fra registeret har ingen uger med tilbud hos aktøren.")
    return (reasons.get(figure.reason) if figure.reason else None) or _("Der er ikke noget tal.")


def why_nobody(national: PublicFigure | None) -> str:
    """Say why an actor has no figure at all of a measure, by whether anybody in the country has one."""
    if has_value(national) or (national is not None and not is_open(national)):
        return _("Vi har ikke tallet for nogen hos aktøren.")
    return missing_label(Missing.NOT_TOLD)


def why_no_grade(figure: PublicFigure, language: str) -> str:
    """Say why a figure has not been assessed, and how many people are missing where that is why."""
    if figure.reason is Missing.TOO_FEW and figure.people_missing:
        missing = format_number(figure.people_missing, language)
        return _("Der skal omkring %(missing)s personer mere til, før vi kan vurdere.", missing=missing)
    reasons = {
        Missing.NO_SPELLS: _("Ingen personer er talt med endnu."),
        Missing.TOO_FEW: _("Der er for få personer, til at vi kan vurdere."),
        Missing.UNDER_A_YEAR: _("Aktøren har hjulpet borgere i mindre end et år."),
        Missing.NO_EVENTS: _("Ingen kom i job. Derfor ved vi ikke, hvad man kunne vente."),
        Missing.ONLY_EVENTS: _("Alle kom i job. Derfor ved vi ikke, hvad man kunne vente."),
        Missing.NOT_CONVERGED: _("Vi kunne ikke regne ud, hvad man kunne vente."),
        Missing.NOT_ADJUSTED: _("Vi ved ikke, hvem aktøren fik. Derfor er tallet ikke vurderet."),
    }
    if figure.reason in reasons:
        return reasons[figure.reason]
    return why_no_figure(figure)
