"""One trial: invent a million spells, measure them as a release would, and compare with the truth."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kendalltau

from portal.demonstration.spells import Spells, Truth, simulate
from ratings.measured_results.codes import Measure
from ratings.measured_results.method.patterns import collapse
from ratings.measured_results.method.tallies import Array, Tally
from tests.truth.actors import PERIOD, make_units
from tests.truth.as_columns import spell_columns
from tests.truth.measured import Measured, interval, measure
from tests.truth.ranking import nearness, rank_everywhere, shares

ENOUGH = 30
OUTCOME = Measure.WORK_6
FURTHEST = 1e-6  # shares are kept this far from 0 and 1


def trial(seed: int, spells: int) -> Mapping[str, float]:
    """Give the figures of docs/method.md for one seed, by name."""
    invented = simulate(make_units(seed), spells, seed, PERIOD)
    patterns = collapse(spell_columns(invented, PERIOD))
    measured = measure(patterns, OUTCOME, len(invented.actors.organisations))
    return {
        **_order(measured, invented.truth, ENOUGH, ""),
        **_order(measured, invented.truth, 1, "_all"),
        **_coverage(measured, invented.truth),
        "balance": _balance(measured.in_group),
        **_ranking(measured, invented),
    }


def true_ratios(truth: Truth) -> Array:
    """Give what each actor truly makes of its own citizens' chances (P,)."""
    return _ratio(truth.with_effect[OUTCOME].sum(axis=1), truth.without_effect[OUTCOME].sum(axis=1))


def compared_with_group(truth: Truth) -> tuple[Array, Array]:
    """Give the true ratios within groups (P, G) and of all (P,), when every group sums to what it reaches.

    That is what the published ratio means: others of the same target group are what it is compared with.
    """
    reached, without = truth.with_effect[OUTCOME], truth.without_effect[OUTCOME]
    expected = without * _ratio(reached.sum(axis=0), without.sum(axis=0))
    return _ratio(reached, expected), _ratio(reached.sum(axis=1), expected.sum(axis=1))


def _order(measured: Measured, truth: Truth, least: int, name: str) -> dict[str, float]:
    """Give Kendall's tau between the truth and each way to measure, for actors with enough citizens."""
    whole = measured.whole
    some = whole.n >= least
    ways = {
        "raw": _ratio(whole.observed, whole.n),
        "adjusted": _ratio(whole.observed, whole.expected),
        "shrunken": measured.shrunken()[:, -1],
    }
    true = true_ratios(truth)
    return {
        f"tau_{way}{name}": float(kendalltau(values[some], true[some])[0]) for way, values in ways.items()
    }


def _coverage(measured: Measured, truth: Truth) -> dict[str, float]:
    in_group, whole = compared_with_group(truth)
    return {
        "coverage": _covered(measured.whole, whole),
        "coverage_in_groups": _covered(measured.in_group, in_group),
    }


def _covered(cells: Tally, true: Array) -> float:
    some = cells.n > 0
    limits = interval(cells.at(some))
    return float(np.mean((limits.lower <= true[some]) & (true[some] <= limits.upper)))


def _balance(cells: Tally) -> float:
    ratios = _ratio(cells.observed.sum(axis=0), cells.expected.sum(axis=0))
    return float(np.abs(ratios - 1).max())


def _ranking(measured: Measured, invented: Spells) -> dict[str, float]:
    """Rank by what can be expected, by raw shares, and by who is nearest, and compare each with the truth."""
    actors, cells = invented.actors, measured.in_group
    share = cells.observed.sum(axis=0) / cells.n.sum(axis=0)
    true = shares(share, actors.effect[:, None] + actors.group_effect)
    ways = {
        "": shares(share, _effect(measured, share)),
        "_raw": np.where(cells.n > 0, _ratio(cells.observed, cells.n), share),
        "_nearest": nearness(actors),
    }
    figures: dict[str, float] = {}
    for name, worth in ways.items():
        ranked = rank_everywhere(actors, worth, true)
        figures |= {f"ndcg{name}": ranked.ndcg, f"regret{name}": ranked.regret}
    return {
        **figures,
        "ndcg_gained": figures["ndcg"] - max(figures["ndcg_raw"], figures["ndcg_nearest"]),
        "regret_saved": min(figures["regret_raw"], figures["regret_nearest"]) - figures["regret"],
    }


def _effect(measured: Measured, share: Array) -> Array:
    """Give the pooled effect on the log odds (P, G); who has nothing measured counts as expected."""
    cells, shrunken = measured.in_group, measured.shrunken()
    own = np.where(cells.n > 0, _ratio(cells.expected, cells.n), share)
    ratio = np.where(np.isnan(shrunken[:, :-1]), shrunken[:, -1:], shrunken[:, :-1])
    return _log_odds(own * np.where(np.isnan(ratio), 1.0, ratio)) - _log_odds(own)


def _log_odds(share: Array) -> Array:
    kept = np.clip(share, FURTHEST, 1 - FURTHEST)
    return np.asarray(np.log(kept / (1 - kept)))


def _ratio(part: Array, whole: Array) -> NDArray[np.float64]:
    """Divide, and give NaN where there is nothing to divide by."""
    return np.where(whole > 0, part, np.nan) / np.where(whole > 0, whole, 1.0)
