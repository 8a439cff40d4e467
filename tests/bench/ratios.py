"""A figure of the speed table that is not about pages: how ours compares with another way, in one run."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Ratio:
    """How ours compares with another way; `at_most` says that less is better, `told` what is behind it."""

    goal: str
    what: str
    value: float
    bound: float
    at_most: bool
    told: str

    @property
    def reached(self) -> bool:
        """Say whether the goal is reached."""
        return self.value <= self.bound if self.at_most else self.value >= self.bound

    def cells(self) -> list[str]:
        """Give the line of the table."""
        sign = "<=" if self.at_most else ">="
        return [self.goal, self.what, _told(self.value), f"{sign} {self.bound:g}x", self.told]


def table(ratios: Iterable[Ratio]) -> str:
    """Write ratios as a table."""
    head = ["", "measured", "ratio", "goal", "behind it"]
    lines = [head, ["---"] * len(head), *(ratio.cells() for ratio in ratios)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def missed(ratios: Iterable[Ratio]) -> list[str]:
    """Name the goals that were not reached."""
    return [
        f"{ratio.goal}, {ratio.what}: {_told(ratio.value)}, goal {ratio.bound:g}x"
        for ratio in ratios
        if not ratio.reached
    ]


def in_turn(rounds: int, *calls: Callable[[], object]) -> list[float]:
    """Give the seconds that each call takes: the median of some rounds in which they take turns."""
    taken: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for call, times in zip(calls, taken, strict=True):
            times.append(seconds(call))
    return [median(times) for times in taken]


def seconds(call: Callable[[], object]) -> float:
    """Give how long a call takes."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def times(names: Sequence[str], taken: Sequence[float]) -> str:
    """Tell times for people to read."""
    return ", ".join(f"{name} {each:.2f} s" for name, each in zip(names, taken, strict=True))


def _told(value: float) -> str:
    return f"{value:.0f}x" if value >= 10 else f"{value:.2g}x"
