"""Withdraw drafts of applications in which nobody writes any more, once their party has been told in time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from providers.approval.cases.applying import withdraw
from providers.approval.cases.codes import APPLICATIONS, CaseState
from providers.approval.cases.models import ApprovalCase
from providers.approval.cases.moving import of_clock

# Half a year: who has not written for so long has given up, and what stands there is true no more.
DRAFT_KEPT = timedelta(days=180)
# Time enough to come back from a holiday and go on.
TOLD_BEFORE = timedelta(days=14)


def tell_of_forgotten(session: Session, *, at: datetime, limit: int) -> Sequence[ApprovalCase]:
    """Give the drafts whose party must be told now that they will be withdrawn, and note that it was."""
    found = _held(
        session, _touched_at() <= at - DRAFT_KEPT + TOLD_BEFORE, ApprovalCase.told_at.is_(None), limit=limit
    )
    for case in found:
        case.told_at = at
    session.flush()
    return found


def withdrawn_after(case: ApprovalCase) -> datetime:
    """Give the moment after which a draft is withdrawn; whoever was told late still has all of the time."""
    touched_at = case.touched_at or case.started_at
    return max(touched_at + DRAFT_KEPT, (case.told_at or touched_at) + TOLD_BEFORE)


def withdraw_forgotten(session: Session, *, at: datetime, limit: int) -> Sequence[ApprovalCase]:
    """Withdraw the drafts of which the party was told long enough ago, and give them."""
    found = _held(
        session, _touched_at() <= at - DRAFT_KEPT, ApprovalCase.told_at <= at - TOLD_BEFORE, limit=limit
    )
    for case in found:
        withdraw(session, case, act=of_clock(at))
    return found


def _touched_at() -> ColumnElement[datetime]:
    return func.coalesce(ApprovalCase.touched_at, ApprovalCase.started_at, type_=ApprovalCase.touched_at.type)


def _held(session: Session, *conditions: ColumnElement[bool], limit: int) -> Sequence[ApprovalCase]:
    """Give drafts of which something is still true once nobody else can change them."""
    drafts = select(ApprovalCase).where(
        ApprovalCase.kind.in_(APPLICATIONS), ApprovalCase.state == CaseState.DRAFT, *conditions
    )
    drafts = drafts.order_by(ApprovalCase.id).limit(limit).with_for_update()
    return session.scalars(drafts.execution_options(populate_existing=True)).all()
