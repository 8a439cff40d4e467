"""Let an actor object to its own figures before they are published, and the authority answer, once."""

from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor, State
from providers.clock import danish_day
from ratings.measured_results.codes import ReleaseState
from ratings.measured_results.models import Objection, Release, Result

LONGEST_TEXT = 5_000


class ObjectionNotAllowed(Exception):
    """An objection can't be made, or can't be answered; `fact` is a code that says why."""

    def __init__(self, fact: str) -> None:
        super().__init__(f"The objection is not possible: {fact}.")
        self.fact = fact


class ObjectionNotFound(Exception):
    """The release has no objection with this number."""


def state_of_objection(objection: Objection) -> dict[str, State]:
    """Give what the audit trail tells of an objection."""
    return {
        "release": objection.release_id,
        "organisation": objection.organisation_id,
        "upheld": objection.upheld,
    }


def may_object(release: Release, today: date) -> bool:
    """Say whether actors may object to a release: while it is shown to them, the last day too."""
    in_preview = release.state == ReleaseState.PREVIEW
    return in_preview and release.preview_until is not None and today <= release.preview_until


def object_to(
    session: Session, release: Release, organisation_id: int, text: str, *, by: Actor, at: datetime
) -> Objection:
    """Note what an actor holds against its figures in a release, or raise ObjectionNotAllowed."""
    session.refresh(release, with_for_update=True)
    if not may_object(release, danish_day(at)):
        raise ObjectionNotAllowed("not_in_preview")
    own = exists().where(Result.release_id == release.id, Result.organisation_id == organisation_id)
    if not session.scalar(select(own)):
        raise ObjectionNotAllowed("no_figures")
    objection = Objection(
        release_id=release.id,
        organisation_id=organisation_id,
        text=_told(text),
        made_by=by.id,
        made_at=at,
    )
    session.add(objection)
    session.flush()
    after = state_of_objection(objection)
    record(session, by, "objection.made", "objection", objection.id, after=after, at=at)
    return objection


def get_objection(session: Session, release_id: int, objection_id: int) -> Objection:
    """Give one of a release's objections or raise ObjectionNotFound."""
    objection = session.get(Objection, objection_id)
    if objection is None or objection.release_id != release_id:
        raise ObjectionNotFound(objection_id)
    return objection


def answer(
    session: Session, objection: Objection, text: str, *, upheld: bool, by: Actor, at: datetime
) -> None:
    """Answer an objection, once: whether the actor was right, and why."""
    session.refresh(objection, with_for_update=True)
    if objection.answered_at is not None:
        raise ObjectionNotAllowed("answered_already")
    before = state_of_objection(objection)
    objection.answer = _told(text)
    objection.upheld = upheld
    objection.answered_by = by.id
    objection.answered_at = at
    record(
        session,
        by,
        "objection.answered",
        "objection",
        objection.id,
        before=before,
        after=state_of_objection(objection),
        at=at,
    )


def _told(text: str) -> str:
    told = text.strip()
    if not told:
        raise ObjectionNotAllowed("text_missing")
    if len(told) > LONGEST_TEXT:
        raise ObjectionNotAllowed("text_too_long")
    return told
