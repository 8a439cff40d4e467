"""Ratios are told with their goals, and a goal that is missed is named."""

from tests.bench.ratios import Ratio, in_turn, missed, table, times

FAST = Ratio("P6", "figures", 3.52, 4, at_most=True, told="scan 2.96 s, ours 10.42 s")
SLOW = Ratio("P8", "writing", 1.9, 8, at_most=False, told="")
LARGE = Ratio("P7", "fit", 354.3, 30, at_most=False, told="")


def test_the_table_has_a_line_for_each() -> None:
    assert table([FAST, SLOW, LARGE]).splitlines() == [
        "|  | measured | ratio | goal | behind it |",
        "| --- | --- | --- | --- | --- |",
        "| P6 | figures | 3.5x | <= 4x | scan 2.96 s, ours 10.42 s |",
        "| P8 | writing | 1.9x | >= 8x |  |",
        "| P7 | fit | 354x | >= 30x |  |",
    ]


def test_a_goal_that_is_missed_is_named_and_one_that_is_reached_is_not() -> None:
    assert missed([FAST, SLOW, LARGE]) == ["P8, writing: 1.9x, goal 8x"]


def test_calls_take_turns() -> None:
    called: list[str] = []
    taken = in_turn(2, lambda: called.append("one"), lambda: called.append("other"))
    assert called == ["one", "other", "one", "other"]
    assert len(taken) == 2
    assert times(("one",), (1.234,)) == "one 1.23 s"
