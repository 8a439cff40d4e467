"""Let go of imported rows: a whole import that no release was made from, and spells whose time is over."""

from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import SYSTEM, Actor, State
from providers.people.retention import years_before
from ratings.measured_results.codes import ReleaseState
from ratings.measured_results.models import Aggregate, CaseMix, Release, ResultImport, ResultUpload, Spell
from ratings.measured_results.rules import quarter_of

# A release keeps counts and is worked out again from those. Single spells stay as long as a claim for a wrong
# figure can be raised: three years (forældelsesloven § 3), after up to two years of help.
RETENTION_YEARS = 5
# Time to mend a file and hand it in again; the cells of a wrong row say something about a person too.
PROBLEMS_KEPT = timedelta(days=30)


class ImportNotFound(Exception):
    """There is no import with this number."""


class ImportInUse(Exception):
    """A release that is public was made from the import, so it stays; `release_id` is one of them."""

    def __init__(self, release_id: int) -> None:
        super().__init__(f"Release {release_id} was made from it.")
        self.release_id = release_id


def remove_import(session: Session, import_id: int, *, at: datetime, by: Actor) -> int:
    """Remove an import with all its rows and say how many; raise ImportNotFound or ImportInUse.

    A release keeps the counts that it was made from, so a withdrawn one can still be worked out again, and be
    corrected without the wrong rows.
    """
    found = session.get(ResultImport, import_id, with_for_update=True)
    if found is None:
        raise ImportNotFound(import_id)
    public = select(Release.id, Release.inputs).where(Release.state == ReleaseState.PUBLISHED.value)
    for release_id, inputs in session.execute(public):
        if any(found.file_hash in each.values() for each in inputs):
            raise ImportInUse(release_id)
    before: dict[str, State] = {
        "kind": found.kind,
        "rows": found.rows,
        "accepted": found.accepted,
        "simulated": found.simulated,
        "file_hash": found.file_hash,
    }
    accepted = found.accepted
    session.execute(delete(Spell).where(Spell.import_id == import_id))
    session.execute(delete(Aggregate).where(Aggregate.import_id == import_id))
    session.execute(update(ResultUpload).where(ResultUpload.import_id == import_id).values(import_id=None))
    session.delete(found)
    session.flush()
    session.execute(delete(CaseMix).where(~exists().where(Spell.case_mix_id == CaseMix.id)))
    record(session, by, "result_import.removed", "result_import", import_id, before=before, at=at)
    return accepted


def erase_spells(session: Session, *, at: datetime, limit: int) -> int:
    """Erase some spells whose time is over, and say how many; an import that has none left is marked so."""
    last = years_before(at, RETENTION_YEARS).date()
    old = select(Spell.id).where(Spell.quarter <= quarter_of(last), Spell.referred_on <= last)
    gone = delete(Spell).where(Spell.id.in_(old.order_by(Spell.id).limit(limit))).returning(Spell.import_id)
    import_ids = session.scalars(gone.execution_options(synchronize_session=False)).all()
    emptied = select(ResultImport).where(
        ResultImport.id.in_(set(import_ids)), ~exists().where(Spell.import_id == ResultImport.id)
    )
    for found in session.scalars(emptied.order_by(ResultImport.id)).all():
        found.erased_at = at
        before: dict[str, State] = {"accepted": found.accepted, "file_hash": found.file_hash}
        record(session, SYSTEM, "result_import.erased", "result_import", found.id, before=before, at=at)
    return len(import_ids)


def forget_problems(session: Session, *, at: datetime, limit: int) -> int:
    """Let go of what was wrong in files that ended long ago, but for how much, and say in how many files."""
    wanted = select(ResultUpload).where(
        ResultUpload.ended_at <= at - PROBLEMS_KEPT, func.json_array_length(ResultUpload.problems) > 0
    )
    found = session.scalars(wanted.order_by(ResultUpload.id).limit(limit)).all()
    for upload in found:
        upload.problems = []
    return len(found)
