"""Make a release with its pictures, and tell actors when they can see their own figures."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.labels import period_label
from portal.locale import format_day, speaking
from portal.mail import queue_mail
from portal.state import Portal
from providers.audit.models import Actor
from providers.organisations.members import owners_but
from providers.organisations.queries import names_by_number
from ratings.measured_results import releases
from ratings.measured_results.codes import Level
from ratings.measured_results.figure_rows import kept_figures
from ratings.measured_results.models import Release, ReleaseChart, Result
from ratings.measured_results.release_queries import get_release, organisations_in, signalled_before
from ratings.measured_results.releases import WorkedOut

NOBODY = 0


def make_release_with_charts(
    state: Portal,
    quarters: tuple[int, int],
    *,
    by: Actor,
    corrects_id: int | None = None,
    note: str | None = None,
    publish_now: bool = False,
    kept: Callable[[Session, Release], None] = lambda _session, _release: None,
) -> int:
    """Make a draft of a period, first and last quarter, with all its pictures, and give its number.

    It is worked out before anything is written, so that nobody waits for it. `kept` is called in the
    transaction in which the draft is kept. Raises ReleaseNotAllowed.
    """
    with state.database.reading() as session:
        worked_out = releases.work_out(session, *quarters, at=state.now())
        prepared = worked_out.prepared() if publish_now else None
    with state.database.transaction() as session:
        corrects = None if corrects_id is None else get_release(session, corrects_id)
        release = _make(session, worked_out, corrects=corrects, note=note, by=by, at=state.now())
        if publish_now:
            releases.publish(session, release, by=by, at=state.now(), prepared=prepared)
        kept(session, release)
    draw_charts(state, release.id)
    return release.id


def publish_release(state: Portal, release_id: int, *, by: Actor) -> None:
    """Publish a release; what everybody gets of it is decided before anybody has to wait.

    Raises ReleaseNotAllowed.
    """
    with state.database.reading() as session:
        prepared = releases.prepare(session, get_release(session, release_id))
    with state.database.transaction() as session:
        release = get_release(session, release_id)
        releases.publish(session, release, by=by, at=state.now(), prepared=prepared)


def make_and_publish(
    session: Session, first_quarter: int, last_quarter: int, *, by: Actor, at: datetime
) -> Release:
    """Make a release without pictures and publish it, within a transaction that others already wait for."""
    worked_out = releases.work_out(session, first_quarter, last_quarter, at=at)
    release = _make(session, worked_out, by=by, at=at)
    releases.publish(session, release, by=by, at=at, prepared=worked_out.prepared())
    return release


def _make(
    session: Session,
    worked_out: WorkedOut,
    *,
    by: Actor,
    at: datetime,
    corrects: Release | None = None,
    note: str | None = None,
) -> Release:
    version = code_version()
    return releases.make(
        session, worked_out, code_version=version, corrects=corrects, note=note, by=by, at=at
    )


def draw_charts(state: Portal, release_id: int) -> None:
    """Draw a release's pictures; it takes seconds, so nobody else is kept from writing meanwhile."""
    with state.database.reading() as session:
        release = get_release(session, release_id)
        whole = (
            Result.level.in_((Level.NATIONAL.value, Level.ORGANISATION.value)),
            Result.target_group.is_(None),
            Result.quarter.is_(None),
        )
        figures = [each.figure for each in kept_figures(session, release_id, *whole)]
        # Here, so that a worker, which seldom draws, does not wait seconds for the library of charts.
        from portal.jobs.release_charts import charts_of

        charts = list(charts_of(release_id, figures, release.fits, signalled_before(session, release)))
    with state.database.transaction() as session:
        session.execute(delete(ReleaseChart).where(ReleaseChart.release_id == release_id))
        session.add_all(charts)


def mail_preview(session: Session, release: Release, at: datetime) -> None:
    """Mail the owners of every organisation with figures that they can see them, once each."""
    numbers = organisations_in(session, release.id)
    names = names_by_number(session, numbers)
    for number in numbers:
        for owner in owners_but(session, number, NOBODY, at):
            with speaking(owner.language):
                values = {
                    "organisation": names[number],
                    "period": period_label(release.first_quarter, release.last_quarter),
                    "until": format_day(release.preview_until or at.date(), owner.language),
                }
            queue_mail(
                session,
                "results_preview",
                user_id=owner.id,
                language=owner.language,
                values=values,
                at=at,
                key=f"results_preview.{release.id}.{number}.{owner.id}",
            )


@cache
def code_version() -> str:
    """Name the code that works figures out: a hash of it, which says when it has been changed."""
    digest, folder = hashlib.sha256(), Path(releases.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:40]
