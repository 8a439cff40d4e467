"""The funnel of a release places every organisation, and says which differ by more than chance."""

from math import exp, sqrt
from typing import Any

import pytest

from ratings.measured_results.codes import Level, Measure, Signal
from ratings.measured_results.method.figure import Figure
from ratings.measured_results.method.tallies import Actor
from ratings.measured_results.standing_out import STEPS_OF_A_LINE, Funnel, funnel_of

WORK_6 = Measure.WORK_6


def figure(organisation: int | None, n: int, observed: int, **facts: Any) -> Figure:
    """Give an organisation's figure, or the country's; half of everybody could be expected to reach it."""
    level = Level.NATIONAL if organisation is None else Level.ORGANISATION
    expected, variance = n / 2, n / 4
    ratio = observed / expected
    spread = sqrt(variance) / expected
    usual: dict[str, Any] = {
        "measure": WORK_6,
        "group": None,
        "quarter": None,
        "value": observed / n,
        "expected": expected,
        "variance": variance,
        "ratio": ratio,
        "shrunken": ratio,
        "shrunken_upper": ratio * exp(1.96 * spread),
    }
    return Figure(actor=Actor(level, organisation, None), n=n, observed=observed, **(usual | facts))


def counted(organisation: int | None, n: int, observed: int) -> Figure:
    """Give a figure that nothing could be expected of."""
    nothing = dict.fromkeys(("expected", "variance", "ratio", "shrunken", "shrunken_upper"))
    return figure(organisation, n, observed, **nothing)


def funnel(*figures: Figure, talked_before: tuple[int, ...] = (), measure: Measure = WORK_6) -> Funnel:
    found = funnel_of(figures, measure, talked_before)
    assert found is not None
    return found


USUAL = [figure(number, 400, 200 + 3 * (number % 5 - 2)) for number in range(1, 21)]


def signal_of(found: Funnel, organisation: int) -> str:
    return next(point.signal for point in found.points if point.organisation == organisation)


def test_organisation_within_chance_lies_inside_and_one_far_from_it_outside() -> None:
    found = funnel(*USUAL, figure(99, 400, 130), figure(None, 8_400, 4_130))
    assert (found.of_ratios, found.middle, len(found.points)) == (True, 1.0, 21)
    outside = {point.organisation: point.outside for point in found.points}
    assert outside.pop(99) == 99.8
    assert set(outside.values()) == {0.0}


def test_one_far_below_the_expected_asks_for_a_formal_case_and_nobody_else_for_anything() -> None:
    found = funnel(*USUAL, figure(99, 400, 130))
    assert signal_of(found, 99) == Signal.RED
    assert {point.signal for point in found.points if point.organisation != 99} == {Signal.NONE}


def test_second_yellow_in_a_row_is_red() -> None:
    mild = figure(99, 400, 170, shrunken=0.97, shrunken_upper=1.1)
    assert signal_of(funnel(*USUAL, mild), 99) == Signal.YELLOW
    assert signal_of(funnel(*USUAL, mild, talked_before=(99,)), 99) == Signal.RED


def test_only_the_outcome_that_actors_are_known_by_gives_signals() -> None:
    figures = [figure(each, 400, 130 + each, measure=Measure.WORK_3) for each in range(1, 5)]
    assert {point.signal for point in funnel(*figures, measure=Measure.WORK_3).points} == {Signal.NONE}


def test_counts_without_anything_expected_lie_around_the_share_of_the_country() -> None:
    found = funnel(counted(None, 1_000, 400), counted(1, 500, 200), counted(2, 500, 320))
    assert (found.of_ratios, found.middle) == (False, 0.4)
    assert [point.outside for point in found.points] == [0.0, 99.8]


@pytest.mark.parametrize(
    "figures",
    [
        [],
        [figure(None, 100, 50), figure(1, 100, 50)],
        [counted(1, 100, 50), counted(2, 100, 50)],
        [counted(None, 100, 100), counted(1, 50, 50), counted(2, 50, 50)],
    ],
)
def test_where_nobody_can_be_compared_there_is_no_funnel(figures: list[Figure]) -> None:
    assert funnel_of(figures, WORK_6) is None


def test_figures_of_listings_groups_quarters_and_other_outcomes_are_left_out() -> None:
    others = [
        figure(1, 100, 10, group="dagpenge"),
        figure(1, 100, 10, quarter=8100),
        figure(1, 100, 10, measure=Measure.WORK_3),
        Figure(WORK_6, Actor(Level.LISTING, 1, 11), None, None, 100, 10),
    ]
    assert funnel(*USUAL, *others).points == funnel(*USUAL).points


def test_limits_are_lines_from_the_smallest_to_the_largest_that_close_in_on_the_middle() -> None:
    found = funnel(*USUAL, figure(99, 40, 20), figure(98, 4_000, 1_900))
    assert len(found.lines) == STEPS_OF_A_LINE
    first, last = found.lines[0], found.lines[-1]
    assert (first[0], last[0]) == (20.0, 2_000.0)
    for lower, upper in ((1, 2), (3, 4), (5, 6), (7, 8)):
        assert first[lower] < last[lower] < 1 < last[upper] < first[upper]
    assert first[3] < first[1]
    assert first[5] <= first[1]


def test_what_is_kept_is_plain_values() -> None:
    facts = funnel(*USUAL).facts()
    assert facts["points"][0]["organisation"] == 1
    assert facts["of_ratios"] is True
