"""What a new company and the authority do from sign-up to decision, as they do it in a browser."""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from portal.state import utc_now
from providers.clock import danish_day

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PASSWORD = "fire ord efter hinanden"
# Does what waits: letters are made, mails go out.
Work = Callable[[], object]
Look = Callable[[Page], object]


def sign_in(page: Page, name: str) -> None:
    """Sign in as one of the invented people."""
    page.goto("/start")
    page.get_by_role("button", name=re.compile(rf"^{name}:")).click()


def sign_up(page: Page, company: str, email: str, work: Work, look: Look) -> str:
    """Bring in a company, read the mail, choose a password; give the office's address."""
    page.goto("/")
    page.get_by_role("link", name="Bliv godkendt aktør").click()
    look(page)
    page.get_by_role("link", name="Opret jeres virksomhed").click()
    page.get_by_role("button", name="Send mig et link").click()
    expect(page.locator("#error-summary")).to_be_visible()
    look(page)
    number = re.search(r"[0-9]{8}", page.locator("#cvr-hint").inner_text())
    assert number is not None
    page.fill("#cvr", number[0])
    page.fill("#company", company)
    page.get_by_label("Privat aktør").check()
    page.fill("#name", "Åse Ny")
    page.fill("#email", email)
    page.get_by_role("button", name="Send mig et link").click()
    look(page)
    work()
    page.get_by_role("link", name="Læs prøvens mails").click()
    page.get_by_role("link", name=f"Opret {company}").first.click()
    address = re.search(r"/sign-up/s[0-9]+-[0-9a-f]{64}", page.locator("main").inner_text())
    assert address is not None
    page.goto(address[0])
    look(page)
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.get_by_role("button", name="Opret virksomheden").click()
    expect(page.locator("main")).to_contain_text("Nu kan I søge om godkendelse.")
    return page.url.removesuffix("/approval")


def apply(page: Page, office: str, look: Look) -> str:
    """Write a whole application and send it; give the address of the case."""
    page.goto(f"{office}/approval")
    page.get_by_role("button", name="Søg om godkendelse").click()
    case = page.url
    page.get_by_role("link", name="Se igennem og send").click()
    page.get_by_role("button", name="Send ansøgningen").click()
    expect(page.locator("#error-summary")).to_contain_text("ting mangler")
    look(page)
    page.goto(case)
    look(page)
    steps = page.locator("ol.to-do a").evaluate_all("links => links.map(link => link.href)")
    for step in steps:
        page.goto(step)
        _fill(page)
        look(page)
        page.get_by_role("button", name="Gem og fortsæt").click()
        assert page.locator("#error-summary.alert-error").count() == 0, page.locator("main").inner_text()
    page.goto(case)
    page.get_by_role("link", name="Se igennem og send").click()
    assert page.locator("#error-summary").count() == 0, page.locator("#error-summary").inner_text()
    look(page)
    page.get_by_role("button", name="Send ansøgningen").click()
    expect(page.get_by_role("link", name="Følg sagen")).to_be_visible()
    look(page)
    return case


def _fill(page: Page) -> None:
    """Fill in whatever a page of the application asks for."""
    for area in page.locator("main textarea").all():
        area.fill("Vi taler med borgeren hver uge og skriver ned, hvad vi aftaler.")
    for file in page.locator("main input[type=file]").all():
        file.set_input_files({"name": "bilag.pdf", "mimeType": "application/pdf", "buffer": PDF})
    typed = {"employees": "4", "name": "Jobhjælp på Ærø", "waiting_days": "7", "phone": "70 10 10 10"}
    typed |= {"email": "kontakt@aeroe.example", "website": "https://www.aeroe.example"}
    for name, value in typed.items():
        for field in page.locator(f"main input[name={name}]").all():
            field.fill(value)
    for name in ("area", "groups"):
        for field in page.locator(f"main input[name={name}][value=all]").all():
            field.check()
    if page.locator("main input[name=support]").count():
        for name in ("target_groups", "support", "languages", "formats"):
            page.locator(f"main input[name={name}]").first.check()
        kind = page.locator("main input[name=support]").first.get_attribute("value")
        page.fill(f"#price-{kind}", "12000")


def answer(page: Page, case: str, look: Look) -> None:
    """Answer what the authority asks."""
    page.goto(case)
    look(page)
    page.get_by_role("link", name="Læs og svar").click()
    page.fill("#text", "Her er det, I spurgte om.")
    page.locator("#file").set_input_files({"name": "svar.pdf", "mimeType": "application/pdf", "buffer": PDF})
    look(page)
    page.get_by_role("button", name="Send svaret").click()
    assert page.locator("#error-summary").count() == 0, page.locator("main").inner_text()


def letters(page: Page, case: str) -> list[bytes]:
    """Open every letter that a case shows its party."""
    page.goto(case)
    links = page.locator("main a[href*='/letters/']").evaluate_all("links => links.map(link => link.href)")
    return [page.request.get(link).body() for link in links]


def ask(page: Page, case: str, button: str, look: Look, about: str = "") -> None:
    """Ask the party for information, or hear it."""
    page.goto(case)
    page.get_by_role("link", name=button).click()
    if about:
        page.get_by_label(about, exact=True).check()
    page.fill("#text", "Vi mangler bevis på, at forsikringen gælder hele næste år.")
    look(page)
    page.locator("main form button.button-primary").click()
    assert page.locator("#error-summary").count() == 0, page.locator("main").inner_text()


def judge_all(page: Page, case: str, not_met: str, look: Look) -> None:
    """Judge every standard that nobody has judged; one of them is not met."""
    page.goto(case)
    addresses = page.locator("main a[href*='/standards/']").evaluate_all(
        "links => links.map(link => link.href)"
    )
    for address in addresses:
        page.goto(address)
        outcome = "not_met" if address.endswith(f"/{not_met}") else "met"
        page.locator(f"main input[name=outcome][value={outcome}]").check()
        page.fill("#note", "Forsikringen udløber til foråret." if outcome == "not_met" else "")
        if outcome == "not_met":
            look(page)
        page.get_by_role("button", name="Gem vurderingen").click()


def propose(page: Page, case: str, kind: str, look: Look, *, condition: str = "", last_on: str = "") -> None:
    """Propose a decision to a lead."""
    page.goto(case)
    page.get_by_role("link", name="Foreslå en afgørelse").click()
    page.get_by_label(kind, exact=True).check()
    page.fill("#facts", "Aktøren har fire ansatte og hjælper i hele landet.")
    page.fill("#ground", "Vi har lagt vægt på, at forsikringen kun gælder til foråret.")
    if last_on:
        page.fill("#last_on", last_on)
    if condition:
        page.fill("#condition_1", condition)
        page.fill("#due_1", (danish_day(utc_now()) + timedelta(days=60)).isoformat())
    look(page)
    page.get_by_role("button", name="Send forslaget til en leder").click()
    assert page.locator("#error-summary").count() == 0, page.locator("main").inner_text()


def decide(page: Page, case: str, look: Look) -> None:
    """Decide as it was proposed."""
    page.goto(case)
    page.get_by_role("link", name="Se forslaget til afgørelse").click()
    look(page)
    page.get_by_role("button", name="Afgør sagen som foreslået").click()
    assert page.locator("#error-summary").count() == 0, page.locator("main").inner_text()


def review(page: Page, company: str, look: Look) -> str:
    """Open a case about an approval; give its address."""
    page.goto("/authority/reviews/new")
    page.fill("#q", company)
    page.get_by_role("button", name="Søg", exact=True).click()
    page.get_by_role("link", name=company).click()
    page.fill("#ground", "Resultatet er klart under det forventede.")
    page.fill("#employees", "4")
    look(page)
    page.get_by_role("button", name="Åbn sagen").click()
    assert page.locator("#error-summary").count() == 0, page.locator("main").inner_text()
    return page.url.partition("#")[0]


def hits(page: Page, words: str) -> int:
    """Count what the search finds."""
    page.goto(f"/search?q={words}")
    return page.locator("main article h3 a").count()
