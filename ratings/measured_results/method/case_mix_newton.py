"""Newton's method for a logistic regression with many provider intercepts, without their design matrix.

The Hessian is [[A, B], [B', C]]: A diagonal over J providers, B (J, K) and C (K, K) from counts by level.
Eliminating A leaves the Schur complement S = C - B' A^-1 B, which is as small as the case mix
(Boyd & Vandenberghe 2004, Convex Optimization, sections 9.5 and C.4).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

from ratings.measured_results.method.case_mix_counts import Codes, Design, summed

Floats = NDArray[np.float64]

MOST_STEPS = 30
MOST_HALVINGS = 30
# Pairs of levels and more that are counted together for each provider; a few hundred stay in a fast cache.
LARGEST_TABLE = 400
# Newton's steps shrink by squares: after one this small, about 1e-12 is left.
SMALL_STEP = 1e-6
# Least eigenvalue of the scaled Schur complement; rounding alone leaves about 1e-15 where a level follows
# from others, and a level told apart by a single person in a million still has more than this.
COLLINEAR = 1e-10


class NotConverged(Exception):
    """The likelihood has no unique finite maximum, or none was found; the message says which."""


class Collinear(NotConverged):
    """A level follows from other levels or from the provider, so that no number of its own belongs to it."""

    def __init__(self, level: tuple[str, str]) -> None:
        super().__init__(f"Level {level[1]} of {level[0]} follows from other levels or from the provider.")
        self.level = level


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """The maximum: J intercepts, K coefficients in the order of the design's free levels, and errors."""

    intercepts: Floats
    coefficients: Floats
    intercept_errors: Floats
    coefficient_errors: Floats
    log_likelihood: float
    iterations: int


@dataclass(frozen=True, slots=True, eq=False)
class _Blocks:
    """Gradient and Hessian of the log-likelihood at one point, after eliminating the intercepts."""

    intercept_gradient: Floats
    coefficient_gradient: Floats
    diagonal: Floats
    border: Floats
    schur: Floats
    scale: Floats


class _Bundle(NamedTuple):
    """Factors whose levels are counted together, in a table (J, levels of each) of which rows are `cells`."""

    parts: tuple[int, ...]
    shape: tuple[int, ...]
    cells: Codes


def maximise(design: Design, names: Sequence[tuple[str, str]]) -> Solution:
    """Find the maximum of the likelihood from the providers' raw shares on, halving steps that go down.

    `names` are the K (factor, level), for messages. Raises NotConverged.
    """
    likelihood = _Likelihood(design)
    point = likelihood.start()
    value, chances = likelihood.at(*point)
    for iteration in range(1, MOST_STEPS + 1):
        blocks = likelihood.blocks(chances)
        if iteration == 1:
            _require_independence(blocks, names)
        step = _newton_step(blocks)
        point, value, chances = _climb(likelihood, point, step, value)
        if max(float(np.abs(part).max(initial=0.0)) for part in step) < SMALL_STEP:
            errors = _errors(likelihood.blocks(chances))
            return Solution(*point, *errors, value, iteration)
    raise NotConverged(f"No finite maximum within {MOST_STEPS} steps: the case mix separates the outcomes.")


class _Likelihood:
    """The likelihood of a design, with the places of every sum worked out once."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.providers = len(design.kept)
        self.patterns = design.local.shape[1]
        # Rows stand by provider, and none is without.
        self.firsts = np.searchsorted(design.provider, np.arange(self.providers))
        failures = design.n - design.observed
        self.failures = np.add.reduceat(failures, self.firsts)
        self.failures_of_pattern = summed(design.pattern, failures, self.patterns)
        self.sizes = [len(levels) + 1 for levels in design.free]
        self.parts = [number for number, size in enumerate(self.sizes) if size > 1]
        self.bundles = [self._bundle(parts) for parts in _together(self.parts, self.sizes)]
        ends = np.cumsum([0, *(len(levels) for levels in design.free)])
        self.spans = {part: slice(int(ends[part]), int(ends[part + 1])) for part in self.parts}

    def start(self) -> tuple[Floats, Floats]:
        """Give the intercepts of the raw shares, and coefficients of 0."""
        hits = np.add.reduceat(self.design.observed, self.firsts)
        return np.log(hits / self.failures), np.zeros(self.design.columns)

    def at(self, intercepts: Floats, coefficients: Floats) -> tuple[float, Floats]:
        """Give the log-likelihood and the chance of each row (R,).

        exp(-(a + x)) is taken as exp(-a) exp(-x), which are far fewer than rows.
        """
        design = self.design
        logit = np.zeros(self.patterns)
        for part in self.parts:
            of_level = np.concatenate(([0.0], coefficients[self.spans[part]]))
            logit += of_level[design.local[part]]
        with np.errstate(over="ignore", invalid="ignore"):  # a step too far is seen and halved
            odds = np.exp(-intercepts)[design.provider] * np.exp(-logit)[design.pattern] + 1
            linear = np.sum(self.failures * intercepts) + np.sum(self.failures_of_pattern * logit)
            value = -float(linear + np.sum(design.n * np.log(odds)))
        return value, 1 / odds

    def blocks(self, chances: Floats) -> _Blocks:
        """Give gradient and Hessian, every sum of rows by one count over their codes."""
        design, columns = self.design, self.design.columns
        rest = design.observed - design.n * chances
        weight = design.n * chances * (1 - chances)
        diagonal = np.add.reduceat(weight, self.firsts)
        of_pattern = summed(design.pattern, rest, self.patterns)
        weight_of_pattern = summed(design.pattern, weight, self.patterns)
        gradient, border = np.zeros(columns), np.zeros((self.providers, columns))
        within = np.zeros((columns, columns))
        for part in self.parts:
            size, span, local = self.sizes[part], self.spans[part], design.local[part]
            gradient[span] = summed(local, of_pattern, size)[1:]
            for other in self.parts:
                if other <= part:
                    both = self._crossed(part, other, weight_of_pattern)
                    within[span, self.spans[other]] = both
                    within[self.spans[other], span] = both.T
        for bundle in self.bundles:
            cells = summed(bundle.cells, weight, math.prod(bundle.shape)).reshape(bundle.shape)
            for axis, part in enumerate(bundle.parts, start=1):
                others = tuple(other for other in range(1, cells.ndim) if other != axis)
                border[:, self.spans[part]] = cells.sum(axis=others)[:, 1:]
        if not np.all(diagonal > 0):
            raise NotConverged("The chances of a whole provider ran to 0 or 1.")
        # Not by a matrix product, whose bits can follow the number of threads.
        schur = within - np.einsum("jk,jl->kl", border, border / diagonal[:, None])
        intercept_gradient = np.add.reduceat(rest, self.firsts)
        return _Blocks(intercept_gradient, gradient, diagonal, border, schur, np.diag(within))

    def _bundle(self, parts: Sequence[int]) -> _Bundle:
        """Give rows their places in a table of providers by the levels of some factors."""
        shape = tuple(self.sizes[part] for part in parts)
        joint = np.ravel_multi_index(tuple(self.design.local[part] for part in parts), shape)
        cells = self.design.provider * math.prod(shape) + joint[self.design.pattern]
        return _Bundle(tuple(parts), (self.providers, *shape), cells)

    def _crossed(self, part: int, other: int, weight: Floats) -> Floats:
        """Give the weight in each pair of free levels of two factors."""
        rows, columns = self.sizes[part], self.sizes[other]
        place = self.design.local[part] * columns + self.design.local[other]
        return summed(place, weight, rows * columns).reshape(rows, columns)[1:, 1:]


def _together(parts: Sequence[int], sizes: Sequence[int]) -> list[list[int]]:
    """Put factors together while their table stays small: rows are then gone through fewer times."""
    bundles: list[list[int]] = []
    for part in parts:
        if bundles and math.prod(sizes[each] for each in (*bundles[-1], part)) <= LARGEST_TABLE:
            bundles[-1].append(part)
        else:
            bundles.append([part])
    return bundles


def _newton_step(blocks: _Blocks) -> tuple[Floats, Floats]:
    """Solve the two blocks for the step in intercepts and in coefficients."""
    share = blocks.intercept_gradient / blocks.diagonal
    wanted = blocks.coefficient_gradient - np.einsum("jk,j->k", blocks.border, share)
    coefficients = np.asarray(cho_solve(_factor(blocks), wanted)) if wanted.size else wanted
    return share - np.einsum("jk,k->j", blocks.border, coefficients) / blocks.diagonal, coefficients


def _factor(blocks: _Blocks) -> tuple[Floats, bool]:
    """Factorise the Schur complement, or say that it has no inverse."""
    try:
        factor, lower = cho_factor(blocks.schur, lower=True)
    except (np.linalg.LinAlgError, ValueError) as reason:
        raise NotConverged("The coefficients ran off: the case mix separates the outcomes.") from reason
    return factor, bool(lower)


def _climb(
    likelihood: _Likelihood, point: tuple[Floats, Floats], step: tuple[Floats, Floats], value: float
) -> tuple[tuple[Floats, Floats], float, Floats]:
    """Go the step, or the half of it until the likelihood does not fall by more than rounding."""
    share = 1.0
    for _ in range(MOST_HALVINGS):
        ahead = (point[0] + share * step[0], point[1] + share * step[1])
        there, chances = likelihood.at(*ahead)
        if there >= value - 1e-12 * abs(value):
            return ahead, there, chances
        share /= 2
    raise NotConverged("The likelihood does not rise in the direction it should.")


def _require_independence(blocks: _Blocks, names: Sequence[tuple[str, str]]) -> None:
    """Refuse levels that follow from other levels or from the provider, and name one of them."""
    if not names:
        return
    scale = np.sqrt(blocks.scale)
    values, vectors = np.linalg.eigh(blocks.schur / np.outer(scale, scale))
    if values[0] < COLLINEAR:
        raise Collinear(names[int(np.abs(vectors[:, 0]).argmax())])


def _errors(blocks: _Blocks) -> tuple[Floats, Floats]:
    """Give the standard errors of intercepts and coefficients, from the inverse of the Hessian."""
    if not blocks.scale.size:
        return np.sqrt(1 / blocks.diagonal), np.zeros(0)
    inverse = np.asarray(cho_solve(_factor(blocks), np.eye(len(blocks.scale))))
    pulled = blocks.border / blocks.diagonal[:, None]
    spread = np.einsum("jk,kl,jl->j", pulled, inverse, pulled, optimize=["einsum_path", (0, 1), (0, 1)])
    return np.sqrt(1 / blocks.diagonal + spread), np.sqrt(np.diag(inverse))
