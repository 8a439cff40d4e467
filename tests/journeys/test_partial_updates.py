"""With scripts a choice changes the hits in place, says so and keeps focus; and there is little to load."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps

LARGEST_PAGE = 60_000  # bytes over the wire without fonts: design/interface.md, "Speed as felt"


def test_choice_changes_the_hits_without_a_reload_and_says_so(desktop: Page) -> None:
    desktop.goto("/search?q=aarhus")
    desktop.evaluate("() => { window.sameDocument = true; }")
    before = (steps.total(desktop), desktop.title())
    box = steps.option(desktop, "Sygedagpenge")
    box.focus()
    desktop.keyboard.press("Space")
    expect(steps.chip(desktop, "Sygedagpenge")).to_be_visible()
    assert 0 < steps.total(desktop) < before[0]
    heading = steps.results(desktop).get_by_role("heading", level=2).inner_text()
    expect(desktop.get_by_role("status").filter(has_text=f"{heading}. Du ser nummer 1 til")).to_be_attached()
    expect(box).to_be_focused()
    expect(box).to_be_checked()
    assert desktop.evaluate("() => window.sameDocument === true")
    assert desktop.title() != before[1]


def test_counts_beside_the_choices_follow_and_keep_their_promise(desktop: Page) -> None:
    desktop.goto("/search?q=aarhus")
    assert steps.tick(desktop, "Din situation", "Sygedagpenge") == steps.total(desktop)
    assert steps.tick(desktop, "Slags aktør", "Privat aktør") == steps.total(desktop)
    assert steps.tick(desktop, "Sådan mødes I", "Videomøde") == steps.total(desktop) > 0


def test_reader_who_empties_a_choice_gets_the_rest_back_in_place(desktop: Page) -> None:
    desktop.goto("/search?q=aarhus")
    everybody = (steps.total(desktop), steps.hits(desktop))
    desktop.evaluate("() => { window.sameDocument = true; }")
    steps.tick(desktop, "Din situation", "Sygedagpenge")
    steps.option(desktop, "Sygedagpenge").uncheck()
    expect(steps.chip(desktop, "Sygedagpenge")).to_have_count(0)
    assert (steps.total(desktop), steps.hits(desktop)) == everybody
    assert steps.asked(desktop) == {"q": ["aarhus"]}
    assert desktop.evaluate("() => window.sameDocument === true")


def test_broken_connection_falls_back_on_an_ordinary_request(desktop: Page) -> None:
    desktop.goto("/search?q=aarhus")
    desktop.route(
        "**/search?*",
        lambda route: route.abort() if route.request.resource_type in ("fetch", "xhr") else route.continue_(),
    )
    steps.fold_out(desktop, "Din situation")
    steps.option(desktop, "Sygedagpenge").check()
    expect(steps.chip(desktop, "Sygedagpenge")).to_be_visible()
    assert steps.asked(desktop) == {"q": ["aarhus"], "target_group": ["sygedagpenge"]}


@pytest.mark.parametrize("path", ["/search", "/search?q=sygemeldt+aarhus", "/search?view=map"])
def test_search_page_is_light_over_the_wire(phone: Page, path: str) -> None:
    kinds: dict[str, str] = {}
    weights: dict[str, int] = {}
    session = phone.context.new_cdp_session(phone)
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda event: weights.update({event["requestId"]: event["encodedDataLength"]}),
    )
    session.send("Network.enable")
    phone.goto(path, wait_until="networkidle")
    loaded = sorted(kinds[request] for request in weights if kinds[request] != "Font")
    assert [kind for kind in loaded if kind in ("Document", "Script", "Stylesheet")] == [
        "Document",
        "Script",
        "Stylesheet",
    ]
    total = sum(weight for request, weight in weights.items() if kinds[request] != "Font")
    assert 10_000 < total < LARGEST_PAGE, {kinds[request]: weight for request, weight in weights.items()}
