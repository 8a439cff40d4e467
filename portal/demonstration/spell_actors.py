"""What is true of invented actors: how good they are, whom they draw, how big and how new they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from portal.demonstration.spell_people import Floats, drawn_to, intercepts, log_odds, traits, usual_mix

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Unit:
    """A listing, or an organisation that has none, with whom it takes and from where."""

    organisation: str
    listing: str | None
    target_groups: tuple[str, ...]
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class World:
    """How the invented world is; the first four numbers are those that the method has been tried on.

    Effects are standard deviations on the log odds of work. `harder` is the correlation between an actor's
    effect and its citizens' mean risk. `pull` and `group_pull` say how differently actors draw citizens
    within and between target groups, `size_spread` how unequal their sizes are, on the log scale.
    """

    effect: float = 0.16
    group_effect: float = 0.08
    harder: float = 0.55
    unmeasured: float = 0.25
    new: float = 0.10
    pull: float = 0.5
    group_pull: float = 0.35
    size_spread: float = 1.4
    size_of_new: float = 0.1


@dataclass(frozen=True, slots=True)
class Fixed:
    """What is not left to chance about one actor; `drift` is what its effect loses from first to last day."""

    effect: float | None = None
    spells: int | None = None
    opened: date | None = None
    drift: float = 0.0


@dataclass(frozen=True, slots=True)
class Period:
    """From when until when citizens are referred, and the last day of which the registers know."""

    first: date
    last: date
    observed_until: date
    closed: Mapping[str, date] = field(default_factory=dict)  # target groups nobody is referred to from a day


@dataclass(frozen=True, slots=True)
class Actors:
    """P organisations with U units; a cell is a unit's target group, of which there are C.

    `mix` (C, F, K) is whom a cell draws; `begins` and `ends` (C,) are its days, counted from 1970;
    `spells` (C,) how many citizens come. `effect`, `drift` and `risk` are (P,), `group_effect` is (P, G).
    """

    organisations: tuple[str, ...]
    units: tuple[Unit, ...]
    groups: tuple[str, ...]
    unit: Ints
    organisation: Ints
    group: Ints
    mix: Floats
    begins: Ints
    ends: Ints
    spells: Ints
    effect: Floats
    group_effect: Floats
    drift: Floats
    risk: Floats
    is_new: NDArray[np.bool_]


def draw_actors(
    units: Sequence[Unit],
    spells: int,
    period: Period,
    world: World,
    fixed: Mapping[str, Fixed],
    random: np.random.Generator,
) -> Actors:
    """Draw what is true of the actors, and share a number of spells out between them."""
    organisations = tuple(dict.fromkeys(unit.organisation for unit in units))
    groups = tuple(sorted({group for unit in units for group in unit.target_groups}))
    cells = _Cells(units, organisations, groups)
    pulled = random.standard_normal(len(organisations))
    mix = drawn_to(usual_mix(groups)[cells.group], world.pull * pulled[cells.organisation])
    opened, is_new = _opened(organisations, period, world, fixed, random)
    begins, ends = np.maximum(opened[cells.organisation], day_number(period.first)), _ends(cells, period)
    weights = cells.weights(pulled, world, random) * np.maximum(ends - begins + 1, 0)
    weights *= _sizes(is_new, world, random)[cells.organisation]
    odds = intercepts(groups)[cells.group] + np.einsum("cfk,fk->c", mix, log_odds())
    risk = -_mean(odds, weights, cells.organisation, len(organisations))
    effect, drift = _effects(organisations, risk, world, fixed, random)
    return Actors(
        organisations=organisations,
        units=tuple(units),
        groups=groups,
        unit=cells.unit,
        organisation=cells.organisation,
        group=cells.group,
        mix=mix,
        begins=begins,
        ends=ends,
        spells=_shared_out(spells, weights, cells.organisation, organisations, fixed, random),
        effect=effect,
        group_effect=world.group_effect * random.standard_normal((len(organisations), len(groups))),
        drift=drift,
        risk=risk,
        is_new=is_new,
    )


def day_number(day: date) -> int:
    """Count the days from 1970 to a day, as NumPy does."""
    return (day - date(1970, 1, 1)).days


class _Cells:
    """Where each target group of each unit stands in the lists of units, organisations and groups."""

    def __init__(self, units: Sequence[Unit], organisations: Sequence[str], groups: Sequence[str]) -> None:
        place = {organisation: number for number, organisation in enumerate(organisations)}
        of_group = {group: number for number, group in enumerate(groups)}
        pairs = [
            (number, of_group[group]) for number, unit in enumerate(units) for group in unit.target_groups
        ]
        self.groups = groups
        self.unit, self.group = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
        self.organisation = np.array([place[unit.organisation] for unit in units], dtype=np.int64)[self.unit]

    def weights(self, pulled: Floats, world: World, random: np.random.Generator) -> Floats:
        """Say how many come to each cell: whoever draws hard citizens has more in hard groups."""
        share = np.array([traits(group).share for group in self.groups])
        referred = np.array([traits(group).referred for group in self.groups])
        hardness = -np.log(share / (1 - share))
        drawn = np.exp(world.group_pull * pulled[self.organisation] * hardness[self.group])
        of_unit = np.exp(0.5 * random.standard_normal(int(self.unit.max()) + 1))
        return np.asarray(referred[self.group] * drawn * of_unit[self.unit])


def _opened(
    organisations: Sequence[str],
    period: Period,
    world: World,
    fixed: Mapping[str, Fixed],
    random: np.random.Generator,
) -> tuple[Ints, NDArray[np.bool_]]:
    """Give the day (P,) each opened, within the last year for who is new, and who is new."""
    number = len(organisations)
    latest = day_number(period.last)
    opened = np.full(number, day_number(period.first), dtype=np.int64)
    new = random.permutation(number)[: round(world.new * number)]
    opened[new] = latest - random.integers(60, 360, len(new))
    for place, organisation in enumerate(organisations):
        day = fixed[organisation].opened if organisation in fixed else None
        if organisation in fixed:
            opened[place] = day_number(day or period.first)
    return opened, opened > day_number(period.last - timedelta(days=365))


def _ends(cells: _Cells, period: Period) -> Ints:
    after = period.last + timedelta(days=1)
    last = [day_number(min(period.closed.get(group, after), after)) - 1 for group in cells.groups]
    return np.array(last, dtype=np.int64)[cells.group]


def _sizes(is_new: NDArray[np.bool_], world: World, random: np.random.Generator) -> Floats:
    """Draw how many citizens an actor takes in a day, next to the others (P,)."""
    sizes = np.exp(world.size_spread * np.clip(random.standard_normal(len(is_new)), -2, 2))
    return np.asarray(np.where(is_new, world.size_of_new * sizes, sizes))


def _effects(
    organisations: Sequence[str],
    risk: Floats,
    world: World,
    fixed: Mapping[str, Fixed],
    random: np.random.Generator,
) -> tuple[Floats, Floats]:
    """Draw effects that have the spread and the correlation with risk that the world asks for."""
    hard = _standard(risk)
    chance = random.standard_normal(len(risk))
    chance = _standard(chance - hard * np.mean(hard * chance))
    effect = world.effect * (world.harder * hard + np.sqrt(1 - world.harder**2) * chance)
    drift = np.zeros(len(risk))
    for place, organisation in enumerate(organisations):
        told = fixed.get(organisation, Fixed())
        effect[place] = effect[place] if told.effect is None else told.effect
        drift[place] = told.drift
    return effect, drift


def _shared_out(
    spells: int,
    weights: Floats,
    organisation: Ints,
    organisations: Sequence[str],
    fixed: Mapping[str, Fixed],
    random: np.random.Generator,
) -> Ints:
    numbers = np.zeros(len(weights), dtype=np.int64)
    free = np.ones(len(weights), dtype=bool)
    for place, name in enumerate(organisations):
        told = fixed[name].spells if name in fixed else None
        if told is not None:
            own = organisation == place
            free &= ~own
            numbers[own] = random.multinomial(told, weights[own] / weights[own].sum())
    left = max(spells - int(numbers.sum()), 0)
    if free.any():
        numbers[free] = random.multinomial(left, weights[free] / weights[free].sum())
    return numbers


def _mean(values: Floats, weights: Floats, place: Ints, size: int) -> Floats:
    total = np.bincount(place, weights, size)
    return np.asarray(np.bincount(place, weights * values, size) / np.where(total > 0, total, 1))


def _standard(values: Floats) -> Floats:
    spread = values.std()
    return np.asarray((values - values.mean()) / (spread if spread > 0 else 1))
