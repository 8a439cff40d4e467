"""An OpenID provider of our own, spoken to over real HTTP, which can be made to misbehave in every way."""

import hmac
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from flask import Flask, Response, abort, redirect, render_template_string, request
from flask.typing import ResponseReturnValue
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from werkzeug.serving import WSGIRequestHandler, make_server

CLIENT_ID = "the-portal"
CLIENT_SECRET = "a secret between the provider and the portal"
LOGIN_PAGE = """<!DOCTYPE html><html lang="da"><title>Udbyderens login</title><h1>Hvem er du?</h1>
<form method="post">{% for person in people %}
<button name="person" value="{{ person }}">{{ person }}</button>{% endfor %}
<button name="person" value="">Afbryd</button></form></html>"""


@dataclass
class Misbehaviour:
    """What the provider does wrong at the moment; nothing, to begin with."""

    claims: dict[str, Any] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()
    userinfo: dict[str, Any] = field(default_factory=dict)
    discovery: dict[str, Any] = field(default_factory=dict)
    signed_with: str = "provider"
    old_code: str = ""
    seconds_of_silence: float = 0.0
    dripping: bool = False
    broken: frozenset[str] = frozenset()
    leads_elsewhere: bool = False


@dataclass
class Begun:
    """An authorization that waits for its code to be turned in."""

    person: str
    nonce: str
    challenge: str
    redirect_uri: str
    scope: str


class IdentityProvider:
    """The provider: its people by name, each with the claims of their ID token and of userinfo."""

    def __init__(self) -> None:
        """Make the keys; `serving` opens the doors."""
        self.url = ""
        self.people: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
        self.wrong = Misbehaviour()
        self.stranger = self.withdrawn = self.key = RSAKey.generate_key(2048)
        self.rotate("first")
        self.codes: dict[str, Begun] = {}
        self.tokens: dict[str, str] = {}
        self.asked: list[dict[str, str]] = []
        self.calls: list[str] = []

    def rotate(self, kid: str) -> None:
        """Sign with another key from now on."""
        self.kid, self.withdrawn = kid, self.key
        self.key = RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})

    def application(self) -> Flask:
        """Make the provider's web application."""
        app = Flask("provider")
        app.before_request(self._misbehave)
        app.get("/.well-known/openid-configuration")(self._discovery)
        app.get("/jwks")(lambda: KeySet([self.key]).as_dict(private=False))
        app.get("/authorize")(self._login_page)
        app.post("/authorize")(self._authorize)
        app.post("/token")(self._token)
        app.get("/userinfo")(self._userinfo)
        return app

    def _misbehave(self) -> Response | None:
        endpoint = request.path.rsplit("/", 1)[-1]
        self.calls.append(endpoint)
        if endpoint in self.wrong.broken:
            return Response("<h1>Bad gateway</h1>", 502)
        time.sleep(self.wrong.seconds_of_silence)
        if self.wrong.dripping:
            return Response(_drops(), mimetype="application/json")
        if self.wrong.leads_elsewhere:
            return Response("", 302, {"Location": f"{self.url}/elsewhere"})
        return None

    def _discovery(self) -> dict[str, Any]:
        described = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "id_token_signing_alg_values_supported": ["none", "HS256", "RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        }
        return described | self.wrong.discovery

    def _login_page(self) -> str:
        if request.args["client_id"] != CLIENT_ID or request.args["response_type"] != "code":
            abort(400)
        self.asked.append(request.args.to_dict())
        return render_template_string(LOGIN_PAGE, people=self.people)

    def _authorize(self) -> ResponseReturnValue:
        asked, person = request.args, request.form["person"]
        back = f"{asked['redirect_uri']}?state={asked['state']}"
        if person not in self.people:
            return redirect(f"{back}&error=access_denied&error_description=mitid_user_aborted")
        code = self.wrong.old_code or token_urlsafe(16)
        if asked["code_challenge_method"] != "S256":
            abort(400)
        if not self.wrong.old_code:
            self.codes[code] = Begun(
                person, asked["nonce"], asked["code_challenge"], asked["redirect_uri"], asked["scope"]
            )
        return redirect(f"{back}&code={code}&session_state=abc")

    def _token(self) -> ResponseReturnValue:
        given = request.authorization
        if given is None or (given.username, given.password) != (CLIENT_ID, CLIENT_SECRET):
            return {"error": "invalid_client"}, 401
        begun = self.codes.pop(request.form["code"], None)
        verifier = sha256(request.form.get("code_verifier", "").encode()).digest()
        challenge = _encoded(verifier).decode()
        if (
            begun is None
            or challenge != begun.challenge
            or request.form["redirect_uri"] != begun.redirect_uri
        ):
            return {"error": "invalid_grant"}, 400
        access_token = token_urlsafe(16)
        self.tokens[access_token] = begun.person
        answer = {"access_token": access_token, "token_type": "Bearer", "expires_in": 300}
        signed = self._id_token(begun)
        return answer | ({"id_token": signed} if signed else {})

    def _id_token(self, begun: Begun) -> str:
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "iat": now,
            "nbf": now,
            "exp": now + 300,
            "nonce": begun.nonce,
        }
        claims |= self.people[begun.person][0] | self.wrong.claims
        claims = {name: value for name, value in claims.items() if name not in self.wrong.drop}
        return self.signed(claims)

    def signed(self, claims: dict[str, Any]) -> str:
        """Sign as the provider does, or as somebody would who wants to pass for it."""
        way = self.wrong.signed_with
        if way in ("nobody", "public key", "client secret"):
            secrets = {"public key": self.key.as_pem(private=False), "client secret": CLIENT_SECRET.encode()}
            return _by_hand(claims, self.kid, secrets.get(way))
        keys: dict[str, tuple[str, RSAKey | ECKey]] = {
            "provider": ("RS256", self.key),
            "withdrawn": ("RS256", self.withdrawn),
            "stranger": ("RS256", self.stranger),
            "another curve": ("ES256", ECKey.generate_key("P-256")),
        }
        if way not in keys:
            return ""
        algorithm, key = keys[way]
        return jwt.encode({"alg": algorithm, "kid": self.kid}, claims, key)

    def _userinfo(self) -> ResponseReturnValue:
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if bearer not in self.tokens:
            return {"error": "invalid_token"}, 401
        return self.people[self.tokens[bearer]][1] | self.wrong.userinfo


class _Quiet(WSGIRequestHandler):
    """Serve without writing a log."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Write nothing."""


@contextmanager
def serving_identities() -> Iterator[IdentityProvider]:
    """Run a provider on a free port of this machine, in a thread of its own."""
    provider = IdentityProvider()
    server = make_server("127.0.0.1", 0, provider.application(), threaded=True, request_handler=_Quiet)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _by_hand(claims: dict[str, Any], kid: str, secret: bytes | None) -> str:
    """Make a token that no library would: signed by nobody, or with HMAC and what everybody can know."""
    header = {"alg": "HS256" if secret else "none", "typ": "JWT", "kid": kid}
    parts = b".".join(_encoded(json.dumps(part).encode()) for part in (header, claims))
    signature = _encoded(hmac.digest(secret, parts, "sha256")) if secret else b""
    return (parts + b"." + signature).decode()


def _encoded(content: bytes) -> bytes:
    return urlsafe_b64encode(content).rstrip(b"=")


def _drops() -> Iterator[bytes]:
    for _second in range(100):
        yield b" "
        time.sleep(0.1)
