"""People counted by provider and covariate pattern, and which of them a fit can learn from."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.codes import Missing

Codes = NDArray[np.intp]
Counts = NDArray[np.float64]

# Fewer of either outcome in a level, and its coefficient is noise or has no finite value at all.
FEWEST_OF_EACH = 10
# With no more possible codes than this for each row, marking those that occur is faster than sorting.
MOST_A_ROW = 4


def summed(codes: Codes, values: Counts | Codes, size: int) -> Counts:
    """Give the sum of the values of each code 0..size - 1, always added in the order of the rows."""
    return np.asarray(np.bincount(codes, values, size), np.float64)


def distinct(codes: Codes, size: int) -> tuple[Codes, Codes]:
    """Give the different codes of 0..size - 1, rising, and each row's place among them."""
    if size > MOST_A_ROW * len(codes):
        values, places = np.unique(codes, return_inverse=True)
        return np.asarray(values, np.intp), np.asarray(places, np.intp)
    there = np.zeros(size, np.bool_)
    there[codes] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[codes]


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing known about people at referral; its levels stand in the order of their codes."""

    name: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CaseMixCounts:
    """People of one outcome, collapsed by provider and covariate pattern.

    R rows: `provider` and `pattern` are codes from 0, `n` people and `observed` successes among them, all
    of shape (R,). Q distinct patterns: `levels` (Q, F) holds each pattern's level in each of F `factors`.
    Raises ValueError when shapes do not fit, codes name nothing or observed is not within 0..n.
    """

    provider: Codes
    pattern: Codes
    n: Counts
    observed: Counts
    levels: Codes
    factors: tuple[Factor, ...]

    def __post_init__(self) -> None:
        rows = self.provider.shape
        if len(rows) != 1 or not rows == self.pattern.shape == self.n.shape == self.observed.shape:
            raise ValueError("Provider, pattern, n and observed have one value for each row.")
        if self.levels.ndim != 2 or self.levels.shape[1] != len(self.factors):
            raise ValueError("Every pattern has one level for each factor.")
        sizes = [len(factor.levels) for factor in self.factors]
        if np.any(self.levels < 0) or np.any(self.levels >= np.array(sizes, np.intp)):
            raise ValueError("A pattern has a level that its factor does not name.")
        if np.any(self.provider < 0) or np.any(self.pattern < 0):
            raise ValueError("Codes count from 0.")
        if np.any(self.pattern >= len(self.levels)):
            raise ValueError("A row has a pattern that is not among the patterns.")
        if not np.all((self.observed >= 0) & (self.observed <= self.n)):
            raise ValueError("The observed number lies between 0 and n.")

    @property
    def providers(self) -> int:
        """Give the number of provider codes."""
        return int(self.provider.max(initial=-1)) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """What is left to fit: J providers and, for each factor, its reference (0) and free levels (from 1).

    Rows stand in the order of their providers (from 0), each of which has one or more.
    `local` (F, Q) are the patterns' levels in these codes, `kept` the provider codes in the order of J,
    `free` each factor's original level codes in the order of its columns.
    """

    provider: Codes
    pattern: Codes
    n: Counts
    observed: Counts
    local: Codes
    kept: Codes
    free: tuple[tuple[int, ...], ...]
    references: tuple[int, ...]
    left_out: dict[int, Missing]

    @property
    def columns(self) -> int:
        """Give the number of free coefficients besides the provider intercepts."""
        return sum(len(levels) for levels in self.free)


def design_of(counts: CaseMixCounts, joined: Collection[tuple[str, str]] = ()) -> Design:
    """Leave out providers without both outcomes, and join levels that are too small with the largest one.

    An intercept of a provider with O = 0 or O = n is infinite, and so is the coefficient of a level where
    everyone has one outcome (Albert & Anderson 1984, Biometrika 71:1-10); docs/method.md.
    `joined` are further levels (factor, level) to be joined.
    """
    left_out = _without_both_outcomes(counts)
    stays = np.ones(counts.providers, np.bool_)
    stays[list(left_out)] = False
    # By provider, so that their sums are those of stretches.
    rows = np.argsort(counts.provider, kind="stable")
    rows = rows[stays[counts.provider[rows]]]
    kept = np.flatnonzero(stays)
    pattern, n, observed = counts.pattern[rows], counts.n[rows], counts.observed[rows]
    people = summed(pattern, n, len(counts.levels))
    events = summed(pattern, observed, len(counts.levels))
    local = np.zeros((len(counts.factors), len(counts.levels)), np.intp)
    free, references = [], []
    for number, factor in enumerate(counts.factors):
        level = counts.levels[:, number]
        of_level = summed(level, people, len(factor.levels))
        hits = summed(level, events, len(factor.levels))
        enough = np.minimum(hits, of_level - hits) >= FEWEST_OF_EACH
        # Compared with a level where everyone has one outcome, all others would run off.
        largest = int(np.where(enough, of_level, of_level - people.sum()).argmax())
        enough[largest] = False
        enough[[level for level, name in enumerate(factor.levels) if (factor.name, name) in joined]] = False
        codes = np.where(enough, enough.cumsum(), 0)
        local[number] = codes[level]
        free.append(tuple(np.flatnonzero(enough).tolist()))
        references.append(largest)
    provider = (stays.cumsum() - 1)[counts.provider[rows]]
    return Design(provider, pattern, n, observed, local, kept, tuple(free), tuple(references), left_out)


def _without_both_outcomes(counts: CaseMixCounts) -> dict[int, Missing]:
    """Give each provider whose intercept would be infinite, with the reason."""
    n = summed(counts.provider, counts.n, counts.providers)
    observed = summed(counts.provider, counts.observed, counts.providers)
    reasons: dict[int, Missing] = {}
    for code in np.flatnonzero((observed <= 0) | (observed >= n)).tolist():
        if n[code] <= 0:
            reasons[code] = Missing.NO_SPELLS
        else:
            reasons[code] = Missing.NO_EVENTS if observed[code] <= 0 else Missing.ONLY_EVENTS
    return reasons
