"""Which organisations differ from what could be expected by more than chance: the funnel of one outcome.

Method: docs/method.md, section 6. What is found is kept with a release, for its picture and table.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.codes import Level, Measure, Signal
from ratings.measured_results.method.figure import Figure
from ratings.measured_results.method.funnel import overdispersion, proportion_limits, ratio_limits
from ratings.measured_results.method.intervals import Interval, z_of
from ratings.measured_results.method.triggers import Results, signals

Floats = NDArray[np.float64]

NEAR, FAR = 0.95, 0.998
STEPS_OF_A_LINE = 60
# Only by the outcome that actors are known by, since each further one would bring false alarms of its own.
SIGNALS_BY = Measure.WORK_6


@dataclass(frozen=True, slots=True)
class Point:
    """An organisation in the funnel: `size` is whom could be expected or, without case mix, people.

    `outside` is the widest limit by chance alone (0, 95 or 99.8 per cent) that it lies outside of, and
    `outside_wide` the same of the limits that let actors differ as they usually do.
    """

    organisation: int
    n: int
    size: float
    value: float
    outside: float
    outside_wide: float
    signal: str


@dataclass(frozen=True, slots=True)
class Funnel:
    """Organisations around the `middle`, and limits as lines: size, then lower and upper of each limit.

    The limits are 95 and 99.8 per cent by chance alone, and the same two widened by `tau2`. `of_ratios` says
    that values are observed to expected; otherwise they are shares.
    """

    of_ratios: bool
    middle: float
    phi: float
    tau2: float
    points: tuple[Point, ...]
    lines: tuple[tuple[float, ...], ...]

    def facts(self) -> dict[str, Any]:
        """Give the same as plain JSON values."""
        return asdict(self)


def funnel_of(
    figures: Iterable[Figure], measure: Measure, talked_before: Collection[int] = ()
) -> Funnel | None:
    """Place the organisations of a release; None where there are fewer than two to be placed.

    `talked_before` are those who gave a signal in the period just before.
    """
    own = [
        each
        for each in figures
        if each.measure is measure
        and each.actor.level in (Level.ORGANISATION, Level.NATIONAL)
        and each.group is None
        and each.quarter is None
        and each.n
    ]
    national = next((each for each in own if each.actor.level is Level.NATIONAL), None)
    actors = [each for each in own if each.actor.level is Level.ORGANISATION]
    compared = [each for each in actors if each.expected and each.variance and each.ratio is not None]
    if len(compared) > 1:
        told = _signals(compared, talked_before) if measure is SIGNALS_BY else ()
        return _of_ratios(compared, told)
    if national is None or len(actors) < 2 or not 0 < (national.value or 0) < 1:
        return None
    return _of_shares(actors, national.value or 0)


def _of_ratios(actors: Sequence[Figure], told: Sequence[Signal]) -> Funnel:
    e, v = _column(actors, "expected"), _column(actors, "variance")
    ratios = _column(actors, "ratio")
    spread = overdispersion(ratios, 1.0, np.sqrt(v) / e)

    def limits(size: Floats, z: float, tau2: float) -> Interval:
        # Between actors the variance grows with the expected number, as it does over all of them.
        return ratio_limits(size, size * v.sum() / e.sum(), z, tau2)

    def own(size: Floats, z: float, tau2: float) -> Interval:
        return ratio_limits(size, v, z, tau2)

    points = _points(
        actors, e, ratios, (_outside(own, e, ratios, 0.0), _outside(own, e, ratios, spread.tau2)), told
    )
    return Funnel(True, 1.0, spread.phi, spread.tau2, points, _lines(limits, e, spread.tau2))


def _of_shares(actors: Sequence[Figure], middle: float) -> Funnel:
    n, shares = _column(actors, "n"), _column(actors, "value")
    spread = overdispersion(shares, middle, np.sqrt(middle * (1 - middle) / n))

    def limits(size: Floats, z: float, tau2: float) -> Interval:
        return proportion_limits(middle, size, z, tau2)

    outside = (_outside(limits, n, shares, 0.0), _outside(limits, n, shares, spread.tau2))
    points = _points(actors, n, shares, outside, ())
    return Funnel(False, middle, spread.phi, spread.tau2, points, _lines(limits, n, spread.tau2))


def _signals(actors: Sequence[Figure], talked_before: Collection[int]) -> tuple[Signal, ...]:
    mean = np.log(_column(actors, "shrunken"))
    spread = (np.log(_column(actors, "shrunken_upper")) - mean) / z_of(NEAR)
    results = Results(
        observed=_column(actors, "observed"),
        expected=_column(actors, "expected"),
        variance=_column(actors, "variance"),
        posterior_mean=mean,
        posterior_variance=spread**2,
    )
    before = np.array([each.actor.organisation in talked_before for each in actors], np.bool_)
    return signals(results, before)


def _outside(limits: Any, size: Floats, values: Floats, tau2: float) -> Floats:
    """Give the widest limit that each value lies outside of, in per cent; 0 within all."""
    found = np.zeros(len(values))
    for share in (NEAR, FAR):
        lower, upper = limits(size, z_of(share), tau2)
        found[(values < lower) | (values > upper)] = round(100 * share, 1)
    return found


def _points(
    actors: Sequence[Figure],
    size: Floats,
    values: Floats,
    outside: tuple[Floats, Floats],
    told: Sequence[Signal],
) -> tuple[Point, ...]:
    return tuple(
        Point(
            organisation=each.actor.organisation or 0,
            n=each.n,
            size=float(size[place]),
            value=float(values[place]),
            outside=float(outside[0][place]),
            outside_wide=float(outside[1][place]),
            signal=(told[place] if told else Signal.NONE).value,
        )
        for place, each in enumerate(actors)
    )


def _lines(limits: Any, size: Floats, tau2: float) -> tuple[tuple[float, ...], ...]:
    """Give the limits from the smallest to the largest actor, closer together where they bend."""
    sizes = np.geomspace(max(float(size.min()), 1.0), max(float(size.max()), 2.0), STEPS_OF_A_LINE)
    columns = [sizes]
    for wider in (0.0, tau2):
        for share in (NEAR, FAR):
            columns += limits(sizes, z_of(share), wider)
    return tuple(tuple(round(float(value), 6) for value in row) for row in np.column_stack(columns))


def _column(figures: Sequence[Figure], name: str) -> Floats:
    return np.array([getattr(each, name) for each in figures], np.float64)
