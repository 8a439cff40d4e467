"""How good the actors are that a citizen meets first, when one thing alone decides the order."""

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


def shares(group_share: Array, effect: Array) -> Array:
    """Give what citizens can expect (P, G): plogis(logit(share of the group) + effect on the log odds)."""
    base = np.log(group_share / (1 - group_share))
    return np.asarray(1 / (1 + np.exp(-(base + effect))))


def rank_everywhere(actors: Actors, worth: Array, true: Array) -> Ranked:
    """Ask for every target group in every municipality, and compare an order with the true one.

    `worth` is what the order is made by, the most first: for each organisation and target group (P, G), or
    for each municipality too (M, P, G). `true` (P, G) are the shares that come into work.
    """
    takes = _choices(actors)
    everywhere = np.broadcast_to(worth, takes.shape)
    asked = [
        _asked(everywhere[municipality, choice, group], true[choice, group])
        for municipality in range(takes.shape[0])
        for group in range(takes.shape[2])
        if len(choice := np.flatnonzero(takes[municipality, :, group])) >= FEWEST_CHOICES
    ]
    ndcg, regret = np.mean(asked, axis=0)
    return Ranked(float(ndcg), float(regret))


def nearness(actors: Actors) -> Array:
    """Give how near each organisation's nearest listing for a target group is (M, P, G).

    Invented municipalities lie on a ring, and a listing lies in the first of those in a row that it covers.
    It is as many steps away as lie between; those that can't be chosen are infinitely far.
    """
    codes = _codes(actors)
    near = np.full((len(codes), len(actors.organisations), len(actors.groups)), -np.inf)
    for unit, organisation, group in zip(actors.unit, actors.organisation, actors.group, strict=True):
        covered = sorted(codes.index(code) for code in actors.units[unit].municipalities)
        home = next((each for each in covered if (each - 1) % len(codes) not in covered), covered[0])
        steps = (np.array(covered) - home) % len(codes)
        near[covered, organisation, group] = np.maximum(near[covered, organisation, group], -steps)
    return near


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
    return np.isfinite(nearness(actors))


def _codes(actors: Actors) -> list[str]:
    return sorted({code for unit in actors.units for code in unit.municipalities})
