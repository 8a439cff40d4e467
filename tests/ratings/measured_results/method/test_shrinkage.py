"""Heterogeneity and shrinkage are those of metafor's published tables, and stay between data and parent."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.measured_results.method.shrinkage import (
    dersimonian_laird,
    log_ratios,
    paule_mandel,
    pooled_mean,
    shrink,
)

# BCG vaccine trials, dat.bcg of the R package metafor (Viechtbauer 2010, J. Stat. Softw. 36:3).
Y = [-0.889311333920205, -1.58538865720143, -1.34807314829969, -1.44155119002131, -0.217547322211296]
Y += [-0.786115585818864, -1.62089822359839, 0.0119523335238405, -0.469417648738149, -1.37134480347278]
Y += [-0.339358828338391, 0.445913400571379, -0.0173139482168798]
S2 = [0.325584765003961, 0.194581121398144, 0.415367965367965, 0.0200100319022476, 0.0512101721696309]
S2 += [0.00690561845590876, 0.223017247572315, 0.00396157929781773, 0.056434210463249, 0.0730247936130289]
S2 += [0.0124122139715597, 0.532505845200153, 0.0714046596839863]
TAU2_DL = 0.308760262862376


def test_dersimonian_laird_is_metafors() -> None:
    assert dersimonian_laird(Y, S2) == pytest.approx(TAU2_DL, rel=1e-12)
    pooled = pooled_mean(Y, S2, TAU2_DL)
    assert pooled.mean == pytest.approx(-0.714117222073227, rel=1e-12)
    assert np.sqrt(pooled.variance) == pytest.approx(0.178742089535403, rel=1e-12)


def test_paule_mandel_is_metafors() -> None:
    tau2 = paule_mandel(Y, S2)
    # metafor stops within 1e-8 or so of the root; its empirical Bayes form gives .318068452205031.
    assert tau2 == pytest.approx(0.318068452205024, rel=1e-10)
    pooled = pooled_mean(Y, S2, tau2)
    assert pooled.mean == pytest.approx(-0.714968153493444, rel=1e-11)
    assert np.sqrt(pooled.variance) == pytest.approx(0.180892191537624, rel=1e-11)


def test_shrunken_estimates_are_metafors() -> None:
    mean, variance = pooled_mean(Y, S2, TAU2_DL)
    posterior = shrink(Y, S2, TAU2_DL, mean, variance)
    published = {
        0: (-0.799390973185865, 0.408523174355307),
        1: (-1.24857356869349, 0.352327547458528),
        3: (-1.39727718735984, 0.13751547182167),
        7: (0.0027544402767305, 0.0625821132267793),
        11: (-0.28836447090031, 0.456333514976548),
        12: (-0.14819135874476, 0.243146346247858),
    }
    for trial, (estimate, error) in published.items():
        assert posterior.mean[trial] == pytest.approx(estimate, rel=1e-10)
        assert np.sqrt(posterior.variance[trial]) == pytest.approx(error, rel=1e-10)


def test_log_ratios_are_those_of_the_method() -> None:
    y, s2 = log_ratios([0, 45, 3], [0.0, 40.0, 2.0], [0.0, 24.0, 1.5])
    assert y == pytest.approx([0, np.log(45.5 / 40.5), np.log(3.5 / 2.5)])
    assert s2 == pytest.approx([np.inf, 0.015, 0.375])


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(0.001, 2)), min_size=2, max_size=30))
def test_paule_mandel_leaves_what_chance_leaves(estimates: list[tuple[float, float]]) -> None:
    y, s2 = (np.array(column) for column in zip(*estimates, strict=True))
    tau2 = paule_mandel(y, s2)
    w = 1 / (s2 + tau2)
    spread = np.sum(w * (y - np.sum(w * y) / w.sum()) ** 2)
    if tau2 > 0:
        assert spread == pytest.approx(len(y) - 1, rel=1e-8)
    else:
        assert spread <= len(y) - 1
    assert paule_mandel(y, s2, floor=0.0025) == pytest.approx(max(tau2, 0.0025), rel=1e-8)


def test_spread_within_parents_does_not_see_how_parents_differ() -> None:
    parents = np.array([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1])
    within = paule_mandel(Y, S2, parents=parents)
    assert within == pytest.approx(paule_mandel(np.array(Y) + 5 * parents, S2, parents=parents), rel=1e-9)
    assert paule_mandel(Y, S2, parents=np.zeros(13, np.intp)) == paule_mandel(Y, S2)


def test_single_children_say_nothing_about_the_spread() -> None:
    assert paule_mandel(Y, S2, floor=0.0025, parents=np.arange(13)) == 0.0025
    assert paule_mandel([], [], floor=0.0025) == 0.0025


@settings(deadline=None)
@given(st.floats(-3, 3), st.floats(0.0001, 10), st.floats(0.0025, 2), st.floats(-3, 3), st.floats(0, 2))
def test_shrinking_ends_between_the_estimate_and_its_parent(
    y: float, s2: float, tau2: float, mean: float, variance: float
) -> None:
    posterior = shrink(y, s2, tau2, mean, variance)
    assert min(y, mean) - 1e-12 <= posterior.mean <= max(y, mean) + 1e-12
    assert 0 < posterior.reliability < 1
    assert posterior.variance == pytest.approx(
        posterior.reliability * s2 + (1 - posterior.reliability) ** 2 * variance, rel=1e-9
    )
    assert shrink(y, s2 * 2, tau2, mean, variance).reliability < posterior.reliability


def test_a_cell_that_says_nothing_is_its_parent_with_the_spread_of_children() -> None:
    posterior = shrink([0.4], [np.inf], 0.04, [0.1], [0.01])
    assert (posterior.mean[0], posterior.variance[0], posterior.reliability[0]) == pytest.approx(
        (0.1, 0.05, 0)
    )
    assert posterior.ratio[0] == pytest.approx(np.exp(0.1))


@pytest.mark.parametrize(("y", "s2"), [([1.0], [1.0, 2.0]), ([1.0, 2.0], [1.0, 0.0]), ([np.nan, 1], [1, 1])])
def test_estimates_without_a_variance_are_refused(y: list[float], s2: list[float]) -> None:
    with pytest.raises(ValueError, match="variance"):
        paule_mandel(y, s2)


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError, match="two of them"):
        dersimonian_laird([1.0], [1.0])
    with pytest.raises(ValueError, match="needs a parent"):
        paule_mandel([1.0], [1.0], parents=np.array([0, 1]))
    with pytest.raises(ValueError, match="A mean needs"):
        pooled_mean([], [], 0.1)
    with pytest.raises(ValueError, match="tau2 above 0"):
        shrink([1.0], [1.0], 0.0, 0.0, 0.0)
    with pytest.raises(ValueError, match="not under 0"):
        log_ratios([-1], [1], [1])
