"""Read what a broker has proved about somebody from its claims, and let everything else go."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.accounts.brokers import ClaimMap
from portal.accounts.refusals import SignInRefused

LONGEST = 255
CVR = re.compile(r"[0-9]{8}")
LIKE_A_CPR = re.compile(r"[0-9]{6}-?[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Proof:
    """What is known about somebody for the length of one sign-in; of citizens, the subject alone."""

    subject: str
    cvr: str = ""
    name: str = ""
    email: str = ""


def proof_from(claims: Mapping[str, Any], wanted: ClaimMap) -> Proof:
    """Read what was asked for; raise SignInRefused when it is missing or isn't sure enough."""
    if text_of(claims, wanted.level) not in wanted.levels:
        raise SignInRefused("level_too_low", wanted.level)
    for name, accepted in wanted.required.items():
        if text_of(claims, name) not in accepted:
            raise SignInRefused("claim_missing", name)
    subject = text_of(claims, wanted.subject)
    # A broker that names people by their CPR number must be set up otherwise: we keep not even its hash.
    if not subject or LIKE_A_CPR.fullmatch(subject):
        raise SignInRefused("claim_missing", wanted.subject)
    cvr = text_of(claims, wanted.cvr) if wanted.cvr else ""
    if wanted.cvr and not CVR.fullmatch(cvr):
        raise SignInRefused("claim_missing", wanted.cvr)
    return Proof(
        subject=subject,
        cvr=cvr,
        name=text_of(claims, wanted.name) if wanted.name else "",
        email=text_of(claims, wanted.email) if wanted.email else "",
    )


def text_of(claims: Mapping[str, Any], name: str) -> str:
    """Give a claim's text, or nothing; dots are part of its name, or lead into nested claims."""
    value = find_claim(claims, name)
    return value.strip() if isinstance(value, str) and len(value) <= LONGEST and value.isprintable() else ""


def find_claim(claims: Mapping[str, Any], name: str) -> object:
    """Find a claim by its whole name, such as `mitid.uuid`, and else step by step: `company`, then `cvr`."""
    if name in claims:
        return claims[name]
    first, dot, rest = name.partition(".")
    within = claims.get(first)
    return find_claim(within, rest) if dot and isinstance(within, dict) else None
