"""The collapsed fit is the row-by-row one, and says what it left out, joined or could not find."""

import math
from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from ratings.measured_results.codes import Missing
from ratings.measured_results.method import case_mix_newton
from ratings.measured_results.method.case_mix import fit_case_mix
from ratings.measured_results.method.case_mix_counts import CaseMixCounts, Factor
from ratings.measured_results.method.case_mix_newton import NotConverged
from tests.ratings.measured_results.method.case_mixes import FACTORS, People, collapsed, some_people, table

SEX = (Factor("sex", ("f", "m")),)


def test_collapsed_fit_equals_a_row_by_row_logit_with_provider_dummies() -> None:
    people = some_people(5000, 25, seed=4)
    fit = fit_case_mix(collapsed(people))
    columns = [people.provider == code for code in range(25)]
    for factor, level in fit.coefficients:
        place = [each.name for each in FACTORS].index(factor)
        columns.append(people.levels[:, place] == FACTORS[place].levels.index(level))
    design = np.stack(columns, axis=1).astype(np.float64)
    theirs = sm.Logit(people.outcome, design).fit(method="newton", tol=1e-14, maxiter=50, disp=False)

    ours = np.concatenate([fit.intercepts, list(fit.coefficients.values())])
    errors = np.concatenate([fit.intercept_errors, list(fit.standard_errors.values())])
    assert np.abs(ours - theirs.params).max() < 1e-9
    assert np.abs(errors - theirs.bse).max() < 1e-9
    assert fit.log_likelihood == pytest.approx(theirs.llf, rel=1e-12)
    assert fit.left_out == {}
    assert fit.joined == ()


def test_largest_level_is_the_reference() -> None:
    fit = fit_case_mix(table([(0, (0,), 40, 20), (0, (1,), 95, 30), (1, (0,), 50, 20)], SEX))
    assert fit.references == {"sex": "m"}
    assert list(fit.coefficients) == [("sex", "f")]


def test_a_two_by_two_table_gives_its_log_odds_ratio() -> None:
    fit = fit_case_mix(table([(0, (0,), 40, 20), (0, (1,), 90, 30)], SEX))
    assert fit.coefficients["sex", "f"] == pytest.approx(np.log(2), abs=1e-12)
    variance = 1 / 20 + 1 / 20 + 1 / 30 + 1 / 60
    assert fit.standard_errors["sex", "f"] == pytest.approx(np.sqrt(variance), abs=1e-12)


def test_providers_without_both_outcomes_are_left_out_and_change_nothing() -> None:
    people = some_people(3000, 12, seed=9)
    outcome = people.outcome.copy()
    outcome[people.provider == 3] = 0
    outcome[people.provider == 7] = 1
    fit = fit_case_mix(collapsed(replace(people, outcome=outcome)))
    rest = (people.provider != 3) & (people.provider != 7)
    without = fit_case_mix(
        collapsed(People(people.provider[rest], people.levels[rest], people.outcome[rest]))
    )
    assert fit.left_out == {3: Missing.NO_EVENTS, 7: Missing.ONLY_EVENTS}
    assert np.isnan(fit.intercepts[[3, 7]]).all()
    assert list(fit.coefficients.values()) == pytest.approx(list(without.coefficients.values()), abs=1e-12)


def test_small_levels_are_joined_with_the_largest() -> None:
    factor = (Factor("origin", ("dk", "eu", "other", "never")),)
    rows = [
        (0, (0,), 60, 20), (1, (0,), 60, 30),
        (0, (1,), 30, 21), (1, (1,), 30, 9),
        (0, (2,), 9, 9), (1, (2,), 30, 30),  # nobody without the outcome
    ]  # fmt: skip
    counts = table(rows, factor)
    fit = fit_case_mix(counts)
    assert fit.joined == (("origin", "other"), ("origin", "never"))
    assert list(fit.coefficients) == [("origin", "eu")]
    linear = fit.linear_predictor(np.array([[0], [1], [2], [3]]))
    assert list(linear) == [0, fit.coefficients["origin", "eu"], 0, 0]


def test_a_level_with_ten_of_each_outcome_stays() -> None:
    fit = fit_case_mix(table([(0, (0,), 20, 10), (0, (1,), 90, 30)], SEX))
    assert fit.joined == ()
    assert fit_case_mix(table([(0, (0,), 20, 9), (0, (1,), 90, 30)], SEX)).joined == (("sex", "f"),)


def test_a_model_of_providers_alone_gives_their_raw_shares() -> None:
    fit = fit_case_mix(table([(0, (), 40, 10), (1, (), 30, 15)], ()))
    assert fit.intercepts == pytest.approx([np.log(1 / 3), 0], abs=1e-12)
    assert fit.intercept_errors == pytest.approx([np.sqrt(1 / 10 + 1 / 30), np.sqrt(2 / 15)], abs=1e-12)
    assert fit.coefficients == {}


def test_same_input_gives_the_same_bits() -> None:
    counts = collapsed(some_people(4000, 20, seed=2))
    first, second = fit_case_mix(counts), fit_case_mix(counts)
    assert first.coefficients == second.coefficients
    assert first.intercepts.tobytes() == second.intercepts.tobytes()


def test_factors_counted_together_or_apart_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = collapsed(some_people(3000, 10, seed=6))
    together = fit_case_mix(counts)
    monkeypatch.setattr(case_mix_newton, "LARGEST_TABLE", 6)
    apart = fit_case_mix(counts)
    assert list(apart.coefficients.values()) == pytest.approx(list(together.coefficients.values()), abs=1e-12)


def test_the_order_of_rows_does_not_matter() -> None:
    counts = collapsed(some_people(3000, 10, seed=6))
    order = np.random.default_rng(1).permutation(len(counts.n))
    mixed = replace(
        counts,
        provider=counts.provider[order],
        pattern=counts.pattern[order],
        n=counts.n[order],
        observed=counts.observed[order],
    )
    assert fit_case_mix(mixed).intercepts == pytest.approx(fit_case_mix(counts).intercepts, abs=1e-12)


def test_splitting_a_row_changes_nothing() -> None:
    counts = collapsed(some_people(2000, 8, seed=5))
    twice = replace(
        counts,
        provider=np.tile(counts.provider, 2),
        pattern=np.tile(counts.pattern, 2),
        n=np.concatenate([counts.observed, counts.n - counts.observed]),
        observed=np.concatenate([counts.observed, np.zeros(len(counts.n))]),
    )
    one, other = fit_case_mix(counts), fit_case_mix(twice)
    assert list(one.coefficients.values()) == pytest.approx(list(other.coefficients.values()), abs=1e-12)
    assert one.log_likelihood == pytest.approx(other.log_likelihood, rel=1e-12)


def test_a_level_that_follows_from_another_factor_is_joined_and_the_rest_fitted() -> None:
    factors = (*SEX, Factor("copy", ("x", "y")))
    rows = [(0, (0, 0), 50, 20), (0, (1, 1), 60, 30), (1, (0, 0), 40, 15), (1, (1, 1), 50, 20)]
    fit = fit_case_mix(table(rows, factors))
    alone = fit_case_mix(table([(provider, (sex,), n, o) for provider, (sex, _), n, o in rows], SEX))
    assert len(fit.joined) == len(fit.coefficients) == 1
    assert fit.log_likelihood == pytest.approx(alone.log_likelihood, rel=1e-12)


def test_a_level_that_only_one_provider_has_is_joined_and_left_to_the_provider() -> None:
    fit = fit_case_mix(table([(0, (0,), 50, 20), (1, (1,), 60, 30)], SEX))
    assert len(fit.joined) == 1
    assert fit.coefficients == {}
    assert fit.intercepts == pytest.approx([math.log(20 / 30), 0.0], abs=1e-12)


def test_outcomes_that_two_factors_separate_are_not_given_a_number() -> None:
    factors = (Factor("a", ("0", "1")), Factor("b", ("0", "1")))
    # Each level has both outcomes, but only people with both 0 succeed, and only those with both 1 fail.
    rows = [(0, (0, 0), 60, 60), (0, (0, 1), 40, 20), (0, (1, 0), 40, 20), (0, (1, 1), 30, 0)]
    with pytest.raises(NotConverged, match=r"separates|ran (off|to)"):
        fit_case_mix(table(rows, factors))


def test_no_provider_with_both_outcomes_is_no_fit() -> None:
    with pytest.raises(NotConverged, match="No provider"):
        fit_case_mix(table([(0, (0,), 50, 0), (1, (1,), 60, 60)], SEX))


def test_an_extreme_start_still_finds_the_maximum() -> None:
    rows = [(0, (0,), 5000, 4990), (0, (1,), 5100, 10), (1, (0,), 20, 1), (1, (1,), 3000, 2990)]
    fit = fit_case_mix(table(rows, SEX))
    # At the maximum every provider and every level has the expected number that was observed.
    p = 1 / (
        1 + np.exp(-(fit.intercepts[[0, 0, 1, 1]] + fit.linear_predictor(np.array([[0], [1], [0], [1]]))))
    )
    assert (np.array([5000, 5100, 20, 3000]) * p)[[0, 2]].sum() == pytest.approx(4991, abs=1e-6)


@pytest.mark.parametrize(
    "change",
    [
        {"n": np.array([1.0])},
        {"observed": np.array([3.0, 99.0])},
        {"pattern": np.array([0, 2])},
        {"provider": np.array([0, -1])},
        {"levels": np.array([[0], [2]])},
        {"factors": ()},
    ],
)
def test_counts_that_do_not_fit_together_are_refused(change: dict[str, object]) -> None:
    whole = {
        "provider": np.array([0, 1]),
        "pattern": np.array([0, 1]),
        "n": np.array([9.0, 9.0]),
        "observed": np.array([3.0, 4.0]),
        "levels": np.array([[0], [1]]),
        "factors": SEX,
    }
    with pytest.raises(ValueError, match=r"\."):
        CaseMixCounts(**{**whole, **change})  # type: ignore[arg-type]
