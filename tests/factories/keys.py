"""Keys to the API for tests."""

import hashlib

from sqlalchemy.orm import Session

from providers.audit.models import person
from providers.organisations import api_keys
from providers.organisations.models import ApiKey, Organisation
from providers.people.models import User
from tests.factories.people import AT


def secret_of(number: int = 1) -> str:
    """Give a key as its owner holds it; each number gives another."""
    return f"fhj_{number:043d}"


def hash_of(secret: str) -> str:
    """Give what the portal keeps of a key."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_key(session: Session, organisation: Organisation, owner: User, number: int = 1) -> ApiKey:
    """Make a key that works."""
    return api_keys.make(
        session,
        organisation,
        name=f"System {number}",
        key_hash=hash_of(secret_of(number)),
        by=person(owner.id),
        at=AT,
    )
