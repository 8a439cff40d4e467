"""The cookie of those who sign in, and what is known in a request about the one who has."""

from dataclasses import dataclass

from flask import Flask, Request, Response
from flask import request as current_request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_login import UserMixin

from providers.organisations.models import MemberRole
from providers.people.models import AuthorityRole, UserKind


@dataclass(frozen=True, slots=True)
class Member:
    """One organisation that somebody acts for, and in which role."""

    organisation_id: int
    slug: str
    name: str
    role: MemberRole


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    """Who is signed in, read from the database for each request, so that changed rights count at once."""

    id: int
    kind: UserKind
    name: str | None
    email: str | None
    authority_role: AuthorityRole | None
    municipality_code: str | None
    memberships: tuple[Member, ...]
    session_id: int
    token: str

    def get_id(self) -> str:
        """Give what the cookie holds: the session's token, which dies with the session."""
        return self.token

    def membership_in(self, slug: str) -> Member | None:
        """Find the membership in an organisation."""
        return next((member for member in self.memberships if member.slug == slug), None)


class SessionCookie(SecureCookieSessionInterface):
    """Flask's signed cookie; over TLS it is for this host alone and is never sent in the open."""

    def get_cookie_name(self, app: Flask) -> str:
        """Bind the cookie to this host where browsers allow it, which is over TLS only."""
        return "__Host-session" if current_request.is_secure else "session"

    def get_cookie_secure(self, app: Flask) -> bool:
        """Keep the cookie off unencrypted lines."""
        return current_request.is_secure

    def get_cookie_samesite(self, app: Flask) -> str:
        """Let the cookie come along when a broker sends somebody back, but not with other sites' requests."""
        return "Lax"

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Leave the answer alone unless somebody has looked at the session."""
        if session.accessed or session.modified:
            super().save_session(app, session, response)

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read the cookie; most visitors have none, and pay nothing for it."""
        name = "__Host-session" if request.is_secure else "session"
        if name not in request.cookies and app.secret_key is not None:
            return self.session_class()
        return super().open_session(app, request)
