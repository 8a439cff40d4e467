"""Let go of a draft that turned out wrong, which nobody outside the authority has seen."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from providers.audit.commands import record
from providers.audit.models import Actor
from ratings.measured_results.codes import ReleaseState
from ratings.measured_results.models import Release, ReleaseChart, ReleaseOrder, Result
from ratings.measured_results.orders import SHOWN_FOR, OrderState, SomebodyWasFirst, Step, hold, open_order_of
from ratings.measured_results.release_queries import state_of
from ratings.measured_results.rules import ReleaseNotAllowed


def discard(session: Session, release: Release, note: str, *, by: Actor, at: datetime) -> None:
    """Remove a draft with its figures; who let go of it and why is kept, and its number is not used again.

    What actors have been shown stays, since they may have objected to it. Raises ReleaseNotAllowed, or
    SomebodyWasFirst while something else has been asked for.
    """
    if not note.strip():
        raise ReleaseNotAllowed("discarded_without_a_note")
    hold(session)
    if open_order_of(session, release.id) is not None:  # asked first, since a worker may hold the release
        raise SomebodyWasFirst
    session.refresh(release, with_for_update=True)
    if release.state != ReleaseState.DRAFT:
        raise ReleaseNotAllowed("discarded_after_the_draft")
    number, before = release.id, state_of(release)
    for table in (Result, ReleaseChart):
        session.execute(delete(table).where(table.release_id == number))
    session.execute(update(ReleaseOrder).where(ReleaseOrder.release_id == number).values(release_id=None))
    session.add(_noted(release, note.strip(), by, at))
    session.delete(release)
    record(session, by, "release.discarded", "release", number, before=before, at=at)


def discarded_lately(session: Session, at: datetime) -> Sequence[ReleaseOrder]:
    """List the drafts that were let go of in the last week, the latest first."""
    wanted = select(ReleaseOrder).where(
        ReleaseOrder.step == Step.WITHDRAW,
        ReleaseOrder.release_id.is_(None),
        ReleaseOrder.ended_at >= at - SHOWN_FOR,
    )
    return session.scalars(wanted.order_by(ReleaseOrder.id.desc()).limit(20)).all()


def _noted(release: Release, note: str, by: Actor, at: datetime) -> ReleaseOrder:
    """Keep the note as a withdrawal of no release, which is the only kind that has none."""
    return ReleaseOrder(
        step=Step.WITHDRAW.value,
        first_quarter=release.first_quarter,
        last_quarter=release.last_quarter,
        note=note,
        state=OrderState.DONE.value,
        asked_by=by.id,
        asked_at=at,
        ended_at=at,
    )
