"""What leads ask of releases: noted at once, and then done by a worker, since it takes its time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, or_, select, text
from sqlalchemy.orm import Session

from providers.clock import danish_day
from providers.outbox.commands import put
from ratings.measured_results.codes import ReleaseState
from ratings.measured_results.models import Release, ReleaseOrder
from ratings.measured_results.release_queries import find_correction
from ratings.measured_results.rules import (
    ReleaseNotAllowed,
    require_correction,
    require_ended,
    require_move,
    require_no_correction,
)

ORDER = "release_order"  # what the outbox calls such a task
SHOWN_FOR = timedelta(days=7)


class Step(StrEnum):
    """Name what can be asked for."""

    MAKE = "make"
    PREVIEW = "preview"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"


class OrderState(StrEnum):
    """Say how far an order has come; `failed` is a fault of ours, `refused` has a fact."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


OPEN = (OrderState.WAITING, OrderState.WORKING)
LEADS_TO = {
    Step.PREVIEW: ReleaseState.PREVIEW,
    Step.PUBLISH: ReleaseState.PUBLISHED,
    Step.WITHDRAW: ReleaseState.WITHDRAWN,
}


class SomebodyWasFirst(Exception):
    """The same was asked for and is not done yet, or the release no longer stands where it was seen."""


def why_not(release: Release, step: Step, at: datetime) -> str | None:
    """Say by a code why a release can't take a step now, or None when it can."""
    try:
        require_move(
            ReleaseState(release.state),
            LEADS_TO[step],
            simulated=release.simulated,
            today=danish_day(at),
            preview_until=release.preview_until,
        )
    except ReleaseNotAllowed as refused:
        return refused.fact
    return None


def order_release(
    session: Session,
    first_quarter: int,
    last_quarter: int,
    *,
    corrects: Release | None = None,
    note: str | None = None,
    by_user: int,
    at: datetime,
) -> ReleaseOrder:
    """Ask for a draft of a period, or raise ReleaseNotAllowed or SomebodyWasFirst."""
    if first_quarter > last_quarter:
        raise ReleaseNotAllowed("period_runs_backward")
    require_ended(last_quarter, danish_day(at))
    if corrects is not None:
        corrected_by = find_correction(session, corrects.id)
        require_correction(corrects, corrected_by, first_quarter, last_quarter, note)
    hold(session)
    same = (ReleaseOrder.first_quarter == first_quarter, ReleaseOrder.last_quarter == last_quarter)
    if session.scalar(_open().where(ReleaseOrder.step == Step.MAKE, *same)) is not None:
        raise SomebodyWasFirst
    order = ReleaseOrder(
        step=Step.MAKE.value,
        first_quarter=first_quarter,
        last_quarter=last_quarter,
        corrects_id=None if corrects is None else corrects.id,
        note=(note or "").strip() or None,
        asked_by=by_user,
        asked_at=at,
    )
    return _put(session, order, at)


def order_step(
    session: Session,
    release: Release,
    step: Step,
    *,
    seen: str,
    note: str | None = None,
    by_user: int,
    at: datetime,
) -> ReleaseOrder:
    """Ask for a release to be previewed, published or withdrawn; `seen` is the state that the lead saw.

    Raises SomebodyWasFirst or ReleaseNotAllowed.
    """
    hold(session)
    if open_order_of(session, release.id) is not None:  # asked first, since a worker may hold the release
        raise SomebodyWasFirst
    session.refresh(release, with_for_update=True)
    if release.state != seen:
        raise SomebodyWasFirst
    if (fact := why_not(release, step, at)) is not None:
        raise ReleaseNotAllowed(fact)
    if step is Step.PUBLISH and release.corrects_id is not None:
        require_no_correction(find_correction(session, release.corrects_id, but=release.id))
    if step is Step.WITHDRAW and not (note or "").strip():
        raise ReleaseNotAllowed("withdrawn_without_a_note")
    order = ReleaseOrder(
        step=step.value,
        first_quarter=release.first_quarter,
        last_quarter=release.last_quarter,
        release_id=release.id,
        note=(note or "").strip() or None,
        asked_by=by_user,
        asked_at=at,
    )
    return _put(session, order, at)


def begin(order: ReleaseOrder) -> bool:
    """Note that a worker has begun; one that has been done before is not begun again."""
    if order.state not in OPEN:
        return False
    order.state = OrderState.WORKING.value
    return True


def end(order: ReleaseOrder, state: OrderState, *, at: datetime, fact: str | None = None) -> None:
    """Note how an order ended."""
    order.state, order.fact, order.ended_at = state.value, fact, at


def open_order_of(session: Session, release_id: int) -> ReleaseOrder | None:
    """Find what has been asked for of a release and is not done yet."""
    return session.scalar(_open().where(ReleaseOrder.release_id == release_id))


def last_order_of(session: Session, release_id: int) -> ReleaseOrder | None:
    """Find what was asked for last of a release, its making aside."""
    statement = select(ReleaseOrder).where(ReleaseOrder.release_id == release_id)
    statement = statement.where(ReleaseOrder.step != Step.MAKE)
    return session.scalar(statement.order_by(ReleaseOrder.id.desc()).limit(1))


def orders_to_show(session: Session, at: datetime) -> Sequence[ReleaseOrder]:
    """List the drafts that are being made, and those of the last week that could not be."""
    failed = ReleaseOrder.state.in_((OrderState.REFUSED, OrderState.FAILED))
    statement = select(ReleaseOrder).where(
        ReleaseOrder.step == Step.MAKE,
        or_(ReleaseOrder.state.in_(OPEN), failed & (ReleaseOrder.ended_at >= at - SHOWN_FOR)),
    )
    return session.scalars(statement.order_by(ReleaseOrder.id.desc()).limit(20)).all()


def _open() -> Select[ReleaseOrder]:
    return select(ReleaseOrder).where(ReleaseOrder.state.in_(OPEN)).limit(1)


def _put(session: Session, order: ReleaseOrder, at: datetime) -> ReleaseOrder:
    order.state = OrderState.WAITING.value
    session.add(order)
    session.flush()
    put(session, ORDER, {"id": order.id}, at=at, key=f"{ORDER}.{order.id}")
    return order


def hold(session: Session) -> None:
    """Let nobody else ask meanwhile; SQLite has one writer anyhow."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE release_order IN SHARE ROW EXCLUSIVE MODE"))
