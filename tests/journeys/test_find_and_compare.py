"""The main job: somebody who is ill in Aarhus finds providers on a small phone, compares three and prints."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.paper import read_paper
from tests.support.browser import OpenPage

SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "without-javascript"])


def picked(page: Page, number: int) -> list[steps.Hit]:
    """Tick the first listings for comparison."""
    wanted = steps.hits(page)[:number]
    assert len(wanted) == number
    for hit in wanted:
        steps.compare_box(page, hit).click()
    return wanted


@SCRIPTS
def test_a_person_on_sick_leave_in_aarhus_finds_compares_and_prints(
    open_page: OpenPage, javascript: bool
) -> None:
    page = open_page("phone", javascript=javascript)
    page.goto("/")
    page.get_by_role("searchbox", name="Søg med dine egne ord").fill("sygemeldt aarhus")
    page.get_by_role("button", name="Vis aktører").click()
    expect(page.get_by_role("heading", name="Find aktører", level=1)).to_be_visible()
    promised = steps.narrow(page, "Din situation", "Sygedagpenge")
    assert steps.total(page) == promised

    three = picked(page, 3)
    page.get_by_role("button", name=steps.COMPARE).click()
    expect(page.get_by_role("heading", name="Sammenlign aktører", level=1)).to_be_visible()
    assert steps.columns(page) == [hit.name for hit in three]
    assert_printed(page, three)


def assert_printed(page: Page, compared: list[steps.Hit]) -> None:
    """Print the comparison: the names and facts are on the paper, and what can only be pressed is not."""
    paper = read_paper(page.pdf(prefer_css_page_size=True))
    assert [hit.name for hit in compared if not paper.says(hit.name)] == []
    assert paper.says("Ventetid")
    assert paper.says("Du har de samme pligter, uanset hvem du vælger.")
    assert all(width > height for width, height in paper.pages)
    assert 1 <= len(paper.pages) <= 3
    for only_on_screen in ("Din liste", "English", "Find flere", "Link til siden", "Fjern"):
        assert page.get_by_role("link", name=only_on_screen).first.is_visible()
        assert not paper.says(only_on_screen)


@SCRIPTS
def test_every_hit_for_sygemeldt_aarhus_covers_aarhus_and_helps_people_on_sygedagpenge(
    open_page: OpenPage, javascript: bool
) -> None:
    page = open_page("phone", javascript=javascript)
    page.goto("/search")
    steps.search_for(page, "sygemeldt aarhus")
    steps.narrow(page, "Din situation", "Sygedagpenge")
    found = steps.hits(page)
    assert len(found) == steps.total(page)
    for hit in found:
        page.goto(hit.path)
        expect(page.get_by_role("heading", name=hit.name, level=1)).to_be_visible()
        where = page.get_by_role("region", name="Hvor?").text_content()
        assert where is not None
        assert "Aarhus" in where or "hele landet" in where
        groups = page.get_by_role("region", name="Hvem er det for?").get_by_role("listitem")
        assert "Sygedagpenge" in groups.all_text_contents()


@SCRIPTS
def test_a_fifth_is_refused_with_a_sentence_that_says_what_to_do(
    open_page: OpenPage, javascript: bool
) -> None:
    page = open_page("desktop", javascript=javascript)
    page.goto("/search?q=8000")
    five = picked(page, 5)
    if javascript:
        expect(page.get_by_text("Vælg højst fire. Fjern et kryds først.")).to_be_visible()
        expect(steps.compare_box(page, five[4])).not_to_be_checked()
        expect(steps.compare_box(page, five[3])).to_be_checked()
    page.get_by_role("button", name=steps.COMPARE).click()
    expect(page.get_by_role("columnheader")).to_have_count(4)
    assert steps.columns(page) == [hit.name for hit in five[:4]]
    if not javascript:
        sentence = "Du kan sammenligne 4 ad gangen. Vi viser de første af de 5, du valgte."
        expect(page.get_by_text(sentence)).to_be_visible()


def test_those_picked_are_kept_over_a_new_search_and_can_be_let_go(desktop: Page) -> None:
    desktop.goto("/search?q=8000")
    first, second = picked(desktop, 2)
    steps.search_for(desktop, "mentor")
    expect(desktop.get_by_text("Du har valgt 2 af 4.")).to_be_visible()
    desktop.get_by_role("button", name=f"Fjern: {first.name}").click()
    expect(desktop.get_by_text("Du har valgt 1 af 4.")).to_be_visible()
    third = next(hit for hit in steps.hits(desktop) if hit not in (first, second))
    steps.compare_box(desktop, third).check()
    desktop.get_by_role("button", name=steps.COMPARE).click()
    expect(desktop.get_by_role("columnheader")).to_have_count(2)
    assert set(steps.columns(desktop)) == {second.name, third.name}


def test_a_column_that_is_removed_leaves_the_others_in_their_order(page: Page) -> None:
    page.goto("/search?municipality=751")
    first, second, third = steps.hits(page)[:3]
    page.goto("/compare?" + "&".join(f"l={hit.slug}" for hit in (first, second, third)))
    page.get_by_role("link", name=f"Fjern {second.name} fra sammenligningen").click()
    expect(page.get_by_role("columnheader")).to_have_count(2)
    assert steps.columns(page) == [first.name, third.name]
