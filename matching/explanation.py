"""Explain a ranking: each actor's reasons, what can be expected there, and what would change the order.

Everything is a code with numbers; what is shown puts words on it. Method: docs/ranking.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isnan

from matching.columns import Columns
from matching.criteria import WISHED, Limit
from matching.needs import EMPHASES, Needs
from matching.outlook import Expected
from matching.public_listing import CatalogueListing
from matching.ranking import Ranking, rank
from matching.reasons import Facts, Reason


@dataclass(frozen=True, slots=True)
class Explained:
    """One actor in the list; `new` says that too little is known of it, `kept` that its place was kept."""

    listing: CatalogueListing
    score: float
    kilometres: int | None
    expected: Expected | None
    reasons: tuple[Reason, ...]
    counter_reason: Reason
    new: bool
    kept: bool


@dataclass(frozen=True, slots=True)
class Change:
    """Who would stand first if something else mattered most."""

    emphasis: str
    first: CatalogueListing


def explain(
    columns: Columns, listings: Sequence[CatalogueListing], ranking: Ranking, first: int, last: int
) -> list[Explained]:
    """Explain the places from `first` up to but not with `last`, counted from 0."""
    return [_explained(columns, listings, ranking, place) for place in range(first, min(last, len(ranking)))]


def what_would_change(
    columns: Columns, listings: Sequence[CatalogueListing], ranking: Ranking
) -> list[Change]:
    """Say who would stand first with other weights, where that is somebody else."""
    changes = []
    for emphasis, weights in EMPHASES.items():
        if not len(ranking) or weights == ranking.needs.weights:
            continue
        other = rank(columns, replace(ranking.needs, weights=weights), ranking.day)
        if other.positions[0] != ranking.positions[0]:
            changes.append(Change(emphasis, listings[int(other.positions[0])]))
    return changes


def what_blocks_most(ranking: Ranking) -> Limit | None:
    """Name the wish without which most actors would be left; None when letting go of one helps nobody."""
    helped = [limit for limit in WISHED if ranking.would_fit[limit] > len(ranking)]
    return max(helped, key=lambda limit: ranking.would_fit[limit], default=None)


def without(needs: Needs, limit: Limit) -> Needs:
    """Let go of one wish that limits the choice; raise KeyError for a limit that is not the citizen's."""
    changed: dict[Limit, Needs] = {
        Limit.LANGUAGES: replace(needs, languages=()),
        Limit.DISTANCE: replace(needs, furthest_km=None),
        Limit.WAITING: replace(needs, start_within_days=None),
    }
    return changed[limit]


def _explained(
    columns: Columns, listings: Sequence[CatalogueListing], ranking: Ranking, place: int
) -> Explained:
    position = int(ranking.positions[place])
    listing = listings[position]
    km = float(ranking.kilometres[place])
    expected = columns.outlooks.expected(ranking.needs.target_group, position)
    found = Facts(ranking, place, listing, expected)
    return Explained(
        listing=listing,
        score=float(ranking.scores[place]),
        kilometres=None if isnan(km) else round(km),
        expected=expected,
        reasons=found.reasons(),
        counter_reason=found.counter_reason(),
        new=bool(columns.outlooks.new[position]),
        kept=ranking.kept == place,
    )
