"""Too few to show: the one door between what was measured and whoever may see it.

Pages, the API, search and exports get a PublicFigure and nothing else. Its numbers have types of their own,
which only this door gives out, so that the type checker finds a count or a share that did not pass it.
Method: docs/method.md, section 5.
"""

from dataclasses import dataclass, replace
from math import ceil, floor
from typing import NewType

from ratings.measured_results.codes import Grade, Level, Measure, Missing
from ratings.measured_results.disclosure.cells import (
    FEWEST,
    FEWEST_FOR_A_SHARE,
    CellKey,
    Counts,
    Hidden,
    Published,
    Table,
    counts_of,
    hidden_by_itself,
    key_of,
    table_of,
)
from ratings.measured_results.disclosure.hiding import hide
from ratings.measured_results.disclosure.rounding import ROUNDED_TO, to_fives, to_per_cent
from ratings.measured_results.figure_rows import from_row
from ratings.measured_results.method.figure import Figure
from ratings.measured_results.models import Result

__all__ = (
    "FEWEST",
    "FEWEST_FOR_A_SHARE",
    "ActorFigure",
    "AuthorityFigure",
    "CellKey",
    "Counts",
    "Hidden",
    "PublicFigure",
    "Published",
    "RoundedKroner",
    "RoundedPeople",
    "RoundedRatio",
    "Table",
    "WholePerCent",
    "WholeWeeks",
    "as_public",
    "counts_of",
    "for_actor",
    "for_authority",
    "hidden_because",
    "hide",
    "key_of",
    "public",
    "table_of",
)

RoundedPeople = NewType("RoundedPeople", int)  # in fives
WholePerCent = NewType("WholePerCent", int)
RoundedRatio = NewType("RoundedRatio", float)  # to two decimals
WholeWeeks = NewType("WholeWeeks", int)
RoundedKroner = NewType("RoundedKroner", int)  # in hundreds

HUNDRED_KRONER = 10_000  # øre


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """A figure as everybody may see it; `n` and `reason` at most where more could tell of single people.

    Shares are whole per cent. `reliability` and what is missing are rounded so that nobody is promised more
    than there is: down to one decimal, and up to fives.
    """

    measure: Measure
    level: Level
    organisation_id: int | None
    listing_id: int | None
    target_group: str | None
    quarter: int | None
    n: RoundedPeople | None = None
    share: WholePerCent | None = None
    share_lower: WholePerCent | None = None
    share_upper: WholePerCent | None = None
    ratio: RoundedRatio | None = None
    ratio_lower: RoundedRatio | None = None
    ratio_upper: RoundedRatio | None = None
    shrunken: RoundedRatio | None = None
    shrunken_lower: RoundedRatio | None = None
    shrunken_upper: RoundedRatio | None = None
    reliability: RoundedRatio | None = None
    weeks: WholeWeeks | None = None
    weeks_lower: WholeWeeks | None = None
    weeks_upper: WholeWeeks | None = None
    kroner: RoundedKroner | None = None
    kroner_lower: RoundedKroner | None = None
    kroner_upper: RoundedKroner | None = None
    grade: Grade | None = None
    reason: Missing | None = None
    people_missing: RoundedPeople | None = None


@dataclass(frozen=True, slots=True)
class AuthorityFigure:
    """A figure whole, with the mark that says whether and why the public does not get it."""

    whole: Figure
    hidden: Hidden | None


@dataclass(frozen=True, slots=True)
class ActorFigure:
    """A figure as the actor itself sees it: its people counted, the rest whole unless it is hidden.

    An actor knows whom it had, yet outcomes come from registers. Where they are too few to show, or cover for
    others, they are kept from the actor too: they tell of single citizens, its own or those of others.
    """

    public: PublicFigure
    n: int
    whole: Figure | None


def public(result: Result) -> PublicFigure:
    """Give what everybody may see of a figure that a release keeps."""
    return as_public(from_row(result), result.hidden)


def for_authority(result: Result) -> AuthorityFigure:
    """Give a figure whole to the authority, which answers for the registers that it comes from."""
    figure = from_row(result)
    return AuthorityFigure(figure, hidden_because(figure, result.hidden))


def for_actor(result: Result) -> ActorFigure:
    """Give an actor its own figure, before it is published and after."""
    figure = from_row(result)
    shown = hidden_because(figure, result.hidden) is None
    return ActorFigure(public(result), figure.n, figure if shown else None)


def as_public(figure: Figure, hidden: str | None) -> PublicFigure:
    """Give what everybody may see of a figure, when `hidden` is what `hide` said of it."""
    why = hidden_because(figure, hidden)
    if why is None:
        return _shown(figure)
    few = why is Hidden.FEW_FOR_A_SHARE
    return replace(_nothing(figure), n=_people(figure.n) if few else None, reason=Missing.FEW_TO_SHOW)


def hidden_because(figure: Figure, hidden: str | None) -> Hidden | None:
    """Say why the public does not get a figure; one that nobody has judged is judged by itself."""
    if hidden is not None:
        return Hidden(hidden)
    return hidden_by_itself(counts_of(figure.measure, figure.n, figure.observed))


def _nothing(figure: Figure) -> PublicFigure:
    return PublicFigure(
        measure=figure.measure,
        level=figure.actor.level,
        organisation_id=figure.actor.organisation,
        listing_id=figure.actor.listing,
        target_group=figure.group,
        quarter=figure.quarter,
    )


def _shown(figure: Figure) -> PublicFigure:
    """Round a figure that may be seen."""
    measure, reliability = figure.measure, figure.reliability
    value, lower, upper = figure.value, figure.value_lower, figure.value_upper
    public = replace(
        _nothing(figure),
        n=_people(figure.n),
        ratio=_ratio(figure.ratio),
        ratio_lower=_ratio(figure.ratio_lower),
        ratio_upper=_ratio(figure.ratio_upper),
        shrunken=_ratio(figure.shrunken),
        shrunken_lower=_ratio(figure.shrunken_lower),
        shrunken_upper=_ratio(figure.shrunken_upper),
        reliability=None if reliability is None else RoundedRatio(floor(reliability * 10) / 10),
        grade=figure.grade,
        reason=figure.reason,
        people_missing=_people_at_least(figure.people_missing),
    )
    if measure is Measure.DURATION:
        return replace(public, weeks=_weeks(value), weeks_lower=_weeks(lower), weeks_upper=_weeks(upper))
    if measure is Measure.COST:
        return replace(
            public, kroner=_kroner(value), kroner_lower=_kroner(lower), kroner_upper=_kroner(upper)
        )
    return replace(public, share=_per_cent(value), share_lower=_per_cent(lower), share_upper=_per_cent(upper))


def _people(people: int) -> RoundedPeople:
    return RoundedPeople(to_fives(people))


def _people_at_least(people: int | None) -> RoundedPeople | None:
    return None if people is None else RoundedPeople(ceil(people / ROUNDED_TO) * ROUNDED_TO)


def _per_cent(share: float | None) -> WholePerCent | None:
    return None if share is None else WholePerCent(to_per_cent(share))


def _ratio(ratio: float | None) -> RoundedRatio | None:
    return None if ratio is None else RoundedRatio(round(ratio, 2))


def _weeks(weeks: float | None) -> WholeWeeks | None:
    return None if weeks is None else WholeWeeks(round(weeks))


def _kroner(price: float | None) -> RoundedKroner | None:
    return None if price is None else RoundedKroner(round(price / HUNDRED_KRONER) * 100)
