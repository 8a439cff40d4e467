"""The keys that the installation's one secret is turned into: one for each use, none of them stored."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


@dataclass(frozen=True, slots=True)
class Keys:
    """A key for each use, so that what one of them gives away helps nobody with another."""

    cookies: bytes = field(repr=False)
    subjects: bytes = field(repr=False)
    links: bytes = field(repr=False)
    second_factors: bytes = field(repr=False)
    recovery_codes: bytes = field(repr=False)
    guesses: bytes = field(repr=False)
    api_keys: bytes = field(repr=False)
    needs: bytes = field(repr=False)
    contacts: bytes = field(repr=False)

    @property
    def seal(self) -> Fernet:
        """Give what closes and opens the secrets of second factors."""
        return Fernet(urlsafe_b64encode(self.second_factors))

    @property
    def contact_seal(self) -> Fernet:
        """Give what closes and opens citizens' contact details."""
        return Fernet(urlsafe_b64encode(self.contacts))


def keys_from(secret: str) -> Keys | None:
    """Derive the keys (HKDF, RFC 5869); without a secret there are none."""
    if not secret:
        return None
    return Keys(**{name: _derived(secret, name) for name in Keys.__dataclass_fields__})


def keyed_hash(key: bytes, *parts: str) -> str:
    """Give the hash of some texts that only this installation can make (HMAC-SHA-256, 64 hex digits)."""
    return hmac.new(key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def _derived(secret: str, use: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=f"portal {use}".encode()).derive(secret.encode())
