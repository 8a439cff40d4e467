"""All figures of a release from what it keeps, so that they can be worked out again from nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ratings.measured_results.codes import Measure
from ratings.measured_results.method import aggregate_figures, patterns
from ratings.measured_results.method.aggregate_figures import AggregateCounts
from ratings.measured_results.method.course_figures import course_figures
from ratings.measured_results.method.figure import Figure
from ratings.measured_results.method.outcome_figures import outcome_figures
from ratings.measured_results.method.patterns import Patterns
from ratings.measured_results.method.tallies import actors_of, membership
from ratings.measured_results.rules import quarter_of

Basis = Patterns | AggregateCounts

# Whole quarters from a quarter's end until a measure is known of everybody who was referred in it. A price is
# told beside lasting work; weeks in a company belong to the whole course, so they are given a year.
QUARTERS_UNTIL_KNOWN = {
    Measure.WORK_3: 1,
    Measure.WORK_6: 2,
    Measure.WORK_12: 4,
    Measure.LASTING: 4,
    Measure.COMPANY_SHARE: 4,
    Measure.PASSIVE_6: 2,
    Measure.PASSIVE_12: 4,
    Measure.COST: 4,
}


@dataclass(frozen=True, slots=True)
class Computed:
    """Every figure, in an order that is always the same, and the models behind the expected values."""

    figures: tuple[Figure, ...]
    fits: dict[str, Any]


def compute(basis: Basis, observed_until: date) -> Computed:
    """Work out all figures of a release; `observed_until` is the last day that the registers tell of."""
    if isinstance(basis, AggregateCounts):
        return Computed(tuple(aggregate_figures.aggregate_figures(basis)), {})
    actors = actors_of(basis.units)
    pairs = membership(basis.units, actors)
    known = settled(observed_until)
    outcomes, fits = outcome_figures(basis, actors, pairs, settled=known)
    return Computed((*outcomes, *course_figures(basis, actors, pairs, settled=known)), fits)


def settled(observed_until: date) -> Mapping[Measure, int]:
    """Give for each measure the last quarter of referral of which everything could be known by a day."""
    last_whole = quarter_of(observed_until + timedelta(days=1)) - 1
    return {measure: last_whole - quarters for measure, quarters in QUARTERS_UNTIL_KNOWN.items()}


def to_bytes(basis: Basis) -> bytes:
    """Write what a release is made from, so that it can be kept."""
    if isinstance(basis, AggregateCounts):
        return aggregate_figures.to_bytes(basis)
    return patterns.to_bytes(basis)


def from_bytes(content: bytes, *, adjusted: bool) -> Basis:
    """Read what a release was made from: spells when its figures are adjusted, published counts otherwise."""
    return patterns.from_bytes(content) if adjusted else aggregate_figures.from_bytes(content)
