"""Views are closed until they say who may come in, and only our own pages may ask for a change."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.access import is_local_address

pytestmark = pytest.mark.sqlite_only


def test_a_view_that_declares_nothing_cannot_be_reached(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    response = app.test_client().get("/forgotten")
    assert response.status_code == 403
    assert "secret" not in response.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
@pytest.mark.parametrize("path", ["/shortlist/add", "/shortlist/remove", "/shortlist/clear"])
def test_a_change_that_another_site_starts_is_refused(
    client: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    response = client.post(path, data={"slug": "jobcenter-aarhus"}, headers=headers)
    assert response.status_code == 403
    assert "Set-Cookie" not in response.headers


def test_reader_of_a_form_on_another_site_is_told_to_open_the_page_here(client: FlaskClient) -> None:
    page = client.post("/shortlist/clear", headers={"Sec-Fetch-Site": "cross-site"}).text
    assert "Formularen er ikke sendt herfra" in page
    assert "Den kom fra en anden hjemmeside" in page
    assert "så åbn siden her i portalen, og send den igen derfra." in page
    assert "Du har ikke adgang til siden" not in page


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}])
def test_a_change_from_our_own_page_goes_through(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.post("/shortlist/clear", headers=headers).status_code == 303


@pytest.mark.parametrize("target", ["/", "/search?q=cv", "/en/listings/jobcenter-aarhus#results"])
def test_an_address_of_ours_is_local(target: str) -> None:
    assert is_local_address(target)


@pytest.mark.parametrize(
    "target",
    ["", "search", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)",
     "/a\r\nSet-Cookie: a=b", "/\t/evil.example", "/%0d/\\evil"],
)  # fmt: skip
def test_an_address_that_could_lead_elsewhere_is_not_local(target: str) -> None:
    assert not is_local_address(target)
