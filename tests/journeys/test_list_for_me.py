"""A citizen answers five short questions on a phone and gets a list with reasons, in under ten screens."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.paper import read_paper
from tests.support.portals import LivePortal, environment, run_command

MOST_SCREENS = 10
ARTICLE = "main article h3 a"
WORDS = {
    "": {
        "begin": "Find den, der passer til dig",
        "where": "Kommune",
        "living": "Dagpenge",
        "fund": "A-kasse",
        "next": "Videre",
        "soon": "Inden for 60 dage",
        "matters": "At mange kommer i job",
        "list": "De bedste for dig",
        "against": "Det taler imod",
    },
    "/en": {
        "begin": "Find the one that suits you",
        "where": "Municipality",
        "living": "Unemployment benefit (dagpenge)",
        "fund": "Unemployment fund",
        "next": "Continue",
        "soon": "Within 60 days",
        "matters": "That many get into work",
        "list": "The best for you",
        "against": "What speaks against it",
    },
}
NEEDS = {
    "municipality": "751",
    "target_group": "dagpenge",
    "start_within_days": 60,
    "weights": {"result": 80, "ratings": 5, "waiting": 5, "distance": 5, "wishes": 5},
}


def walk_to_the_list(page: Page, root: str) -> int:
    """Go from the front page to the list and count the screens, both ends among them."""
    words = WORDS[root]
    screens: list[str] = []
    page.on("load", lambda loaded: screens.append(loaded.url))
    page.goto(f"{root}/")
    page.get_by_role("link", name=words["begin"]).click()
    page.get_by_role("combobox", name=words["where"], exact=True).select_option("751")
    go_on(page, root, "living")
    page.get_by_role("radio", name=words["living"], exact=True).check(force=True)
    go_on(page, root, "fund")
    go_on(page, root, "since")
    go_on(page, root, "help")
    go_on(page, root, "when")
    page.get_by_role("radio", name=words["soon"]).check(force=True)
    go_on(page, root, "matters")
    page.get_by_role("radio", name=words["matters"]).check(force=True)
    page.get_by_role("button", name=words["next"], exact=True).click()
    expect(page.get_by_role("heading", name=words["list"], level=1)).to_be_visible()
    return len(screens)


def go_on(page: Page, root: str, step: str) -> None:
    """Press the button and wait for the next question."""
    page.get_by_role("button", name=WORDS[root]["next"], exact=True).click()
    page.wait_for_url(re.compile(f"{root}/needs/{step}$"))


def listed(page: Page) -> list[str]:
    """Read the slugs of the list in their order."""
    paths: list[str] = page.locator(ARTICLE).evaluate_all("links => links.map(link => link.pathname)")
    return [path.rsplit("/", 1)[-1] for path in paths]


@pytest.mark.parametrize("root", ["", "/en"], ids=["danish", "english"])
def test_five_questions_lead_to_the_order_that_another_process_gives(
    small_phone: Page, live_portal: LivePortal, tmp_path: Path, root: str
) -> None:
    page = small_phone
    assert walk_to_the_list(page, root) < MOST_SCREENS
    assert "?" not in page.url
    shown = listed(page)
    assert len(shown) == MOST_SCREENS
    expect(page.get_by_role("heading", name=WORDS[root]["against"])).to_have_count(len(shown))
    file = tmp_path / "needs.json"
    file.write_text(json.dumps(NEEDS), encoding="utf-8")
    printed = run_command("match", str(file), "--json", env=environment(live_portal.data_dir))
    assert [place["slug"] for place in json.loads(printed)["results"]][: len(shown)] == shown


def test_answers_can_be_changed_and_forgotten_and_a_place_saved(small_phone: Page) -> None:
    page = small_phone
    walk_to_the_list(page, "")
    page.get_by_text("Dine svar", exact=True).last.click()
    page.get_by_role("link", name=re.compile("^Ret ?: Hvornår$")).click()
    expect(page.get_by_role("radio", name="Inden for 60 dage")).to_be_checked()
    page.get_by_role("radio", name="Det haster ikke").check(force=True)
    page.get_by_role("button", name="Gem, og vis min liste").click()
    expect(page.get_by_role("heading", name="De bedste for dig", level=1)).to_be_visible()
    page.get_by_role("article").first.get_by_role("button", name=re.compile("^Gem på din liste")).click()
    if steps.scripts_run(page):
        expect(page.get_by_text("Gemt på din liste").first).to_be_visible()
    else:
        expect(page.get_by_role("heading", name="Din liste", level=1)).to_be_visible()
        page.goto("/ranking")
    page.get_by_text("Dine svar", exact=True).last.click()
    page.get_by_role("button", name="Glem mine svar").click()
    expect(page.get_by_role("heading", name="Find hjælp til job", level=1)).to_be_visible()
    assert "needs" not in {cookie["name"] for cookie in page.context.cookies()}


def test_list_is_printed_with_its_reasons_and_without_its_buttons(phone: Page) -> None:
    walk_to_the_list(phone, "")
    paper = read_paper(phone.pdf(prefer_css_page_size=True))
    assert paper.says("Det taler for")
    assert paper.says("Du har de samme pligter, uanset hvem du vælger.")
    assert not paper.says("Glem mine svar")
    assert not paper.says("Gem på din liste")


def test_a_slider_sets_its_number_and_chooses_one_s_own(desktop: Page) -> None:
    walk_to_the_list(desktop, "")
    desktop.goto("/needs/matters")
    desktop.get_by_text("Skriv dine egne tal").click()
    slider = desktop.get_by_role("slider", name="Afstand")
    slider.fill("70")
    expect(desktop.get_by_role("textbox", name="Afstand")).to_have_value("70")
    expect(desktop.get_by_role("radio", name="Mine egne tal")).to_be_checked()
    desktop.get_by_role("button", name="Videre", exact=True).click()
    desktop.get_by_text("Se, hvor meget hver ting tæller").click()
    expect(desktop.get_by_text("70", exact=True)).to_be_visible()
