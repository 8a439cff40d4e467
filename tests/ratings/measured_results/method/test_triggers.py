"""Signals come where the method puts them, hardly ever by chance, and never without a comparison."""

import numpy as np
import pytest

from ratings.measured_results.codes import Signal
from ratings.measured_results.method.pooling import Layer, pool
from ratings.measured_results.method.triggers import Results, follows_directly, needs_talk, signals


def results(observed: list[float], expected: list[float], mean: float = 0.0, sd: float = 0.05) -> Results:
    e = np.array(expected)
    size = len(expected)
    return Results(np.array(observed, np.float64), e, e * 0.6, np.full(size, mean), np.full(size, sd**2))


def never(size: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.zeros(size, np.bool_)


def test_only_an_actor_far_below_asks_for_a_talk() -> None:
    some = results([100, 98, 103, 60, 150], [100, 100, 100, 100, 100])
    assert list(needs_talk(some)) == [False, False, False, True, False]
    assert signals(some, never(5))[3:] == (Signal.YELLOW, Signal.NONE)


def test_yellow_in_two_periods_is_red() -> None:
    some = results([100, 98, 103, 60, 97], [100, 100, 100, 100, 100])
    before = np.array([True, False, False, True, False])
    assert signals(some, before) == (Signal.NONE, Signal.NONE, Signal.NONE, Signal.RED, Signal.NONE)


def test_a_posterior_surely_below_nine_tenths_is_red_at_once() -> None:
    deviate = 0.8416212335729143
    just = results([100, 99], [100, 100], mean=np.log(0.9) - (deviate + 1e-6) * 0.05)
    not_quite = results([100, 99], [100, 100], mean=np.log(0.9) - (deviate - 1e-6) * 0.05)
    assert signals(just, never(2)) == (Signal.RED, Signal.RED)
    assert signals(not_quite, never(2)) == (Signal.NONE, Signal.NONE)


def test_who_cannot_be_compared_gives_no_signal() -> None:
    some = results([0, 0, 100], [np.nan, 0, 100], mean=-1.0)
    assert signals(some, np.ones(3, np.bool_)) == (Signal.NONE, Signal.NONE, Signal.RED)
    assert signals(results([], []), never(0)) == ()
    assert signals(results([40], [100]), never(1)) == (Signal.YELLOW,)


def test_formal_cases_hardly_ever_come_by_chance() -> None:
    draw = np.random.default_rng(5)
    cases = total = 0
    before = never(300)
    for _ in range(20):
        n = draw.integers(10, 600, 300)
        observed = draw.binomial(n, 0.4).astype(np.float64)
        expected, variance = (n * 0.4).astype(np.float64), (n * 0.24).astype(np.float64)
        shrunken, _ = pool(Layer(observed, expected, variance))
        posterior = shrunken.posterior
        some = Results(observed, expected, variance, posterior.mean, posterior.variance)
        cases += sum(signal == Signal.RED for signal in signals(some, before))
        total += 300
        before = needs_talk(some)
    assert cases / total <= 0.01


def test_periods_follow_each_other_without_a_gap_or_an_overlap() -> None:
    year = [8100, 8101, 8102, 8103]
    assert follows_directly(year, [8104, 8105])
    assert not follows_directly(year, [8103, 8104])
    assert not follows_directly(year, [8105, 8106])
    assert not follows_directly([8104], year)
    assert not follows_directly([], year)


def test_arrays_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="one value of each kind"):
        Results(np.ones(2), np.ones(3), np.ones(2), np.ones(2), np.ones(2))
    with pytest.raises(ValueError, match="before"):
        signals(results([1, 2], [1, 2]), never(3))
