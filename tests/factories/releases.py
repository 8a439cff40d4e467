"""Make releases of figures, and what actors hold against them, straight into the database."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from providers.organisations.models import Organisation
from ratings.measured_results.models import Objection, Release
from tests.factories.people import AT

QUARTER = 2025 * 4


def make_release(session: Session, *, at: datetime = AT, **facts: Any) -> Release:
    """Make a draft of one year that holds no figures."""
    usual: dict[str, Any] = {
        "first_quarter": QUARTER,
        "last_quarter": QUARTER + 3,
        "state": "draft",
        "simulated": True,
        "observed_until": date(2026, 12, 31),
        "method_version": "test",
        "code_version": "test",
        "inputs": [],
        "fits": {},
        "input_hash": "0" * 64,
        "results_hash": "0" * 64,
        "made_at": at,
        "patterns": b"",
    }
    release = Release(**(usual | facts))
    session.add(release)
    session.flush()
    return release


def make_objection(session: Session, organisation: Organisation, **facts: Any) -> Objection:
    """Make an objection to a release of its own, which nobody has answered."""
    usual: dict[str, Any] = {
        "release_id": None,
        "organisation_id": organisation.id,
        "text": "Tallet passer ikke med vores egne lister.",
        "made_at": AT,
    }
    facts = usual | facts
    if facts["release_id"] is None:
        facts["release_id"] = make_release(session).id
    objection = Objection(**facts)
    session.add(objection)
    session.flush()
    return objection
