"""Published counts give shares with intervals, add up, and are never compared."""

from dataclasses import fields

import numpy as np
import pytest

from ratings.measured_results.codes import Level, Measure, Missing
from ratings.measured_results.method.aggregate_figures import (
    AggregateCounts,
    Z,
    aggregate_figures,
    from_bytes,
    to_bytes,
)
from ratings.measured_results.method.intervals import wilson
from ratings.measured_results.method.spell_columns import Unit
from ratings.measured_results.method.tallies import COUNTRY, Actor

COUNTS = AggregateCounts(
    units=(Unit(1, 0), Unit(2, 21), Unit(2, 22)),
    groups=("a", "b"),
    unit=np.array([0, 0, 1, 2, 2]),
    group=np.array([0, 1, 0, 0, 1]),
    measure=np.array([1, 1, 1, 1, 2]),  # in work at 6 months, and once at 12
    n=np.array([100, 40, 60, 30, 50]),
    observed=np.array([50, 10, 36, 0, 50]),
)


def test_shares_of_the_country_its_actors_and_groups_add_up() -> None:
    found = {(each.measure, each.actor, each.group): each for each in aggregate_figures(COUNTS)}
    country = found[Measure.WORK_6, COUNTRY, None]
    assert (country.n, country.observed, country.value) == (230, 96, round(96 / 230, 10))
    assert found[Measure.WORK_6, Actor(Level.ORGANISATION, 2, None), None].n == 90
    assert found[Measure.WORK_6, Actor(Level.LISTING, 2, 22), "a"].value == 0
    assert found[Measure.WORK_6, COUNTRY, "a"].n == 190
    assert found[Measure.WORK_12, COUNTRY, None].observed == 50
    assert (Measure.WORK_12, COUNTRY, "a") not in found
    assert (Measure.WORK_3, COUNTRY, None) not in found


def test_nothing_is_expected_of_people_of_whom_nothing_is_known() -> None:
    for each in aggregate_figures(COUNTS):
        assert each.reason is Missing.NOT_ADJUSTED
        assert (each.expected, each.ratio, each.shrunken, each.grade) == (None, None, None, None)
        limits = wilson(each.observed or 0, each.n, Z)
        assert each.value_lower == pytest.approx(limits.lower)
        assert each.value_upper == pytest.approx(limits.upper)


def test_counts_read_back_the_same_and_are_written_the_same() -> None:
    back = from_bytes(to_bytes(COUNTS))
    assert to_bytes(back) == to_bytes(COUNTS)
    assert (back.units, back.groups) == (COUNTS.units, COUNTS.groups)
    for field in fields(COUNTS)[2:]:
        assert np.array_equal(getattr(back, field.name), getattr(COUNTS, field.name))
