"""Spells as columns: one array a fact, all of one length, with codes instead of words."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.integer[Any]]

UNKNOWN = -1  # not yet observable, or not told
UNKNOWN_LEVEL = "unknown"  # what a framework condition is called where nobody has told it
NO_LISTING = 0  # the spell names an organisation only


class Unit(NamedTuple):
    """Whose spell it is: an organisation, and its listing or NO_LISTING."""

    organisation: int
    listing: int


@dataclass(frozen=True, slots=True)
class CaseMixTable:
    """The combinations of framework conditions: `mixes` (M, F) holds for each the codes of its F levels."""

    factors: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    mixes: Whole


@dataclass(frozen=True, slots=True)
class SpellColumns:
    """N spells; every array is (N,) of whole numbers, and UNKNOWN stands for what nobody knows yet.

    `unit`, `group` and `mix` are codes into `units`, `groups` and the rows of `case_mix`. `quarter` is
    year * 4 + (0 to 3) of the referral. Outcomes are 0 or 1, weeks whole weeks and `price` øre. `followed`
    is the number of weeks from referral to the course's end or, while it runs, to the registers' last day;
    `ended` says which.
    """

    units: tuple[Unit, ...]
    groups: tuple[str, ...]
    case_mix: CaseMixTable
    unit: Whole
    group: Whole
    mix: Whole
    quarter: Whole
    work_3: Whole
    work_6: Whole
    work_12: Whole
    weeks_in_work: Whole
    passive_weeks_6: Whole
    passive_weeks_12: Whole
    company_weeks: Whole
    active_weeks: Whole
    price: Whole
    followed: Whole
    ended: Whole

    def __len__(self) -> int:
        """Give the number of spells."""
        return len(self.unit)
