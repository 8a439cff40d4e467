"""Speak OpenID Connect with a broker: send somebody there, and check what they come back with.

The code flow with PKCE, state and nonce (OpenID Connect Core 1.0, section 3.1; RFC 7636) is Authlib's. What
Authlib leaves open is closed here: whom an answer is for and from, which signatures count, how long we wait.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from flask import current_app, request, session
from joserfc.errors import JoseError
from requests import RequestException

from portal.accounts.brokers import Audience, Broker, Brokers
from portal.accounts.patience import PatientSession, patience
from portal.accounts.refusals import SignInRefused

# Signatures that only the broker can make; with HS256 its public key, or our shared secret, could make one.
SIGNATURES = ("ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "RS256", "RS384", "RS512")
SECONDS_KEPT = 300
SECONDS_OF_REST = 3
LEEWAY_SECONDS = 60
# Each attempt takes a third of what a cookie holds; a second one is for a second tab.
ATTEMPTS_KEPT = 2
# What a broker can say instead of a code (RFC 6749, 4.1.2.1; OpenID Connect Core, 3.1.2.6).
BROKER_IS_AWAY = frozenset({"server_error", "temporarily_unavailable"})
KNOWN_ERRORS = BROKER_IS_AWAY | {
    "access_denied", "consent_required", "interaction_required", "invalid_request", "invalid_scope",
    "login_required", "unauthorized_client", "unsupported_response_type",
}  # fmt: skip


class BrokerClient(FlaskOAuth2App):  # type: ignore[misc]
    """Authlib's client of one broker; what the broker says of itself is checked, and asked again in time."""

    client_cls = PatientSession

    def __init__(self, broker: Broker) -> None:
        """Prepare the client; nothing is asked before somebody signs in."""
        super().__init__(
            FlaskIntegration(broker.audience),
            broker.audience,
            client_id=broker.client_id,
            client_secret=broker.client_secret,
            server_metadata_url=f"{broker.issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": broker.scopes, "code_challenge_method": "S256"},
        )
        self.broker = broker
        self.rests_until = 0.0
        self.server_metadata: dict[str, Any] = {}

    def load_server_metadata(self) -> dict[str, Any]:
        """Give what the broker says of itself, anew in time, and forget its keys with it."""
        held = self.server_metadata
        if held and time.monotonic() - held["_loaded_at"] < SECONDS_KEPT:
            return held
        with self._get_session() as asking:
            answer = asking.request("GET", self._server_metadata_url, withhold_token=True)
            answer.raise_for_status()
            found = _checked(answer.json(), self.broker)
        self.server_metadata = {**found, "_loaded_at": time.monotonic()}
        return self.server_metadata


def clients_of(brokers: Brokers) -> dict[Audience, BrokerClient]:
    """Make a client of each broker, for as long as the process runs."""
    found = {audience: brokers.find(audience) for audience in Audience}
    return {audience: BrokerClient(broker) for audience, broker in found.items() if broker is not None}


def begin(broker: Broker, *, redirect_uri: str, language: str, carried: Mapping[str, str]) -> str:
    """Give the address at the broker to which somebody goes now; `carried` comes back with them."""
    client = _client(broker)
    if time.monotonic() < client.rests_until:
        raise SignInRefused("broker_away", "resting")
    with _answers_of(client):
        made = client.create_authorization_url(
            redirect_uri,
            # A broker may remember the last person who sat at a shared machine.
            prompt="login",
            ui_locales=language,
            **{name: value.replace("{language}", language) for name, value in broker.parameters.items()},
        )
    _make_room(f"_state_{client.name}_")
    kept = {name: made[name] for name in ("state", "nonce", "code_verifier")}
    client.save_authorize_data(redirect_uri=redirect_uri, carried=dict(carried), **kept)
    return str(made["url"])


def carried_back(broker: Broker) -> dict[str, str]:
    """Give what somebody took along when they began, in this browser; refuse who never did."""
    data = FlaskIntegration(broker.audience).get_state_data(session, request.args.get("state"))
    if not data:
        raise SignInRefused("attempt_unknown")
    found: dict[str, str] = data["carried"]
    return found


def finish(broker: Broker) -> dict[str, Any]:
    """Give the claims with which somebody has come back, once they are known to be the broker's."""
    client = _client(broker)
    _refuse_error(client)
    if request.args.get("iss", broker.issuer) != broker.issuer:  # RFC 9207
        raise SignInRefused("answer_not_trusted", "answer_of_another_issuer")
    with _answers_of(client):
        token = client.authorize_access_token(claims_options=_expected(broker), leeway=LEEWAY_SECONDS)
        if "userinfo" not in token:
            raise SignInRefused("answer_not_trusted", "no_id_token")
        signed = dict(token["userinfo"])
        if not broker.asks_userinfo:
            return signed
        more = client.userinfo(token=token)
    if more.get("sub") != signed["sub"]:  # OpenID Connect Core, 5.3.2
        raise SignInRefused("answer_not_trusted", "userinfo_of_another")
    return {**more, **signed}


def _client(broker: Broker) -> BrokerClient:
    found: BrokerClient = current_app.extensions["broker_clients"][broker.audience]
    return found


def _expected(broker: Broker) -> dict[str, dict[str, Any]]:
    """Say what an ID token must hold; signature, time and nonce are checked in any case."""
    return {
        "iss": {"essential": True, "value": broker.issuer},
        "aud": {"essential": True, "value": broker.client_id},
        "sub": {"essential": True},
    }


def _refuse_error(client: BrokerClient) -> None:
    """Refuse an answer that is an error; the attempt is over then."""
    error = request.args.get("error")
    if error is None:
        return
    client.framework.clear_state_data(session, request.args.get("state"))
    if error == "access_denied":
        raise SignInRefused("cancelled")
    reason = error if error in KNOWN_ERRORS else "unknown_error"
    raise SignInRefused("broker_away" if error in BROKER_IS_AWAY else "answer_not_trusted", reason)


@contextmanager
def _answers_of(client: BrokerClient) -> Iterator[None]:
    """Turn what a broker does instead of answering into a refusal; nobody new is sent there for a while."""
    try:
        with patience():
            yield
    except RequestException as error:
        client.rests_until = time.monotonic() + SECONDS_OF_REST
        raise SignInRefused("broker_away", type(error).__name__) from error
    except JoseError as error:
        claim = getattr(error, "claim", "")
        fact = "answer_to_another_attempt" if claim == "nonce" else "answer_not_trusted"
        raise SignInRefused(fact, f"{type(error).__name__} {claim}".strip()) from error
    except AuthlibBaseError as error:
        if error.error == "invalid_grant":
            raise SignInRefused("attempt_used", "invalid_grant") from error
        raise SignInRefused("broker_away", type(error).__name__) from error
    except (ValueError, KeyError, TypeError, AttributeError, RuntimeError) as error:
        # An answer of another shape than a broker's fails wherever Authlib first looks into it.
        raise SignInRefused("broker_away", type(error).__name__) from error


def _checked(found: Any, broker: Broker) -> dict[str, Any]:
    """Take from a broker's description of itself what we use; raise ValueError when it can't be used."""
    if not isinstance(found, dict) or found.get("issuer") != broker.issuer:
        raise ValueError("The description is not that of the issuer.")
    names = ["authorization_endpoint", "token_endpoint", "jwks_uri"]
    names += ["userinfo_endpoint"] if broker.asks_userinfo else []
    scheme = urlsplit(broker.issuer).scheme
    used = {name: str(found[name]) for name in names}
    if any(urlsplit(address).scheme != scheme for address in used.values()):
        raise ValueError("An address of the broker's is not encrypted.")
    offered = found.get("id_token_signing_alg_values_supported", ["RS256"])
    signatures = [name for name in SIGNATURES if name in offered]
    if not signatures:
        raise ValueError("The broker signs in no way that counts.")
    ways = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    way = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
    used |= {"issuer": broker.issuer, "token_endpoint_auth_method": way}
    return {**used, "id_token_signing_alg_values_supported": signatures}


def _make_room(prefix: str) -> None:
    """Forget the oldest attempts, since a cookie that grows too large is not kept at all."""
    attempts = sorted((session[key].get("exp", 0), key) for key in session if key.startswith(prefix))
    for _expires, key in attempts[: max(0, len(attempts) - ATTEMPTS_KEPT + 1)]:
        session.pop(key)
