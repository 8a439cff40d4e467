"""Everybody can read what actors must meet, in which version, and what changed; programs too."""

import json
import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.for_citizens import standards, standards_view
from portal.labels import check_label, standard_group_label, tracks_label
from portal.locale import speaking
from portal.state import Portal
from providers.approval.standard_files import get_version, in_order, standards_on
from providers.approval.standard_set import AutomaticCheck, StandardGroup, StandardSet, Track, Wording

pytestmark = pytest.mark.sqlite_only
BEFORE, AFTER = date(2026, 11, 25), date(2028, 1, 1)
FIRST = get_version("2027-01")


def later(first: StandardSet) -> StandardSet:
    """Give a version a year later: the first standard went, the second says something else, one is new."""
    one, two, *others = first.standards
    changed = (replace(two, why=Wording("Nyt.", "New.")), *others, replace(one, id="brand_new"))
    return replace(
        first,
        version="2028-01",
        valid_from=AFTER,
        changes=Wording("Et nyt krav.", "A new one."),
        standards=changed,
    )


def text_of(client: FlaskClient, path: str) -> str:
    """Give what a page says in one line."""
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))))


@pytest.mark.parametrize(("root", "language"), [("", "da"), ("/en", "en")])
def test_page_holds_every_standard_whole(client: FlaskClient, root: str, language: str) -> None:
    page = text_of(client, f"{root}/standards")
    for standard in FIRST.standards:
        for wording in (standard.question, standard.why, standard.evidence, standard.source):
            assert wording.text(language) in page


def test_page_says_who_can_be_refused_and_who_can_only_be_warned(client: FlaskClient) -> None:
    page = text_of(client, "/standards")
    assert "Vi kan ikke sige nej til dem" in page
    assert "får de en advarsel, som alle kan se" in page


def test_sentences_stand_apart(client: FlaskClient) -> None:
    page = client.get("/standards").get_data(as_text=True)
    assert re.findall(r"[a-zæøå][.?:][A-ZÆØÅ]|\d\.[A-ZÆØÅ]", page[page.index("<main") :]) == []


def test_page_leads_to_how_results_are_measured_and_others_lead_to_the_page(client: FlaskClient) -> None:
    assert 'href="/results/method"' in client.get("/standards").get_data(as_text=True)
    page = client.get("/help").get_data(as_text=True)
    assert page.count('href="/standards"') == 2


def test_first_version_says_that_nothing_has_changed_yet(client: FlaskClient) -> None:
    page = text_of(client, "/standards")
    assert "Der er kun én udgave. Kravene er ikke ændret endnu." in page
    assert "Nye krav:" not in page


def test_version_has_an_address_of_its_own_and_an_unknown_one_has_none(client: FlaskClient) -> None:
    assert "Udgave 2027-01." in text_of(client, "/standards/2027-01")
    assert client.get("/standards/2026-01").status_code == 404


def test_page_is_kept_by_browsers_until_it_changes(client: FlaskClient) -> None:
    first = client.get("/standards")
    again = client.get("/standards", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("root", ["", "/en"])
def test_data_holds_every_version_in_both_languages(client: FlaskClient, root: str) -> None:
    answer = client.get(f"{root}/standards.json")
    assert answer.mimetype == "application/json"
    (version,) = json.loads(answer.data)["versions"]
    assert (version["version"], version["valid_from"]) == ("2027-01", "2027-01-01")
    assert [each["id"] for each in version["standards"]] == [each.id for each in FIRST.standards]
    assert version["standards"][-1]["question"] == {
        "da": FIRST.standards[-1].question.da,
        "en": FIRST.standards[-1].question.en,
    }
    again = client.get(f"{root}/standards.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("tracks", "said"),
    [
        (tuple(Track), "Alle aktører"),
        ((Track.FULL, Track.LIGHT), "Private og andre"),
        ((Track.FULL,), "Private og andre med mindst 10 ansatte"),
        ((Track.LIGHT,), "Private og andre med under 10 ansatte"),
        ((Track.PUBLIC,), "Kommuner og a-kasser"),
        ((Track.FULL, Track.PUBLIC), "Kommuner og a-kasser, private og andre med mindst 10 ansatte"),
    ],
)
def test_every_choice_of_tracks_is_said_in_words(tracks: tuple[Track, ...], said: str) -> None:
    with speaking("da"):
        assert tracks_label(tracks, 10) == said


def test_every_check_and_group_has_words() -> None:
    with speaking("en"):
        assert all(check_label(check) for check in (None, *AutomaticCheck))
        assert all(standard_group_label(group) for group in StandardGroup)


def test_version_that_comes_is_used_at_once_when_there_is_no_other() -> None:
    with speaking("da"):
        view = standards_view.make(FIRST, (FIRST,), BEFORE, "da")
    assert (view.coming, view.in_use) == (True, True)
    assert view.counts == {Track.FULL: 22, Track.LIGHT: 20, Track.PUBLIC: 16}


def test_history_names_what_each_version_changed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    both = in_order([FIRST, later(FIRST)])
    monkeypatch.setattr(standards, "versions", lambda: both)
    monkeypatch.setattr(standards, "get_version", {each.version: each for each in both}.__getitem__)
    monkeypatch.setattr(standards_view, "standards_on", lambda day: both[day >= AFTER])
    page = text_of(app.test_client(), "/standards/2028-01")
    history = page[page.rindex("Udgaver og ændringer") :]
    assert (
        "Et nyt krav. Nye krav: Registrering Krav, der er væk: Registrering Krav, der er ændret:" in history
    )
    assert history.index("Udgave 2028-01") < history.index("Udgave 2027-01")
    assert "kun én udgave" not in history


@pytest.mark.parametrize(
    ("shown", "day", "says"),
    [
        ("2028-01", BEFORE, "Du læser en udgave, der ikke gælder endnu."),
        ("2027-01", AFTER, "Du læser en ældre udgave."),
        ("2028-01", AFTER, None),
        ("2027-01", BEFORE, None),
    ],
)
def test_version_that_is_not_used_says_so_and_leads_to_the_one_that_is(
    app: Flask, monkeypatch: pytest.MonkeyPatch, shown: str, day: date, says: str | None
) -> None:
    both = {each.version: each for each in (FIRST, later(FIRST))}
    monkeypatch.setattr(standards, "get_version", both.__getitem__)
    monkeypatch.setattr(
        standards_view, "standards_on", lambda on: both["2028-01" if on >= AFTER else "2027-01"]
    )
    monkeypatch.setattr(standards, "versions", lambda: tuple(both.values()))
    state: Portal = app.extensions["portal"]
    held = replace(state.holder.current(state.now()), day=day)
    monkeypatch.setattr(standards, "catalogue", lambda: held)
    page = text_of(app.test_client(), f"/standards/{shown}")
    assert (says or "Den gælder fra") in page
    assert ("Du læser" in page) is (says is not None)
    assert ("Se de krav, vi bruger nu" in page) is (says is not None)


def test_page_shows_what_applies_today(app: Flask) -> None:
    state: Portal = app.extensions["portal"]
    today = state.holder.current(state.now()).day
    assert f"Udgave {standards_on(today).version}." in text_of(app.test_client(), "/standards")
