"""How good the actors are that a citizen meets first, when only expected results decide the order."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.demonstration.spell_actors import Actors
from ratings.measured_results.method.tallies import Array

PLACES = 5
FEWEST_CHOICES = 6  # of five out of five every order is nearly right


@dataclass(frozen=True, slots=True)
class Ranked:
    """What all questions together came to: nDCG at five, and percentage points lost in the first place."""

    ndcg: float
    regret: float


def rank_everywhere(actors: Actors, group_share: Array, estimated: Array, true: Array) -> Ranked:
    """Ask for every target group in every municipality, and compare the order with the true one.

    `group_share` (G,) is each group's share in work; `estimated` and `true` (P, G) are effects on the log
    odds, and what a citizen can expect is plogis(logit(share) + effect). NaN where an actor takes nobody.
    """
    takes = _choices(actors)
    base = np.log(group_share / (1 - group_share))
    promised, kept = (1 / (1 + np.exp(-(base + effect))) for effect in (estimated, true))
    asked = [
        _asked(promised[choice, group], kept[choice, group])
        for municipality in range(takes.shape[0])
        for group in range(takes.shape[2])
        if len(choice := np.flatnonzero(takes[municipality, :, group])) >= FEWEST_CHOICES
    ]
    ndcg, regret = np.mean(asked, axis=0)
    return Ranked(float(ndcg), float(regret))


def discounted_gain(gains: Array) -> float:
    """Give DCG of the first places: each gain over log2(place + 1) (Järvelin & Kekäläinen, 2002)."""
    first = gains[:PLACES]
    return float(np.sum(first / np.log2(np.arange(2, len(first) + 2))))


def _asked(promised: Array, kept: Array) -> tuple[float, float]:
    """Give nDCG and regret of one question; the worst choice is worth nothing, the best one 1."""
    order = np.argsort(-promised, kind="stable")
    gains = (kept - kept.min()) / (kept.max() - kept.min())
    best = discounted_gain(np.sort(gains)[::-1])
    return discounted_gain(gains[order]) / best, 100 * float(kept.max() - kept[order[0]])


def _choices(actors: Actors) -> NDArray[np.bool_]:
    """Say who can be chosen: municipality, organisation, target group (M, P, G)."""
    codes = sorted({code for unit in actors.units for code in unit.municipalities})
    place = {code: number for number, code in enumerate(codes)}
    takes = np.zeros((len(codes), len(actors.organisations), len(actors.groups)), dtype=bool)
    for unit, organisation, group in zip(actors.unit, actors.organisation, actors.group, strict=True):
        for code in actors.units[unit].municipalities:
            takes[place[code], organisation, group] = True
    return takes
