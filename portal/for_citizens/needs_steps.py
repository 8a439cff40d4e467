"""The five steps of a citizen's needs: which page leads to which, and which answers each asks for."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from matching.catalogue import Catalogue
from matching.public_listing import CatalogueListing
from portal.for_citizens import needs_groups
from portal.state import portal
from providers.organisations.models import OrganisationKind

LAST_STEP = 5


class Step(StrEnum):
    """Name the pages; each has one question."""

    WHERE = "where"
    LIVING = "living"
    CASH = "cash"
    ABLE = "able"
    UNSURE = "unsure"
    FUND = "fund"
    SINCE = "since"
    HELP = "help"
    WHEN = "when"
    MATTERS = "matters"


NUMBERS: Mapping[Step, int] = {
    Step.WHERE: 1,
    Step.LIVING: 2,
    Step.CASH: 2,
    Step.ABLE: 2,
    Step.UNSURE: 2,
    Step.FUND: 2,
    Step.SINCE: 2,
    Step.HELP: 3,
    Step.WHEN: 4,
    Step.MATTERS: 5,
}
# Without these nobody can be ranked, so their pages can't be passed over.
NEEDED = frozenset({Step.WHERE, Step.LIVING, Step.CASH, Step.ABLE, Step.UNSURE})
# The wishes of the third step; each is a field of its form.
WISHED = ("support", "fields", "formats", "accommodations", "languages")


def first_missing(told: Mapping[str, Any]) -> Step | None:
    """Name the page that must still be answered before there can be a list."""
    if not told.get("municipality"):
        return Step.WHERE
    return None if told.get("target_group") else Step.LIVING


def after(step: Step, told: Mapping[str, Any], held: Catalogue) -> Step | None:
    """Name the page after one that has been answered or passed over; None is the list."""
    if NUMBERS[step] == NUMBERS[Step.LIVING]:
        return _after_living(step, told, held)
    following = {
        Step.WHERE: Step.LIVING,
        Step.HELP: Step.WHEN,
        Step.WHEN: Step.MATTERS,
        Step.MATTERS: None,
    }
    return following[step]


def before(step: Step, told: Mapping[str, Any], held: Catalogue) -> Step | None:
    """Name the page before one; None is the front page."""
    if step in (Step.HELP, Step.SINCE):
        asked = [Step.LIVING]
        asked += [Step.FUND] if funds_taking(held, told.get("target_group")) else []
        asked += [Step.SINCE] if step is Step.HELP and asks_since(told) else []
        return asked[-1]
    earlier = {
        Step.WHERE: None,
        Step.LIVING: Step.WHERE,
        Step.CASH: Step.LIVING,
        Step.ABLE: Step.CASH,
        Step.UNSURE: Step.LIVING,
        Step.FUND: Step.LIVING,
        Step.WHEN: Step.HELP,
        Step.MATTERS: Step.WHEN,
    }
    return earlier[step]


def _after_living(step: Step, told: Mapping[str, Any], held: Catalogue) -> Step:
    if step not in (Step.FUND, Step.SINCE) and funds_taking(held, told.get("target_group")):
        return Step.FUND
    return Step.SINCE if step is not Step.SINCE and asks_since(told) else Step.HELP


def asks_since(told: Mapping[str, Any]) -> bool:
    """Say whether it counts when the benefit began: only where a free choice lasts some months."""
    rules = portal().settings.choice_rules
    return rules.months is not None and rules.concerns(
        str(told.get("municipality")), str(told.get("target_group"))
    )


def funds_taking(held: Catalogue, target_group: str | None) -> list[CatalogueListing]:
    """List one listing of each a-kasse that takes a target group: only then does membership count."""
    found = {
        listing.organisation.slug: listing
        for listing in held.listings
        if listing.organisation.kind is OrganisationKind.UNEMPLOYMENT_FUND
        and target_group in listing.target_groups
    }
    return list(found.values())


def with_target_group(told: Mapping[str, Any], target_group: str, held: Catalogue) -> dict[str, Any]:
    """Note the target group, and let go of a month and an a-kasse that belong to another one."""
    changed = {**told, "target_group": target_group}
    if target_group != told.get("target_group"):
        changed.pop("since", None)
    if told.get("fund") not in {each.organisation.slug for each in funds_taking(held, target_group)}:
        changed.pop("fund", None)
    return changed


def next_of_living(step: Step, chosen: str) -> Step | None:
    """Name the page that asks on when an answer alone does not tell the target group; None when it does."""
    if chosen == needs_groups.CASH:
        return Step.CASH
    if chosen == needs_groups.UNSURE:
        return Step.UNSURE if step is Step.LIVING else Step.ABLE
    return None


def is_answered(step: Step, needs: Mapping[str, Any]) -> bool:
    """Say whether something has been answered on a page, so that it is not offered to be passed over."""
    names = {
        Step.FUND: ("fund",),
        Step.SINCE: ("since",),
        Step.HELP: WISHED,
        Step.WHEN: ("start_within_days",),
        Step.MATTERS: ("weights",),
    }
    return any(needs.get(name) for name in names.get(step, ()))


def step_of(answer: str) -> Step:
    """Name the page on which an answer of the needs is given."""
    pages = {
        "municipality": Step.WHERE,
        "postcode": Step.WHERE,
        "furthest_km": Step.WHERE,
        "target_group": Step.LIVING,
        "fund": Step.FUND,
        "since": Step.SINCE,
        "start_within_days": Step.WHEN,
        "weights": Step.MATTERS,
    }
    return pages.get(answer, Step.HELP)
