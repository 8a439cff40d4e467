"""A broker's answer lets somebody in only when all of it is right, and a broker keeps nobody waiting."""

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from portal.accounts import oidc
from tests.support.brokers import NSIS, Traveller
from tests.support.identity_provider import CLIENT_ID, IdentityProvider

PROBLEM = "/sign-in/citizen/problem"
NOW = int(time.time())


def test_sign_in_asks_for_a_code_with_pkce_state_nonce_and_a_fresh_login(traveller: Traveller) -> None:
    asked = parse_qs(urlsplit(traveller.leave()).query)
    assert asked["response_type"] == ["code"]
    assert asked["scope"] == ["openid mitid"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["nonce"][0]) >= 20
    assert len(asked["state"][0]) >= 20
    assert asked["prompt"] == ["login"]
    assert asked["idp_values"] == ["mitid"]
    assert asked["ui_locales"] == asked["language"] == ["da"]


def test_the_way_back_is_the_settings_address_whatever_host_was_asked(traveller: Traveller) -> None:
    response = traveller.get("/en/sign-in/citizen", headers={"Host": "evil.example"})
    asked = parse_qs(urlsplit(response.location).query)
    assert asked["redirect_uri"] == ["http://localhost/sign-in/citizen/return"]
    assert asked["language"] == ["en"]


def test_whoever_proves_who_they_are_is_signed_in(traveller: Traveller) -> None:
    assert traveller.sign_in_at("Rigmor").location == "/my"
    assert traveller.get("/my").status_code == 200


def test_return_without_the_state_of_this_browser_is_refused(traveller: Traveller, broker_app: Flask) -> None:
    back = traveller.choose(traveller.leave(), "Rigmor")
    somebody_else = Traveller(broker_app)
    response = somebody_else.get(back)
    assert response.location == f"{PROBLEM}/attempt_unknown"
    assert somebody_else.get("/my").status_code == 303


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "query", ["", "?code=abc", "?state=guessed&code=abc", "?state=&code=", "?error=access_denied"]
)
def test_return_with_a_missing_or_wrong_state_is_refused(traveller: Traveller, query: str) -> None:
    traveller.leave()
    assert traveller.get(f"/sign-in/citizen/return{query}").location == f"{PROBLEM}/attempt_unknown"


def test_address_of_the_return_opened_again_signs_nobody_in(traveller: Traveller, broker_app: Flask) -> None:
    back = traveller.choose(traveller.leave(), "Rigmor")
    held = traveller.cookie()
    assert traveller.get(back).location == "/my"
    thief = Traveller(broker_app)
    thief.client.set_cookie("session", held)
    assert thief.get(back).location == f"{PROBLEM}/attempt_used"


def test_code_of_an_earlier_sign_in_is_refused(traveller: Traveller, provider: IdentityProvider) -> None:
    first = traveller.choose(traveller.leave(), "Rigmor")
    traveller.get(first)
    provider.wrong.old_code = parse_qs(urlsplit(first).query)["code"][0]
    assert traveller.sign_in_at("Rigmor").location == f"{PROBLEM}/attempt_used"


@pytest.mark.sqlite_only
def test_code_that_was_given_to_another_browser_is_refused(
    traveller: Traveller, broker_app: Flask, provider: IdentityProvider
) -> None:
    stolen = parse_qs(urlsplit(traveller.choose(traveller.leave(), "Rigmor")).query)["code"][0]
    thief = Traveller(broker_app)
    provider.wrong.old_code = stolen
    assert thief.sign_in_at("Rigmor").location == f"{PROBLEM}/attempt_used"


def test_pressing_cancel_at_the_broker_leads_to_a_page_with_a_way_on(traveller: Traveller) -> None:
    response = traveller.sign_in_at("", "/sign-in/citizen?next=/my/looks")
    assert response.location == f"{PROBLEM}/cancelled?next=/my/looks"
    page = traveller.page_after(response)
    assert page.status_code == 200
    assert "/sign-in/citizen?next=/my/looks" in page.text


WRONG_CLAIMS = [
    ({"nonce": "another"}, "answer_to_another_attempt"),
    ({"iss": "https://evil.example"}, "answer_not_trusted"),
    ({"aud": "another-client"}, "answer_not_trusted"),
    ({"aud": "another-client", "azp": CLIENT_ID}, "answer_not_trusted"),
    ({"aud": [CLIENT_ID, "another-client"], "azp": "another-client"}, "answer_not_trusted"),
    ({"exp": NOW - 3600}, "answer_not_trusted"),
    ({"nbf": NOW + 3600}, "answer_not_trusted"),
    ({"iat": NOW + 3600}, "answer_not_trusted"),
    ({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, "answer_not_trusted"),
    ({"loa": f"{NSIS}/Low"}, "level_too_low"),
    ({"loa": ["High"]}, "level_too_low"),
    ({"identity_type": "professional"}, "claim_missing"),
]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("claims", "fact"), WRONG_CLAIMS)
def test_answer_with_a_wrong_claim_lets_nobody_in(
    traveller: Traveller, provider: IdentityProvider, claims: dict[str, Any], fact: str
) -> None:
    provider.wrong.claims = claims
    assert traveller.sign_in_at("Rigmor").location == f"{PROBLEM}/{fact}"
    assert traveller.get("/my").status_code == 303


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("claim", "fact"),
    [
        ("nonce", "answer_to_another_attempt"),
        ("iss", "answer_not_trusted"),
        ("aud", "answer_not_trusted"),
        ("exp", "answer_not_trusted"),
        ("sub", "answer_not_trusted"),
        ("loa", "level_too_low"),
        ("identity_type", "claim_missing"),
    ],
)
def test_answer_that_lacks_a_claim_lets_nobody_in(
    traveller: Traveller, provider: IdentityProvider, claim: str, fact: str
) -> None:
    provider.wrong.drop = frozenset({claim})
    assert traveller.sign_in_at("Rigmor").location == f"{PROBLEM}/{fact}"
    assert traveller.get("/my").status_code == 303


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "way",
    ["nobody", "public key", "client secret", "stranger", "another curve", ""],
    ids=lambda way: way or "no token",
)
def test_token_that_the_broker_has_not_signed_lets_nobody_in(
    traveller: Traveller, provider: IdentityProvider, way: str
) -> None:
    provider.wrong.signed_with = way
    assert traveller.sign_in_at("Rigmor").location == f"{PROBLEM}/answer_not_trusted"
    assert traveller.get("/my").status_code == 303


@pytest.mark.sqlite_only
def test_userinfo_of_somebody_else_lets_nobody_in(traveller: Traveller, provider: IdentityProvider) -> None:
    provider.wrong.userinfo = {"sub": "somebody else"}
    assert traveller.sign_in_at("Rigmor").location == f"{PROBLEM}/answer_not_trusted"


@pytest.mark.sqlite_only
def test_userinfo_cannot_raise_the_level_that_was_signed(
    traveller: Traveller, provider: IdentityProvider
) -> None:
    provider.wrong.claims = {"loa": f"{NSIS}/Low"}
    provider.wrong.userinfo = {"loa": f"{NSIS}/High"}
    assert traveller.sign_in_at("Rigmor").location == f"{PROBLEM}/level_too_low"


@pytest.mark.sqlite_only
def test_answer_that_names_another_issuer_is_refused(traveller: Traveller) -> None:
    back = traveller.choose(traveller.leave(), "Rigmor")
    assert traveller.get(f"{back}&iss=https://evil.example").location == f"{PROBLEM}/answer_not_trusted"


@pytest.mark.sqlite_only
def test_new_key_of_the_broker_is_fetched_when_it_is_used(
    traveller: Traveller, provider: IdentityProvider
) -> None:
    traveller.sign_in_at("Rigmor")
    provider.rotate("second")
    assert traveller.sign_in_at("Rigmor").location == "/my"


@pytest.mark.sqlite_only
def test_key_that_the_broker_has_withdrawn_counts_no_longer_than_its_description(
    traveller: Traveller, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    traveller.sign_in_at("Rigmor")
    monkeypatch.setattr(oidc, "SECONDS_KEPT", 0)
    there = traveller.leave()
    provider.rotate(provider.kid)
    provider.wrong.signed_with = "withdrawn"
    back = traveller.choose(there, "Rigmor")
    assert traveller.get(back).location == f"{PROBLEM}/answer_not_trusted"


@pytest.mark.sqlite_only
def test_many_attempts_leave_a_cookie_that_browsers_still_keep(traveller: Traveller) -> None:
    there = [traveller.leave("/sign-in/citizen?next=/" + "a" * 400) for _attempt in range(6)]
    assert len(traveller.cookie()) < 4000
    traveller.get(traveller.choose(there[-1], "Rigmor"))
    assert traveller.get("/my").status_code == 200
