"""What becomes of invented citizens: whether they are in work, how long, and what courses were made of."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from portal.demonstration.spell_people import Floats
from ratings.measured_results.codes import OUTCOMES, Measure

Whole = NDArray[np.int64]

# How the log odds of each outcome lie to those of work after six months. Lasting work asks for more than
# work after six months, so whoever has the first has the second.
LATER = {Measure.WORK_3: -0.45, Measure.WORK_6: 0.0, Measure.WORK_12: 0.2, Measure.LASTING: -0.55}
# How often a citizen's luck at a horizon is the same as at the one before.
SAME_LUCK_AT_6, SAME_LUCK_AT_12 = 0.65, 0.7

WEEKS = 26  # in each half of the year after referral
SUBSIDISED = 0.12
USUAL_COURSE, COURSE_SPREAD = 150.0, 0.5  # days, and how they vary on the log scale
SHORTEST_COURSE, LONGEST_COURSE = 7, 700
WORK_SHORTENS = 0.65
START_PRICE = 2_000  # DKK


@dataclass(frozen=True, slots=True)
class Habits:
    """How the actor of each spell works (N,): shares of weeks, and DKK a week, -1 where nothing is paid."""

    active: Floats
    company: Floats
    weekly_price: Whole


def chances(odds: Floats) -> dict[Measure, Floats]:
    """Give the true chance (N,) of each outcome from the log odds (N,) of work after six months."""
    return {measure: 1 / (1 + np.exp(-(odds + LATER[measure]))) for measure in OUTCOMES}


def draw_work(chance: dict[Measure, Floats], random: np.random.Generator) -> dict[str, Whole]:
    """Draw who is in work when (N,), each outcome with just its chance, and the weeks after month 6."""
    number = len(chance[Measure.WORK_6])
    at_3 = random.random(number)
    at_6 = np.where(random.random(number) < SAME_LUCK_AT_6, at_3, random.random(number))
    at_12 = np.where(random.random(number) < SAME_LUCK_AT_12, at_6, random.random(number))
    work_3 = at_3 < chance[Measure.WORK_3]
    work_6 = at_6 < chance[Measure.WORK_6]
    work_12 = at_12 < chance[Measure.WORK_12]
    lasting = at_6 < chance[Measure.LASTING]
    return {
        "work_3": work_3.astype(np.int64),
        "work_6": work_6.astype(np.int64),
        "work_12": work_12.astype(np.int64),
        "weeks_in_work": _weeks_in_work(work_6, work_12, lasting, random),
        "subsidised": (work_6 & (random.random(number) < SUBSIDISED)).astype(np.int64),
    }


def _weeks_in_work(
    work_6: NDArray[np.bool_],
    work_12: NDArray[np.bool_],
    lasting: NDArray[np.bool_],
    random: np.random.Generator,
) -> Whole:
    """Draw the weeks in work of the 26 after month 6, so that both ends and lasting work agree with them."""
    number = len(work_6)
    some = random.integers(1, 20, number)
    many = random.integers(20, WEEKS, number)
    throughout = work_12 & (random.random(number) < 0.6)
    hardly = np.where(random.random(number) < 0.2, random.integers(1, 13, number), 0)
    not_lasting = np.where(work_6 | work_12, some, hardly)
    return np.asarray(np.where(lasting, np.where(throughout, WEEKS, many), not_lasting), dtype=np.int64)


def draw_courses(work: dict[str, Whole], habits: Habits, random: np.random.Generator) -> dict[str, Whole]:
    """Draw the weeks (N,) of each kind, the days until the course ended, and its price."""
    number = len(work["work_3"])
    at_work = 8 * work["work_3"] + 6 * work["work_6"] + random.integers(0, 4, number)
    active = random.binomial(WEEKS - at_work, habits.active)
    passive = WEEKS - at_work - active
    more_active = random.binomial(WEEKS - work["weeks_in_work"], habits.active)
    days = USUAL_COURSE * np.exp(COURSE_SPREAD * random.standard_normal(number))
    days = np.where(work["work_3"] == 1, WORK_SHORTENS * days, days)
    days = np.clip(days, SHORTEST_COURSE, LONGEST_COURSE).astype(np.int64)
    price = START_PRICE + habits.weekly_price * np.maximum(days // 7, 1)
    return {
        "passive_weeks_6": passive,
        "passive_weeks_12": passive + WEEKS - work["weeks_in_work"] - more_active,
        "company_weeks": random.binomial(active + more_active, habits.company),
        "active_weeks": active + more_active,
        "days": days,
        "price_dkk": np.where(habits.weekly_price < 0, -1, price),
    }
