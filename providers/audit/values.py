"""Decide what may stand in the trail: states and ids, never a value that belongs to a person."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from providers.audit.models import LONGEST_CODE, State


class NotForTheTrail(Exception):
    """A value is no state and no id, so it must not stand in a trail that nobody can erase from."""


NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
CODE = re.compile(r"[!-~]*")  # visible ASCII: a name or a sentence has spaces, a Danish one other letters too
# Ten digits inside a hash or a UUID are no CPR number, so those that touch another hex digit do not count.
CPR = re.compile(r"(?<![0-9a-f])[0-9]{6}-?[0-9]{4}(?![0-9a-f])")


def require_name(what: str, value: str) -> str:
    """Give back the name of an action, an object's type or a field, or raise NotForTheTrail."""
    _require_code(what, value)
    if not NAME.fullmatch(value):
        raise NotForTheTrail(f"{what} is written in lower-case English, such as user.disabled or listing.")
    return str(value)


def require_id(value: int | str) -> str:
    """Give an object's id as text, or raise NotForTheTrail."""
    _require_code("The object's id", str(value))
    return str(value)


def require_states(states: Mapping[str, State] | None) -> dict[str, Any] | None:
    """Give states as plain JSON values, or raise NotForTheTrail; the sentence never quotes the value."""
    if states is None:
        return None
    return {require_name("The name of a field", name): _plain(name, state) for name, state in states.items()}


def _plain(name: str, state: object) -> Any:
    if isinstance(state, Sequence) and not isinstance(state, str | bytes):
        return [_plain_scalar(name, each) for each in state]
    return _plain_scalar(name, state)


def _plain_scalar(name: str, state: object) -> Any:
    if state is None or isinstance(state, bool):
        return state
    if isinstance(state, int | str):
        _require_code(f"The field {name}", str(state))
        return int(state) if isinstance(state, int) else str(state)
    raise NotForTheTrail(f"The field {name} is a {type(state).__name__}; write it as a code or a number.")


def _require_code(what: str, text: str) -> None:
    """Refuse what looks like a person's own value; a net for mistakes, not a proof."""
    reason = None
    if len(text) > LONGEST_CODE:
        reason = f"is longer than {LONGEST_CODE} characters"
    elif "@" in text:
        reason = "looks like a mail address"
    elif CPR.search(text):
        reason = "looks like a CPR number"
    elif not CODE.fullmatch(text):
        reason = "has spaces or letters that a code does not have"
    if reason:
        raise NotForTheTrail(f"{what} {reason}; the trail holds states and ids, never personal values.")
