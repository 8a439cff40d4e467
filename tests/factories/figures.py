"""Public figures for tests, and releases that hold them; whatever a test does not name is plain."""

from datetime import date
from typing import Any

from ratings.measured_results.codes import Level, Measure, Missing
from ratings.measured_results.disclosure import PublicFigure
from ratings.measured_results.published import PublishedFigures, ReleaseFacts, from_bytes, to_bytes

FIRST_QUARTER = 2025 * 4
FACTS = ReleaseFacts(
    id=1,
    first_quarter=FIRST_QUARTER,
    last_quarter=FIRST_QUARTER + 3,
    observed_until=date(2026, 10, 31),
    published_on=date(2026, 11, 2),
    simulated=True,
    adjusted=True,
)


def public_figure(**facts: Any) -> PublicFigure:
    """Give the headline figure of the country: 42 of 100 in work, built on about 120 people."""
    usual: dict[str, Any] = {
        "measure": Measure.WORK_6,
        "level": Level.NATIONAL,
        "organisation_id": None,
        "listing_id": None,
        "target_group": None,
        "quarter": None,
        "n": 120,
        "share": 42,
        "share_lower": 34,
        "share_upper": 51,
    }
    return PublicFigure(**(usual | facts))


def compared_figure(**facts: Any) -> PublicFigure:
    """Give a figure of a listing that has a ratio: 60 of 100 in work, where 50 could be expected."""
    usual: dict[str, Any] = {
        "level": Level.LISTING,
        "organisation_id": 3,
        "listing_id": 7,
        "share": 60,
        "share_lower": 51,
        "share_upper": 68,
        "ratio": 1.2,
        "ratio_lower": 1.02,
        "ratio_upper": 1.37,
    }
    return public_figure(**(usual | facts))


def hidden_figure(**facts: Any) -> PublicFigure:
    """Give a figure of which the public gets nothing, or at most how many people it is of."""
    nothing = dict.fromkeys(
        ("n", "share", "share_lower", "share_upper", "ratio", "ratio_lower", "ratio_upper")
    )
    return compared_figure(**({"reason": Missing.FEW_TO_SHOW} | nothing | facts))


def published(*figures: PublicFigure, facts: ReleaseFacts = FACTS) -> PublishedFigures:
    """Give figures the way the catalogue holds them."""
    return from_bytes(facts, to_bytes(figures))
