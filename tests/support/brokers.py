"""A portal whose people sign in at our own identity provider, and somebody who goes there and comes back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import requests
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from portal import create_app
from portal.accounts import patience
from portal.config import Settings
from portal.database import Database
from providers.base import Base
from providers.organisations.models import Organisation
from tests.factories.organisations import make_organisation
from tests.factories.people import make_member
from tests.support.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider
from tests.support.people import Visitor

NSIS = "https://data.gov.dk/concept/core/nsis"
AUTHORITY_CVR = "01234560"
CPR = "0101011234"

# As a broker like the Nets eID Broker speaks: dots are part of the names, levels are addresses.
DOTTED = f"""
[citizen]
name = {{ da = "MitID", en = "MitID" }}
issuer = "{{issuer}}"
client_id = "{CLIENT_ID}"
scopes = "openid mitid"
userinfo = true
parameters = {{ idp_values = "mitid", language = "{{language}}" }}
claims = {{ subject = "mitid.uuid", level = "loa", levels = ["{NSIS}/Substantial", "{NSIS}/High"] }}
required = {{ identity_type = ["private"] }}

[staff]
name = {{ da = "MitID Erhverv", en = "MitID Erhverv" }}
issuer = "{{issuer}}"
client_id = "{CLIENT_ID}"
scopes = "openid nemlogin"
userinfo = true
parameters = {{ idp_values = "mitid_erhverv" }}
authority_cvr = "{AUTHORITY_CVR}"
required = {{ identity_type = ["professional"] }}

[staff.claims]
subject = "nemlogin.persistent_professional_id"
level = "loa"
levels = ["{NSIS}/Substantial", "{NSIS}/High"]
name = "nemlogin.name"
email = "nemlogin.email"
cvr = "nemlogin.cvr"
"""

# As a plainer provider speaks: all in the ID token, the organisation in a claim of its own shape.
NESTED = f"""
[citizen]
name = {{ da = "Borgerlogin", en = "Citizen login" }}
issuer = "{{issuer}}"
client_id = "{CLIENT_ID}"
scopes = "openid"
acr_values = "high"
claims = {{ subject = "sub", level = "acr", levels = ["high"] }}

[staff]
name = {{ da = "Firmalogin", en = "Company login" }}
issuer = "{{issuer}}"
client_id = "{CLIENT_ID}"
scopes = "openid profile email"
authority_cvr = "{AUTHORITY_CVR}"

[staff.claims]
subject = "sub"
level = "acr"
levels = ["high"]
name = "name"
email = "email"
cvr = "company.cvr"
"""

Claims = dict[str, Any]

# How long the portal really waits; tests of anything else must not fail because the machine is busy.
PATIENCE = patience.SECONDS


def dotted_citizen(uuid: str = "7027a386-aa7c-4dd6-93de-ebffd670f8b5") -> tuple[Claims, Claims]:
    """Give the claims of a private person, in the ID token and at the userinfo endpoint."""
    level = f"{NSIS}/Substantial"
    signed = {
        "sub": f"sub-{uuid}",
        "idp": "mitid",
        "identity_type": "private",
        "loa": level,
        "amr": ["code_app"],
    }
    more = {"sub": f"sub-{uuid}", "mitid.uuid": uuid, "mitid.identity_name": "Rigmor Rugbrød"}
    return signed, more | {"mitid.date_of_birth": "2001-01-01", "dk.cpr": CPR, "mitid.has_cpr": "true"}


def dotted_staff(cvr: str, number: int = 1, changes: Claims | None = None) -> tuple[Claims, Claims]:
    """Give the claims of somebody at work; one that is changed to None is missing."""
    level = f"{NSIS}/Substantial"
    signed = {"sub": f"staff-{number}", "idp": "mitid_erhverv", "identity_type": "professional", "loa": level}
    facts: Claims = {
        "sub": f"staff-{number}",
        "nemlogin.persistent_professional_id": f"urn:dk:gov:saml:uuid:{number}",
        "nemlogin.name": f"Ansat {number}",
        "nemlogin.email": f"ansat{number}@firma.example",
        "nemlogin.cvr": cvr,
        "nemlogin.cpr": CPR,
    }
    return signed, {name: value for name, value in (facts | (changes or {})).items() if value is not None}


def nested_citizen(subject: str = "citizen-1") -> tuple[Claims, Claims]:
    """Give the claims of a private person at the plainer provider."""
    return {"sub": subject, "acr": "high", "name": "Rigmor Rugbrød", "cpr": CPR}, {}


def nested_staff(cvr: str, number: int = 1) -> tuple[Claims, Claims]:
    """Give the claims of somebody at work at the plainer provider."""
    named = {"name": f"Ansat {number}", "email": f"ansat{number}@firma.example"}
    return {"sub": f"staff-{number}", "acr": "high", "company": {"cvr": cvr}, **named}, {}


def written(folder: Path, text: str, issuer: str) -> Path:
    """Write a file of brokers."""
    path = folder / "brokers.toml"
    path.write_text(text.replace("{issuer}", issuer), encoding="utf-8")
    return path


def count(database: Database, table: type[Base]) -> int:
    """Count the rows of a table."""
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def everything(database: Database) -> str:
    """Give all that stands in the database, as text."""
    with database.reading() as session:
        return repr([session.execute(select(table)).all() for table in Base.metadata.sorted_tables])


def organisation(database: Database, number: int = 1, *, owner: bool = False) -> Organisation:
    """Enter an organisation, whose owner somebody is already when the test says so."""
    with database.transaction() as session:
        made = make_organisation(session, number)
        if owner:
            make_member(session, made, number=90 + number)
        return made


def cvr_of(made: Organisation) -> str:
    """Give an organisation's CVR number."""
    assert made.cvr is not None
    return made.cvr


@contextmanager
def portal_with(settings: Settings, provider: IdentityProvider, text: str) -> Iterator[Flask]:
    """Make a portal whose brokers are the provider."""
    app = create_app(
        replace(
            settings,
            brokers_file=written(settings.data_dir, text, provider.url),
            citizen_client_secret=CLIENT_SECRET,
            staff_client_secret=CLIENT_SECRET,
        )
    )
    app.testing = True
    with patch.object(patience, "SECONDS", 30.0):
        yield app
    app.extensions["portal"].database.dispose()


class Traveller(Visitor):
    """Somebody who signs in at the provider, over real HTTP, and comes back with what it gave them."""

    def leave(self, path: str = "/sign-in/citizen") -> str:
        """Press the button on the sign-in page; give the address at the provider."""
        response = self.get(path)
        assert response.status_code == 303, response.text
        assert response.location.startswith("http://127.0.0.1:"), response.location
        return response.location

    def choose(self, there: str, person: str) -> str:
        """Be somebody at the provider; give the address on the portal to which it sends them."""
        with requests.Session() as browser:
            assert browser.get(there, timeout=5).status_code == 200
            answer = browser.post(there, data={"person": person}, allow_redirects=False, timeout=5)
        back = urlsplit(answer.headers["Location"])
        assert back.netloc == "localhost"
        return f"{back.path}?{back.query}"

    def sign_in_at(self, person: str, path: str = "/sign-in/citizen") -> TestResponse:
        """Go all the way, and give the portal's answer to coming back."""
        return self.get(self.choose(self.leave(path), person))

    def page_after(self, response: TestResponse) -> TestResponse:
        """Follow the portal's answer to the page it leads to."""
        assert response.status_code == 303
        return self.get(response.location)
