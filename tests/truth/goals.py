"""The goals that docs/method.md sets for figures whose truth is known, and whether they hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure, and between what its mean over all seeds must lie; without limits it is only told."""

    figure: str
    says: str
    least: float | None = None
    most: float | None = None

    def holds(self, values: Sequence[float]) -> bool:
        """Say whether the mean is within the limits."""
        reached = mean(values)
        above = self.least is None or reached >= self.least
        return above and (self.most is None or reached <= self.most)

    @property
    def wanted(self) -> str:
        """Write the limits."""
        limits = {">=": self.least, "<=": self.most}
        return " and ".join(f"{sign} {limit:g}" for sign, limit in limits.items() if limit is not None)


GOALS = (
    Goal("tau_raw", "Kendall's tau with the truth, raw shares, n >= 30", most=0.0),
    Goal("tau_adjusted", "the same, adjusted for case mix"),
    Goal("tau_shrunken", "the same, adjusted and shrunken", least=0.68),
    Goal("tau_raw_all", "Kendall's tau with the truth, raw shares, all actors", most=0.0),
    Goal("tau_adjusted_all", "the same, adjusted for case mix"),
    Goal("tau_shrunken_all", "the same, adjusted and shrunken", least=0.62),
    Goal("coverage", "95 % intervals that hold the true ratio, organisations", 0.93, 0.97),
    Goal("coverage_in_groups", "95 % intervals that hold the true ratio, within target groups", 0.93, 0.97),
    Goal("balance", "largest |sum O / sum E - 1| of a target group", most=0.005),
    Goal("ndcg", "nDCG@5, ranked by expected results alone", least=0.89),
    Goal("regret", "percentage points lost in the first place", most=1.6),
    Goal("ndcg_raw", "nDCG@5, ranked by raw shares"),
    Goal("regret_raw", "percentage points lost in the first place, by raw shares"),
    Goal("ndcg_nearest", "nDCG@5, the nearest first"),
    Goal("regret_nearest", "percentage points lost in the first place, the nearest first"),
    Goal("ndcg_gained", "nDCG@5 gained on the better of these two", least=0.05),
    Goal("regret_saved", "percentage points saved on the better of these two", least=1.0),
    Goal("red", "formal triggers when nobody differs", most=0.01),
    Goal("yellow", "dialogue triggers when nobody differs"),
)


def table(figures: Sequence[Figures], goals: Iterable[Goal] = GOALS) -> str:
    """Write each figure by seed, its mean, its goal and whether that holds."""
    lines = [f"{'':62} {'each seed':>27} {'mean':>8}  goal"]
    for goal in goals:
        values = [each[goal.figure] for each in figures]
        by_seed = " ".join(f"{value:8.4f}" for value in values)
        verdict = "" if not goal.wanted else ("  holds" if goal.holds(values) else "  MISSED")
        lines.append(f"{goal.says:62} {by_seed:>27} {mean(values):8.4f}  {goal.wanted}{verdict}")
    return "\n".join(lines)


def missed(figures: Sequence[Figures], goals: Iterable[Goal] = GOALS) -> list[str]:
    """Name the goals that do not hold."""
    return [goal.says for goal in goals if not goal.holds([each[goal.figure] for each in figures])]
