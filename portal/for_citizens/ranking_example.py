"""The worked example of a ranking: what the page prints, worked out from the constants of the method."""

from dataclasses import asdict, dataclass

from matching.criteria import BEST_RELATIVE, FURTHEST, LONGEST_WAIT, NEUTRAL, WORST_RELATIVE
from matching.needs import STANDARD

# An invented actor: of 100 come so many into work, in the country so many; days, km, and wishes met.
SHARE, MEAN = 44, 40
DAYS, KILOMETRES = 18, 10
WISHES, WISHES_MET = 4, 3


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion: what it gives of 100, how much it counts of 100, and both multiplied."""

    criterion: str
    gives: float
    counts: float
    points: float


def example() -> list[Line]:
    """Give what each criterion gives the invented actor with the published weights."""
    gives = {
        "result": (SHARE / MEAN - WORST_RELATIVE) / (BEST_RELATIVE - WORST_RELATIVE),
        "ratings": NEUTRAL,
        "waiting": 1 - DAYS / LONGEST_WAIT,
        "distance": 1 - KILOMETRES / FURTHEST,
        "wishes": WISHES_MET / WISHES,
    }
    weights, total = asdict(STANDARD), sum(asdict(STANDARD).values())
    return [
        Line(name, 100 * value, 100 * weights[name] / total, 100 * value * weights[name] / total)
        for name, value in gives.items()
    ]
