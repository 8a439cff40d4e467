"""Make up the approvals of invented actors: when, on which ground, for whom and where."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from portal.demonstration.actors import Actor, Fate
from portal.demonstration.chance import chance
from portal.demonstration.stock import offers
from providers.approval.models import ApprovalBasis

YEAR = 365
SHORTEST_LEFT, LONGEST_LEFT = 20, 3 * YEAR  # days until an approval that holds runs out
YOUNGEST, OLDEST = 30, 2 * YEAR  # days since it began
EXPIRED_SINCE = 60  # days at the most
HAD_ONE_BEFORE = 0.12


def approvals(
    seed: int,
    actor: Actor,
    groups: Sequence[Sequence[str]],
    municipalities: Sequence[Sequence[str]],
    on: date,
) -> list[dict[str, Any]]:
    """Make up an actor's approvals, oldest first, from the groups and municipalities of each of its sites."""
    source = chance(seed, "approval", actor.number)
    began = on - timedelta(days=source.randint(YOUNGEST, OLDEST))
    if actor.fate is Fate.EXPIRED:
        ends = on - timedelta(days=source.randint(1, EXPIRED_SINCE))
        began = ends - timedelta(days=YEAR)
    else:
        ends = on + timedelta(days=source.randint(SHORTEST_LEFT, LONGEST_LEFT))
    narrow_groups, narrow_places = _narrowed(groups), _narrowed(municipalities)
    limits: dict[str, Any] = {"municipalities": None, "target_groups": None}
    ground = source.choice(offers()["grounds"]["everything"])
    if actor.fate is Fate.FEWER_GROUPS and narrow_groups:
        limits["target_groups"] = narrow_groups
        ground = source.choice(offers()["grounds"]["groups"])
    if actor.fate is Fate.FEWER_MUNICIPALITIES and narrow_places:
        limits["municipalities"] = narrow_places
        ground = source.choice(offers()["grounds"]["municipalities"])
    current = _decided(ground, began, ends, **limits)
    if source.random() >= HAD_ONE_BEFORE:
        return [current]
    first = source.choice(offers()["grounds"]["everything"])
    return [_decided(first, began - timedelta(days=YEAR), began - timedelta(days=1)), current]


def statutory(ground: str, on: date) -> list[dict[str, Any]]:
    """Give the approval that stands in for the law in an invented municipality or unemployment fund."""
    return [
        {
            "basis": ApprovalBasis.STATUTORY.value,
            "ground": ground,
            "municipalities": None,
            "target_groups": None,
            "valid_from": (on - timedelta(days=OLDEST)).isoformat(),
            "valid_to": None,
        }
    ]


def _narrowed(sites: Sequence[Sequence[str]]) -> list[str] | None:
    """Keep half of each site's codes, so that each has something left; or nothing where no half is less."""
    kept = {code for codes in sites for code in sorted(codes)[: (len(codes) + 1) // 2]}
    everything = {code for codes in sites for code in codes}
    return sorted(kept) if kept < everything and all(sites) else None


def _decided(
    ground: str,
    valid_from: date,
    valid_to: date,
    municipalities: list[str] | None = None,
    target_groups: list[str] | None = None,
) -> dict[str, Any]:
    return {
        "basis": ApprovalBasis.DECIDED.value,
        "ground": ground,
        "municipalities": municipalities,
        "target_groups": target_groups,
        "valid_from": valid_from.isoformat(),
        "valid_to": valid_to.isoformat(),
    }
