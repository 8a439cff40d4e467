"""Somebody with a browser who is signed in, or not, and sends forms as a browser does."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask, session
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from portal.accounts import people
from portal.state import Portal
from providers.people.models import SignInMethod, User

FROM_OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Visitor:
    """A browser of its own; `get` and `post` are what its user does."""

    def __init__(self, app: Flask) -> None:
        """Open the browser."""
        self.app = app
        self.client = app.test_client()

    @property
    def state(self) -> Portal:
        """Give the portal's parts."""
        state: Portal = self.app.extensions["portal"]
        return state

    def sign_in_as(self, user: User, method: SignInMethod = SignInMethod.PASSWORD) -> "Visitor":
        """Begin a real session for somebody, without going through a page."""
        with self.app.test_request_context():
            with self.state.database.transaction() as writing:
                people.sign_in(writing, writing.get_one(User, user.id), method, self.state.now())
            held = dict(session)
        with self.client.session_transaction() as cookie:
            cookie.clear()
            cookie.update(held)
        return self

    def get(self, path: str, **more: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **more)

    def post(
        self, path: str, data: Mapping[str, Any] | None = None, *, page: str | None = None, **more: Any
    ) -> TestResponse:
        """Send a form as from the page on which it stands, with that page's token."""
        token = self.token(page or path)
        return self.client.post(
            path, data={"csrf_token": token, **(data or {})}, headers=FROM_OUR_PAGE, **more
        )

    def token(self, page: str) -> str:
        """Read the token from a page, or make one as the next page would, where it has no form."""
        found = TOKEN.search(self.client.get(page).text)
        return found[1] if found else self.token_of_session()

    def token_of_session(self) -> str:
        """Give the token that the next page with a form would carry."""
        with self.client.session_transaction() as cookie, self.app.test_request_context():
            session.update(cookie)
            token: str = generate_csrf()
            cookie.update(session)
        return token

    def cookie(self) -> str:
        """Give the session cookie as somebody could copy it."""
        held = self.client.get_cookie("session")
        return held.value if held else ""
