"""The report shows shares of the hello-world, names missed goals, and keeps the rest of its page."""

from datetime import date
from pathlib import Path

import pytest

from tests.bench import report
from tests.bench.report import Figures, Scenario
from tests.bench.servers import Compared

FAST, SLOW = Scenario("fast page", 0.45), Scenario("slow page")


@pytest.fixture
def figures() -> Figures:
    return Figures(
        10_000,
        {
            FAST.name: Compared(rate=0.4, cpu=2.5),
            SLOW.name: Compared(rate=0.1, cpu=12.0),
        },
        {"search page": "35.0 kB"},
    )


def test_a_cell_holds_the_share_of_the_rate_and_the_computing(figures: Figures) -> None:
    assert report.table([FAST, SLOW], [figures]).splitlines() == [
        "| page | 10,000 listings | goal |",
        "| --- | --- | --- |",
        "| fast page | 0.40 (2.5) | >= 0.45 |",
        "| slow page | 0.10 (12.0) |  |",
    ]


def test_a_goal_that_is_missed_is_named(figures: Figures) -> None:
    assert report.missed([FAST, SLOW], [figures]) == ["fast page, 10,000 listings: 0.40, goal 0.45"]
    assert report.missed([Scenario(FAST.name, 0.40)], [figures]) == []


def test_figures_that_only_one_size_has_leave_the_other_empty(figures: Figures) -> None:
    table = report.plain_table([figures, Figures(1_000, {}, {"start to ready": "1.0 s"})])
    assert "| search page | 35.0 kB |  |" in table
    assert "| start to ready |  | 1.0 s |" in table


def test_writing_replaces_what_stands_between_the_marks_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"# Speed\n\n{report.BEGIN}\nold\n{report.END}\n\nThe end.\n", encoding="utf-8")
    monkeypatch.setattr(report, "PAGE", page)
    report.write(["| a |"], date(2026, 11, 2))
    written = page.read_text(encoding="utf-8")
    assert written.startswith("# Speed\n\n")
    assert written.endswith(f"{report.END}\n\nThe end.\n")
    assert "Measured on 2026-11-02 at commit " in written
    assert "| a |" in written
    assert "old" not in written


def test_a_page_that_has_lost_its_marks_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "performance.md"
    page.write_text("# Speed\n", encoding="utf-8")
    monkeypatch.setattr(report, "PAGE", page)
    with pytest.raises(AssertionError, match="has lost its marks"):
        report.write([], date(2026, 11, 2))
