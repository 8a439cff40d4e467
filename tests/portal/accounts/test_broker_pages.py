"""The sign-in page offers each broker by a button, and every refusal has its page in both languages."""

import pytest
from flask.testing import FlaskClient

from portal.accounts.refusals import words_about
from portal.locale import speaking
from tests.support.brokers import Traveller

FACTS = [
    ("broker_away", 503),
    ("cancelled", 200),
    ("attempt_unknown", 400),
    ("attempt_used", 400),
    ("answer_to_another_attempt", 400),
    ("answer_not_trusted", 400),
    ("level_too_low", 403),
    ("claim_missing", 403),
    ("wrong_organisation", 403),
    ("disabled", 403),
    ("not_invited", 403),
    ("ask_an_owner", 403),
    ("identity_taken", 403),
    ("link_not_usable", 403),
]

pytestmark = pytest.mark.sqlite_only


def test_sign_in_page_offers_a_button_for_each_audience_and_no_passwords(traveller: Traveller) -> None:
    page = traveller.get("/sign-in?next=/my/looks").text
    assert 'href="/sign-in/citizen?next=/my/looks"' in page
    assert 'href="/sign-in/staff?next=/my/looks"' in page
    assert "Log ind med MitID Erhverv" in page
    assert 'type="password"' not in page


def test_portal_without_brokers_knows_nothing_of_them(client: FlaskClient) -> None:
    assert "/sign-in/citizen" not in client.get("/sign-in").text
    for path in ("", "/return", "/problem/cancelled"):
        assert client.get(f"/sign-in/citizen{path}").status_code == 404
        assert client.get(f"/sign-in/staff{path}").status_code == 404


@pytest.mark.parametrize("audience", ["citizen", "staff"])
@pytest.mark.parametrize(("fact", "status"), FACTS)
def test_each_refusal_has_a_page_with_a_way_on(
    traveller: Traveller, audience: str, fact: str, status: int
) -> None:
    for prefix in ("", "/en"):
        page = traveller.get(f"{prefix}/sign-in/{audience}/problem/{fact}?next={prefix}/my")
        assert page.status_code == status
        assert f'href="{prefix}/sign-in' in page.text
        assert page.headers["Cache-Control"] == "no-store"


def test_refusals_are_worded_differently_from_each_other() -> None:
    for language in ("da", "en"):
        with speaking(language):
            titles = [words.title for fact, _status in FACTS if (words := words_about(fact, "MitID"))]
        assert len(set(titles)) == len(FACTS)


def test_refusal_that_is_none_is_not_found(traveller: Traveller) -> None:
    assert traveller.get("/sign-in/citizen/problem/unheard_of").status_code == 404


@pytest.mark.parametrize("fact", ["attempt_unknown", "attempt_used"])
def test_whoever_goes_back_after_signing_in_is_led_to_their_own_page(traveller: Traveller, fact: str) -> None:
    traveller.sign_in_at("Rigmor")
    assert traveller.get(f"/sign-in/citizen/problem/{fact}").location == "/my"
