"""Seeded chance: each question has a source of its own, so that one more actor changes none of the others."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def chance(seed: int, *names: object) -> Random:
    """Give the source of chance for one question, such as (seed, "languages", 17)."""
    question = "/".join(str(name) for name in names)
    return Random(f"{seed}/{question}")  # noqa: S311 - it must repeat itself, and guards no secret


def some(random: Random, items: Sequence[T], least: int, most: int) -> list[T]:
    """Draw between least and most different items, as far as there are that many, in their own order."""
    number = min(random.randint(least, most), len(items))
    drawn = set(random.sample(range(len(items)), number))
    return [item for place, item in enumerate(items) if place in drawn]
