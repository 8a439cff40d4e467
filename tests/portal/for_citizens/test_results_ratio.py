"""A grade and the picture beside it are both right, and where they seem to differ the page says why."""

import pytest

from portal.for_citizens.results_ratio import RatioView, told_of
from ratings.measured_results.codes import Grade
from tests.factories.figures import compared_figure


def told(grade: Grade, lower: float, upper: float) -> RatioView:
    figure = compared_figure(grade=grade, ratio=(lower + upper) / 2, ratio_lower=lower, ratio_upper=upper)
    view = told_of(figure, None, "da")
    assert view is not None
    return view


@pytest.mark.parametrize(("grade", "word"), [(Grade.BELOW, "færre"), (Grade.CLEARLY_ABOVE, "flere")])
def test_grade_beside_limits_on_both_sides_of_100_is_explained(grade: Grade, word: str) -> None:
    said = told(grade, 0.9, 1.1).agrees
    assert f"over 80 ud af 100 sikre på, at der kommer {word} end ventet" in said
    assert "forbi 100" in said


def test_careful_grade_beside_limits_on_one_side_of_100_is_explained() -> None:
    assert told(Grade.AS_EXPECTED, 0.8, 0.98).agrees.startswith("Vurderingen er forsigtig")


@pytest.mark.parametrize(
    ("grade", "lower", "upper"), [(Grade.BELOW, 0.8, 0.98), (Grade.AS_EXPECTED, 0.9, 1.1)]
)
def test_grade_that_the_picture_shows_needs_no_more_words(grade: Grade, lower: float, upper: float) -> None:
    assert told(grade, lower, upper).agrees == ""


def test_figure_without_a_ratio_has_nothing_to_tell() -> None:
    assert told_of(compared_figure(ratio=None), None, "da") is None
