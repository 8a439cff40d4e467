"""Our own Danish is plain: LIX at most 35 on every page, measured over what the reader gets."""

import re
import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests.support.portals import LivePortal
from tests.support.reading import HIGHEST_LIX, lix, own_sentences

# Sentences with figures must be easier still.
HIGHEST_OF_FIGURES = 30
PAGES = (
    "/",
    "/search",
    "/search?q=sygemeldt+aarhus",
    "/search?q=8000&municipality=751&kind=x",
    "/search?view=map",
    "/search?q=zzzqqqx",
    "/listings/jobcenter-aarhus",
    "/compare",
    "/compare?l=jobcenter-aarhus&l=jobcenter-aalborg",
    "/shortlist",
    "/shortlist?l=jobcenter-aarhus&l=jobcenter-aalborg",
    "/about",
    "/free-choice",
    "/help",
    "/standards",
    "/approvals",
    "/become-approved",
    "/sign-in",
    "/sign-up",
    "/approvals/aarhus-kommune",
    "/results/method",
    "/needs/where",
    "/ranking/method",
    "/results/releases",
    "/results/releases/1",
    "/privacy",
    "/was",
    "/does-not-exist",
)


def fetch(portal: LivePortal, path: str) -> str:
    try:
        with urllib.request.urlopen(portal.url + path, timeout=20) as answer:
            body: bytes = answer.read()
    except urllib.error.HTTPError as error:
        body = error.read()
    return body.decode("utf-8")


@pytest.mark.parametrize("path", PAGES)
def test_page_is_easy_to_read(live_portal: LivePortal, path: str) -> None:
    sentences = own_sentences(fetch(live_portal, path))
    assert len(sentences) > 3
    assert lix(sentences) <= HIGHEST_LIX


def test_what_is_said_of_measured_results_is_easy_to_read(live_portal: LivePortal) -> None:
    hits = fetch(live_portal, "/search?sort=result")
    slugs = list(dict.fromkeys(re.findall(r'href="/listings/([a-z0-9-]+)"', hits)))
    assert len(slugs) == 20
    for slug in slugs[:4]:
        page = fetch(live_portal, f"/listings/{slug}")
        assert "Vis tal for hver målgruppe" in page
        assert lix(own_sentences(page)) <= HIGHEST_LIX, slug
    assert lix(own_sentences(fetch(live_portal, f"/compare?l={'&l='.join(slugs[:4])}"))) <= HIGHEST_LIX


def test_each_step_and_the_list_made_for_one_citizen_are_easy_to_read(live_portal: LivePortal) -> None:
    answers = {
        "where": {"municipality": "751", "postcode": "8000"},
        "living": {"living": "dagpenge"},
        "fund": {"fund": ""},
        "help": {"support": "cv_jobsoegning"},
        "when": {"start": "30"},
        "matters": {"emphasis": "result"},
    }
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = ""
    browser.addheaders = [("Sec-Fetch-Site", "same-origin")]
    for step, told in answers.items():
        with browser.open(f"{live_portal.url}/needs/{step}", timeout=20) as answer:
            asked = own_sentences(answer.read().decode())
        assert lix(asked) <= HIGHEST_LIX, (step, asked)
        typed = urllib.parse.urlencode(told).encode()
        with browser.open(f"{live_portal.url}/needs/{step}", typed, timeout=20) as answer:
            page = answer.read().decode()
    sentences = own_sentences(page)
    assert "Det taler imod" in sentences
    assert lix(sentences) <= HIGHEST_OF_FIGURES


def test_what_providers_write_is_marked_and_left_out(live_portal: LivePortal) -> None:
    page = fetch(live_portal, "/listings/jobcenter-aarhus")
    assert "<h1" in page
    assert "Jobcenter Aarhus" in page
    assert "Målt resultat" in own_sentences(page)
    assert [sentence for sentence in own_sentences(page) if "borgere uden job" in sentence] == []


def test_lix_counts_sentences_and_long_words() -> None:
    assert lix(["Du får hjælp.", "Kommunen betaler."]) == 5 / 2 + 100 * 2 / 5
    assert lix(["Vi ringer til dig i dag."]) == 6


def test_block_ends_a_sentence_and_marked_text_is_passed_over() -> None:
    page = (
        "<header><p>Menu</p></header><main><h2>Din liste</h2><p>Den er <b>tom</b>. Gem en.</p>"
        "<ul data-source='register'><li>Kontanthjælp</li></ul><select><option>Alle</option></select><br>"
        "<p>Slut</p></main>"
    )
    assert own_sentences(page) == ["Din liste", "Den er tom.", "Gem en.", "Slut"]
