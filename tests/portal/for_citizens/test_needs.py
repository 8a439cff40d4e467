"""Five short steps lead from nothing to a list, and the answers stay in the browser."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from providers.courses.rule_files import TRIAL, our_rules
from providers.reference.queries import places
from tests.factories import register
from tests.portal.for_citizens.needs_answers import WAY, answer_all, checked, post

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def citizen(app: Flask, tmp_path: Path) -> FlaskClient:
    """Give a citizen's browser in a portal with twelve actors in Aarhus."""
    register.load(app, tmp_path, register.actors(12))
    return app.test_client()


@pytest.mark.parametrize("root", ["", "/en"])
def test_each_step_leads_to_the_next_and_the_last_to_the_list(citizen: FlaskClient, root: str) -> None:
    steps = list(WAY)
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        page = citizen.get(f"{root}/needs/{step}")
        assert page.status_code == 200
        led = post(citizen, f"{root}/needs/{step}", **WAY[step])
        assert led.location == (f"{root}/needs/{following}" if following else f"{root}/ranking")
    assert citizen.get(f"{root}/ranking").status_code == 200


def test_nothing_is_said_in_the_address_and_the_cookie_dies_with_the_browser(citizen: FlaskClient) -> None:
    led = post(citizen, "/needs/where", municipality="751")
    assert led.location == "/needs/living"
    said = led.headers["Set-Cookie"].lower()
    assert "httponly" in said
    assert "samesite=lax" in said
    assert "expires" not in said
    assert "max-age" not in said


def test_pages_are_never_stored_and_show_what_was_answered(citizen: FlaskClient) -> None:
    answer_all(citizen)
    where = citizen.get("/needs/where")
    assert where.headers["Cache-Control"] == "no-store"
    assert '<option value="751" selected>' in where.text
    assert 'value="8000"' in where.text
    assert '<option value="30" selected>' in where.text
    assert checked(citizen.get("/needs/living").text) == ["sygedagpenge"]
    assert checked(citizen.get("/needs/help").text) == ["arbejdsfastholdelse", "in_person"]
    assert checked(citizen.get("/needs/matters").text) == ["waiting"]


def test_no_page_is_reached_before_those_that_must_be_answered(citizen: FlaskClient) -> None:
    assert citizen.get("/ranking").location == "/needs/where"
    assert citizen.get("/needs/when").location == "/needs/where"
    assert post(citizen, "/needs/when", start="7").location == "/needs/where"
    post(citizen, "/needs/where", municipality="751")
    assert citizen.get("/ranking").location == "/needs/living"
    assert citizen.get("/needs/nothing").status_code == 404


def test_what_need_not_be_answered_can_be_passed_over(citizen: FlaskClient) -> None:
    for step in ("where", "living"):
        assert "Spring over" not in citizen.get(f"/needs/{step}").text
        post(citizen, f"/needs/{step}", **WAY[step])
    passed = []
    path = "/needs/help"
    while path != "/ranking":
        page = citizen.get(path).text
        found = re.search(r'<a href="([^"]+)">Spring over</a>', page)
        assert found is not None
        passed.append(path)
        path = found[1]
    assert passed == ["/needs/help", "/needs/when", "/needs/matters"]
    assert citizen.get("/ranking").status_code == 200


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ({}, "Vælg den kommune, du bor i, eller skriv dit postnummer."),
        ({"postcode": "80"}, "Et postnummer har fire cifre"),
        ({"postcode": "0001", "municipality": "751"}, "Et postnummer har fire cifre"),
        ({"postcode": "8000", "municipality": "851"}, "8000 ligger i Aarhus"),
        ({"municipality": "9999"}, "Vælg en af mulighederne."),
        ({"municipality": "751", "furthest_km": "-4"}, "Vælg en af mulighederne."),
    ],
)
def test_what_cannot_be_is_kept_with_advice(citizen: FlaskClient, typed: dict[str, str], advice: str) -> None:
    answered = post(citizen, "/needs/where", **typed)
    assert answered.status_code == 400
    assert "Set-Cookie" not in answered.headers
    assert advice in answered.text
    assert f'value="{typed.get("postcode", "")}"' in answered.text
    assert 'id="error-summary"' in answered.text


def test_postal_code_alone_tells_the_municipality_unless_it_lies_in_several(citizen: FlaskClient) -> None:
    assert post(citizen, "/needs/where", postcode="8000").status_code == 303
    assert '<option value="751" selected>' in citizen.get("/needs/where").text
    several = next(
        place for place in places() if place.name.isdecimal() and len(place.municipality_codes) > 1
    )
    refused = post(citizen, "/needs/where", postcode=several.name)
    assert refused.status_code == 400
    assert "Dit postnummer ligger i flere kommuner" in refused.text


def test_whoever_is_on_kontanthjaelp_and_unsure_is_led_to_a_group(citizen: FlaskClient) -> None:
    post(citizen, "/needs/where", municipality="751")
    assert post(citizen, "/needs/living", living="cash").location == "/needs/cash"
    assert post(citizen, "/needs/cash", living="unsure").location == "/needs/able"
    assert post(citizen, "/needs/able", young="yes").status_code == 400
    assert post(citizen, "/needs/able", young="no", ready="yes").location == "/needs/help"
    assert checked(citizen.get("/needs/cash").text) == ["kontanthjaelp_jobparat"]
    assert checked(citizen.get("/needs/living").text) == ["cash"]


def test_whoever_does_not_know_is_asked_each_group_s_question(citizen: FlaskClient) -> None:
    post(citizen, "/needs/where", municipality="751")
    assert post(citizen, "/needs/living", living="unsure").location == "/needs/unsure"
    assert "Er du sygemeldt, og får du sygedagpenge?" in citizen.get("/needs/unsure").text
    assert post(citizen, "/needs/unsure", living="sygedagpenge").location == "/needs/help"


def test_a_kasse_is_asked_for_where_one_takes_the_group_and_let_go_of_where_none_does(
    app: Flask, tmp_path: Path
) -> None:
    fund = register.organisation(
        organisation="unemployment_fund:min", kind="unemployment_fund", slug="min", name="Min A-kasse"
    )
    its = register.listing(of=fund, content={"target_groups": ["dagpenge"]})
    register.load(app, tmp_path, [register.header(), fund, its])
    citizen = app.test_client()
    post(citizen, "/needs/where", municipality="751")
    assert post(citizen, "/needs/living", living="dagpenge").location == "/needs/fund"
    assert "Min A-kasse" in citizen.get("/needs/fund").text
    assert post(citizen, "/needs/fund", fund="another").status_code == 400
    assert post(citizen, "/needs/fund", fund="min").location == "/needs/help"
    assert "Det er din egen a-kasse." in citizen.get("/ranking").text
    post(citizen, "/needs/living", living="sygedagpenge")
    post(citizen, "/needs/living", living="dagpenge")
    assert '<option value="min" >' in citizen.get("/needs/fund").text


def test_own_weights_count_and_wrong_ones_stay_to_be_mended(citizen: FlaskClient) -> None:
    answer_all(citizen)
    own = {"result": "10", "ratings": "0", "waiting": "0", "distance": "90", "wishes": "0"}
    for wrong, advice in [
        ({"waiting": "101"}, "Skriv et helt tal fra 0 til 100."),
        ({"waiting": "meget"}, "Skriv et helt tal fra 0 til 100."),
        ({"result": "0", "distance": "0"}, "Mindst et af dine egne tal skal være over 0."),
    ]:
        refused = post(citizen, "/needs/matters", emphasis="own", **{**own, **wrong})
        assert refused.status_code == 400
        assert advice in refused.text
        assert f'value="{next(iter(wrong.values()))}"' in refused.text
    assert post(citizen, "/needs/matters", emphasis="own", **own).location == "/ranking"
    page = citizen.get("/needs/matters").text
    assert checked(page) == ["own"]
    assert 'value="90"' in page


def test_one_answer_is_changed_from_the_list_and_leads_back_to_it(citizen: FlaskClient) -> None:
    answer_all(citizen)
    assert 'name="then"' in citizen.get("/needs/when").text
    assert post(citizen, "/needs/when", start="14", then="list").location == "/ranking"
    assert "Inden for 14 dage" in citizen.get("/ranking").text


def test_answers_are_forgotten_when_the_citizen_says_so(citizen: FlaskClient) -> None:
    answer_all(citizen)
    assert post(citizen, "/needs/forget").location == "/"
    assert citizen.get_cookie("needs") is None
    assert citizen.get("/ranking").location == "/needs/where"


def test_another_site_cannot_change_the_answers(citizen: FlaskClient) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert citizen.post("/needs/where", data={"municipality": "751"}, headers=foreign).status_code == 403


def test_no_log_line_holds_an_answer(citizen: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    answer_all(citizen)
    citizen.get("/ranking")
    printed = capsys.readouterr()
    lines = [json.loads(line) for line in (printed.err + printed.out).splitlines()]
    assert [line["event"] for line in lines].count("request") == len(WAY) + 1
    # Moments and durations can hold any digits by chance.
    said = json.dumps(
        [{name: value for name, value in line.items() if isinstance(value, str)} for line in lines]
    )
    said = re.sub(r"\d{4}-\d\d-\d\dT[0-9:.]+Z", "", said)
    for answer in ("751", "8000", "sygedagpenge", "arbejdsfastholdelse"):
        assert answer not in said


@pytest.fixture
def months(app: Flask) -> Iterator[FlaskClient]:
    """Give a citizen's browser in a portal whose rules give those on dagpenge in Aarhus four months."""
    state = app.extensions["portal"]
    rules = replace(our_rules(TRIAL), municipalities=frozenset({"751"}))
    app.extensions["portal"] = replace(
        state,
        settings=replace(state.settings, choice_rules=rules),
        now=lambda: datetime(2027, 3, 10, tzinfo=UTC),
    )
    yield app.test_client()
    app.extensions["portal"] = state


def test_only_those_whose_choice_lasts_some_months_are_asked_when_their_benefit_began(
    months: FlaskClient,
) -> None:
    post(months, "/needs/where", municipality="751")
    assert post(months, "/needs/living", living="dagpenge").location == "/needs/since"
    assert post(months, "/needs/since", since="2027-02").location == "/needs/help"
    assert 'href="/needs/since"' in months.get("/needs/help").text
    assert post(months, "/needs/living", living="sygedagpenge").location == "/needs/help"
    post(months, "/needs/where", municipality="791")
    assert post(months, "/needs/living", living="dagpenge").location == "/needs/help"


@pytest.mark.parametrize(
    ("since", "says"),
    [
        ("2027-02", "Det kan du til og med 31. maj 2027."),
        ("", "de første 4 måneder"),
        ("2026-09", "for din ydelse begyndte før 1. januar 2027."),
    ],
)
def test_list_says_whether_one_can_choose_and_until_when(months: FlaskClient, since: str, says: str) -> None:
    post(months, "/needs/where", municipality="751")
    post(months, "/needs/living", living="dagpenge")
    post(months, "/needs/since", since=since)
    page = months.get("/ranking").text
    assert says in page
    assert 'href="/free-choice"' in page


def test_month_that_is_told_is_shown_again_and_one_that_was_not_offered_is_refused(
    months: FlaskClient,
) -> None:
    post(months, "/needs/where", municipality="751")
    post(months, "/needs/living", living="dagpenge")
    post(months, "/needs/since", since="2027-02")
    page = months.get("/needs/since").text
    assert '<option value="2027-02" selected>' in page
    assert "februar 2027" in page
    assert "Før oktober 2026" in page
    assert post(months, "/needs/since", since="2031-01").status_code == 400


def test_another_benefit_began_at_another_time(months: FlaskClient) -> None:
    post(months, "/needs/where", municipality="751")
    post(months, "/needs/living", living="dagpenge")
    post(months, "/needs/since", since="2027-02")
    post(months, "/needs/living", living="sygedagpenge")
    post(months, "/needs/living", living="dagpenge")
    assert '<option value="" selected>' in months.get("/needs/since").text


def test_fields_of_work_and_special_needs_are_wishes(citizen: FlaskClient) -> None:
    post(citizen, "/needs/where", municipality="751")
    post(citizen, "/needs/living", living="sygedagpenge")
    post(citizen, "/needs/help", fields="handel", accommodations="trinfri")
    assert checked(citizen.get("/needs/help").text) == ["handel", "trinfri"]
    page = citizen.get("/ranking").text
    assert "Butik og handel" in page
    assert "Adgang uden trin" in page
