"""Everything that a listing's page says of its measured results, ready to print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matching.public_listing import CatalogueListing
from portal.for_citizens import labels
from portal.for_citizens import results_words as words
from portal.for_citizens.results_pictures import TrendPicture, trend
from portal.for_citizens.results_ratio import RatioView, told_of
from portal.for_citizens.results_short import figure_shown, summary_of
from portal.labels import grade_label, period_label, quarter_label
from portal.locale import format_day
from portal.locale import gettext as _
from ratings.measured_results.codes import Grade, Level, Measure, Missing
from ratings.measured_results.disclosure.door import PublicFigure
from ratings.measured_results.published import PublishedFigures, ReleaseFacts
from ratings.summary import HEADLINE, ListingSummary, find_figure

# The headline figure has its own place above the others.
OTHERS = tuple(measure for measure in Measure if measure is not HEADLINE)

Figures = tuple[PublicFigure, ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure as a sentence, with the country's and the number of people."""

    name: str
    sentence: str
    national: str
    people: str


@dataclass(frozen=True, slots=True)
class CellRow:
    """A target group's or a quarter's share, with what could be expected and the country's."""

    name: str
    share: str
    expected: str
    national: str
    people: str
    grade: str
    missing: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """Which release the figures are of."""

    id: int
    period: str
    observed_until: str
    published: str


@dataclass(frozen=True, slots=True)
class ResultBlock:
    """A listing's results; `whole` is true where the figures are those of the whole organisation.

    `left_out` says how many more people there were than the headline is built on, and `hides` that some of
    the groups or quarters are hidden.
    """

    simulated: bool
    whole: bool
    organisation: str
    grade: str
    grade_note: str
    grade_is_whole: bool
    sentence: str
    built_on: str
    left_out: str
    hides: bool
    national: str
    ratio: RatioView | None
    figures: tuple[FigureRow, ...]
    groups: tuple[CellRow, ...]
    quarters: tuple[CellRow, ...]
    trend: TrendPicture | None
    first_quarter: str
    last_quarter: str
    release: ReleaseView


def make(
    results: PublishedFigures | None, listing: CatalogueListing, language: str, on: date
) -> ResultBlock | None:
    """Gather what is said of a listing; None where neither it nor its organisation has any figures."""
    summary = summary_of(results, listing)
    if summary is None or results is None:
        return None
    shown = figure_shown(summary)
    whole = shown.level is Level.ORGANISATION
    organisation, listing_id = listing.organisation, listing.listing_id
    figures = results.of_organisation(organisation.id) if whole else results.of_listing(listing_id)
    national = results.national()
    if not any(map(words.has_value, figures)):
        figures = ()  # a table in which every cell is hidden says no more than one sentence
    groups = _by_group(figures, national, labels.target_group_names(on, language), language)
    quarters = _by_quarter(figures, national, results.release, language)
    return ResultBlock(
        simulated=results.release.simulated,
        whole=whole,
        organisation=organisation.name,
        grade=_grade(summary),
        grade_note=_grade_note(summary, shown, language),
        grade_is_whole=summary.graded is not None and summary.graded.level is Level.ORGANISATION,
        sentence=words.sentence(shown, language),
        built_on=words.built_on(shown, language) if words.has_value(shown) else "",
        left_out=words.left_out(shown, find_figure(figures, Measure.DURATION), language),
        hides=any(row.hidden for row in (*groups, *quarters)),
        national=_national_sentence(summary.national),
        ratio=told_of(shown, summary.national, language),
        figures=_figures(figures, national, language),
        groups=groups,
        quarters=quarters,
        trend=_trend(figures, results.release) if quarters else None,
        first_quarter=quarter_label(results.release.first_quarter),
        last_quarter=quarter_label(results.release.last_quarter),
        release=_release(results.release, language),
    )


def _grade(summary: ListingSummary) -> str:
    graded = summary.graded
    return grade_label(graded.grade if graded and graded.grade else Grade.NOT_ASSESSED)


def _grade_note(summary: ListingSummary, shown: PublicFigure, language: str) -> str:
    """Say why there is no grade; of a listing that shows its organisation's, why it has none itself."""
    if summary.graded is None:
        return words.why_no_grade(shown, language)
    if summary.graded.level is Level.ORGANISATION and summary.own is not None:
        return words.why_no_grade(summary.own, language)
    return ""


def _national_sentence(national: PublicFigure | None) -> str:
    if national is None or national.share is None:
        return ""
    return _("I hele landet var det %(share)s af 100.", share=national.share)


def _figures(figures: Figures, national: Figures, language: str) -> tuple[FigureRow, ...]:
    """Tell every measure that the release has; where the actor has no figure of it, say so."""
    if not figures:
        return ()
    pairs = [(find_figure(figures, measure), find_figure(national, measure)) for measure in OTHERS]
    return tuple(
        FigureRow(
            name=words.short_name(measure),
            sentence=words.sentence(own, language) if own else words.why_nobody(whole),
            national=words.value_text(whole, language),
            people=words.people_number(own, language) if own else "",
        )
        for measure, (own, whole) in zip(OTHERS, pairs, strict=True)
        if own or whole
    )


def _by_group(
    figures: Figures, national: Figures, names: Mapping[str, str], language: str
) -> tuple[CellRow, ...]:
    return tuple(
        _row(name, figure, find_figure(national, HEADLINE, code), language)
        for code, name in names.items()
        if (figure := find_figure(figures, HEADLINE, code))
    )


def _by_quarter(
    figures: Figures, national: Figures, release: ReleaseFacts, language: str
) -> tuple[CellRow, ...]:
    return tuple(
        _row(quarter_label(quarter), figure, find_figure(national, HEADLINE, quarter=quarter), language)
        for quarter in _quarters(release)
        if (figure := find_figure(figures, HEADLINE, quarter=quarter))
    )


def _row(name: str, figure: PublicFigure, national: PublicFigure | None, language: str) -> CellRow:
    graded = figure.grade is not None and figure.grade is not Grade.NOT_ASSESSED
    told = words.has_value(figure)
    return CellRow(
        name=name,
        share=words.of_100(figure.share),
        expected=words.of_100(words.expected_of_100(figure)),
        national=words.value_text(national, language),
        people=words.people_number(figure, language),
        grade=grade_label(figure.grade) if figure.grade and graded else "",
        missing="" if graded else _missing(figure, language, told=told),
        hidden=figure.reason is Missing.FEW_TO_SHOW,
    )


def _missing(figure: PublicFigure, language: str, *, told: bool) -> str:
    if not told:
        return words.why_no_figure(figure)
    return words.why_no_grade(figure, language) if figure.reason else ""


def _trend(figures: Figures, release: ReleaseFacts) -> TrendPicture | None:
    """Draw the quarters that have a number, when there are at least two of them."""
    cells = [find_figure(figures, HEADLINE, quarter=quarter) for quarter in _quarters(release)]
    measured = [cell.share if cell else None for cell in cells]
    if sum(share is not None for share in measured) < 2:
        return None
    return trend(measured, [words.expected_of_100(cell) if cell else None for cell in cells])


def _quarters(release: ReleaseFacts) -> Sequence[int]:
    return range(release.first_quarter, release.last_quarter + 1)


def _release(release: ReleaseFacts, language: str) -> ReleaseView:
    return ReleaseView(
        id=release.id,
        period=period_label(release.first_quarter, release.last_quarter),
        observed_until=format_day(release.observed_until, language),
        published=format_day(release.published_on, language),
    )
