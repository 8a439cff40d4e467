"""Pictures of results stand on fixed scales, so that they can be compared from page to page."""

from portal.for_citizens.results_pictures import INTERVAL_LEFT, INTERVAL_WIDTH, interval, trend

MIDDLE = INTERVAL_LEFT + INTERVAL_WIDTH / 2


def test_what_could_be_expected_stands_in_the_middle() -> None:
    picture = interval(1.25, 1.0, 1.5)
    assert (picture.expected, picture.lower) == (MIDDLE, MIDDLE)
    assert picture.value == MIDDLE + INTERVAL_WIDTH / 4
    assert picture.upper == INTERVAL_LEFT + INTERVAL_WIDTH


def test_scale_is_doubled_for_what_lies_far_out_and_holds_everything() -> None:
    picture = interval(1.5, 0.6, 3.1)
    assert picture.value == MIDDLE + INTERVAL_WIDTH / 4
    assert picture.upper == INTERVAL_LEFT + INTERVAL_WIDTH
    assert interval(0.2, 0.0, 0.9).lower == INTERVAL_LEFT


def test_line_breaks_where_a_quarter_has_no_number() -> None:
    picture = trend([50, None, 60, 70], [None, None, None, None])
    assert [len(line) for line in picture.measured] == [1, 2]
    assert picture.expected == ()


def test_more_stands_higher_and_later_further_to_the_right() -> None:
    ((first, second),) = trend([40, 60], [40, 60]).measured
    assert second[0] > first[0]
    assert second[1] < first[1]
    assert [level for level, _height in trend([1], [1]).levels] == [0, 50, 100]
