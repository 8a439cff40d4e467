"""The list for one citizen has the command's order, reasons, who is left out, and what would change it."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from matching.explanation import Explained, explain
from portal.for_citizens import ranked
from tests.factories import register
from tests.portal.for_citizens.needs_answers import WAY, answer_all, names, post

pytestmark = pytest.mark.sqlite_only

NEEDS = {
    "municipality": "751",
    "postcode": "8000",
    "target_group": "sygedagpenge",
    "furthest_km": 30,
    "support": ["arbejdsfastholdelse"],
    "formats": ["in_person"],
    "weights": {"result": 25, "ratings": 5, "waiting": 60, "distance": 5, "wishes": 5},
}


def waiting(days: int | None) -> dict[str, Any]:
    return {"places": None, "waiting_days": days, "confirmed_at": "2026-11-01T09:00:00Z"}


@pytest.fixture
def citizen(app: Flask, tmp_path: Path) -> FlaskClient:
    """Give a citizen's browser in a portal with twelve actors in Aarhus and one in Aalborg alone."""
    lines = register.actors(12)
    for number, line in enumerate(each for each in lines if each["record"] == "listing"):
        line["availability"] = waiting(10 + 5 * number)
    far = register.organisation(13)
    lines += [far, register.listing(13, of=far, content={"municipalities": ["851"]})]
    register.load(app, tmp_path, lines)
    return app.test_client()


def test_order_is_that_of_the_command_for_the_same_needs(
    app: Flask, citizen: FlaskClient, tmp_path: Path
) -> None:
    answer_all(citizen)
    file = tmp_path / "needs.json"
    file.write_text(json.dumps(NEEDS), encoding="utf-8")
    printed = app.test_cli_runner().invoke(args=["match", str(file), "--json"])
    results = [place["slug"] for place in json.loads(printed.stdout)["results"]]
    shown = names(citizen.get("/ranking").text) + names(citizen.get("/ranking?page=2").text)
    assert len(shown) == 12
    assert shown == results
    assert names(citizen.get("/en/ranking").text) == shown[:10]


def test_ten_stand_on_a_page_and_numbers_go_on(citizen: FlaskClient) -> None:
    answer_all(citizen)
    first, second = citizen.get("/ranking").text, citizen.get("/ranking?page=2").text
    assert (len(names(first)), len(names(second))) == (10, 2)
    assert '<ol class="cards ranked" start="11">' in second
    assert "11. <a" in second
    for nonsense in ("0", "x", "99999999", "-1"):
        assert citizen.get(f"/ranking?page={nonsense}").status_code == 200


def test_each_place_says_what_speaks_for_it_and_what_against(citizen: FlaskClient) -> None:
    answer_all(citizen)
    page = citizen.get("/ranking").text
    first = page[page.index("<article") : page.index("</article>")]
    assert "Du venter omkring 10 dage." in first
    assert first.count("<li>") == 3
    assert "Det taler imod" in first
    assert "Vi har ingen tal for folk i din situation endnu." in first
    assert 'form="save-form"' in first
    assert "0." not in re.sub(r"<[^>]+>", "", first)


def test_who_is_left_out_is_counted_with_the_reason(citizen: FlaskClient) -> None:
    answer_all(citizen)
    page = citizen.get("/ranking").text
    assert "1 er udeladt, fordi den ikke hjælper i din kommune." in page
    answer_all(citizen, when={"start": "30"})
    assert "7 er udeladt, fordi ventetiden er for lang." in citizen.get("/ranking").text


def test_nobody_fits_and_the_wish_that_blocks_most_can_be_let_go_of(citizen: FlaskClient) -> None:
    answer_all(citizen, when={"start": "7"})
    page = citizen.get("/ranking")
    assert page.status_code == 200
    assert "Det, der lukker flest ude, er hvor hurtigt du vil i gang." in page.text
    assert "er der 12, der kan hjælpe dig" in page.text
    assert post(citizen, "/ranking", let_go="waiting").location == "/ranking"
    assert len(names(citizen.get("/ranking").text)) == 10


def test_where_no_single_wish_is_to_blame_the_page_leads_on(citizen: FlaskClient) -> None:
    answer_all(citizen, living={"living": "foertidspension"}, help={})
    page = citizen.get("/ranking").text
    assert "Det hjælper ikke at ændre et enkelt ønske." in page
    assert 'href="/search?municipality=751"' in page


def test_something_else_can_matter_most_from_the_list(citizen: FlaskClient) -> None:
    answer_all(citizen, matters={"emphasis": "balanced"})
    post(citizen, "/ranking", emphasis="waiting")
    assert "At jeg kan begynde hurtigt" in citizen.get("/ranking").text
    assert post(citizen, "/ranking", emphasis="bribes").location == "/ranking"
    assert "At jeg kan begynde hurtigt" in citizen.get("/ranking").text


def test_answers_are_summed_up_with_a_way_to_change_each(citizen: FlaskClient) -> None:
    answer_all(citizen)
    page = citizen.get("/ranking").text
    for step in WAY:
        assert f'href="/needs/{step}"' in page
    for said in ("8000, Aarhus Kommune", "Højst 30 km", "Sygedagpenge", "Fysisk møde"):
        assert said in page


def test_a_kept_place_is_marked_and_explained(citizen: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def all_kept(*given: Any) -> list[Explained]:
        return [replace(each, kept=True) for each in explain(*given)]

    monkeypatch.setattr(ranked, "explain", all_kept)
    answer_all(citizen)
    assert "Denne plads er holdt fri" in citizen.get("/ranking").text


def test_cookie_that_somebody_has_changed_counts_as_none(citizen: FlaskClient) -> None:
    answer_all(citizen)
    held = citizen.get_cookie("needs")
    assert held is not None
    citizen.set_cookie("needs", f"x{held.value}")
    assert citizen.get("/ranking").location == "/needs/where"
