"""All figures of a release from what it keeps, so that they can be worked out again from nothing else."""

from dataclasses import dataclass
from typing import Any

from ratings.measured_results.method import aggregate_figures, patterns
from ratings.measured_results.method.aggregate_figures import AggregateCounts
from ratings.measured_results.method.course_figures import course_figures
from ratings.measured_results.method.figure import Figure
from ratings.measured_results.method.outcome_figures import outcome_figures
from ratings.measured_results.method.patterns import Patterns
from ratings.measured_results.method.tallies import actors_of, membership

Basis = Patterns | AggregateCounts


@dataclass(frozen=True, slots=True)
class Computed:
    """Every figure, in an order that is always the same, and the models behind the expected values."""

    figures: tuple[Figure, ...]
    fits: dict[str, Any]


def compute(basis: Basis) -> Computed:
    """Work out all figures of a release."""
    if isinstance(basis, AggregateCounts):
        return Computed(tuple(aggregate_figures.aggregate_figures(basis)), {})
    actors = actors_of(basis.units)
    pairs = membership(basis.units, actors)
    outcomes, fits = outcome_figures(basis, actors, pairs)
    return Computed((*outcomes, *course_figures(basis, actors, pairs)), fits)


def to_bytes(basis: Basis) -> bytes:
    """Write what a release is made from, so that it can be kept."""
    if isinstance(basis, AggregateCounts):
        return aggregate_figures.to_bytes(basis)
    return patterns.to_bytes(basis)


def from_bytes(content: bytes, *, adjusted: bool) -> Basis:
    """Read what a release was made from: spells when its figures are adjusted, published counts otherwise."""
    return patterns.from_bytes(content) if adjusted else aggregate_figures.from_bytes(content)
