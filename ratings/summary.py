"""What a card, a comparison and a ranking say of an actor's measured results, in one frozen value."""

from dataclasses import dataclass

import numpy as np

from ratings.measured_results.codes import Grade, Level, Measure
from ratings.measured_results.disclosure.door import PublicFigure
from ratings.measured_results.published import NATIONAL, NOTHING, PublishedFigures, ReleaseFacts

HEADLINE = Measure.WORK_6  # what actors are known by: in work six months after referral


@dataclass(frozen=True, slots=True)
class ListingSummary:
    """The headline figures of a listing and of its organisation, over all target groups.

    `graded` is whose grade is shown: the listing's own, or else its organisation's, which must then be named
    as such; None where neither can be graded. A figure is None where nothing was measured.
    """

    release: ReleaseFacts
    own: PublicFigure | None
    organisation: PublicFigure | None
    national: PublicFigure | None

    @property
    def graded(self) -> PublicFigure | None:
        """Give the figure that carries a grade."""
        return next((figure for figure in (self.own, self.organisation) if has_grade(figure)), None)


def has_grade(figure: PublicFigure | None) -> bool:
    """Say whether a figure has been assessed."""
    return figure is not None and figure.grade not in (None, Grade.NOT_ASSESSED)


def summarise(results: PublishedFigures, listing_id: int, organisation_id: int) -> ListingSummary:
    """Give what is said of a listing in short."""
    return ListingSummary(
        release=results.release,
        own=results.find_total((Level.LISTING, listing_id), HEADLINE),
        organisation=results.find_total((Level.ORGANISATION, organisation_id), HEADLINE),
        national=results.find_total(NATIONAL, HEADLINE),
    )


def find_figure(
    figures: tuple[PublicFigure, ...],
    measure: Measure,
    target_group: str | None = None,
    quarter: int | None = None,
) -> PublicFigure | None:
    """Choose one figure of one actor."""
    wanted = (measure, target_group, quarter)
    return next((each for each in figures if (each.measure, each.target_group, each.quarter) == wanted), None)


def graded_ratios(results: PublishedFigures, level: Level) -> dict[int, float]:
    """Give the shrunken headline ratio of each listing or organisation that has been assessed."""
    columns, words = results.columns, results.words
    if HEADLINE not in words["measure"] or level not in words["level"]:
        return {}
    chosen = (
        (columns["measure"] == words["measure"].index(HEADLINE))
        & (columns["level"] == words["level"].index(level))
        & (columns["target_group"] == NOTHING)
        & np.isnan(columns["quarter"])
        & (columns["grade"] != NOTHING)
    )
    if Grade.NOT_ASSESSED in words["grade"]:
        chosen &= columns["grade"] != words["grade"].index(Grade.NOT_ASSESSED)
    whose = columns["listing_id" if level is Level.LISTING else "organisation_id"][chosen]
    ratios = columns["shrunken"][chosen].astype(np.float64).round(2)
    return dict(zip(whose.astype(np.int64).tolist(), ratios.tolist(), strict=True))
