"""Somebody from the staff who signs in through the pages: password, app and recovery codes."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
from flask import Flask
from werkzeug.test import TestResponse

from tests.factories.people import PASSWORD
from tests.support.people import Visitor

SECRET = re.compile(r'<code class="secret">([A-Z2-7 ]+)</code>')
CODE = re.compile(r"<li>([A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4})</li>")
BEGINNING = datetime(2026, 11, 22, 10, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        """Begin at a moment that all tests share."""
        self.at = BEGINNING

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.at

    def wait(self, **much: float) -> None:
        """Let time pass."""
        self.at += timedelta(**much)


class Member(Visitor):
    """A member of staff with a browser and an app."""

    def __init__(self, app: Flask, clock: Clock) -> None:
        """Open the browser; the app is empty."""
        super().__init__(app)
        self.clock = clock
        self.secret = ""
        self.written_down: list[str] = []

    def type_password(self, email: str, password: str = PASSWORD, target: str = "") -> TestResponse:
        """Fill in the form on the sign-in page."""
        data = {"email": email, "password": password, "next": target}
        return self.post("/sign-in/password", data, page="/sign-in")

    def scan(self, page: str) -> None:
        """Put the secret of a page into the app."""
        found = SECRET.search(self.get(page).text)
        assert found is not None
        self.secret = found[1].replace(" ", "")

    def digits(self) -> str:
        """Read the six digits off the app."""
        return pyotp.TOTP(self.secret).at(self.clock.at)

    def set_up(self, page: str = "/sign-in/set-up", **more: str) -> TestResponse:
        """Scan the picture and type the digits."""
        self.scan(page)
        return self.post(page, {"code": self.digits(), **more})

    def codes(self) -> list[str]:
        """Write the recovery codes down that the page shows."""
        return CODE.findall(self.get("/account/recovery-codes").text)

    def is_in(self) -> bool:
        """Say whether this browser is signed in."""
        return self.get("/account").status_code == 200
