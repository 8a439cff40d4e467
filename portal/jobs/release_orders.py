"""Do what leads have asked of releases: make them, show them to actors, publish them, withdraw them."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.jobs.results import draw_charts, mail_preview, make_release_with_charts
from portal.state import Portal
from providers.audit.models import OPERATOR, Actor, person
from ratings.measured_results import releases
from ratings.measured_results.models import Release, ReleaseOrder
from ratings.measured_results.orders import OPEN, OrderState, Step, begin, end
from ratings.measured_results.release_queries import get_release
from ratings.measured_results.releases import Prepared
from ratings.measured_results.rules import ReleaseNotAllowed

Done = Callable[[Session], None]


def run(state: Portal, number: int, done: Done) -> None:
    """Do one thing that was asked for; what is refused is noted with its reason."""
    with state.database.transaction() as session:
        order = session.get_one(ReleaseOrder, number)
        if not begin(order):
            done(session)
            return
    try:
        if order.step == Step.MAKE:
            _make(state, order)
        prepared = _prepare(state, order)
        with state.database.transaction() as session:
            held = session.get_one(ReleaseOrder, number)
            if order.step != Step.MAKE:
                _take_step(session, held, state.now(), prepared)
            end(held, OrderState.DONE, at=state.now())
            done(session)
    except ReleaseNotAllowed as refused:
        with state.database.transaction() as session:
            held = session.get_one(ReleaseOrder, number)
            end(held, OrderState.REFUSED, at=state.now(), fact=refused.fact)
            done(session)


def fail(session: Session, number: int, at: datetime) -> None:
    """Note that something could not be done through a fault of ours."""
    order = session.get_one(ReleaseOrder, number)
    if order.state in OPEN:
        end(order, OrderState.FAILED, at=at)


def _make(state: Portal, order: ReleaseOrder) -> None:
    """Make the draft and its pictures; a worker that takes over goes on where the one before it died."""

    def kept(session: Session, release: Release) -> None:
        session.get_one(ReleaseOrder, order.id).release_id = release.id

    if order.release_id is not None:
        draw_charts(state, order.release_id)
        return
    make_release_with_charts(
        state,
        (order.first_quarter, order.last_quarter),
        by=_actor(order),
        corrects_id=order.corrects_id,
        note=order.note,
        kept=kept,
    )


def _take_step(session: Session, order: ReleaseOrder, at: datetime, prepared: Prepared | None) -> None:
    release, by = get_release(session, order.release_id or 0), _actor(order)
    if order.step == Step.PREVIEW:
        releases.open_preview(session, release, by=by, at=at)
        mail_preview(session, release, at)
    elif order.step == Step.PUBLISH:
        releases.publish(session, release, by=by, at=at, prepared=prepared)
    else:
        releases.withdraw(session, release, order.note or "", by=by, at=at)


def _prepare(state: Portal, order: ReleaseOrder) -> Prepared | None:
    """Decide what everybody gets of a release before anybody has to wait for it."""
    if order.step != Step.PUBLISH:
        return None
    with state.database.reading() as session:
        return releases.prepare(session, get_release(session, order.release_id or 0))


def _actor(order: ReleaseOrder) -> Actor:
    return OPERATOR if order.asked_by is None else person(order.asked_by)
