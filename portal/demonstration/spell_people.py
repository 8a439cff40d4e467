"""Who the invented citizens are: what stands between them and work at referral, by target group."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Factor:
    """One framework condition: its levels, and how each moves the log odds of work."""

    name: str
    levels: tuple[str, ...]
    log_odds: tuple[float, ...]


AGE = Factor("age", ("under_30", "30_44", "45_54", "55_plus"), (0.15, 0.1, -0.1, -0.5))
EDUCATION = Factor("education", ("primary", "vocational", "higher"), (-0.35, 0.1, 0.3))
MONTHS = Factor("months_on_support", ("0_3", "4_12", "13_24", "25_plus"), (0.5, 0.15, -0.3, -0.8))
ORIGIN = Factor("origin", ("danish", "other"), (0.08, -0.3))
HEALTH = Factor("health", ("no_limits", "limits"), (0.25, -0.35))
EARLIER = Factor("earlier_employment", ("most_years", "few_years"), (0.3, -0.3))
FACTORS = (AGE, EDUCATION, MONTHS, ORIGIN, HEALTH, EARLIER)
MOST_LEVELS = max(len(factor.levels) for factor in FACTORS)


@dataclass(frozen=True, slots=True)
class Group:
    """A target group: the share in work after six months, how many are referred, and what they are like.

    `distance` (0 to 1) is how far from work they are, `ill` the share with limits to their health.
    """

    share: float
    referred: float
    distance: float
    ill: float
    foreign: float = 0.18
    young: bool = False


# Invented, but in an order that the public figures of the employment service would not surprise.
GROUPS = {
    "dagpenge": Group(0.56, 26, 0.10, 0.10, 0.12),
    "kontanthjaelp_jobparat": Group(0.38, 15, 0.45, 0.20, 0.25),
    "kontanthjaelp_aktivitetsparat": Group(0.15, 14, 0.90, 0.70, 0.28),
    "uddannelsesparat": Group(0.36, 6, 0.35, 0.15, young=True),
    "aktivitetsparat_u30": Group(0.18, 7, 0.75, 0.60, young=True),
    "sygedagpenge": Group(0.48, 12, 0.15, 0.90, 0.12),
    "jobafklaring": Group(0.17, 6, 0.50, 0.95, 0.14),
    "ressourceforloeb": Group(0.09, 3, 0.95, 0.95),
    "fleksjob_ledighedsydelse": Group(0.26, 5, 0.70, 0.95, 0.10),
    "revalidering": Group(0.40, 1, 0.40, 0.85, 0.10),
    "foertidspension": Group(0.09, 1, 0.95, 0.98, 0.10),
    "selvforsoergende": Group(0.36, 2, 0.40, 0.20, 0.30),
    "unge_u18": Group(0.32, 1, 0.30, 0.15, young=True),
    "sho": Group(0.29, 3, 0.60, 0.20, 0.97),
}


def traits(group: str) -> Group:
    """Give what a target group is like; one that we know nothing of is like those ready for work."""
    return GROUPS.get(group, GROUPS["kontanthjaelp_jobparat"])


def log_odds() -> Floats:
    """Give what each level does to the log odds: (F, K), with zeros where a factor has fewer levels."""
    return np.array([_padded(factor.log_odds) for factor in FACTORS])


def usual_mix(groups: tuple[str, ...]) -> Floats:
    """Give how common each level is in each target group: (G, F, K)."""
    return np.array([[_padded(shares) for shares in _shares(traits(group))] for group in groups])


def intercepts(groups: tuple[str, ...]) -> Floats:
    """Give the log odds (G,) with which a group of the usual mix finds work about as often as it should."""
    share = np.array([traits(group).share for group in groups])
    moved = np.einsum("gfk,fk->g", usual_mix(groups), log_odds())
    return np.asarray(np.log(share / (1 - share)) - moved)


def drawn_to(mix: Floats, pull: Floats) -> Floats:
    """Tilt mixes (C, F, K) towards citizens who are harder to help, the more the higher the pull (C,)."""
    tilted = mix * np.exp(-pull[:, None, None] * log_odds())
    return np.asarray(tilted / tilted.sum(axis=2, keepdims=True))


def draw_levels(mix: Floats, cells: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int8]:
    """Draw the level of each factor (F, N) for citizens of the cells (N,) that have the mixes (C, F, K)."""
    bounds = np.cumsum(mix, axis=2)[:, :, :-1]
    levels = np.empty((len(FACTORS), len(cells)), dtype=np.int8)
    for place, factor in enumerate(FACTORS):
        luck = random.random(len(cells))
        levels[place] = 0
        for step in range(len(factor.levels) - 1):
            levels[place] += luck > bounds[cells, place, step]
    return levels


def _shares(group: Group) -> tuple[tuple[float, ...], ...]:
    far = group.distance
    return (
        (1.0, 0.0, 0.0, 0.0) if group.young else (0.22, 0.36, 0.23, 0.19),
        (0.22 + 0.38 * far, 0.42 - 0.10 * far, 0.36 - 0.28 * far),
        (0.45 - 0.40 * far, 0.35 - 0.10 * far, 0.12 + 0.13 * far, 0.08 + 0.37 * far),
        (1 - group.foreign, group.foreign),
        (1 - group.ill, group.ill),
        (0.75 - 0.60 * far, 0.25 + 0.60 * far),
    )


def _padded(values: tuple[float, ...]) -> list[float]:
    return [*values, *[0.0] * (MOST_LEVELS - len(values))]
