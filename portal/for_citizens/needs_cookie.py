"""Keep a citizen's answers in one signed cookie of their own browser, and nowhere else."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from itsdangerous import BadData, URLSafeSerializer

from matching.catalogue import Catalogue
from matching.needs import KnownCodes, Needs, NeedsUnusable, needs_from
from portal.known_codes import known_codes
from portal.state import catalogue, portal

COOKIE = "needs"
# Browsers take 4,096 bytes for a cookie with its name and what is said about it.
LARGEST = 3_800
# Without a secret nothing can be signed; the answers are read as critically as those that anybody types.
NO_SECRET = b"an installation without a secret"

Answers = dict[str, Any]


def answers() -> Answers:
    """Read the answers of this browser that can still be used today."""
    try:
        read = _serializer().loads(request.cookies.get(COOKIE, ""))
    except BadData:
        return {}
    return usable(read, known_codes(catalogue())) if isinstance(read, dict) else {}


def keep(response: Response, kept: Mapping[str, Any]) -> Response:
    """Leave the answers with the browser, which forgets them when it is closed."""
    written = {name: value for name, value in kept.items() if value not in (None, "", [])}
    text = _serializer().dumps(written)
    if len(text) <= LARGEST:
        response.set_cookie(COOKIE, str(text), httponly=True, samesite="Lax", secure=request.is_secure)
    return response


def forget(response: Response) -> Response:
    """Have the browser forget the answers and the cookie they were kept in."""
    response.delete_cookie(COOKIE, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


def needs_of(told: Mapping[str, Any], held: Catalogue) -> Needs | None:
    """Make needs of the answers; None while the municipality or the target group is not known."""
    try:
        return needs_from(told, known_codes(held))
    except NeedsUnusable:
        return None


def usable(told: Mapping[str, Any], known: KnownCodes) -> Answers:
    """Leave out what is no answer, or none any more: code lists and languages change from day to day."""
    kept = dict(told)
    while True:
        try:
            needs_from({**_anybody(known), **kept}, known)
        except NeedsUnusable as fault:
            answer = fault.answer.partition(".")[0]
            if answer not in kept:
                return {}
            del kept[answer]
        else:
            return kept


def _anybody(known: KnownCodes) -> Answers:
    """Answer the two questions that must be answered, so that the others can be looked at alone."""
    return {
        "municipality": next(iter(known.municipality), ""),
        "target_group": next(iter(known.target_group), ""),
    }


def _serializer() -> URLSafeSerializer:
    keys = portal().keys
    return URLSafeSerializer(keys.needs if keys else NO_SECRET, salt=COOKIE)
