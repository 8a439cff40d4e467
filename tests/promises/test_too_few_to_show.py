"""No hidden small number can be computed back, over totals, groups, quarters, measures and releases (S23).

Whatever leaves by the one door is all that pages, the API, search and exports have. The attacker gets exactly
that, of all levels at once, and of every release that there has been.
"""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ratings.measured_results.codes import Measure
from ratings.measured_results.disclosure.door import FEWEST, CellKey, Hidden, Published, Table, hide
from tests.ratings.measured_results.disclosure.attacker import COMPLEMENT, PEOPLE, POSITIVES, Attacker, Shown
from tests.ratings.measured_results.disclosure.tables import (
    FIRST_QUARTER,
    Atom,
    register_atoms,
    shown_to_all,
    table_from,
)
from tests.support import source_tree as tree

QUARTERS = tuple(range(FIRST_QUARTER, FIRST_QUARTER + 4))
# One after the other: the last but one takes in all before, the last mends it.
PERIODS = (QUARTERS[:3], QUARTERS[1:], QUARTERS, QUARTERS)


@dataclass(frozen=True)
class Release:
    published: Published
    shown: Shown


def publish(table: Table, earlier: Sequence[Release], *, with_cover: bool = True, per: int = 5) -> Release:
    hidden = hide(table, [each.published for each in earlier], with_cover=with_cover)
    figures = shown_to_all(table, hidden, exact_people=per == 1)
    return Release(Published(table, hidden), Shown(table.quarters, figures, per))


def found_out(releases: Sequence[Release]) -> list[tuple[CellKey, int, tuple[int, int]]]:
    """Give what the attacker knows to be under five of what is hidden, and what he knows exactly.

    The latter of a release alone: a later one cannot hide the large numbers that follow from what was public.
    """
    alone = len(releases) == 1
    attacker = Attacker([each.shown for each in releases])
    attacker.work_out()
    return [
        (key, part, limits)
        for release in releases
        for key, why in release.published.hidden.items()
        for part in (PEOPLE, POSITIVES, COMPLEMENT)
        if part != PEOPLE or why is not Hidden.FEW_FOR_A_SHARE
        for limits in [attacker.limits(release.shown, key, part)]
        if limits[1] < FEWEST
        or (alone and limits[0] == limits[1] and not attacker.was_shown(release.shown, key, part))
    ]


@st.composite
def registers(draw: st.DrawFn) -> list[Atom]:
    """Draw small and large organisations with listings, so that much is hidden and much is shown."""
    sizes = st.one_of(st.integers(0, 8), st.integers(10, 90))
    atoms = []
    for organisation in range(draw(st.integers(1, 4))):
        listings: list[int | None] = [organisation * 10 + each for each in range(draw(st.integers(0, 2)))]
        for listing in (*listings, None) if draw(st.booleans()) or not listings else listings:
            for group in ("a", "b")[: draw(st.integers(1, 2))]:
                for quarter in QUARTERS:
                    n = draw(sizes)
                    work = draw(st.integers(0, n))
                    lasting = draw(st.integers(0, work))
                    observed = ((Measure.WORK_6, work), (Measure.LASTING, lasting))
                    atoms.append(Atom(organisation, listing, group, quarter, n, observed))
    return atoms


def in_turn(tables: Iterable[Table]) -> list[Release]:
    releases: list[Release] = []
    for table in tables:
        releases.append(publish(table, releases))
    return releases


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(atoms=registers())
def test_nothing_hidden_in_a_release_can_be_worked_out(atoms: list[Atom]) -> None:
    assert found_out([publish(table_from(atoms, QUARTERS), [])]) == []


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(atoms=registers())
def test_nothing_hidden_can_be_worked_out_from_releases_of_overlapping_periods(atoms: list[Atom]) -> None:
    assert found_out(in_turn(table_from(atoms, period) for period in PERIODS)) == []


@pytest.fixture(scope="module")
def register() -> list[Atom]:
    return register_atoms(1, people=6_000)


@pytest.fixture(scope="module")
def eight_quarters(register: list[Atom]) -> Table:
    return table_from(register, range(FIRST_QUARTER, FIRST_QUARTER + 8))


def test_nothing_hidden_can_be_worked_out_from_a_register_of_fifty_organisations(
    register: list[Atom], eight_quarters: Table
) -> None:
    before = table_from(register, range(FIRST_QUARTER, FIRST_QUARTER + 7))
    releases = in_turn([before, eight_quarters])

    assert any(why is Hidden.COVER for why in releases[0].published.hidden.values())
    assert found_out(releases) == []


def test_attacker_finds_what_is_hidden_without_cover(eight_quarters: Table) -> None:
    assert len(found_out([publish(eight_quarters, [], with_cover=False)])) > 1_000


def test_attacker_finds_what_is_hidden_when_people_are_not_rounded(eight_quarters: Table) -> None:
    assert found_out([publish(eight_quarters, [], per=1)])


def test_attacker_finds_what_two_releases_hide_that_do_not_know_each_other(register: list[Atom]) -> None:
    first, second = (
        publish(table_from(register, range(FIRST_QUARTER, FIRST_QUARTER + quarters)), [])
        for quarters in (7, 8)
    )

    assert found_out([first]) == found_out([second]) == []
    assert found_out([first, second])


def test_pages_for_everybody_never_touch_a_figure_that_did_not_pass_the_door() -> None:
    whole = {
        "Result",
        "Figure",
        "from_row",
        "kept_figures",
        "result_rows",
        "for_authority",
        "AuthorityFigure",
    }
    # An actor's page reads the rows of its own figures, and passes each through for_actor.
    open_to_all = [tree.ROOT / "portal" / name for name in ("for_citizens", "api", "public_pages")]
    imported = {
        (path.name, alias.name)
        for path in tree.python_files(tree.ROOT)
        if any(folder in path.parents for folder in open_to_all)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ratings.measured_results")
        for alias in node.names
    }
    assert [each for each in imported if each[1] in whole] == []
