"""Figures of published counts: shares with intervals and nothing expected, since nobody's case mix is known.

Method: docs/method.md, section 1.
"""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ratings.measured_results.codes import OUTCOMES, Measure, Missing
from ratings.measured_results.method.case_mix_counts import summed
from ratings.measured_results.method.figure import Figure, rounded
from ratings.measured_results.method.intervals import wilson, z_of
from ratings.measured_results.method.patterns import Ints
from ratings.measured_results.method.spell_columns import Unit
from ratings.measured_results.method.tallies import Actor, actors_of, membership, with_totals

Z = z_of(0.95)


@dataclass(frozen=True, slots=True)
class AggregateCounts:
    """Counts (K,) of `units`, `groups` and OUTCOMES, as codes: of `n` people `observed` reached it."""

    units: tuple[Unit, ...]
    groups: tuple[str, ...]
    unit: Ints
    group: Ints
    measure: Ints
    n: Ints
    observed: Ints


def aggregate_figures(counts: AggregateCounts) -> list[Figure]:
    """Give the shares of the country, every organisation and listing, by target group and together."""
    return list(_figures(counts))


def to_bytes(counts: AggregateCounts) -> bytes:
    """Write counts so that they can be kept; the same counts always give the same bytes."""
    names = json.dumps({"units": counts.units, "groups": counts.groups}, ensure_ascii=False).encode()
    table = np.array([counts.unit, counts.group, counts.measure, counts.n, counts.observed], dtype=np.int64)
    with io.BytesIO() as buffer:
        np.savez_compressed(
            buffer, allow_pickle=False, aggregates=np.frombuffer(names, dtype=np.uint8), table=table
        )
        return buffer.getvalue()


def from_bytes(content: bytes) -> AggregateCounts:
    """Read counts that `to_bytes` wrote."""
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        names = json.loads(kept["aggregates"].tobytes().decode())
        return AggregateCounts(
            tuple(Unit(*unit) for unit in names["units"]), tuple(names["groups"]), *kept["table"]
        )


def _figures(counts: AggregateCounts) -> Iterator[Figure]:
    actors = actors_of(counts.units)
    pairs = membership(counts.units, actors)
    for place, measure in enumerate(OUTCOMES):
        n, observed = (
            with_totals(_cells(counts, place, values), pairs, len(actors))
            for values in (counts.n, counts.observed)
        )
        for where, group in np.argwhere(n > 0).tolist():
            name = None if group == len(counts.groups) else counts.groups[group]
            yield _share(measure, actors[where], name, int(n[where, group]), int(observed[where, group]))


def _cells(counts: AggregateCounts, place: int, values: Ints) -> NDArray[np.float64]:
    """Add up what belongs to an outcome by unit and target group, (U, G)."""
    shape = (len(counts.units), len(counts.groups))
    cells = np.ravel_multi_index((counts.unit, counts.group), shape)
    chosen = np.where(counts.measure == place, values, 0).astype(np.float64)
    return summed(cells, chosen, int(np.prod(shape))).reshape(shape)


def _share(measure: Measure, actor: Actor, group: str | None, n: int, observed: int) -> Figure:
    limits = wilson(observed, n, Z)
    return rounded(
        measure=measure,
        actor=actor,
        group=group,
        quarter=None,
        n=n,
        observed=observed,
        value=observed / n,
        value_lower=float(limits.lower),
        value_upper=float(limits.upper),
        reason=Missing.NOT_ADJUSTED,
    )
