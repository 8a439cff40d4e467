"""Organisations are drawn towards all, and their cells towards the organisation."""

import numpy as np
import pytest

from ratings.measured_results.method.pooling import Layer, pool, pool_within
from ratings.measured_results.method.shrinkage import (
    FLOOR_TAU2,
    log_ratios,
    paule_mandel,
    pooled_mean,
    shrink,
)


def layer(*cells: tuple[float, float, float]) -> Layer:
    observed, expected, variance = (np.array(column, np.float64) for column in zip(*cells, strict=True))
    return Layer(observed, expected, variance)


def test_organisations_are_drawn_towards_the_mean_of_all() -> None:
    cells = layer((60, 40, 24), (30, 45, 27), (80, 82, 49), (3, 2, 1.2))
    shrunken, mean = pool(cells)
    y, s2 = log_ratios(cells.observed, cells.expected, cells.variance)
    assert shrunken.tau2 == paule_mandel(y, s2, FLOOR_TAU2) > FLOOR_TAU2
    assert mean == pooled_mean(y, s2, shrunken.tau2)
    assert shrunken.posterior.mean == pytest.approx(shrink(y, s2, shrunken.tau2, *mean).mean)
    assert shrunken.posterior.reliability[3] < 0.5 < shrunken.posterior.reliability[0]


def test_cells_with_less_than_one_expected_do_not_set_the_spread() -> None:
    plain = [(60.0, 40.0, 24.0), (30.0, 45.0, 27.0), (80.0, 82.0, 49.0)]
    without, _ = pool(layer(*plain))
    with_small, _ = pool(layer(*plain, (3, 0.9, 0.5), (0, 0, 0)))
    assert with_small.tau2 == without.tau2
    assert with_small.posterior.reliability[4] == 0


def test_actors_that_hardly_differ_still_keep_the_least_spread() -> None:
    shrunken, _ = pool(layer((40, 40, 24), (41, 41, 25), (39, 39, 24)))
    assert shrunken.tau2 == FLOOR_TAU2


def test_cells_are_drawn_towards_their_own_organisation() -> None:
    organisations, _ = pool(layer((160, 100, 60), (60, 100, 60)))
    cells = layer((1, 1.2, 0.7), (1, 1.2, 0.7), (80, 50, 30), (31, 50, 30))
    parts = pool_within(cells, np.array([0, 1, 0, 1]), organisations.posterior)
    posterior = parts.posterior
    assert posterior.ratio[0] > 1.2
    assert posterior.ratio[1] < 0.8
    y, s2 = log_ratios(cells.observed, cells.expected, cells.variance)
    assert parts.tau2 == paule_mandel(y, s2, FLOOR_TAU2, np.array([0, 1, 0, 1]))
    assert np.all(posterior.reliability[:2] < posterior.reliability[2:])


def test_every_cell_needs_a_parent() -> None:
    organisations, _ = pool(layer((160, 100, 60), (60, 100, 60)))
    with pytest.raises(ValueError, match="needs a parent"):
        pool_within(layer((1, 1, 1)), np.array([0, 1]), organisations.posterior)


def test_nothing_expected_anywhere_has_no_mean() -> None:
    with pytest.raises(ValueError, match="A mean needs"):
        pool(layer((0, 0, 0)))
