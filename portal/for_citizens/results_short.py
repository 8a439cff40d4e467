"""Say an actor's measured result in the few words of a card, and in the cells of a comparison."""

from collections.abc import Iterable
from dataclasses import dataclass

from matching.public_listing import CatalogueListing
from portal.for_citizens import results_words as words
from portal.labels import grade_label
from portal.locale import gettext as _
from ratings.measured_results.codes import Level, Measure
from ratings.measured_results.disclosure.door import PublicFigure
from ratings.measured_results.published import NATIONAL, PublishedFigures
from ratings.summary import ListingSummary, summarise

COMPARED = (Measure.WORK_6, Measure.LASTING, Measure.DURATION, Measure.COMPANY_SHARE, Measure.COST)


@dataclass(frozen=True, slots=True)
class ShortResult:
    """A result in short, and what must be known about it; `measured` is false where nothing is."""

    text: str
    note: str
    measured: bool


@dataclass(frozen=True, slots=True)
class ResultCell:
    """What a comparison says of one figure of one listing."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A figure in a comparison: what it is, what holds for all of them, and a cell for each listing."""

    name: str
    notes: tuple[str, ...]
    cells: tuple[ResultCell, ...]


def short_result(results: PublishedFigures | None, listing: CatalogueListing, language: str) -> ShortResult:
    """Say a listing's grade, or its organisation's named as such, with the share behind it."""
    summary = summary_of(results, listing)
    if summary is None:
        note = _("Der er ikke offentliggjort målte resultater for denne aktør.")
        return ShortResult(_("Ikke målt endnu"), note, measured=False)
    shown = figure_shown(summary)
    graded = summary.graded
    text = grade_label(graded.grade) if graded and graded.grade else _("Ikke vurderet endnu")
    notes = [_shown(shown, language)]
    if shown.level is Level.ORGANISATION:
        notes.append(_("Gælder hele aktøren."))
    if summary.release.simulated:
        notes.append(_("Simulerede tal."))
    return ShortResult(text, " ".join(notes), measured=True)


def summary_of(results: PublishedFigures | None, listing: CatalogueListing) -> ListingSummary | None:
    """Give a listing's headline figures; None where neither it nor its organisation has any."""
    if results is None:
        return None
    summary = summarise(results, listing.listing_id, listing.organisation.id)
    return summary if summary.own or summary.organisation else None


def figure_shown(summary: ListingSummary) -> PublicFigure:
    """Choose the figure that a result is told by: the graded one, or else the first that has a number."""
    figures = [each for each in (summary.own, summary.organisation) if each]
    told = (each for each in figures if words.has_value(each))
    return summary.graded or next(told, figures[0])


def result_rows(
    results: PublishedFigures | None, listings: Iterable[CatalogueListing], language: str
) -> list[ResultRow]:
    """Give the grade and each figure that is compared, beside what is known of it for each listing."""
    chosen = list(listings)
    if results is None or not any(summary_of(results, each) for each in chosen):
        return []
    rows = [_grade_row(results, chosen, language)]
    for measure in COMPARED:
        national = words.value_text(results.find_total(NATIONAL, measure), language)
        notes = [
            _("Hele landet: %(value)s", value=national) if national else "",
            _("Simulerede tal") if results.release.simulated else "",
        ]
        cells = tuple(_cell(results, each, measure, language) for each in chosen)
        rows.append(ResultRow(words.short_name(measure), tuple(filter(None, notes)), cells))
    return rows


def _grade_row(results: PublishedFigures, listings: Iterable[CatalogueListing], language: str) -> ResultRow:
    summaries = [summary_of(results, each) for each in listings]
    note = _("Kom der flere eller færre i job, end man kunne vente?")
    notes = (note, _("Simulerede tal")) if results.release.simulated else (note,)
    return ResultRow(_("Vurdering"), notes, tuple(_grade_cell(each, language) for each in summaries))


def _grade_cell(summary: ListingSummary | None, language: str) -> ResultCell:
    """Give a grade and whose it is or, without one, why there is none."""
    if summary is None:
        return ResultCell(_("Ikke målt endnu"))
    graded = summary.graded
    if graded is None or graded.grade is None:
        return ResultCell(_("Ikke vurderet endnu"), words.why_no_grade(figure_shown(summary), language))
    whole = _("Gælder hele aktøren.") if graded.level is Level.ORGANISATION else ""
    return ResultCell(grade_label(graded.grade), whole)


def _cell(
    results: PublishedFigures, listing: CatalogueListing, measure: Measure, language: str
) -> ResultCell:
    actors = ((Level.LISTING, listing.listing_id), (Level.ORGANISATION, listing.organisation.id))
    figures = [figure for actor in actors if (figure := results.find_total(actor, measure))]
    figure = next((each for each in figures if words.has_value(each)), figures[0] if figures else None)
    if figure is None:
        if summary_of(results, listing) is None:
            return ResultCell(_("Ikke målt endnu"))
        return ResultCell(_("Intet tal"), words.why_nobody(results.find_total(NATIONAL, measure)))
    if not words.has_value(figure):
        return ResultCell(_("Intet tal"), words.why_no_figure(figure))
    expected = words.expected_of_100(figure)
    notes = [
        _("Man kunne vente %(expected)s.", expected=words.of_100(expected)) if expected is not None else "",
        words.built_on(figure, language),
        _("Gælder hele aktøren.") if figure.level is Level.ORGANISATION else "",
    ]
    return ResultCell(words.value_text(figure, language), " ".join(filter(None, notes)))


def _shown(figure: PublicFigure, language: str) -> str:
    if not words.has_value(figure):
        return words.why_no_figure(figure)
    return _(
        "%(share)s af 100 i job efter et halvt år. Bygger på %(people)s.",
        share=figure.share,
        people=words.people_text(figure, language),
    )
