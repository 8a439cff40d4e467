"""The funnel can be read without seeing it, in grey, and by whoever sees no colours."""

import re

from portal.jobs.release_charts import BRAND, FAINT, INK, ORANGE, PURPLE, charts_of, outside_wide
from ratings.measured_results.codes import Measure
from ratings.measured_results.standing_out import funnel_of
from tests.ratings.measured_results.test_standing_out import USUAL, figure

LEAST_CONTRAST = 3.0  # of graphics, WCAG 2.2, 1.4.11
ONE_BELOW = [*USUAL, figure(30, 400, 80)]


def lightness(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_colour_stands_out_from_white() -> None:
    for colour in (INK, BRAND, FAINT, ORANGE, PURPLE):
        assert 1.05 / (lightness(colour) + 0.05) >= LEAST_CONTRAST, colour


def test_words_of_the_funnel_count_those_outside() -> None:
    funnel = funnel_of(ONE_BELOW, Measure.WORK_6)
    assert funnel is not None
    assert outside_wide(funnel) == (0, 1)
    chart = next(
        each
        for each in charts_of(1, ONE_BELOW, {}, frozenset())
        if (each.name, each.language) == ("funnel_work_6", "da")
    )
    assert "Antal over den brede tragt: 0. Antal under den: 1." in chart.svg
    assert PURPLE in chart.svg
    assert not re.search(r'opacity="0\.[1-9]', chart.svg)
