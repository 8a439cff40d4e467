"""The same spells always give the same figures, to the last digit, also from what a release keeps of them."""

from datetime import date

import numpy as np
import pytest

from ratings.measured_results.codes import Measure, Missing
from ratings.measured_results.computing import Basis, Computed, compute, from_bytes, settled, to_bytes
from ratings.measured_results.figure_rows import hash_of
from ratings.measured_results.method.aggregate_figures import AggregateCounts
from ratings.measured_results.method.figure import DIGITS
from ratings.measured_results.method.patterns import collapse
from ratings.measured_results.method.spell_columns import Unit
from tests.factories.spells import QUARTER, make_columns, make_many

LONG_AFTER = date(2030, 12, 31)


def worked_out(basis: Basis, observed_until: date = LONG_AFTER) -> Computed:
    return compute(basis, observed_until)


def test_what_is_kept_of_spells_gives_the_same_figures_and_models() -> None:
    patterns = collapse(make_many(2_000))
    content = to_bytes(patterns)
    assert to_bytes(collapse(make_many(2_000))) == content
    first, again = worked_out(patterns), worked_out(from_bytes(content, adjusted=True))
    assert hash_of(first.figures) == hash_of(again.figures)
    assert first.fits == again.fits


def test_other_spells_give_other_figures() -> None:
    one, other = (worked_out(collapse(make_many(2_000, seed))) for seed in (1, 2))
    assert hash_of(one.figures) != hash_of(other.figures)


def test_figures_are_kept_with_ten_decimals() -> None:
    for figure in worked_out(collapse(make_many(900))).figures:
        for value in (figure.value, figure.ratio, figure.expected, figure.shrunken, figure.reliability):
            assert value is None or value == round(value, DIGITS)


def test_what_is_kept_of_counts_gives_the_same_figures_and_no_model() -> None:
    column = np.array([0])
    counts = AggregateCounts((Unit(1, 0),), ("a",), column, column, column, np.array([9]), np.array([4]))
    again = from_bytes(to_bytes(counts), adjusted=False)
    assert worked_out(again).figures == worked_out(counts).figures
    assert worked_out(counts).fits == {}


def test_an_outcome_is_settled_once_the_last_day_of_a_quarter_lies_far_enough_back() -> None:
    assert settled(date(2025, 12, 31))[Measure.WORK_6] == QUARTER + 1
    assert settled(date(2025, 12, 30))[Measure.WORK_6] == QUARTER
    assert settled(date(2025, 12, 31))[Measure.WORK_12] == QUARTER - 1


@pytest.mark.parametrize(
    ("observed_until", "reason"),
    [(date(2025, 12, 31), Missing.TOO_YOUNG), (date(2026, 3, 31), Missing.NOT_TOLD)],
)
def test_what_no_row_tells_is_only_too_early_until_it_could_be_known(
    observed_until: date, reason: Missing
) -> None:
    spells = make_columns(work_3=[1, 0], work_6=[1, 0], followed=[8, 9], ended=[1, 0])
    told = worked_out(collapse(spells), observed_until)
    assert {each.reason for each in told.figures if each.measure is Measure.WORK_12} == {reason}
    assert told.fits["work_12"] == {"status": reason.value}
