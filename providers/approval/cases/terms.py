"""What a decision says: its ground, its days, its scope and its conditions, as one document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from providers.approval.cases.codes import APPROVING, DecisionKind


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that the actor must do, by a day or for as long as it is approved."""

    text: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a decision says; both days belong to it, and no municipalities or target groups are everything.

    The days are those of the approval, or of the suspension; a revocation has only the first one on which
    the approval holds no more, and a rejection and a warning only the day of the decision.
    """

    facts: str
    ground: str
    first_on: date
    last_on: date | None
    municipalities: tuple[str, ...] | None
    target_groups: tuple[str, ...] | None
    conditions: tuple[Condition, ...] = ()


def to_document(terms: Terms) -> dict[str, Any]:
    """Write terms as plain JSON values."""
    return {
        "facts": terms.facts,
        "ground": terms.ground,
        "first_on": terms.first_on.isoformat(),
        "last_on": terms.last_on.isoformat() if terms.last_on else None,
        "municipalities": _codes(terms.municipalities),
        "target_groups": _codes(terms.target_groups),
        "conditions": [
            {"text": each.text, "due_on": each.due_on.isoformat() if each.due_on else None}
            for each in terms.conditions
        ],
    }


def from_document(document: Mapping[str, Any]) -> Terms:
    """Read terms back from what `to_document` wrote."""
    return Terms(
        facts=document["facts"],
        ground=document["ground"],
        first_on=date.fromisoformat(document["first_on"]),
        last_on=_day(document["last_on"]),
        municipalities=_tuple(document["municipalities"]),
        target_groups=_tuple(document["target_groups"]),
        conditions=tuple(Condition(each["text"], _day(each["due_on"])) for each in document["conditions"]),
    )


def from_the_day(terms: Terms, day: date) -> Terms:
    """Let terms that were written before a day begin on it: what is decided later begins later."""
    return replace(terms, first_on=max(terms.first_on, day))


def covers(given: Sequence[str] | None, wanted: Sequence[str] | None) -> bool:
    """Say whether a scope holds all of another; None is everything."""
    if given is None:
        return True
    return wanted is not None and set(wanted) <= set(given)


def gives_all(
    kind: DecisionKind,
    terms: Terms,
    municipalities: Sequence[str] | None,
    target_groups: Sequence[str] | None,
) -> bool:
    """Say whether a decision gives the party everything that it asked for; only then it needs no hearing."""
    return (
        kind in APPROVING
        and not terms.conditions
        and covers(terms.municipalities, municipalities)
        and covers(terms.target_groups, target_groups)
    )


def _codes(codes: tuple[str, ...] | None) -> list[str] | None:
    return None if codes is None else sorted(codes)


def _tuple(codes: list[str] | None) -> tuple[str, ...] | None:
    return None if codes is None else tuple(codes)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
