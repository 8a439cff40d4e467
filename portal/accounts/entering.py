"""Let somebody in whom a broker has proved to be somebody, and lead them on in their language."""

from collections.abc import Callable
from urllib.parse import quote

from flask import request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.access import may_open, the_person
from portal.accounts import people
from portal.accounts.workspaces import home_of
from portal.locale import NATIONAL_LANGUAGE
from portal.state import portal
from providers.people.models import SignInMethod, User

# What somebody takes along to a broker and back: `next`, where they want to go; `language`; and `link`, the
# token of an invitation.
Carried = dict[str, str]


def enter(find: Callable[[Session], User], carried: Carried) -> str:
    """Sign in whoever is found, and give the address where they go on.

    Of two who come for the first time at once, one is first; the other then finds what was made.
    """
    try:
        _sign_in(find)
    except IntegrityError:
        _sign_in(find)
    home = in_language(carried["language"], home_of(the_person()))
    return carried["next"] if may_open(the_person(), carried["next"]) else home


def in_language(language: str, address: str) -> str:
    """Give an address of ours in the language in which somebody began; the way back has none of its own."""
    prefix = "" if language == NATIONAL_LANGUAGE else f"/{language}"
    return prefix + address.removeprefix(request.script_root)


def with_query(address: str, **values: str) -> str:
    """Add to an address what isn't empty."""
    kept = "&".join(f"{name}={quote(value, safe='/')}" for name, value in values.items() if value)
    return f"{address}?{kept}" if kept else address


def _sign_in(find: Callable[[Session], User]) -> None:
    at = portal().now()
    with portal().database.transaction() as writing:
        people.sign_in(writing, find(writing), SignInMethod.BROKER, at)
