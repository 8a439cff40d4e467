"""Public figures for tests, and releases that hold them; whatever a test does not name is plain."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from providers.listings.commands import touch_catalogue
from providers.listings.models import Listing
from ratings.measured_results.codes import Grade, Level, Measure, Missing
from ratings.measured_results.disclosure.door import PublicFigure
from ratings.measured_results.published import PublishedFigures, ReleaseFacts, from_bytes, to_bytes
from tests.factories.releases import make_release

FIRST_QUARTER = 2025 * 4
CAME_OUT = datetime(2026, 11, 2, 9, tzinfo=UTC)
FIT = {"status": "fitted", "tenths": [[100.0, 30.0, 31.0], [100.0, 62.0, 58.0]], "c_statistic": 0.738}
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


def publish(app: Flask, *figures: PublicFigure, **facts: Any) -> int:
    """Publish a release of these figures, or of one for the country, and give its number."""
    usual: dict[str, Any] = {
        "state": "published",
        "published_at": CAME_OUT,
        "public_figures": to_bytes(figures or [public_figure()]),
        "inputs": [{"kind": "spells", "source": "Prøveregister", "file_hash": "a" * 64}],
        "fits": {"work_6": FIT},
    }
    with app.extensions["portal"].database.transaction() as session:
        number = make_release(session, **(usual | facts)).id
        touch_catalogue(session, CAME_OUT)
    return number


def publish_about(app: Flask, slug: str) -> int:
    """Publish a release that says something of everything about a listing, and give its number."""
    with app.extensions["portal"].database.reading() as session:
        listing = session.scalars(select(Listing).where(Listing.slug == slug)).one()
        own: dict[str, Any] = {"organisation_id": listing.organisation_id, "listing_id": listing.id}
    quarters = [compared_figure(**own, quarter=FIRST_QUARTER + place) for place in range(3)]
    few = compared_figure(**own, target_group="dagpenge", grade=Grade.NOT_ASSESSED, reason=Missing.TOO_FEW)
    cost = compared_figure(**own, measure=Measure.COST, share=None, kroner=40_400)
    hidden = hidden_figure(**own, target_group="sygedagpenge")
    return publish(
        app, public_figure(), compared_figure(**own, grade=Grade.ABOVE), cost, few, hidden, *quarters
    )
