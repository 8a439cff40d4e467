"""Answers to the five steps for tests, and a browser that gives them."""

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.people import FROM_OUR_PAGE

WAY = {
    "where": {"municipality": "751", "postcode": "8000", "furthest_km": "30"},
    "living": {"living": "sygedagpenge"},
    "help": {"support": "arbejdsfastholdelse", "formats": "in_person"},
    "when": {"start": ""},
    "matters": {"emphasis": "waiting"},
}


def post(citizen: FlaskClient, path: str, **answers: str) -> TestResponse:
    """Send a form as from a page of ours."""
    return citizen.post(path, data=answers, headers=FROM_OUR_PAGE)


def answer_all(citizen: FlaskClient, **changed: dict[str, str]) -> TestResponse:
    """Answer every step, some of them otherwise than usual."""
    led = [post(citizen, f"/needs/{step}", **answers) for step, answers in (WAY | changed).items()]
    assert [each.status_code for each in led] == [303] * len(led)
    return led[-1]


def checked(page: str) -> list[str]:
    """Read the values of the ticked boxes and chosen answers of a page."""
    inputs = re.findall(r"<input[^>]*>", page)
    return re.findall(r'value="([^"]*)"', "".join(each for each in inputs if "checked" in each))


def names(page: str) -> list[str]:
    """Read the slugs of a list in their order."""
    return re.findall(r'\d+\. <a href="(?:/en)?/listings/([^"]+)"', page)
