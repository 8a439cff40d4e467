"""What leads ask of releases is noted once, with why it can't be, and shown while it matters."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from providers.outbox.models import OutboxMessage
from providers.people.models import User
from ratings.measured_results import orders
from ratings.measured_results.models import Release, ReleaseOrder
from ratings.measured_results.orders import OrderState, SomebodyWasFirst, Step
from ratings.measured_results.published import to_bytes
from ratings.measured_results.rules import ReleaseNotAllowed
from tests.factories.people import AT, make_authority_user
from tests.factories.releases import QUARTER, make_release

DAY = timedelta(days=1)
PERIOD = (QUARTER, QUARTER + 3)


@pytest.fixture
def lead(session: Session) -> User:
    """Give a lead."""
    return make_authority_user(session)


def published(session: Session, **facts: Any) -> Release:
    return make_release(session, state="published", published_at=AT, public_figures=to_bytes([]), **facts)


def ask(session: Session, release: Release, step: Step, lead: User, **facts: str) -> ReleaseOrder:
    told = {"seen": release.state, **facts}
    return orders.order_step(session, release, step, by_user=lead.id, at=AT, **told)


def test_draft_of_a_period_is_asked_for_once(session: Session, lead: User) -> None:
    order = orders.order_release(session, *PERIOD, note=" ", by_user=lead.id, at=AT)
    assert (order.state, order.note) == (OrderState.WAITING, None)
    task = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == orders.ORDER)).one()
    assert task.payload == {"id": order.id}
    with pytest.raises(SomebodyWasFirst):
        orders.order_release(session, *PERIOD, by_user=lead.id, at=AT)
    orders.order_release(session, QUARTER, QUARTER + 1, by_user=lead.id, at=AT)
    orders.end(order, OrderState.DONE, at=AT)
    session.flush()
    orders.order_release(session, *PERIOD, by_user=lead.id, at=AT)


def test_period_that_runs_backward_is_refused(session: Session, lead: User) -> None:
    with pytest.raises(ReleaseNotAllowed, match="period_runs_backward"):
        orders.order_release(session, QUARTER, QUARTER - 1, by_user=lead.id, at=AT)


def test_correction_is_asked_for_of_what_was_seen_and_corrected_by_nothing(
    session: Session, lead: User
) -> None:
    old = published(session)
    order = orders.order_release(session, *PERIOD, corrects=old, note="Fejl.", by_user=lead.id, at=AT)
    assert order.corrects_id == old.id
    orders.end(order, OrderState.DONE, at=AT)
    published(session, corrects_id=old.id)
    with pytest.raises(ReleaseNotAllowed, match="corrected_already"):
        orders.order_release(session, *PERIOD, corrects=old, note="Fejl.", by_user=lead.id, at=AT)


def test_second_correction_cannot_be_published(session: Session, lead: User) -> None:
    old = published(session)
    draft = make_release(session, corrects_id=old.id)
    published(session, corrects_id=old.id)
    with pytest.raises(ReleaseNotAllowed, match="corrected_already"):
        ask(session, draft, Step.PUBLISH, lead)


def test_one_step_is_asked_for_at_a_time_and_only_as_the_lead_saw_it(session: Session, lead: User) -> None:
    draft = make_release(session)
    with pytest.raises(SomebodyWasFirst):
        ask(session, draft, Step.PREVIEW, lead, seen="preview")
    ask(session, draft, Step.PREVIEW, lead)
    with pytest.raises(SomebodyWasFirst):
        ask(session, draft, Step.PUBLISH, lead)
    assert orders.open_order_of(session, draft.id) is not None


def test_withdrawal_without_a_note_is_refused(session: Session, lead: User) -> None:
    with pytest.raises(ReleaseNotAllowed, match="withdrawn_without_a_note"):
        ask(session, published(session), Step.WITHDRAW, lead, note=" ")


def test_step_says_by_a_fact_why_it_is_not_possible(session: Session) -> None:
    draft = make_release(session, simulated=False)
    assert orders.why_not(draft, Step.PUBLISH, AT) == "draft_to_published"
    assert orders.why_not(draft, Step.PREVIEW, AT) is None


def test_order_that_has_ended_is_not_begun_again(session: Session, lead: User) -> None:
    order = ask(session, make_release(session), Step.PREVIEW, lead)
    assert orders.begin(order)
    assert orders.begin(order)  # the worker that began it may have died
    orders.end(order, OrderState.REFUSED, at=AT, fact="preview_to_preview")
    assert not orders.begin(order)
    assert orders.last_order_of(session, order.release_id or 0) is order


def test_drafts_under_way_are_shown_and_those_that_failed_for_a_week(session: Session, lead: User) -> None:
    order = orders.order_release(session, *PERIOD, by_user=lead.id, at=AT)
    assert list(orders.orders_to_show(session, AT + 30 * DAY)) == [order]
    orders.end(order, OrderState.FAILED, at=AT)
    session.flush()
    assert list(orders.orders_to_show(session, AT + 7 * DAY)) == [order]
    assert list(orders.orders_to_show(session, AT + 8 * DAY)) == []
