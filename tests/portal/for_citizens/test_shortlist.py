"""Saving tells a script how many are on the list and what happened when it was full."""

import pytest
from flask import Flask
from werkzeug.wrappers import Response

from portal.for_citizens.shortlist import LIMIT, _keep


def kept(app: Flask, number: int) -> Response:
    with app.test_request_context("/", method="POST", headers={"Accept": "application/json"}):
        return _keep([f"vejen-{each}" for each in range(number)])


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, ("1", None, None)), (LIMIT, ("20", "1", None)), (LIMIT + 2, ("20", "1", "2"))],
)
def test_answer_says_how_full_the_list_is(
    app: Flask, number: int, said: tuple[str, str | None, str | None]
) -> None:
    headers = kept(app, number).headers
    names = ("Shortlist-Count", "Shortlist-Full", "Shortlist-Dropped")
    assert tuple(headers.get(name) for name in names) == said


def test_full_list_lets_the_oldest_go(app: Flask) -> None:
    cookie = kept(app, LIMIT + 1).headers["Set-Cookie"]
    assert "vejen-0." not in cookie
    assert f"vejen-{LIMIT}" in cookie
