"""Let only those who carry an organisation's key reach a view that asks for one, and not too often."""

from datetime import datetime
from ipaddress import IPv6Address, ip_address

from flask import current_app, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import TooManyRequests, Unauthorized

from portal.access import API_KEY, SignInClosed, access_of
from portal.accounts.people import hash_of
from portal.keys import keyed_hash
from portal.state import portal
from providers.clock import danish_day
from providers.organisations import api_use
from providers.organisations.api_keys import find_live_key, note_use

# Whoever has one IPv6 address usually has all that begin with the same 64 bits.
BITS_OF_A_HOME = 64


def guard() -> None:
    """Find the organisation whose key a request carries; refuse with 401 without one, with 429 too many."""
    view = current_app.view_functions.get(request.endpoint or "")
    if access_of(view) is not API_KEY:
        return
    at = portal().now()
    key_hash = _key_sent()
    with portal().database.reading() as session:
        known = key_hash is not None and find_live_key(session, key_hash) is not None
        caller = key_hash if known and key_hash is not None else _address_hash()
        _refuse_too_many(api_use.asked_so_far(session, caller, at) + 1, at)
    with portal().database.transaction() as session:
        asked = api_use.count(session, caller, at)
        key = find_live_key(session, caller) if known else None
        if key is not None:
            note_use(key, danish_day(at))
            g.organisation_id = key.organisation_id
    _refuse_too_many(asked, at)
    if key is None:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"realm": "api"}))


def organisation_of_key() -> int:
    """Give the organisation whose key the request carries; only for views that ask for a key."""
    number: int = g.organisation_id
    return number


def _key_sent() -> str | None:
    """Give the hash of the key in the request's header, if there is one."""
    sent = request.authorization
    if sent is None or sent.type != "bearer" or not sent.token:
        return None
    return hash_of(sent.token)


def _address_hash() -> str:
    """Give a hash of where a request comes from; the address itself is kept nowhere."""
    keys = portal().keys
    if keys is None:
        raise SignInClosed
    address = ip_address(request.remote_addr or "0.0.0.0")  # nosec B104 # noqa: S104 - no server's address: nobody's
    if isinstance(address, IPv6Address):
        home = int(address) >> BITS_OF_A_HOME
        return keyed_hash(keys.guesses, "api", f"{home:x}")
    return keyed_hash(keys.guesses, "api", str(address))


def _refuse_too_many(asked: int, at: datetime) -> None:
    if asked > api_use.REQUESTS_A_MINUTE:
        raise TooManyRequests(retry_after=api_use.seconds_left(at))
