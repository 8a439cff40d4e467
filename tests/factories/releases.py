"""Make releases of figures, and what actors hold against them, straight into the database."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import OPERATOR, person
from providers.clock import danish_day
from providers.organisations.models import Organisation
from providers.people.models import User
from ratings.measured_results.models import Objection, Release, Result, ResultImport, ResultUpload
from ratings.measured_results.objecting import object_to
from ratings.measured_results.release_queries import state_of
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


def make_preview(
    session: Session, organisation: Organisation, member: User, *, at: datetime = AT
) -> tuple[Release, Objection]:
    """Show an organisation its one figure before it is published, and let a member object to it."""
    until = danish_day(at) + timedelta(days=14)
    release = make_release(session, at=at, state="preview", preview_until=until)
    record(session, OPERATOR, "release.made", "release", release.id, after=state_of(release), at=at)
    make_result(session, release, organisation)
    told = "Tallet passer ikke med vores egne lister."
    return release, object_to(session, release, organisation.id, told, by=person(member.id), at=at)


def make_result(
    session: Session, release: Release, organisation: Organisation | None, **facts: Any
) -> Result:
    """Make the headline figure of an organisation, or of the country."""
    usual: dict[str, Any] = {
        "release_id": release.id,
        "level": "organisation" if organisation else "national",
        "organisation_id": organisation.id if organisation else None,
        "measure": "work_6",
        "n": 100,
        "observed": 61,
        "value": 0.61,
        "value_lower": 0.51,
        "value_upper": 0.70,
        "expected": 50.0,
        "variance": 24.0,
        "ratio": 1.22,
        "ratio_lower": 1.03,
        "ratio_upper": 1.40,
        "grade": "above",
    }
    result = Result(**(usual | facts))
    session.add(result)
    session.flush()
    return result


def make_import(**facts: Any) -> ResultImport:
    """Make a file that has come in, without its rows."""
    usual: dict[str, Any] = {
        "kind": "spells",
        "source": "Prøveregister",
        "file_hash": "0" * 64,
        "mapping": {"plain": True},
        "simulated": True,
        "observed_until": date(2026, 6, 30),
        "rows": 10,
        "accepted": 10,
        "imported_at": AT,
    }
    return ResultImport(**(usual | facts))


def make_upload(session: Session, *, at: datetime = AT, **facts: Any) -> ResultUpload:
    """Make a file that was handed in and refused, as one that nobody waits for."""
    usual: dict[str, Any] = {
        "file_name": "resultater.csv",
        "stored_as": "0" * 32,
        "mapping_text": "",
        "good_rows_only": False,
        "state": "refused",
        "rows_done": 0,
        "problems": [{"row": 2, "column": "n", "value": "=1+1", "reason": "not_a_number"}],
        "problem_count": 1,
        "uploaded_at": at,
        "ended_at": at,
    }
    upload = ResultUpload(**(usual | facts))
    session.add(upload)
    session.flush()
    return upload
