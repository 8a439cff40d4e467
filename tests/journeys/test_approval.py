"""A new company signs up, applies, is asked, heard and approved with a condition, is found, and loses it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from portal.state import utc_now
from providers.clock import danish_day
from tests.journeys import approval as steps
from tests.support.browser import OpenPage, accessibility_faults, overflows
from tests.support.portals import LivePortal, environment, run_command
from tests.support.reading import HIGHEST_LIX, lix, own_sentences

COMPANY = "Jobhjælp på Ærø ApS"
WORDS = "jobhjælp+ærø"
APPROVED, REVOKED = "Godkendelse med vilkår", "Tilbagekaldelse"
CONDITION = "Send en ny forsikring."


@pytest.fixture
def work(live_portal: LivePortal) -> Callable[[], object]:
    """Do what waits, as the worker beside a running portal does within a second."""
    port = live_portal.url.rpartition(":")[2]
    env = environment(live_portal.data_dir, PORTAL_DEMONSTRATION="1", PORT=port)
    return lambda: run_command("jobs", "work", "--once", env=env)


@dataclass(frozen=True)
class People:
    """Everybody who takes part, each with a browser of their own."""

    provider: Page
    caseworker: Page
    lead: Page
    citizen: Page


@pytest.fixture
def people(open_page: OpenPage) -> People:
    """Give four browsers; the company and the citizen have phones."""
    return People(open_page("phone"), open_page("desktop"), open_page("desktop"), open_page("phone"))


def look(page: Page) -> None:
    """Hold a page against what every page must be: no fault, not too wide, easy to read."""
    assert accessibility_faults(page) == [], page.url
    assert not overflows(page), page.url
    assert lix(own_sentences(page.content())) <= HIGHEST_LIX, page.url


def approve_with_a_condition(people: People, case: str, at_authority: str) -> None:
    """Ask, judge, hear, propose and decide."""
    provider, caseworker = people.provider, people.caseworker
    caseworker.goto(at_authority)
    expect(caseworker.locator("main")).to_contain_text("Kun mailadressen er bekræftet")
    caseworker.get_by_role("button", name="Tag sagen").click()
    look(caseworker)
    steps.ask(caseworker, at_authority, "Bed om oplysninger", look)
    provider.goto("/office")
    expect(provider.locator("main")).to_contain_text("Myndigheden mangler oplysninger i jeres sag.")
    steps.answer(provider, case, look)
    steps.judge_all(caseworker, at_authority, "insurance", look)
    steps.ask(caseworker, at_authority, "Send i partshøring", look, about=APPROVED)
    steps.answer(provider, case, look)
    last_on = (danish_day(utc_now()) + timedelta(days=400)).isoformat()
    steps.propose(caseworker, at_authority, APPROVED, look, condition=CONDITION, last_on=last_on)
    steps.decide(people.lead, at_authority, look)


def revoke(people: People, office: str) -> str:
    """Open a review, hear the company and take the approval back; give the case's address in the office."""
    at_authority = steps.review(people.caseworker, COMPANY, look)
    case = f"{office}/approval/{at_authority.rpartition('/')[2]}"
    steps.ask(people.caseworker, at_authority, "Send i partshøring", look, about=REVOKED)
    steps.answer(people.provider, case, look)
    steps.propose(people.caseworker, at_authority, REVOKED, look)
    steps.decide(people.lead, at_authority, look)
    return case


def read_letters(people: People, case: str, number: int) -> None:
    """Open every letter of a case; each is a file that a reader of PDF opens."""
    found = steps.letters(people.provider, case)
    assert [letter[:5] for letter in found] == [b"%PDF-"] * number
    assert all(letter.rstrip().endswith(b"%%EOF") for letter in found)


def test_company_is_approved_with_a_condition_and_found_and_is_not_found_once_that_is_taken_back(
    people: People, work: Callable[[], object]
) -> None:
    office = steps.sign_up(people.provider, COMPANY, "aase@aeroe.example", work, look)
    case = steps.apply(people.provider, office, look)
    steps.sign_in(people.caseworker, "Sofie Sagsen")
    steps.sign_in(people.lead, "Leif Lederen")
    in_register = f"/approvals/{office.rpartition('/')[2]}"
    assert steps.hits(people.citizen, WORDS) == 0

    approve_with_a_condition(people, case, f"/authority/cases/{case.rpartition('/')[2]}")
    work()
    assert steps.hits(people.citizen, WORDS) == 1
    people.citizen.locator("main article h3 a").first.click()
    look(people.citizen)
    people.citizen.goto(in_register)
    expect(people.citizen.locator("main")).to_contain_text(CONDITION)
    look(people.citizen)
    read_letters(people, case, 3)

    review = revoke(people, office)
    assert steps.hits(people.citizen, WORDS) == 0
    people.citizen.goto(in_register)
    expect(people.citizen.locator("main")).to_contain_text("Ikke godkendt mere")
    work()
    read_letters(people, review, 2)
