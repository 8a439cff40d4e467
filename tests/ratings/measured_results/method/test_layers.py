"""Each part is drawn towards the whole that it belongs to, and the same people stand in one place."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ratings.measured_results.codes import Level
from ratings.measured_results.method.layers import standings
from ratings.measured_results.method.tallies import COUNTRY, Actor

ACTORS = [
    COUNTRY,
    Actor(Level.ORGANISATION, 1, None),
    Actor(Level.ORGANISATION, 2, None),
    Actor(Level.LISTING, 1, 11),
    Actor(Level.LISTING, 2, 21),
    Actor(Level.LISTING, 2, 22),
]
# By actor, then two target groups and their total.
N = np.array(
    [[500, 300, 800], [200, 100, 300], [300, 200, 500], [200, 100, 300], [290, 190, 480], [10, 10, 20]]
)
OBSERVED = np.array(
    [[200, 90, 290], [100, 40, 140], [100, 50, 150], [100, 40, 140], [95, 45, 140], [5, 5, 10]]
)
EXPECTED = np.array([[200, 90, 290], [80, 30, 110], [120, 60, 180], [80, 30, 110], [116, 57, 173], [4, 3, 7]])
VARIANCE = 0.6 * EXPECTED


def floats(values: NDArray[Any]) -> NDArray[np.float64]:
    return values.astype(np.float64)


@pytest.fixture
def found() -> dict[tuple[int, int], tuple[float, float, float]]:
    standing = standings(ACTORS, *map(floats, (N, OBSERVED, EXPECTED, VARIANCE)))
    return {place: (each.mean, each.variance, each.reliability) for place, each in standing.items()}


def test_every_cell_of_organisations_and_listings_stands_somewhere_and_the_country_nowhere(
    found: dict[tuple[int, int], tuple[float, float, float]],
) -> None:
    assert set(found) == {(actor, group) for actor in range(1, 6) for group in range(3)}


def test_a_listing_with_all_people_of_its_organisation_stands_where_that_stands(
    found: dict[tuple[int, int], tuple[float, float, float]],
) -> None:
    assert [found[3, group] for group in range(3)] == [found[1, group] for group in range(3)]


def test_a_small_listing_is_drawn_towards_its_own_organisation(
    found: dict[tuple[int, int], tuple[float, float, float]],
) -> None:
    small, large, whole = found[5, 2], found[4, 2], found[2, 2]
    raw = float(np.log(10.5 / 7.5))
    assert whole[0] < small[0] < raw
    assert small[2] < large[2]


def test_cells_in_which_nothing_varies_stand_nowhere() -> None:
    variance = floats(VARIANCE)
    variance[1, 0] = variance[3, 0] = 0
    standing = standings(ACTORS, floats(N), floats(OBSERVED), floats(EXPECTED), variance)
    assert (1, 0) not in standing
    assert (3, 0) not in standing
    assert (1, 2) in standing
    variance[:] = np.nan
    assert standings(ACTORS, floats(N), floats(OBSERVED), floats(EXPECTED), variance) == {}
