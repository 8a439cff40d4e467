"""A broker that is slow, away or no broker at all keeps nobody waiting, and everybody is told."""

import time
from typing import Any

import pytest

from portal.accounts import oidc, patience
from tests.support.brokers import PATIENCE, Traveller
from tests.support.identity_provider import IdentityProvider

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "ftp://127.0.0.1/token"},
        {"jwks_uri": None},
        {"id_token_signing_alg_values_supported": ["none", "HS256"]},
    ],
    ids=lambda discovery: next(iter(discovery)),
)
def test_description_that_is_not_a_brokers_is_not_used(
    traveller: Traveller, provider: IdentityProvider, discovery: dict[str, Any]
) -> None:
    provider.wrong.discovery = discovery
    page = traveller.page_after(traveller.get("/sign-in/citizen"))
    assert page.status_code == 503
    assert "MitID svarer ikke lige nu" in page.text


def test_broker_that_is_away_before_the_login_gets_a_page_with_a_way_on(
    traveller: Traveller, provider: IdentityProvider
) -> None:
    provider.wrong.broken = frozenset({"openid-configuration"})
    response = traveller.get("/sign-in/citizen?next=/my/looks")
    page = traveller.page_after(response)
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "60"
    assert "/sign-in/citizen?next=/my/looks" in page.text


@pytest.mark.parametrize("endpoint", ["token", "jwks", "userinfo"])
def test_broker_that_fails_after_the_login_gets_a_page_with_a_way_on(
    traveller: Traveller, provider: IdentityProvider, endpoint: str
) -> None:
    back = traveller.choose(traveller.leave(), "Rigmor")
    provider.wrong.broken = frozenset({endpoint})
    assert traveller.page_after(traveller.get(back)).status_code == 503


@pytest.mark.parametrize(
    "wrong", [{"seconds_of_silence": 3.2}, {"dripping": True}], ids=["silent", "dripping"]
)
def test_broker_that_is_slow_keeps_nobody_waiting_for_three_seconds(
    traveller: Traveller,
    provider: IdentityProvider,
    monkeypatch: pytest.MonkeyPatch,
    wrong: dict[str, Any],
) -> None:
    back = traveller.choose(traveller.leave(), "Rigmor")
    monkeypatch.setattr(patience, "SECONDS", PATIENCE)
    for name, value in wrong.items():
        setattr(provider.wrong, name, value)
    started = time.monotonic()
    page = traveller.page_after(traveller.get(back))
    assert time.monotonic() - started < 3
    assert page.status_code == 503


def test_broker_that_was_away_is_left_alone_for_a_moment_and_then_asked_again(
    traveller: Traveller, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oidc, "SECONDS_OF_REST", 0.3)
    provider.wrong.broken = frozenset({"openid-configuration"})
    traveller.get("/sign-in/citizen")
    traveller.get("/sign-in/citizen")
    assert provider.calls.count("openid-configuration") == 1
    provider.wrong.broken = frozenset()
    time.sleep(0.35)
    assert traveller.sign_in_at("Rigmor").location == "/my"


def test_broker_that_leads_elsewhere_is_not_followed(
    traveller: Traveller, provider: IdentityProvider
) -> None:
    provider.wrong.leads_elsewhere = True
    assert traveller.page_after(traveller.get("/sign-in/citizen")).status_code == 503
    assert "elsewhere" not in provider.calls
