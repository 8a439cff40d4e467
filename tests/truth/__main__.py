"""Print how close the figures come to the truth, three times over: `make measure-truth`."""

import argparse
import sys
from collections.abc import Sequence

from tests.truth import goals
from tests.truth.false_signals import false_signals
from tests.truth.trial import trial

SEEDS = (1, 2, 3)
SPELLS = 1_000_000


def main(arguments: Sequence[str]) -> int:
    """Try every seed, print the figures beside their goals, and give 1 when one is missed."""
    parser = argparse.ArgumentParser(prog="make measure-truth", description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--spells", type=int, default=SPELLS, help="how many to invent for each seed")
    options = parser.parse_args(arguments)
    figures = []
    for seed in options.seeds:
        _say(f"Inventing and measuring {options.spells:,} spells, seed {seed}")
        figures.append({**trial(seed, options.spells), **false_signals(seed, options.spells)})
    _say(f"\n{goals.table(figures)}\n")
    missed = goals.missed(figures)
    for goal in missed:
        _say(f"Goal not reached: {goal}")
    return 1 if missed else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
