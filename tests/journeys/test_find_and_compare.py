"""The main job: somebody who is ill in Aarhus finds providers on a small phone, compares three and prints."""

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.paper import read_paper
from tests.support.browser import OpenPage

ONLY_ON_SCREEN = ("Din liste", "English", "Find flere", "Link til siden", "Fjern")


def picked(page: Page, number: int) -> list[steps.Hit]:
    """Tick the first listings for comparison."""
    wanted = steps.hits(page)[:number]
    assert len(wanted) == number
    for hit in wanted:
        steps.compare_box(page, hit).click()
    return wanted


def test_person_on_sick_leave_in_aarhus_finds_compares_three_and_prints(small_phone: Page) -> None:
    page = small_phone
    page.goto("/")
    page.get_by_role("searchbox", name="Søg med dine egne ord").fill("sygemeldt aarhus")
    page.get_by_role("button", name="Vis aktører").click()
    expect(page.get_by_role("heading", name="Find aktører", level=1)).to_be_visible()
    promised = steps.tick(page, "Din situation", "Sygedagpenge")
    assert steps.total(page) == promised

    if steps.scripts_run(page):
        page.get_by_role("button", name="Vis aktører").click()
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
    assert 1 <= len(paper.pages) <= 3
    assert all(width > height for width, height in paper.pages), "Columns need the long side of the paper."
    for words in ONLY_ON_SCREEN:
        assert page.get_by_role("link", name=words).first.is_visible()
        assert not paper.says(words)


def test_hits_for_sygemeldt_aarhus_cover_aarhus_and_help_people_on_sygedagpenge(phone: Page) -> None:
    phone.goto("/search")
    steps.search_for(phone, "sygemeldt aarhus")
    steps.tick(phone, "Din situation", "Sygedagpenge")
    found = steps.hits(phone)
    assert len(found) == steps.total(phone) >= 3
    for hit in found:
        phone.goto(hit.path)
        expect(phone.get_by_role("heading", name=hit.name, level=1)).to_be_visible()
        where = phone.get_by_role("region", name="Hvor?").text_content() or ""
        assert "Aarhus" in where or "hele landet" in where
        groups = phone.get_by_role("region", name="Hvem er det for?").get_by_role("listitem")
        assert "Sygedagpenge" in groups.all_text_contents()


def test_fifth_is_refused_at_once_where_scripts_run(desktop: Page) -> None:
    desktop.goto("/search?q=8000")
    five = picked(desktop, 5)
    expect(desktop.get_by_text("Vælg højst fire. Fjern et kryds først.")).to_be_visible()
    expect(steps.compare_box(desktop, five[4])).not_to_be_checked()
    expect(steps.compare_box(desktop, five[3])).to_be_checked()
    desktop.get_by_role("button", name=steps.COMPARE).click()
    expect(desktop.get_by_role("columnheader")).to_have_count(4)
    assert steps.columns(desktop) == [hit.name for hit in five[:4]]


def test_fifth_is_left_out_with_a_sentence_where_no_scripts_run(open_page: OpenPage) -> None:
    page = open_page(javascript=False)
    page.goto("/search?q=8000")
    five = picked(page, 5)
    page.get_by_role("button", name=steps.COMPARE).click()
    sentence = "Du kan sammenligne 4 ad gangen. Vi viser de første af de 5, du valgte."
    expect(page.get_by_text(sentence)).to_be_visible()
    assert steps.columns(page) == [hit.name for hit in five[:4]]


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


def test_column_that_is_removed_leaves_the_others_in_their_order(phone: Page) -> None:
    page = phone
    page.goto("/search?municipality=751")
    first, second, third = steps.hits(page)[:3]
    page.goto("/compare?" + "&".join(f"l={hit.slug}" for hit in (first, second, third)))
    page.get_by_role("link", name=f"Fjern {second.name} fra sammenligningen").click()
    expect(page.get_by_role("columnheader")).to_have_count(2)
    assert steps.columns(page) == [first.name, third.name]
