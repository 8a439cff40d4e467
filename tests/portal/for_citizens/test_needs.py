"""Five short steps lead from nothing to a list, and the answers stay in the browser."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.factories import register
from tests.support.people import FROM_OUR_PAGE

pytestmark = pytest.mark.sqlite_only

WAY = {
    "where": {"municipality": "751", "postcode": "8000", "furthest_km": "30"},
    "living": {"living": "sygedagpenge"},
    "help": {"support": "arbejdsfastholdelse", "formats": "in_person"},
    "when": {"start": ""},
    "matters": {"emphasis": "waiting"},
}


@pytest.fixture
def citizen(app: Flask, tmp_path: Path) -> FlaskClient:
    """Give a citizen's browser in a portal with twelve actors in Aarhus."""
    register.load(app, tmp_path, register.actors(12))
    return app.test_client()


def post(citizen: FlaskClient, path: str, **answers: str) -> TestResponse:
    return citizen.post(path, data=answers, headers=FROM_OUR_PAGE)


def answer_all(citizen: FlaskClient, root: str = "") -> TestResponse:
    for step, answers in WAY.items():
        led = post(citizen, f"{root}/needs/{step}", **answers)
        assert led.status_code == 303, (step, led.text)
    return led


@pytest.mark.parametrize("root", ["", "/en"])
def test_each_step_leads_to_the_next_and_the_last_to_the_list(citizen: FlaskClient, root: str) -> None:
    steps = list(WAY)
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        page = citizen.get(f"{root}/needs/{step}")
        assert page.status_code == 200
        led = post(citizen, f"{root}/needs/{step}", **WAY[step])
        assert led.location == (f"{root}/needs/{following}" if following else f"{root}/ranking")
    assert citizen.get(f"{root}/ranking").status_code == 200
