"""Do what leads have asked of releases: make them, show them to actors, publish them, withdraw them."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.jobs.results import draw_charts, mail_preview, make_release
from portal.state import Portal
from providers.audit.models import OPERATOR, Actor, person
from ratings.measured_results import releases
from ratings.measured_results.models import ReleaseOrder
from ratings.measured_results.orders import OPEN, OrderState, Step, begin, end
from ratings.measured_results.release_queries import get_release
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
        with state.database.transaction() as session:
            held = session.get_one(ReleaseOrder, number)
            if order.step != Step.MAKE:
                _take_step(session, held, state.now())
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
    if order.release_id is None:
        with state.database.transaction() as session:
            held = session.get_one(ReleaseOrder, order.id)
            corrects = None if held.corrects_id is None else get_release(session, held.corrects_id)
            release = make_release(
                session,
                held.first_quarter,
                held.last_quarter,
                corrects=corrects,
                note=held.note,
                by=_actor(held),
                at=state.now(),
            )
            held.release_id = order.release_id = release.id
    draw_charts(state, order.release_id)


def _take_step(session: Session, order: ReleaseOrder, at: datetime) -> None:
    release, by = get_release(session, order.release_id or 0), _actor(order)
    if order.step == Step.PREVIEW:
        releases.open_preview(session, release, by=by, at=at)
        mail_preview(session, release, at)
    elif order.step == Step.PUBLISH:
        releases.publish(session, release, by=by, at=at)
    else:
        releases.withdraw(session, release, order.note or "", by=by, at=at)


def _actor(order: ReleaseOrder) -> Actor:
    return OPERATOR if order.asked_by is None else person(order.asked_by)
