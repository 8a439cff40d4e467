"""Make up register spells of which the truth is known: how much each actor helps, and whom it helps.

Nobody can check a method on real figures alone, since nobody knows how good real actors are. Here better
actors draw citizens who are harder to help, as in docs/method.md, so that raw rates mislead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from portal.demonstration.spell_actors import Actors, Fixed, Period, Unit, World, day_number, draw_actors
from portal.demonstration.spell_outcomes import Habits, Whole, chances, draw_courses, draw_work
from portal.demonstration.spell_people import FACTORS, Floats, draw_levels, intercepts, log_odds
from ratings.measured_results.codes import OUTCOMES, Measure
from ratings.measured_results.method.spell_columns import UNKNOWN

Columns = dict[str, NDArray[Any]]

# The longest that three, six and twelve months can be, in days; weeks after month 6 are 26 more.
DAYS_TO_3, DAYS_TO_6, DAYS_TO_12 = 92, 184, 366
KNOWN_AFTER = {
    "work_3": DAYS_TO_3,
    "work_6": DAYS_TO_6,
    "work_12": DAYS_TO_12,
    "weeks_in_work": DAYS_TO_12,
    "subsidised": DAYS_TO_6,
    "passive_weeks_6": DAYS_TO_6,
    "passive_weeks_12": DAYS_TO_12,
    "company_weeks": DAYS_TO_12,
    "active_weeks": DAYS_TO_12,
}
KNOWN_MEASURE_AFTER = {
    Measure.WORK_3: DAYS_TO_3,
    Measure.WORK_6: DAYS_TO_6,
    Measure.WORK_12: DAYS_TO_12,
    Measure.LASTING: DAYS_TO_12,
}
STATUTORY = ("municipality:", "unemployment_fund:")  # nobody pays these for a course
CHEAPEST_WEEK, DEAREST_WEEK = 700, 2_400  # DKK


@dataclass(frozen=True, slots=True)
class Truth:
    """What nobody knows of real actors: each array is by organisation and target group, (P, G).

    Of the `n` citizens whose outcome is known already, so many reach it on average `with_effect` of their
    actor, and so many without.
    """

    n: dict[Measure, Floats]
    with_effect: dict[Measure, Floats]
    without_effect: dict[Measure, Floats]


@dataclass(frozen=True, slots=True)
class Spells:
    """N invented spells in the order of referral, and the truth about their actors.

    `cell` (N,) is a place among the actors' cells, `levels` (F, N) are places in FACTORS' levels,
    `referred` (N,) days from 1970. `whole` are numbers (N,), with UNKNOWN for what nobody knows yet.
    """

    actors: Actors
    truth: Truth
    cell: Whole
    levels: NDArray[np.int8]
    referred: Whole
    municipality: NDArray[Any]
    person: NDArray[Any]
    whole: dict[str, Whole]

    def __len__(self) -> int:
        """Give the number of spells."""
        return len(self.cell)


def simulate(
    units: Sequence[Unit],
    spells: int,
    seed: int,
    period: Period,
    world: World | None = None,
    fixed: Mapping[str, Fixed] | None = None,
) -> Spells:
    """Make up a number of spells; the same arguments give the same spells."""
    random = np.random.default_rng(seed)
    world = world or World()
    actors = draw_actors(units, spells, period, world, fixed or {}, random)
    cell = np.repeat(np.arange(len(actors.spells)), actors.spells)
    luck = random.random(len(cell))
    referred = actors.begins[cell] + (luck * (actors.ends - actors.begins + 1)[cell]).astype(np.int64)
    order = np.argsort(referred, kind="stable")
    cell, referred = cell[order], referred[order]
    levels = draw_levels(actors.mix, cell, random)
    without = _odds(actors, cell, levels, world.unmeasured * random.standard_normal(len(cell)))
    with_effect = chances(without + _gain(actors, cell, referred, period))
    work = draw_work(with_effect, random)
    courses = draw_courses(work, _habits(actors, random).of(actors.organisation[cell]), random)
    return Spells(
        actors=actors,
        truth=_truth(actors, cell, referred, period, with_effect, chances(without)),
        cell=cell,
        levels=levels,
        referred=referred,
        municipality=_municipalities(actors, cell, random),
        person=_pseudonyms(len(cell), random),
        whole=_observed(work | courses, referred, period),
    )


def columns(spells: Spells) -> Columns:
    """Give the columns of a result file: texts, days, and whole numbers with UNKNOWN for blanks."""
    actors = spells.actors
    unit = actors.unit[spells.cell]
    days = spells.whole["days"]
    ended = np.where(days == UNKNOWN, np.datetime64("NaT"), _day(spells.referred + days))
    numbers = {name: values for name, values in spells.whole.items() if name != "days"}
    return {
        "person": spells.person,
        "listing": _texts([each.listing for each in actors.units])[unit],
        "organisation": _texts([each.organisation for each in actors.units])[unit],
        "target_group": _texts(actors.groups)[actors.group[spells.cell]],
        "municipality": spells.municipality,
        "referred_on": _day(spells.referred),
        "ended_on": ended,
        **numbers,
        **{
            f"case_mix_{factor.name}": _texts(factor.levels)[spells.levels[place]]
            for place, factor in enumerate(FACTORS)
        },
    }


@dataclass(frozen=True, slots=True)
class _OwnHabits:
    """How each of the P actors works."""

    active: Floats
    company: Floats
    weekly_price: Whole

    def of(self, organisation: Whole) -> Habits:
        return Habits(self.active[organisation], self.company[organisation], self.weekly_price[organisation])


def _habits(actors: Actors, random: np.random.Generator) -> _OwnHabits:
    """Draw how actors work; those that help more leave fewer weeks empty, but only on the whole."""
    number = len(actors.organisations)
    active = 0.6 + 0.3 * actors.effect + 0.08 * random.standard_normal(number)
    price = random.integers(CHEAPEST_WEEK, DEAREST_WEEK + 1, number)
    unpaid = np.array(
        [organisation.startswith(STATUTORY) for organisation in actors.organisations], dtype=bool
    )
    return _OwnHabits(
        active=np.clip(active, 0.2, 0.95),
        company=np.clip(0.4 + 0.15 * random.standard_normal(number), 0.02, 0.9),
        weekly_price=np.where(unpaid, -1, price),
    )


def _odds(
    actors: Actors,
    cell: Whole,
    levels: NDArray[np.int8],
    unmeasured: Floats,
) -> Floats:
    """Give the log odds (N,) of work after six months that citizens have without their actor."""
    odds = intercepts(actors.groups)[actors.group[cell]]
    for place, moved in enumerate(log_odds()):
        odds += moved[levels[place]]
    return odds + unmeasured


def _gain(actors: Actors, cell: Whole, referred: Whole, period: Period) -> Floats:
    """Give what actors add to their citizens' log odds (N,)."""
    organisation = actors.organisation
    gain = (actors.effect[organisation] + actors.group_effect[organisation, actors.group])[cell]
    if actors.drift.any():
        first, last = day_number(period.first), day_number(period.last)
        gain += actors.drift[organisation][cell] * (0.5 - (referred - first) / max(last - first, 1))
    return np.asarray(gain)


def _observed(numbers: dict[str, Whole], referred: Whole, period: Period) -> dict[str, Whole]:
    """Blank what lies behind the last day that the registers know of."""
    age = day_number(period.observed_until) - referred
    running = numbers["days"] > age
    observed = {name: np.where(age < days, UNKNOWN, numbers[name]) for name, days in KNOWN_AFTER.items()}
    observed["days"] = np.where(running, UNKNOWN, numbers["days"])
    observed["price_dkk"] = np.where(running, UNKNOWN, numbers["price_dkk"])
    return observed


def _truth(
    actors: Actors,
    cell: Whole,
    referred: Whole,
    period: Period,
    with_effect: dict[Measure, Floats],
    without_effect: dict[Measure, Floats],
) -> Truth:
    shape = (len(actors.organisations), len(actors.groups))
    place = np.ravel_multi_index((actors.organisation, actors.group), shape)[cell]
    age = day_number(period.observed_until) - referred

    def summed(values: dict[Measure, Floats]) -> dict[Measure, Floats]:
        sums: dict[Measure, Floats] = {}
        for measure in OUTCOMES:
            known = age >= KNOWN_MEASURE_AFTER[measure]
            total = np.bincount(place[known], values[measure][known], shape[0] * shape[1])
            sums[measure] = np.asarray(total, dtype=np.float64).reshape(shape)
        return sums

    everyone = dict.fromkeys(OUTCOMES, np.ones(len(cell)))
    return Truth(summed(everyone), summed(with_effect), summed(without_effect))


def _municipalities(actors: Actors, cell: Whole, random: np.random.Generator) -> NDArray[Any]:
    """Draw where each citizen lives: in one of the municipalities that the unit covers."""
    numbers = np.array([len(unit.municipalities) for unit in actors.units], dtype=np.int64)
    starts = np.cumsum(numbers) - numbers
    codes = _texts([code for unit in actors.units for code in unit.municipalities])
    unit = actors.unit[cell]
    chosen: NDArray[Any] = codes[starts[unit] + (random.random(len(cell)) * numbers[unit]).astype(np.int64)]
    return chosen


def _pseudonyms(number: int, random: np.random.Generator) -> NDArray[Any]:
    """Draw names of 16 letters, no two alike but once in many million files, and none like a CPR number."""
    signs = np.frombuffer(b"abcdefghijklmnop", dtype="S1")
    return signs[random.integers(0, 16, (number, 16), dtype=np.uint8)].view("S16").ravel().astype("U16")


def _texts(values: Sequence[str | None]) -> NDArray[Any]:
    return np.array(values, dtype=object)


def _day(numbers: Whole) -> NDArray[np.datetime64]:
    return numbers.astype("datetime64[D]")
