"""Figures of a release, whole, as the authority sees them: those that the public does not get are marked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.accounts.figure_words import expected_share, number, ratio_of, value_of
from portal.for_authority.result_words import hidden_label
from portal.labels import grade_label, measure_label, missing_label, quarter_label
from portal.locale import current_language, format_number
from portal.locale import gettext as _
from portal.state import portal
from providers.clock import danish_day
from providers.reference.queries import target_groups
from ratings.measured_results.codes import Level
from ratings.measured_results.disclosure.door import for_authority
from ratings.measured_results.models import Result


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure, ready to print."""

    measure: str
    who: str
    group: str
    period: str
    n: str
    value: str
    expected: str
    ratio: str
    shrunken: str
    grade: str
    hidden: str


def figure_views(
    rows: Iterable[Result], organisations: Mapping[int, str], listings: Mapping[int, str]
) -> list[FigureView]:
    """Write figures; names are given by number."""
    groups, language = group_names(), current_language()
    return [_view(row, organisations, listings, groups, language) for row in rows]


def national_views(rows: Iterable[Result]) -> list[FigureView]:
    """Write the figures of the whole country over all target groups."""
    return figure_views((row for row in rows if row.target_group is None), {}, {})


def group_names() -> dict[str, str]:
    """Give the names of target groups; a source's own codes have none."""
    language = current_language()
    return {group.id: group.name(language) for group in target_groups(danish_day(portal().now()))}


def level_label(level: str) -> str:
    """Name whose figures they are."""
    return {
        Level.NATIONAL: _("Hele landet"),
        Level.ORGANISATION: _("Aktører"),
        Level.LISTING: _("Tilbud"),
    }[Level(level)]


def _view(
    row: Result,
    organisations: Mapping[int, str],
    listings: Mapping[int, str],
    groups: Mapping[str, str],
    language: str,
) -> FigureView:
    told = for_authority(row)
    figure = told.whole
    who = organisations.get(row.organisation_id or 0, "") or _("Hele landet")
    if row.level == Level.LISTING:
        who = _("Tilbud: %(name)s", name=listings.get(row.listing_id or 0, who))
    grade = grade_label(figure.grade) if figure.grade else ""
    reason = missing_label(figure.reason) if figure.reason else ""
    return FigureView(
        measure=measure_label(figure.measure),
        who=who,
        group=groups.get(figure.group, figure.group) if figure.group else _("Alle"),
        period=quarter_label(figure.quarter) if figure.quarter else _("Hele perioden"),
        n=format_number(figure.n, language),
        value=value_of(figure),
        expected=expected_share(figure),
        ratio=ratio_of(figure),
        shrunken=number(figure.shrunken),
        grade=f"{grade}. {reason}" if grade and reason else grade or reason,
        hidden=hidden_label(told.hidden) if told.hidden else "",
    )
