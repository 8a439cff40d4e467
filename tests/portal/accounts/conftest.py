"""What tests of signing in share: an identity provider, and a portal whose clock a test sets."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from portal import create_app
from portal.config import Settings
from tests.support.brokers import DOTTED, Traveller, dotted_citizen, portal_with
from tests.support.identity_provider import IdentityProvider, Misbehaviour, serving_identities
from tests.support.staff import Clock, Member


@pytest.fixture(scope="session")
def running_provider() -> Iterator[IdentityProvider]:
    """Run an identity provider, once for each process of the tests."""
    with serving_identities() as provider:
        yield provider


@pytest.fixture
def provider(running_provider: IdentityProvider) -> IdentityProvider:
    """Give a provider that behaves, and knows one citizen."""
    running_provider.wrong = Misbehaviour()
    running_provider.people = {"Rigmor": dotted_citizen()}
    running_provider.asked.clear()
    running_provider.calls.clear()
    return running_provider


@pytest.fixture
def broker_app(settings: Settings, provider: IdentityProvider) -> Iterator[Flask]:
    """Give a portal whose brokers speak as the Nets eID Broker does."""
    with portal_with(settings, provider, DOTTED) as app:
        yield app


@pytest.fixture
def traveller(broker_app: Flask) -> Traveller:
    """Give somebody with a browser who can sign in at the provider."""
    return Traveller(broker_app)


@pytest.fixture
def clock() -> Clock:
    """Give the clock of the portal."""
    return Clock()


@pytest.fixture
def timed_app(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """Give a portal that goes by that clock, and whose mails go out."""
    app = create_app(replace(settings, smtp_url="smtp://mail.example"), now=clock)
    app.testing = True
    yield app
    app.extensions["portal"].database.dispose()


@pytest.fixture
def member(timed_app: Flask, clock: Clock) -> Member:
    """Give a member of staff with a browser and an app."""
    return Member(timed_app, clock)
