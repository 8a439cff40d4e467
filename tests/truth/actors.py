"""The invented actors that the method is tried on: enough of them, of all sizes, close to each other."""

from datetime import date

import numpy as np

from portal.demonstration.spell_actors import Period, Unit
from portal.demonstration.spell_people import GROUPS

ACTORS = 240
FEWEST_GROUPS = 5
MOST_LISTINGS, MOST_MUNICIPALITIES = 3, 12
MUNICIPALITIES = 98

# Three years of referrals, all of them old enough for every outcome to be known.
PERIOD = Period(date(2023, 1, 1), date(2025, 12, 31), date(2027, 1, 2))


def make_units(seed: int) -> list[Unit]:
    """Make up organisations with one to three listings each, in the order of their keys."""
    random = np.random.default_rng([seed, 1])
    groups = np.array(sorted(GROUPS))
    units = []
    for number in range(ACTORS):
        taken = random.choice(groups, random.integers(FEWEST_GROUPS, len(groups) + 1), replace=False)
        for listing in range(int(random.integers(1, MOST_LISTINGS + 1))):
            home = int(random.integers(MUNICIPALITIES))
            reach = int(random.integers(1, MOST_MUNICIPALITIES + 1))
            near = [f"{(home + step) % MUNICIPALITIES:03d}" for step in range(reach)]
            units.append(
                Unit(
                    f"cvr:{number:08d}",
                    f"listing-{number}-{listing}",
                    tuple(sorted(taken.tolist())),
                    tuple(near),
                )
            )
    return units
