"""People of invented providers, one by one and collapsed, for the tests of case mix."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.method.case_mix_counts import CaseMixCounts, Factor

FACTORS = (
    Factor("group", ("dagpenge", "kontanthjaelp", "sygedagpenge")),
    Factor("age", ("-29", "30-49", "50-")),
    Factor("support", ("0-6", "7-24", "25-")),
    Factor("health", ("good", "poor")),
)
EFFECTS = ((0.3, -0.4, 0.0), (0.2, 0.0, -0.5), (0.4, 0.0, -0.6), (0.0, -0.7))


@dataclass(frozen=True)
class People:
    """One row for each person: provider (N,), levels (N, F), outcome 0 or 1 (N,)."""

    provider: NDArray[np.intp]
    levels: NDArray[np.intp]
    outcome: NDArray[np.intp]


def some_people(number: int, providers: int, seed: int) -> People:
    """Draw people whose chances follow their levels and their provider."""
    draw = np.random.default_rng(seed)
    provider = draw.integers(0, providers, number)
    levels = np.stack([draw.integers(0, len(factor.levels), number) for factor in FACTORS], axis=1)
    logit = draw.normal(-0.3, 0.4, providers)[provider]
    for place, effects in enumerate(EFFECTS):
        logit = logit + np.array(effects)[levels[:, place]]
    outcome = (draw.random(number) < 1 / (1 + np.exp(-logit))).astype(np.intp)
    return People(provider, levels, outcome)


def collapsed(people: People, factors: tuple[Factor, ...] = FACTORS) -> CaseMixCounts:
    """Count people by provider and pattern."""
    levels, pattern = np.unique(people.levels, axis=0, return_inverse=True)
    keys, row = np.unique(people.provider * len(levels) + pattern, return_inverse=True)
    return CaseMixCounts(
        provider=keys // len(levels),
        pattern=keys % len(levels),
        n=np.bincount(row).astype(np.float64),
        observed=np.bincount(row, people.outcome).astype(np.float64),
        levels=levels,
        factors=factors,
    )


def table(
    rows: Sequence[tuple[int, tuple[int, ...], int, int]], factors: tuple[Factor, ...]
) -> CaseMixCounts:
    """Collapse rows of (provider, levels, n, observed)."""
    provider: list[int] = []
    levels: list[tuple[int, ...]] = []
    outcome: list[int] = []
    for code, level, n, observed in rows:
        provider += [code] * n
        levels += [level] * n
        outcome += [1] * observed + [0] * (n - observed)
    as_array: Any = np.array(levels, np.intp).reshape(len(levels), len(factors))
    return collapsed(People(np.array(provider), as_array, np.array(outcome)), factors)
