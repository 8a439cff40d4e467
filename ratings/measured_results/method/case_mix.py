"""What can be expected of people, from what was known of them at referral, whoever helped them.

The method is explained in docs/method.md.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.codes import Missing
from ratings.measured_results.method.case_mix_counts import CaseMixCounts, Codes, Design, Factor, design_of
from ratings.measured_results.method.case_mix_newton import Collinear, NotConverged, Solution, maximise

__all__ = ["CaseMixCounts", "CaseMixFit", "Factor", "NotConverged", "fit_case_mix"]

FactorLevel = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class CaseMixFit:
    """A fitted model; all coefficients are on the logit scale.

    `coefficients` and `standard_errors` have one entry for each (factor, level) that is neither its
    factor's reference nor joined with it. `intercepts` and their errors (P,) are by provider code, NaN for
    those in `left_out`, where the reason stands. `joined` are the levels too small to have a coefficient.
    """

    factors: tuple[Factor, ...]
    coefficients: dict[FactorLevel, float]
    standard_errors: dict[FactorLevel, float]
    references: dict[str, str]
    joined: tuple[FactorLevel, ...]
    intercepts: NDArray[np.float64]
    intercept_errors: NDArray[np.float64]
    left_out: dict[int, Missing]
    log_likelihood: float
    iterations: int

    def linear_predictor(self, levels: Codes) -> NDArray[np.float64]:
        """Give each pattern's part of the logit without any provider's, (Q,) from levels (Q, F).

        Levels that are the reference or joined with it count as 0.
        """
        total = np.zeros(len(levels), np.float64)
        for number, factor in enumerate(self.factors):
            values = [self.coefficients.get((factor.name, level), 0.0) for level in factor.levels]
            total += np.array(values)[levels[:, number]]
        return total


def fit_case_mix(counts: CaseMixCounts) -> CaseMixFit:
    """Fit a logistic regression of the outcome on case mix, with an intercept for each provider.

    Maximum likelihood on collapsed counts, which is that of the single rows (McCullagh & Nelder 1989,
    Generalized Linear Models, section 4.4), by Newton's method in blocks. The intercepts keep coefficients
    from absorbing how good providers are; docs/method.md. Same input, same bits.
    A level that follows from others or from its provider has no number of its own, such as a target group
    that only one provider takes; it is joined with its factor's reference like levels that are too small.
    Raises NotConverged when there is no finite maximum.
    """
    joined: frozenset[FactorLevel] = frozenset()
    while True:
        try:
            return _fitted(counts, design_of(counts, joined))
        except Collinear as found:
            joined |= {found.level}


def _fitted(counts: CaseMixCounts, design: Design) -> CaseMixFit:
    if not len(design.kept):
        raise NotConverged("No provider has people with the outcome and people without it.")
    names = tuple(
        (factor.name, factor.levels[code])
        for factor, codes in zip(counts.factors, design.free, strict=True)
        for code in codes
    )
    return _told(counts, design, names, maximise(design, names))


def _told(
    counts: CaseMixCounts, design: Design, names: tuple[FactorLevel, ...], solution: Solution
) -> CaseMixFit:
    """Give the solution its names back."""
    intercepts = np.full(counts.providers, np.nan)
    errors = intercepts.copy()
    intercepts[design.kept] = solution.intercepts
    errors[design.kept] = solution.intercept_errors
    reference = [factor.levels[code] for factor, code in zip(counts.factors, design.references, strict=True)]
    spoken_for = {
        *names,
        *((factor.name, level) for factor, level in zip(counts.factors, reference, strict=True)),
    }
    every = ((factor.name, level) for factor in counts.factors for level in factor.levels)
    return CaseMixFit(
        factors=counts.factors,
        coefficients=dict(zip(names, solution.coefficients.tolist(), strict=True)),
        standard_errors=dict(zip(names, solution.coefficient_errors.tolist(), strict=True)),
        references={factor.name: level for factor, level in zip(counts.factors, reference, strict=True)},
        joined=tuple(name for name in every if name not in spoken_for),
        intercepts=intercepts,
        intercept_errors=errors,
        left_out=design.left_out,
        log_likelihood=solution.log_likelihood,
        iterations=solution.iterations,
    )
