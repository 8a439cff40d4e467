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
from ratings.measured_results.method.patterns import Ints, Patterns, Places, Rows, places_of, rows_of

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


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """All lines (L,) by organisation, case mix and target group, which is the same for every outcome.

    `place` (L,) leads to the C combinations there are, each of a `provider` and a `kind` (C,), whose `kinds`
    (Q,) are numbers of case mix and group. All rise.
    """

    places: Places
    place: NDArray[np.intp]
    provider: NDArray[np.intp]
    kind: NDArray[np.intp]
    kinds: NDArray[np.intp]


def lines_of(patterns: Patterns) -> Lines:
    """Collapse the lines of all outcomes at once."""
    places = places_of(patterns)
    organisations = sorted({unit.organisation for unit in patterns.units})
    code = {organisation: code for code, organisation in enumerate(organisations)}
    of_unit = np.array([code[unit.organisation] for unit in patterns.units], dtype=np.int64)
    kinds, kind = distinct(places.kind, len(patterns.case_mix.mixes) * len(patterns.groups))
    together = of_unit[places.unit] * len(kinds) + kind
    combinations, place = distinct(together, len(organisations) * len(kinds))
    return Lines(places, place, *np.divmod(combinations, max(len(kinds), 1)), kinds)


def expect(
    patterns: Patterns,
    measure: Measure,
    lines: Lines | None = None,
    unknown: Missing = Missing.TOO_YOUNG,
) -> Expectation:
    """Fit what can be expected of an outcome; whatever fails is a reason, never a number.

    `lines` are those of the patterns, when they have been made already; `unknown` is why nobody's outcome is
    known where that is so.
    """
    lines = lines or lines_of(patterns)
    rows = rows_of(patterns, measure, lines.places)
    groups = len(patterns.groups)
    chances = np.full((len(patterns.case_mix.mixes), groups), np.nan)
    if not len(rows.n):
        missing = dict.fromkeys(range(groups), unknown)
        return Expectation(rows, chances, missing, {"status": unknown.value})
    counts, where = _counts(patterns, rows, lines)
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


def _counts(patterns: Patterns, rows: Rows, lines: Lines) -> tuple[CaseMixCounts, NDArray[np.intp]]:
    """Count an outcome by organisation, case mix and target group; give also the kinds that it has (Q,)."""
    place = lines.place if rows.known is None else lines.place[rows.known]
    n, observed = (summed(place, values, len(lines.kind)) for values in (rows.n, rows.observed))
    there = np.flatnonzero(n)
    where, kind = distinct(lines.kind[there], len(lines.kinds))
    kinds = lines.kinds[where]
    mix, group = np.divmod(kinds, len(patterns.groups))
    factors = (
        Factor(TARGET_GROUP, patterns.groups),
        *map(Factor, patterns.case_mix.factors, patterns.case_mix.levels),
    )
    counts = CaseMixCounts(
        provider=lines.provider[there],
        pattern=kind,
        n=n[there],
        observed=observed[there],
        levels=np.column_stack([group, patterns.case_mix.mixes[mix]]).astype(np.intp),
        factors=factors,
    )
    return counts, kinds


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
