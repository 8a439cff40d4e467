"""Tables of results that tests make up: small ones by hand, and one from a seeded register."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ratings.measured_results.codes import Level, Measure
from ratings.measured_results.disclosure.door import (
    CellKey,
    Counts,
    Hidden,
    PublicFigure,
    RoundedPeople,
    Table,
    counts_of,
    public,
)
from ratings.measured_results.method.intervals import wilson, z_of
from ratings.measured_results.models import Result

FIRST_QUARTER = 8100
GROUPS = ("dagpenge", "jobparate", "sygedagpenge", "uddannelse", "aktivitetsparate")


class Atom(NamedTuple):
    """People of one listing, target group and quarter, and how many reached each outcome."""

    organisation: int
    listing: int | None
    group: str
    quarter: int
    n: int
    observed: tuple[tuple[Measure, int], ...]


def table_from(atoms: Iterable[Atom], quarters: Iterable[int]) -> Table:
    """Add atoms of some quarters up to every cell that there is."""
    within = frozenset(quarters)
    people: Counter[CellKey] = Counter()
    observed: Counter[CellKey] = Counter()
    for atom in atoms:
        if atom.quarter not in within or not atom.n:
            continue
        for measure, reached in atom.observed:
            for key in _cells_with(atom, measure):
                people[key] += atom.n
                observed[key] += reached
    return Table(within, {key: counts_of(key.measure, people[key], observed[key]) for key in people})


def _cells_with(atom: Atom, measure: Measure) -> Iterable[CellKey]:
    actors: list[tuple[Level, int | None, int | None]] = [
        (Level.NATIONAL, None, None),
        (Level.ORGANISATION, atom.organisation, None),
    ]
    if atom.listing is not None:
        actors.append((Level.LISTING, atom.organisation, atom.listing))
    for actor in actors:
        for group in (atom.group, None):
            for quarter in (atom.quarter, None):
                yield CellKey(measure, *actor, group, quarter)


def register_atoms(
    seed: int, *, people: int, organisations: int = 50, quarters: int = 8, groups: Sequence[str] = GROUPS
) -> list[Atom]:
    """Draw a register of unequal organisations with up to three listings; 1 course in 20 names none."""
    random = np.random.default_rng(seed)
    listings = random.integers(1, 4, organisations)
    organisation = random.choice(organisations, people, p=random.dirichlet(np.full(organisations, 0.8)))
    listing = (random.random(people) * listings[organisation]).astype(int)
    listing[random.random(people) < 0.05] = -1
    mixes = random.dirichlet(np.ones(len(groups)), organisations).cumsum(axis=1)[organisation]
    group = (random.random(people)[:, None] > mixes).sum(axis=1).clip(0, len(groups) - 1)
    quarter = random.integers(0, quarters, people) + FIRST_QUARTER
    effect = random.normal(0, 0.4, organisations)[organisation]
    chance = 1 / (1 + np.exp(-(effect + np.linspace(-1.6, 0.2, len(groups))[group])))
    work = random.random(people) < chance
    lasting = work & (random.random(people) < 0.7)
    places = np.stack([organisation, listing, group, quarter], axis=1)
    cells, where = np.unique(places, axis=0, return_inverse=True)
    counts = [
        np.bincount(where.ravel(), weights=each, minlength=len(cells)).astype(int)
        for each in (np.ones(people), work, lasting)
    ]
    return [
        Atom(
            organisation=int(own),
            listing=None if sold < 0 else int(own * 10 + sold),
            group=groups[kind],
            quarter=int(when),
            n=int(counts[0][place]),
            observed=((Measure.WORK_6, int(counts[1][place])), (Measure.LASTING, int(counts[2][place]))),
        )
        for place, (own, sold, kind, when) in enumerate(cells.tolist())
    ]


def shown_to_all(
    table: Table, hidden: Mapping[CellKey, Hidden], *, exact_people: bool = False
) -> dict[CellKey, PublicFigure]:
    """Give a table the way it leaves by the one door, or, for once, with people not rounded."""
    figures = {key: public(result_of(key, counts, hidden.get(key))) for key, counts in table.cells.items()}
    if not exact_people:
        return figures
    return {
        key: figure if figure.n is None else replace(figure, n=RoundedPeople(table.cells[key].n))
        for key, figure in figures.items()
    }


def result_of(key: CellKey, counts: Counts, hidden: Hidden | None) -> Result:
    """Make the row that a release keeps of a cell of an outcome."""
    limits = wilson(counts.positives or 0, counts.n, z_of(0.95))
    return Result(
        **key._asdict(),
        n=counts.n,
        observed=counts.positives,
        value=(counts.positives or 0) / counts.n,
        value_lower=float(limits.lower),
        value_upper=float(limits.upper),
        hidden=hidden,
    )
