"""What is sealed or hashed with the installation's keys: secrets of second factors, codes, who guesses."""

import ipaddress

from cryptography.fernet import InvalidToken
from flask import request

from portal.access import SignInClosed
from portal.keys import Keys, keyed_hash
from portal.state import portal
from providers.people.guessing import Guesser
from providers.people.rules import tidy_email

# An IPv6 network of this size is one household or one office; each has more addresses than anybody can count.
IPV6_NETWORK = 64


def the_keys() -> Keys:
    """Give the installation's keys; without them nobody can sign in."""
    keys = portal().keys
    if keys is None:
        raise SignInClosed
    return keys


def seal(text: str) -> str:
    """Close a text so that only this installation can read it."""
    return the_keys().seal.encrypt(text.encode()).decode()


def unseal(sealed: str) -> str | None:
    """Open a sealed text; nothing comes out when it was sealed with another secret or is none."""
    try:
        return the_keys().seal.decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def hash_of_code(user_id: int, code: str) -> str:
    """Give what is kept of a recovery code."""
    return keyed_hash(the_keys().recovery_codes, str(user_id), code)


def guesser(what: str, email: str) -> Guesser:
    """Say who tries what at which account, so that it can be counted and not be read."""
    key = the_keys().guesses
    return Guesser(
        keyed_hash(key, what, "account", tidy_email(email)), keyed_hash(key, what, "address", _network())
    )


def _network() -> str:
    """Give where a request comes from, as far as one person or office goes."""
    text = request.remote_addr or ""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if address.version == 4:
        return text
    return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))
