"""The same spells always give the same figures, to the last digit, also from what a release keeps of them."""

import numpy as np

from ratings.measured_results.computing import compute, from_bytes, to_bytes
from ratings.measured_results.figure_rows import hash_of
from ratings.measured_results.method.aggregate_figures import AggregateCounts
from ratings.measured_results.method.figure import DIGITS
from ratings.measured_results.method.patterns import collapse
from ratings.measured_results.method.spell_columns import Unit
from tests.factories.spells import make_many


def test_what_is_kept_of_spells_gives_the_same_figures_and_models() -> None:
    patterns = collapse(make_many(2_000))
    content = to_bytes(patterns)
    assert to_bytes(collapse(make_many(2_000))) == content
    first, again = compute(patterns), compute(from_bytes(content, adjusted=True))
    assert hash_of(first.figures) == hash_of(again.figures)
    assert first.fits == again.fits


def test_other_spells_give_other_figures() -> None:
    one, other = (compute(collapse(make_many(2_000, seed))) for seed in (1, 2))
    assert hash_of(one.figures) != hash_of(other.figures)


def test_figures_are_kept_with_ten_decimals() -> None:
    for figure in compute(collapse(make_many(900))).figures:
        for value in (figure.value, figure.ratio, figure.expected, figure.shrunken, figure.reliability):
            assert value is None or value == round(value, DIGITS)


def test_what_is_kept_of_counts_gives_the_same_figures_and_no_model() -> None:
    column = np.array([0])
    counts = AggregateCounts((Unit(1, 0),), ("a",), column, column, column, np.array([9]), np.array([4]))
    again = from_bytes(to_bytes(counts), adjusted=False)
    assert compute(again).figures == compute(counts).figures
    assert compute(counts).fits == {}
