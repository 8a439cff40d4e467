"""The loop that the ranking is measured beside puts listings in the same order."""

from dataclasses import replace

import pytest

from matching.needs import EMPHASES, Needs
from matching.ranking import rank
from tests.bench.ranking_loop import NEEDS, crowded, loop, rows_of
from tests.matching.listings import DAY

CATALOGUE = crowded(600)
ROWS = rows_of(CATALOGUE, NEEDS.target_group)
SEVERAL = (
    NEEDS,
    Needs("751", "dagpenge"),
    replace(NEEDS, furthest_km=20, start_within_days=None),
    *(replace(NEEDS, weights=weights) for weights in EMPHASES.values()),
    *(replace(NEEDS, furthest_km=km) for km in range(100, 130)),
)


@pytest.mark.parametrize("needs", SEVERAL)
def test_a_loop_in_plain_python_gives_the_same_order(needs: Needs) -> None:
    ranking = rank(CATALOGUE.columns, needs, DAY)
    assert len(ranking) > 10
    assert loop(ROWS, needs, ranking.release) == ranking.positions.tolist()


def test_some_of_these_have_a_place_that_was_kept() -> None:
    kept = [rank(CATALOGUE.columns, needs, DAY).kept for needs in SEVERAL]
    assert {place is not None for place in kept} == {True, False}
