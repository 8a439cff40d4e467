"""Write what was measured as a table that people can read, with the goals beside it."""

import platform
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tests.bench.servers import Compared
from tests.support.source_tree import ROOT

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
RESULTS = ("<!-- results: begin -->", "<!-- results: end -->")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A way to ask for pages; a goal is the least share of the hello-world's rate."""

    name: str
    goal: float | None = None


@dataclass(slots=True)
class Figures:
    """Everything that one size of catalogue gave."""

    listings: int
    compared: dict[str, Compared] = field(default_factory=dict)
    plain: dict[str, str] = field(default_factory=dict)


def table(scenarios: Sequence[Scenario], sizes: Sequence[Figures]) -> str:
    """Write the shares of the hello-world's rate, and in brackets the computing for one page."""
    head = ["page", *(f"{_number(each.listings)} listings" for each in sizes), "goal"]
    rows = [
        [
            scenario.name,
            *(_cell(each.compared[scenario.name]) for each in sizes),
            "" if scenario.goal is None else f">= {scenario.goal:.2f}",
        ]
        for scenario in scenarios
    ]
    return _markdown(head, rows)


def plain_table(sizes: Sequence[Figures]) -> str:
    """Write the figures that are not compared with a server."""
    names = list(dict.fromkeys(name for each in sizes for name in each.plain))
    rows = [[name, *(each.plain.get(name, "") for each in sizes)] for name in names]
    return _markdown(["figure", *(f"{_number(each.listings)} listings" for each in sizes)], rows)


def missed(scenarios: Iterable[Scenario], sizes: Sequence[Figures]) -> list[str]:
    """Name the goals that were not reached."""
    return [
        f"{scenario.name}, {_number(each.listings)} listings: {each.compared[scenario.name].rate:.2f},"
        f" goal {scenario.goal:.2f}"
        for scenario in scenarios
        if scenario.goal is not None
        for each in sizes
        if each.compared[scenario.name].rate < scenario.goal
    ]


def write(tables: Iterable[str], on: date, marks: tuple[str, str] = (BEGIN, END)) -> None:
    """Put the tables into docs/performance.md, between two marks."""
    begin, end = marks
    page = PAGE.read_text(encoding="utf-8")
    dated = f"Measured on {on.isoformat()} at commit {_commit()}, Python {platform.python_version()}."
    body = "\n\n".join([begin, dated, *tables, end])
    marked = re.compile(re.escape(begin) + ".*" + re.escape(end), re.DOTALL)
    if not marked.search(page):
        raise AssertionError(f"{PAGE.name} has lost its marks, {begin} and {end}; put them back.")
    PAGE.write_text(marked.sub(lambda _: body, page), encoding="utf-8")


def _cell(compared: Compared) -> str:
    return f"{compared.rate:.2f} ({compared.cpu:.1f})"


def _number(number: int) -> str:
    return f"{number:,}"


def _markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    changed = subprocess.run(
        ["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if asked.returncode != 0:
        return "(none yet)"
    return asked.stdout.strip() + (" with changes" if changed.stdout.strip() else "")
