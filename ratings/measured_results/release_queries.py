"""Find releases: all of them, the one in force, and what the public has seen before."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, undefer

from providers.audit.models import State
from providers.clock import danish_day
from ratings.measured_results.codes import Level, Measure, ReleaseState, Signal
from ratings.measured_results.disclosure.door import Hidden, Published, key_of, table_of
from ratings.measured_results.figure_rows import kept_figures
from ratings.measured_results.models import Objection, Release, ReleaseChart, Result
from ratings.measured_results.published import PublishedFigures, ReleaseFacts, from_bytes

# The picture whose facts hold the signals, which are the same in every language.
SIGNALS, NATIONAL_LANGUAGE = "funnel_work_6", "da"


class ReleaseUnknown(Exception):
    """There is no release with this number."""


def get_release(session: Session, release_id: int) -> Release:
    """Give a release or raise ReleaseUnknown."""
    release = session.get(Release, release_id)
    if release is None:
        raise ReleaseUnknown(release_id)
    return release


def state_of(release: Release) -> dict[str, State]:
    """Give what the audit trail tells of a release."""
    return {
        "state": release.state,
        "first_quarter": release.first_quarter,
        "last_quarter": release.last_quarter,
        "simulated": release.simulated,
        "corrects": release.corrects_id,
    }


def releases(session: Session) -> Sequence[Release]:
    """Give all releases, the latest first."""
    return session.scalars(select(Release).order_by(Release.id.desc())).all()


def public_releases(session: Session) -> Sequence[Release]:
    """Give the releases that everybody can see, also withdrawn ones, the latest first."""
    statement = select(Release).where(Release.published_at.is_not(None))
    return session.scalars(statement.order_by(Release.published_at.desc(), Release.id.desc())).all()


def find_correction(session: Session, release_id: int, *, but: int | None = None) -> int | None:
    """Find the public release that corrects one, also when it was withdrawn in its turn."""
    wanted = select(Release.id).where(Release.corrects_id == release_id, Release.published_at.is_not(None))
    if but is not None:
        wanted = wanted.where(Release.id != but)
    return session.scalar(wanted.order_by(Release.id).limit(1))


def find_current(session: Session) -> PublishedFigures | None:
    """Give the figures in force: of published releases the one that reaches furthest, then the latest."""
    release = session.scalar(_in_force().options(undefer(Release.public_figures)))
    return None if release is None else public_figures_of(release)


def find_current_release(session: Session) -> Sequence[Release]:
    """Give the release in force, or nothing."""
    return session.scalars(_in_force()).all()


def find_further(session: Session, release: Release) -> int | None:
    """Find the published release that stays in force when one comes out, since it reaches further."""
    wanted = select(Release.id).where(
        Release.state == ReleaseState.PUBLISHED.value, Release.last_quarter > release.last_quarter
    )
    if release.corrects_id is not None:
        wanted = wanted.where(Release.id != release.corrects_id)
    furthest = wanted.order_by(Release.last_quarter.desc(), Release.published_at.desc(), Release.id.desc())
    return session.scalar(furthest.limit(1))


def releases_in_preview(session: Session) -> Sequence[Release]:
    """Give the releases that actors look at before everybody else, the latest first."""
    wanted = select(Release).where(Release.state == ReleaseState.PREVIEW.value)
    return session.scalars(wanted.order_by(Release.id.desc())).all()


class NewResults(NamedTuple):
    """A release that an organisation has figures in: in preview, or public for a short while."""

    organisation_id: int
    release_id: int
    first_quarter: int
    last_quarter: int
    preview_until: date | None
    published_at: datetime | None


def new_results_of(
    session: Session, organisation_ids: Collection[int], *, since: datetime
) -> Sequence[NewResults]:
    """Give what is new to some organisations, the latest first: previews, and what came out since then."""
    has_come_out = (Release.state == ReleaseState.PUBLISHED.value) & (Release.published_at >= since)
    statement = (
        select(
            Result.organisation_id,
            Release.id,
            Release.first_quarter,
            Release.last_quarter,
            Release.preview_until,
            Release.published_at,
        )
        .join(Release, Release.id == Result.release_id)
        .where(
            Result.organisation_id.in_(organisation_ids),
            Result.level == Level.ORGANISATION.value,
            or_(Release.state == ReleaseState.PREVIEW.value, has_come_out),
        )
        .distinct()
        .order_by(Release.id.desc())
    )
    return [NewResults._make(row) for row in session.execute(statement)]


def public_figures_of(release: Release) -> PublishedFigures | None:
    """Give a release's figures as everybody may see them; None as long as nobody may."""
    if release.public_figures is None or release.published_at is None:
        return None
    facts = ReleaseFacts(
        id=release.id,
        first_quarter=release.first_quarter,
        last_quarter=release.last_quarter,
        observed_until=release.observed_until,
        published_on=danish_day(release.published_at),
        simulated=release.simulated,
        adjusted=bool(release.fits),
    )
    return from_bytes(facts, release.public_figures)


def published_before(session: Session) -> list[Published]:
    """Give what the public has seen of releases, oldest first, also of those withdrawn later."""
    return [_seen(session, release) for release in reversed(public_releases(session))]


def ids_seen(session: Session) -> tuple[int, ...]:
    """Give the numbers of the releases that the public has seen."""
    seen = select(Release.id).where(Release.published_at.is_not(None)).order_by(Release.id)
    return tuple(session.scalars(seen))


def objections_to(session: Session, release_id: int) -> Sequence[Objection]:
    """Give what actors hold against a release, in the order in which it came."""
    return session.scalars(
        select(Objection).where(Objection.release_id == release_id).order_by(Objection.id)
    ).all()


def unanswered_objections(session: Session) -> Sequence[tuple[Release, int]]:
    """Give the releases that somebody waits for an answer about, with how many do; withdrawn ones do not."""
    wanted = (
        select(Release, func.count())
        .join(Objection, Objection.release_id == Release.id)
        .where(Objection.answered_at.is_(None), Release.state != ReleaseState.WITHDRAWN.value)
        .group_by(Release.id)
        .order_by(Release.preview_until, Release.id)
    )
    return [(release, count) for release, count in session.execute(wanted)]


def organisations_in(session: Session, release_id: int) -> Sequence[int]:
    """List the organisations that a release has figures of."""
    wanted = select(Result.organisation_id).where(
        Result.release_id == release_id, Result.level == Level.ORGANISATION.value
    )
    found = session.scalars(wanted.distinct().order_by(Result.organisation_id))
    return [number for number in found if number is not None]


def find_chart(session: Session, release_id: int, name: str, language: str) -> ReleaseChart | None:
    """Find a picture of a release."""
    return session.get(ReleaseChart, (release_id, name, language))


def passive_shares(
    session: Session, release_id: int, organisation_ids: Collection[int]
) -> Mapping[int, float | None]:
    """Give the share of passive weeks in the first half year of some organisations' citizens."""
    wanted = select(Result.organisation_id, Result.value).where(
        Result.release_id == release_id,
        Result.level == Level.ORGANISATION.value,
        Result.organisation_id.in_(organisation_ids),
        Result.measure == Measure.PASSIVE_6.value,
        Result.target_group.is_(None),
        Result.quarter.is_(None),
    )
    return {row.organisation_id: row.value for row in session.execute(wanted)}


def signalled_before(session: Session, release: Release) -> frozenset[int]:
    """Give who gave a signal in the public release whose period ends where this one begins."""
    earlier = session.scalar(
        select(Release.id)
        .where(
            Release.state == ReleaseState.PUBLISHED.value,
            Release.last_quarter == release.first_quarter - 1,
        )
        .order_by(Release.id.desc())
        .limit(1)
    )
    chart = None if earlier is None else find_chart(session, earlier, SIGNALS, NATIONAL_LANGUAGE)
    points = chart.facts["points"] if chart is not None and chart.facts else []
    return frozenset(point["organisation"] for point in points if point["signal"] != Signal.NONE)


def objections_of(session: Session, organisation_id: int) -> Sequence[tuple[Release, Objection]]:
    """Give what an actor has objected to, the latest first."""
    wanted = select(Release, Objection).join(Release, Release.id == Objection.release_id)
    wanted = wanted.where(Objection.organisation_id == organisation_id).order_by(Objection.id.desc())
    return [(release, objection) for release, objection in session.execute(wanted)]


def _in_force() -> Select[Release]:
    """Choose of published releases the one that reaches furthest, then the latest."""
    return (
        select(Release)
        .where(Release.state == ReleaseState.PUBLISHED.value)
        .order_by(Release.last_quarter.desc(), Release.published_at.desc(), Release.id.desc())
        .limit(1)
    )


def _seen(session: Session, release: Release) -> Published:
    kept = kept_figures(session, release.id)
    hidden = {key_of(each.figure): Hidden(each.hidden) for each in kept if each.hidden is not None}
    quarters = range(release.first_quarter, release.last_quarter + 1)
    return Published(table_of((each.figure for each in kept), quarters), hidden)
