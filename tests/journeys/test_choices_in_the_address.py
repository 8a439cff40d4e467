"""Choices stand in the address: they outlive reload, sharing and the back button, and come off one by one."""

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.support.browser import OpenPage

CHOICES = {"Din situation": "Sygedagpenge", "Slags aktør": "Privat aktør"}
CHOSEN = ("Aarhus", *CHOICES.values(), "Kun med ledige pladser")
WANTED = {
    "q": ["job"],
    "municipality": ["751"],
    "target_group": ["sygedagpenge"],
    "kind": ["private_adviser"],
    "places": ["1"],
}


def test_combined_choices_outlive_reload_sharing_and_a_visit_to_a_listing(
    small_phone: Page, open_page: OpenPage
) -> None:
    page = small_phone
    page.goto("/search?q=job&places=1")
    totals = [steps.total(page)]
    steps.choose_municipality(page, "Aarhus")
    totals.append(steps.total(page))
    for facet, name in CHOICES.items():
        assert steps.tick(page, facet, name) == steps.total(page)
        totals.append(steps.total(page))
    assert totals == sorted(set(totals), reverse=True), "Each choice leaves fewer."
    found = steps.hits(page)
    assert found

    def stands_as_it_was(here: Page) -> None:
        assert steps.asked(here) == WANTED
        assert (steps.total(here), steps.hits(here)) == (totals[-1], found)
        assert all(steps.option(here, name).is_checked() for name in CHOSEN)

    stands_as_it_was(page)
    page.reload()
    stands_as_it_was(page)
    page.get_by_role("link", name=found[0].name, exact=True).click()
    expect(page.get_by_role("heading", name=found[0].name, level=1)).to_be_visible()
    page.go_back()
    expect(steps.results(page)).to_be_visible()
    stands_as_it_was(page)
    elsewhere = open_page()
    elsewhere.goto(page.url)
    stands_as_it_was(elsewhere)


def test_field_of_work_and_special_need_leave_whoever_states_them(phone: Page) -> None:
    phone.goto("/search")
    everybody = steps.total(phone)
    in_field = steps.tick(phone, "Branche", "Byggeri og anlæg")
    assert in_field == steps.total(phone)
    both = steps.tick(phone, "Særlige behov", "Adgang uden trin")
    assert everybody > in_field > both == steps.total(phone) > 0
    assert steps.asked(phone) == {"field": ["byggeri"], "accommodation": ["trinfri"]}
    phone.get_by_role("main").get_by_role("article").get_by_role("link").first.click()
    expect(phone.get_by_role("main").get_by_text("Byggeri og anlæg").first).to_be_visible()
    expect(phone.get_by_role("main").get_by_text("Adgang uden trin", exact=True)).to_be_visible()


def test_back_button_takes_one_choice_back_at_a_time(small_phone: Page) -> None:
    page = small_phone
    page.goto("/search?q=job")
    seen = [(steps.total(page), steps.hits(page))]
    for facet, name in CHOICES.items():
        steps.tick(page, facet, name)
        seen.append((steps.total(page), steps.hits(page)))
    page.go_back()
    expect(steps.chip(page, "Privat aktør")).to_have_count(0)
    expect(steps.option(page, "Sygedagpenge")).to_be_checked()
    expect(steps.option(page, "Privat aktør")).not_to_be_checked()
    assert (steps.total(page), steps.hits(page)) == seen[1] != seen[2]
    page.go_back()
    expect(steps.chip(page, "Sygedagpenge")).to_have_count(0)
    expect(steps.option(page, "Sygedagpenge")).not_to_be_checked()
    assert (steps.total(page), steps.hits(page)) == seen[0] != seen[1]
    page.go_forward()
    expect(steps.chip(page, "Sygedagpenge")).to_be_visible()
    assert (steps.total(page), steps.hits(page)) == seen[1]


def test_asking_again_for_what_is_shown_adds_no_step_to_the_way_back(phone: Page) -> None:
    phone.goto("/search?q=job")
    steps.tick(phone, "Din situation", "Sygedagpenge")
    phone.get_by_role("button", name="Vis aktører").click()
    expect(steps.results(phone)).to_be_focused()
    phone.go_back()
    expect(steps.chip(phone, "Sygedagpenge")).to_have_count(0)
    expect(steps.option(phone, "Sygedagpenge")).not_to_be_checked()


def test_each_choice_comes_off_by_its_own_link_and_leaves_the_rest(small_phone: Page) -> None:
    page = small_phone
    page.goto("/search?q=job&municipality=751&target_group=sygedagpenge&kind=private_adviser&sort=name")
    narrow = steps.total(page)
    steps.chip(page, "Privat aktør").click()
    expect(steps.chip(page, "Privat aktør")).to_have_count(0)
    assert steps.total(page) > narrow
    left = {"q": ["job"], "municipality": ["751"], "target_group": ["sygedagpenge"], "sort": ["name"]}
    assert steps.asked(page) == left
    steps.results(page).get_by_role("link", name="Fjern alle valg").click()
    expect(steps.chip(page, "Sygedagpenge")).to_have_count(0)
    assert steps.asked(page) == {"q": ["job"]}
