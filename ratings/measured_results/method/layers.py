"""Where every actor stands once chance is taken out: each part drawn towards the whole that it belongs to.

Organisations are drawn towards all of them, their listings and target groups towards the organisation, and a
listing's target groups towards the listing. Method: docs/method.md, section 4.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ratings.measured_results.codes import Level
from ratings.measured_results.method.pooling import Layer, pool, pool_within
from ratings.measured_results.method.shrinkage import Posterior
from ratings.measured_results.method.tallies import Actor, Array


@dataclass(frozen=True, slots=True)
class Standing:
    """The posterior of a log ratio, Normal(mean, variance), and its reliability."""

    mean: float
    variance: float
    reliability: float


Place = tuple[int, int]  # of an actor and a target group; the last group is all of them


def standings(
    actors: Sequence[Actor], n: Array, observed: Array, expected: Array, variance: Array
) -> Mapping[Place, Standing]:
    """Give the standing of every organisation's and listing's cell (A, G + 1) in which anything varies.

    A listing that holds all people of its organisation stands where the organisation does: it is the same
    people, seen twice.
    """
    every = n.shape[1] - 1
    groups = range(every)
    owners = {
        actor.organisation: place for place, actor in enumerate(actors) if actor.level is Level.ORGANISATION
    }
    owner = {
        place: owners[actor.organisation]
        for place, actor in enumerate(actors)
        if actor.level is Level.LISTING
    }
    sole = {place for place, whole in owner.items() if n[place, every] == n[whole, every]}
    parted = [place for place in owner if place not in sole]
    layers = _Layers(observed, expected, variance)
    layers.draw_together([(place, every) for place in owners.values()])
    layers.draw([(place, group) for place in owners.values() for group in groups], lambda at: (at[0], every))
    layers.draw([(place, every) for place in parted], lambda at: (owner[at[0]], every))
    layers.draw([(place, group) for place in parted for group in groups], lambda at: (at[0], every))
    for place in sole:
        for group in (*groups, every):
            if (standing := layers.found.get((owner[place], group))) is not None:
                layers.found[place, group] = standing
    return layers.found


class _Layers:
    """The layers drawn so far, from the uppermost down."""

    def __init__(self, observed: Array, expected: Array, variance: Array) -> None:
        self.counts = (observed, expected, variance)
        self.varies = np.nan_to_num(variance) > 0
        self.found: dict[Place, Standing] = {}

    def draw_together(self, places: Sequence[Place]) -> None:
        """Draw cells towards the mean of all of them."""
        told = [place for place in places if self.varies[place]]
        if told:
            self._keep(told, pool(self._layer(told))[0].posterior)

    def draw(self, places: Sequence[Place], parent_of: Callable[[Place], Place]) -> None:
        """Draw cells towards their parents, which have been drawn before."""
        told = [place for place in places if self.varies[place] and parent_of(place) in self.found]
        if not told:
            return
        parents = sorted({parent_of(place) for place in told})
        codes = {parent: code for code, parent in enumerate(parents)}
        above = [self.found[parent] for parent in parents]
        posterior = Posterior(
            mean=np.array([each.mean for each in above]),
            variance=np.array([each.variance for each in above]),
            reliability=np.array([each.reliability for each in above]),
        )
        parent = np.array([codes[parent_of(place)] for place in told], dtype=np.intp)
        self._keep(told, pool_within(self._layer(told), parent, posterior).posterior)

    def _layer(self, places: Sequence[Place]) -> Layer:
        rows, columns = np.array(places, dtype=np.int64).T
        return Layer(*(counts[rows, columns] for counts in self.counts))

    def _keep(self, places: Sequence[Place], posterior: Posterior) -> None:
        columns = (posterior.mean, posterior.variance, posterior.reliability)
        for place, mean, variance, reliability in zip(
            places, *(each.tolist() for each in columns), strict=True
        ):
            self.found[place] = Standing(mean, variance, reliability)
