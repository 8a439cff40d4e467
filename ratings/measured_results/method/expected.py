"""What could be expected of the people whom each actor got, whoever had helped them.

Method: docs/method.md, section 2.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.codes import TARGET_GROUP, Measure, Missing
from ratings.measured_results.method.calibration import (
    Recalibration,
    by_tenths,
    c_statistic,
    predict,
    recalibrate,
)
from ratings.measured_results.method.case_mix import (
    CaseMixCounts,
    CaseMixFit,
    Factor,
    NotConverged,
    fit_case_mix,
)
from ratings.measured_results.method.case_mix_counts import distinct, summed
from ratings.measured_results.method.figure import DIGITS
from ratings.measured_results.method.patterns import Ints, Patterns, Places, Rows, rows_of

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Expectation:
    """The chances (M, G) of each case mix in each target group, and why a group has none.

    In a group where nobody or everybody reached the outcome the chance is 0 or 1, which is what was observed,
    so that sums over groups stay right; `missing` then still says that the group itself can't be assessed.
    `report` holds the model as it is kept with a release.
    """

    rows: Rows
    chances: Floats
    missing: dict[int, Missing]
    report: dict[str, Any]


def expect(patterns: Patterns, measure: Measure, places: Places | None = None) -> Expectation:
    """Fit what can be expected of an outcome; whatever fails is a reason, never a number.

    `places` are those of the patterns, when they have been read already.
    """
    rows = rows_of(patterns, measure, places)
    groups = len(patterns.groups)
    chances = np.full((len(patterns.case_mix.mixes), groups), np.nan)
    if not len(rows.n):
        missing = dict.fromkeys(range(groups), Missing.TOO_YOUNG)
        return Expectation(rows, chances, missing, {"status": Missing.TOO_YOUNG.value})
    counts, where = _counts(patterns, rows)
    mix, group = np.divmod(where, groups)
    try:
        fit = fit_case_mix(_that_tell(counts, group, groups))
    except NotConverged as reason:
        missing = dict.fromkeys(range(groups), Missing.NOT_CONVERGED)
        report = {"status": Missing.NOT_CONVERGED.value, "why": str(reason)}
        return Expectation(rows, chances, missing, report)
    linear = fit.linear_predictor(counts.levels)
    n = summed(counts.pattern, counts.n, len(where))
    observed = summed(counts.pattern, counts.observed, len(where))
    recalibration = recalibrate(linear, group, n, observed, groups)
    p = predict(linear, group, recalibration)
    chances[mix, group] = p
    for code, why in recalibration.missing.items():
        chances[:, code] = 1.0 if why is Missing.ONLY_EVENTS else 0.0
    report = _report(patterns, fit, recalibration) | {
        "n": int(n.sum()),
        "observed": int(observed.sum()),
        "c_statistic": _rounded(c_statistic(p, n, observed)),
        "tenths": [[_rounded(part) for part in tenth] for tenth in by_tenths(p, n, observed)],
    }
    return Expectation(rows, chances, recalibration.missing, report)


def _counts(patterns: Patterns, rows: Rows) -> tuple[CaseMixCounts, NDArray[np.intp]]:
    """Collapse lines by organisation, case mix and target group; give also mix * groups + group (Q,)."""
    organisations = sorted({unit.organisation for unit in patterns.units})
    place = {organisation: code for code, organisation in enumerate(organisations)}
    of_unit = np.array([place[unit.organisation] for unit in patterns.units], dtype=np.int64)
    size = len(patterns.case_mix.mixes) * len(patterns.groups)
    where, pattern = distinct(rows.mix * len(patterns.groups) + rows.group, size)
    cells, cell = distinct(of_unit[rows.unit] * len(where) + pattern, len(organisations) * len(where))
    provider, of_cell = np.divmod(cells, len(where))
    mix, group = np.divmod(where, len(patterns.groups))
    factors = (
        Factor(TARGET_GROUP, patterns.groups),
        *map(Factor, patterns.case_mix.factors, patterns.case_mix.levels),
    )
    counts = CaseMixCounts(
        provider=provider,
        pattern=of_cell,
        n=summed(cell, rows.n.astype(np.float64), len(cells)),
        observed=summed(cell, rows.observed.astype(np.float64), len(cells)),
        levels=np.column_stack([group, patterns.case_mix.mixes[mix]]).astype(np.intp),
        factors=factors,
    )
    return counts, where


def _that_tell(counts: CaseMixCounts, group: Ints, groups: int) -> CaseMixCounts:
    """Leave out target groups (Q,) in which nobody or everybody reached the outcome.

    With an intercept of their own, which has no finite value, they would say nothing of the others anyway.
    """
    of_row = group[counts.pattern]
    n, observed = summed(of_row, counts.n, groups), summed(of_row, counts.observed, groups)
    both = ((observed > 0) & (observed < n))[of_row]
    columns = {name: getattr(counts, name)[both] for name in ("provider", "pattern", "n", "observed")}
    return replace(counts, **columns)


def _report(patterns: Patterns, fit: CaseMixFit, recalibration: Recalibration) -> dict[str, Any]:
    return {
        "status": "fitted",
        "coefficients": [
            [factor, level, _rounded(value), _rounded(fit.standard_errors[factor, level])]
            for (factor, level), value in fit.coefficients.items()
        ],
        "references": fit.references,
        "joined": [list(level) for level in fit.joined],
        "constants": {
            group: _rounded(float(constant)) if np.isfinite(constant) else None
            for group, constant in zip(patterns.groups, recalibration.constants, strict=True)
        },
        "missing": {patterns.groups[code]: why.value for code, why in recalibration.missing.items()},
        "providers": int(np.isfinite(fit.intercepts).sum()),
        "providers_left_out": len(fit.left_out),
        "log_likelihood": _rounded(fit.log_likelihood),
        "iterations": fit.iterations,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), DIGITS)
