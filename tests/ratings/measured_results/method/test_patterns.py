"""Spells are collapsed to counts that lose nothing which figures need, and keep nobody."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ratings.measured_results.codes import OUTCOMES, Measure
from ratings.measured_results.method.patterns import (
    LONGEST_COURSE,
    Sum,
    collapse,
    courses_of,
    from_bytes,
    rows_of,
    to_bytes,
)
from ratings.measured_results.method.spell_columns import CaseMixTable, SpellColumns, Unit
from tests.factories.spells import QUARTER, make_columns

UNITS = (Unit(1, 0), Unit(1, 11), Unit(2, 0))
GROUPS = ("dagpenge", "sygedagpenge")
MIXES = CaseMixTable(
    ("age", "health"), (("old", "young"), ("ill", "well")), np.array([[0, 0], [1, 0], [1, 1]])
)

maybe = st.sampled_from([-1, 0, 1])
spell = st.tuples(
    st.integers(0, 2), st.integers(0, 1), st.integers(0, 2), st.integers(QUARTER, QUARTER + 3),
    maybe, maybe, maybe, st.integers(-1, 26), st.integers(-1, 600), st.integers(0, 1),
)  # fmt: skip
NAMES = (
    "unit", "group", "mix", "quarter", "work_3", "work_6", "work_12", "weeks_in_work", "followed", "ended",
)  # fmt: skip


def columns_of(rows: list[tuple[int, ...]]) -> SpellColumns:
    facts = {name: [row[place] for row in rows] for place, name in enumerate(NAMES)}
    return make_columns(UNITS, GROUPS, MIXES, **facts)


@settings(deadline=None)  # a busy machine can be slow, which says nothing
@given(st.lists(spell, min_size=1, max_size=60))
def test_every_spell_whose_outcome_is_known_is_counted_once_where_it_belongs(
    rows: list[tuple[int, ...]],
) -> None:
    patterns = collapse(columns_of(rows))
    for measure in OUTCOMES[:3]:
        place = NAMES.index(measure.value)
        expected: dict[tuple[int, ...], tuple[int, int]] = {}
        for row in rows:
            if row[place] != -1:
                n, observed = expected.get(row[:4], (0, 0))
                expected[row[:4]] = (n + 1, observed + row[place])
        told = rows_of(patterns, measure)
        counted: dict[tuple[int, ...], tuple[int, int]] = {}
        unit_group_quarter = np.unravel_index(told.cell, (len(UNITS), len(GROUPS), len(patterns.quarters)))
        for unit, group, quarter, kind, people, reached in zip(
            *unit_group_quarter, told.kind, told.n, told.observed, strict=True
        ):
            mix = kind // len(GROUPS)
            key = (int(unit), int(group), int(mix), patterns.quarters[int(quarter)])
            n, observed = counted.get(key, (0, 0))
            counted[key] = (n + int(people), observed + int(reached))
        assert counted == expected


@settings(deadline=None)  # a busy machine can be slow, which says nothing
@given(st.lists(spell, min_size=1, max_size=60))
def test_what_is_kept_reads_back_the_same_and_is_written_the_same(rows: list[tuple[int, ...]]) -> None:
    patterns = collapse(columns_of(rows))
    back = from_bytes(to_bytes(patterns))
    assert to_bytes(back) == to_bytes(patterns)
    assert (back.units, back.groups, back.quarters) == (patterns.units, patterns.groups, patterns.quarters)
    for name in ("codes", "counts", "course_codes", "course_counts", "sums", "first_quarters"):
        assert np.array_equal(getattr(back, name), getattr(patterns, name))


@settings(deadline=None)  # a busy machine can be slow, which says nothing
@given(
    st.lists(spell, min_size=1, max_size=30).flatmap(
        lambda rows: st.tuples(st.just(rows), st.permutations(rows))
    )
)
def test_the_order_of_the_spells_makes_no_difference(
    orders: tuple[list[tuple[int, ...]], list[tuple[int, ...]]],
) -> None:
    told, shuffled = orders
    assert to_bytes(collapse(columns_of(shuffled))) == to_bytes(collapse(columns_of(told)))


def test_lasting_work_is_work_at_6_months_and_20_of_the_26_weeks_that_follow() -> None:
    spells = make_columns(
        work_6=[1, 1, 0, 1, -1, 0], weeks_in_work=[20, 19, 26, -1, 26, 0], mix=[0, 0, 0, 0, 0, 0]
    )
    rows = rows_of(collapse(spells), Measure.LASTING)
    assert (rows.n.sum(), rows.observed.sum()) == (4, 1)


def test_sums_count_only_spells_of_which_the_facts_are_known() -> None:
    spells = make_columns(
        passive_weeks_6=[0, 5, -1],
        company_weeks=[10, 0, 4],
        active_weeks=[20, 5, 0],
        price=[1_000_00, -1, 2_000_00],
        work_6=[1, 1, 0],
        weeks_in_work=[26, 26, 0],
    )
    sums = {name: int(total) for name, total in zip(Sum, collapse(spells).sums[:, 0, 0], strict=True)}
    assert (sums[Sum.PASSIVE_6_PEOPLE], sums[Sum.PASSIVE_6_ANY], sums[Sum.PASSIVE_6_WEEKS]) == (2, 1, 5)
    assert sums[Sum.PASSIVE_12_PEOPLE] == 0
    assert (sums[Sum.COMPANY_PEOPLE], sums[Sum.COMPANY_ANY]) == (2, 1)
    assert (sums[Sum.COMPANY_WEEKS], sums[Sum.ACTIVE_WEEKS]) == (10, 25)
    assert (sums[Sum.PRICED_PEOPLE], sums[Sum.PRICED_LASTING], sums[Sum.PRICE]) == (2, 1, 3_000_00)


def test_courses_keep_how_long_they_lasted_and_whether_they_ended() -> None:
    spells = make_columns(followed=[10, 10, 10, -1, LONGEST_COURSE + 5], ended=[1, 1, 0, 0, 1])
    _unit, _group, weeks, ended, counts = courses_of(collapse(spells))
    assert list(zip(weeks.tolist(), ended.tolist(), counts.tolist(), strict=True)) == [
        (10, False, 1),
        (10, True, 2),
        (LONGEST_COURSE, False, 1),
    ]


def test_a_unit_s_first_quarter_is_that_of_all_times_when_it_is_told() -> None:
    spells = make_columns(quarter=[QUARTER + 2, QUARTER + 1])
    assert collapse(spells).first_quarters.tolist() == [QUARTER + 1]
    assert collapse(spells, np.array([QUARTER - 9])).first_quarters.tolist() == [QUARTER - 9]
