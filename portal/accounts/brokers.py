"""The brokers through which people sign in, such as MitID: what this installation says of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from flask import current_app


class Audience(StrEnum):
    """Say for whom a broker is; citizens and staff prove different things."""

    CITIZEN = "citizen"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class ClaimMap:
    """Which of a broker's claims says what; a claim that isn't named here is never looked at."""

    subject: str
    level: str
    levels: frozenset[str]
    name: str
    email: str
    cvr: str
    required: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Broker:
    """One OpenID provider, and what is asked of it."""

    audience: Audience
    names: Mapping[str, str]
    issuer: str
    client_id: str
    scopes: str
    parameters: Mapping[str, str]
    asks_userinfo: bool
    claims: ClaimMap
    authority_cvr: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Brokers:
    """The brokers that are set up: none, one for citizens, one for staff, or both."""

    citizen: Broker | None = None
    staff: Broker | None = None

    def find(self, audience: Audience) -> Broker | None:
        """Find the broker of an audience."""
        return self.citizen if audience is Audience.CITIZEN else self.staff


def brokers() -> Brokers:
    """Give the brokers of the running portal."""
    found: Brokers = current_app.extensions["brokers"]
    return found


def passwords_are_offered() -> bool:
    """Say whether staff sign in with a password here: only where no broker proves who they are."""
    return brokers().staff is None
